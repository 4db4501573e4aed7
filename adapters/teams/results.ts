/** What a search from the compose box finds, as Teams shows it. */

import type { Found } from '../../src/bot.ts';
import { plainText } from '../../src/reply.ts';
import { cut, type IsCardLink } from '../../src/written.ts';
import { attached, paragraph } from './cards.ts';
import { LIMITS } from './limits.ts';
import { render } from './render.ts';
import { WORDS } from './words.ts';

/**
 * The answer to a search: a list, each of which goes into the message as a card with its sources.
 *
 * @returns the body of the answer; source: learn.microsoft.com, "Respond to search command"
 */
export function renderResults(found: readonly Found[], isCardLink: IsCardLink): object {
  if (found.length === 0) return { composeExtension: { type: 'message', text: WORDS.noResults } };
  return {
    composeExtension: {
      type: 'result',
      attachmentLayout: 'list',
      attachments: found.slice(0, LIMITS.results).map(({ title, blocks }) => {
        const said = blocks.filter(({ kind }) => kind !== 'choices' && kind !== 'rating');
        const texts = render(said, { where: 'shared', isCardLink }).messages.map(
          ({ text }) => text,
        );
        const plain = plainText({ blocks: said });
        const card = attached({
          type: 'AdaptiveCard',
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          version: '1.5',
          fallbackText: cut(plain, 2_000),
          body: [
            paragraph(title, { weight: 'bolder' }),
            ...texts
              .flatMap((text) => text.split('\n\n'))
              .filter(Boolean)
              .map((text) => paragraph(text)),
          ],
        });
        return {
          ...card,
          preview: {
            contentType: 'application/vnd.microsoft.card.thumbnail',
            content: { title: cut(title, LIMITS.resultTitle), text: cut(plain, LIMITS.resultText) },
          },
        };
      }),
    },
  };
}
