/**
 * What Slack takes at most. Lengths are characters. Sources: the Block Kit reference and the rate
 * limits page of docs.slack.dev, and the doc comments of @slack/types 3.2.
 */
export const LIMITS = {
  /** Blocks in one message, and in an App Home view. */
  blocks: 50,
  homeBlocks: 100,
  /** Text of a section, a context element or an option's description in mrkdwn. */
  text: 3_000,
  title: 150,
  /**
   * All text of one message. A markdown block takes 12,000, but a message is refused
   * (`msg_blocks_too_long`) from somewhere near 13,200 in all: bolt-js issue 2509.
   */
  message: 10_000,
  /** What each block counts besides its text, as measured: bolt-js issue 2867. */
  perBlock: 72,
  /** The plain-text twin; Slack cuts at 40,000 and advises 4,000. */
  twin: 4_000,
  /** A button's label and value, and any action_id or block_id. */
  button: 75,
  value: 2_000,
  id: 255,
  /** Elements of one actions block, and of one context block. */
  actions: 25,
  context: 10,
  /** Label and hint of an input, and what a text box holds. */
  label: 2_000,
  hint: 2_000,
  typed: 3_000,
  /** Text and value of an option; options of radio buttons or checkboxes, and of a menu. */
  option: 75,
  optionValue: 150,
  boxes: 10,
  menu: 100,
  /** Rows (the heading among them) and columns of a table, and tables of one message. */
  tableRows: 100,
  tableColumns: 20,
  /** All cells together, as others have measured. */
  tableText: 10_000,
  tables: 1,
  /** Suggested prompts of the agent view. */
  prompts: 4,
} as const;
