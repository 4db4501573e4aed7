/**
 * What Slack takes at most, as the stand-in enforces it. Made apart from the bot's own table, so
 * that a number mistyped there is noticed here.
 *
 * Sources: T = JSDoc of @slack/types 3.2.0; D = docs.slack.dev/reference/block-kit; B = limits.json
 * of nicklambourne/slackblocks, for what neither says; M = measured by others, see the issue named.
 */
export const LIMITS = {
  /** T, D: blocks of a message; of a modal or a Home tab. */
  messageBlocks: 50,
  viewBlocks: 100,
  /** T: any id; must be unique, `action_id`s within their block. */
  id: 255,
  /** T: any text object; at least 1. */
  text: 3_000,
  header: 150,
  /** T: fields of a section, and the text of each. */
  fields: 10,
  field: 2_000,
  /** T: a markdown block; D: and all of a message's together. */
  markdown: 12_000,
  /** T: label, value and address of a button; what a screen reader says of it. */
  button: 75,
  value: 2_000,
  url: 3_000,
  accessibilityLabel: 75,
  /** T: elements of the blocks that hold several. */
  actions: 25,
  context: 10,
  contextActions: 5,
  /** T for text, description and numbers; D for the value (T still says 75, Slack says 150). */
  option: 75,
  optionValue: 150,
  optionDescription: 75,
  options: 100,
  optionGroups: 100,
  boxes: 10,
  overflow: 5,
  /** T. */
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  placeholder: 150,
  label: 2_000,
  hint: 2_000,
  /** T: the longest a text box may ask for; M: an initial value longer than it holds is refused. */
  typed: 3_000,
  files: 10,
  lines: 100,
  /** T. */
  altText: 2_000,
  imageTitle: 2_000,
  /** T for the table's rows, columns and settings; D: one in a message. */
  tableRows: 100,
  tableColumns: 20,
  /** D: rows with the heading ("a maximum of 101 rows"), all characters together. */
  dataTableRows: 101,
  dataTableText: 20_000,
  pageSize: 100,
  /** B, D. */
  alert: 200,
  cardTitle: 150,
  cardBody: 200,
  cardActions: 3,
  carousel: 10,
  containerTitle: 150,
  containerBlocks: 10,
  iconUsers: 10,
  tasks: 50,
  videoTitle: 200,
  videoAuthor: 50,
  /** T. */
  viewTitle: 24,
  privateMetadata: 3_000,
  /** D: attachments of a message; chat.update's text; chat.postMessage cuts at 40,000 instead. */
  attachments: 100,
  updateText: 4_000,
  /** D (docs.slack.dev/messaging/message-metadata): JSON of at most 16 KB. */
  metadataBytes: 16_384,
  /**
   * M: `msg_blocks_too_long`, undocumented. bolt-js#2509: one markdown block is refused past 13,297
   * characters, with a divider beside it past 13,172. bolt-js#2867: 50 blocks with 9,597 characters
   * are taken, 45 with 11,341 are not, and "12,000 with a buffer for block containers" said Slack.
   * A charge for each block after the first agrees with all of these; answers by `response_url` are
   * not under it.
   */
  messageText: 13_172,
  perBlock: 72,
} as const;
