/** The few elements of an Adaptive Card 1.5 that a reply needs. Reference: adaptivecards.io/explorer. */

/** An element of a card's body. */
export type Element = { spacing?: 'medium' | 'large' } & (
  | {
      type: 'TextBlock';
      text: string;
      wrap: true;
      weight?: 'bolder';
      isSubtle?: boolean;
      size?: 'small';
    }
  | { type: 'ActionSet'; actions: Action[] }
  | {
      type: 'Table';
      columns: { width: number; horizontalCellContentAlignment?: 'right' }[];
      firstRowAsHeaders: true;
      rows: { type: 'TableRow'; cells: { type: 'TableCell'; items: Element[] }[] }[];
    }
  | Input
);

/** A control of a form. */
export type Input = {
  id: string;
  label: string;
  isRequired?: true;
  errorMessage?: string;
} & (
  | { type: 'Input.Text'; isMultiline?: true; value?: string; placeholder?: string }
  | { type: 'Input.Date'; value?: string }
  | {
      type: 'Input.ChoiceSet';
      style: 'expanded' | 'compact';
      isMultiSelect?: true;
      wrap: true;
      choices: { title: string; value: string }[];
      value?: string;
    }
);

/** A button: what it sends comes back as the `value` of a message. */
export interface Action {
  type: 'Action.Submit';
  title: string;
  style?: 'positive' | 'destructive';
  associatedInputs?: 'none';
  data: { signpost: Pressed };
}

/** What a button of ours says when it is pressed. */
export type Pressed =
  | { do: 'press'; action: string; where: 'private' | 'shared' }
  | { do: 'submit'; ask: string; many: readonly string[]; where: 'private' | 'shared' };

/** A whole card. */
export interface Card {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  /** Shown where a card cannot be. */
  fallbackText: string;
  body: Element[];
}

/** A paragraph; Teams reads a little Markdown in it. */
export function paragraph(
  text: string,
  more: { weight?: 'bolder'; isSubtle?: boolean } = {},
): Element {
  return { type: 'TextBlock', text, wrap: true, ...more };
}

/** A card as the attachment of a message. */
export function attached(card: Card): { contentType: string; content: Card } {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
}
