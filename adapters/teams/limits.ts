/**
 * What Teams takes at most. Sources: learn.microsoft.com/microsoftteams/platform/bots/how-to
 * (format-your-bot-messages, format-ai-bot-messages, rate-limit) and the CitationAppearance API page.
 */
export const LIMITS = {
  /**
   * Characters of a message's text; all of it together may be about 100 KB as UTF-16, we keep to 80,
   * of which citations take up to 20.
   */
  text: 28_000,
  /** Bytes of one card as JSON. */
  card: 28_000,
  /** Citations of a message, and characters of each one's name and abstract. */
  citations: 20,
  citationName: 80,
  citationAbstract: 160,
  /** Actions of one set, and characters of a button. */
  actions: 6,
  button: 120,
  /** The line that stands for a message in notifications. */
  summary: 240,
  /** Results of a search from the compose box, and characters of one's title and text. */
  results: 8,
  resultTitle: 120,
  resultText: 240,
  /** Columns of a card's table that a chat can still show, and its rows. */
  tableColumns: 6,
  tableRows: 40,
} as const;
