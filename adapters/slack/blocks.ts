/** The few kinds of Block Kit block that a reply needs. Reference: docs.slack.dev/reference/block-kit. */

interface PlainText {
  type: 'plain_text';
  text: string;
}

interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
  verbatim: boolean;
}

/** One of what may be chosen. */
export interface Option {
  text: PlainText;
  value: string;
}

/** Options, or lists of them where they are more than one list may hold. */
type Options = { options: Option[] } | { option_groups: { label: PlainText; options: Option[] }[] };

/** A control of an input block. */
export type Control = { action_id: string } & (
  | {
      type: 'plain_text_input';
      multiline: boolean;
      initial_value?: string;
      max_length?: number;
      placeholder?: PlainText;
    }
  | { type: 'radio_buttons'; options: Option[]; initial_option?: Option }
  | { type: 'checkboxes'; options: Option[]; initial_options?: Option[] }
  | ({ type: 'static_select'; initial_option?: Option; placeholder?: PlainText } & Options)
  | ({ type: 'multi_static_select'; initial_options?: Option[] } & Options)
  | { type: 'datepicker'; initial_date?: string }
);

/** A button. */
export interface Button {
  type: 'button';
  action_id: string;
  text: PlainText;
  value: string;
  style?: 'primary' | 'danger';
}

/** A menu that acts at once. */
export type Menu = Extract<Control, { type: 'static_select' }>;

/** A block of a message or of the App Home. */
export type SlackBlock = { block_id?: string } & (
  | { type: 'markdown'; text: string }
  | { type: 'section'; text: Mrkdwn }
  | { type: 'header'; text: PlainText }
  | { type: 'divider' }
  | { type: 'context'; elements: Mrkdwn[] }
  | { type: 'actions'; elements: (Button | Menu)[] }
  | { type: 'input'; label: PlainText; hint?: PlainText; optional: boolean; element: Control }
  | {
      type: 'table';
      rows: PlainCell[][];
      column_settings: { align: 'left' | 'right'; is_wrapped: boolean }[];
    }
  | {
      type: 'context_actions';
      elements: {
        type: 'feedback_buttons';
        action_id: string;
        positive_button: FeedbackButton;
        negative_button: FeedbackButton;
      }[];
    }
);

interface PlainCell {
  type: 'raw_text';
  text: string;
}

interface FeedbackButton {
  text: PlainText;
  accessibility_label: string;
  value: string;
}

/** Text without any formatting, which must not be empty. */
export function plainText(text: string): PlainText {
  return { type: 'plain_text', text: text || ' ' };
}

/** A paragraph in mrkdwn, already escaped. Verbatim, so that Slack makes no links of its own. */
export function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text) };
}

/** Small print in mrkdwn, already escaped. */
export function context(texts: readonly string[]): SlackBlock {
  return { type: 'context', elements: texts.map(mrkdwn) };
}

function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}
