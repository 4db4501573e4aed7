import { beforeAll, describe, expect, test } from 'vitest';
import { cardLinks } from '../../src/knowledge/links.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import { locate } from '../../src/knowledge/source.ts';
import { theKnowledge } from '../the-knowledge.ts';

let knowledge: Knowledge;
let isCardLink: (address: string) => boolean;
beforeAll(() => {
  knowledge = theKnowledge();
  isCardLink = cardLinks(knowledge);
});

/** Knowledge of one source and one card, so that what is known is seen at a glance. */
function knowing(url: string, body: string): (address: string) => boolean {
  const [card] = knowledge.cards;
  const [source] = Object.values(knowledge.sources);
  if (!card || !source) throw new Error('There is no knowledge.');
  return cardLinks({
    ...knowledge,
    cards: [{ ...card, lead: 'Lead.', rest: body }],
    sources: { one: { ...source, url } },
    contacts: new Map(),
    safety: { ...knowledge.safety, refusals: { ...knowledge.safety.refusals } },
  });
}

describe('a link is made', () => {
  test('of every source, and of every place in one that a card cites', () => {
    const urls = Object.values(knowledge.sources).flatMap(({ url }) => url ?? []);
    const places = knowledge.cards.flatMap(({ sources }) =>
      sources.map((ref) => {
        const found = locate(ref, knowledge.sources);
        return typeof found === 'string' ? '' : found.url;
      }),
    );
    const all = [...urls, ...places.filter(Boolean)];
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter((url) => !isCardLink(url))).toEqual([]);
  });

  test('of every address in the body of a card', () => {
    const found = knowledge.cards.flatMap(({ lead, rest }) =>
      [
        ...`${lead} ${rest}`.matchAll(/\]\(([^)\s]+)\)|((?:https?:\/\/|www\.)[^\s)]*[^\s).,;])/g),
      ].map(([, named, bare]) => named ?? bare ?? ''),
    );
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((address) => !isCardLink(address))).toEqual([]);
  });

  test.each([
    ['in a named link', 'See [this](https://example.org/a).', 'https://example.org/a'],
    ['at the end of a sentence', 'See https://example.org/a.', 'https://example.org/a'],
    [
      'with a question and a mark',
      'See https://example.org/a?b=1&c=2#d, or',
      'https://example.org/a?b=1&c=2#d',
    ],
    ['without a scheme', 'See www.example.org/a or ring.', 'www.example.org/a'],
    ['as a name alone', 'See example.org/a or ring.', 'example.org/a'],
    ['for e-mail', 'Write [to us](mailto:send@example.org).', 'mailto:send@example.org'],
  ])('of an address %s', (_how, body, address) => {
    const known = knowing('https://elsewhere.example', body);
    expect(known(address)).toBe(true);
    expect(known(`${address}x`)).toBe(false);
  });

  test('of everything within the website of a source', () => {
    const known = knowing('https://www.stockton.gov.uk/article/1', '');
    for (const address of [
      'https://www.stockton.gov.uk',
      'https://www.stockton.gov.uk/',
      'https://www.stockton.gov.uk/article/2?a=b#c',
      'HTTPS://WWW.Stockton.gov.uk/Article',
    ])
      expect(known(address), address).toBe(true);
  });
});

describe('no link is made', () => {
  test.each([
    ['a longer name', 'https://www.stockton.gov.uk.evil.com/a'],
    ['a longer last name', 'https://www.stockton.gov.uks/a'],
    ['a name before it', 'https://evil-www.stockton.gov.uk/a'],
    ['the name as a path', 'https://evil.com/www.stockton.gov.uk/a'],
    ['the name as a question', 'https://evil.com?https://www.stockton.gov.uk/'],
    ['the name as a mark', 'https://evil.com#https://www.stockton.gov.uk/'],
    ['the name as a user', 'https://www.stockton.gov.uk@evil.com/a'],
    ['the name as a user with a password', 'https://www.stockton.gov.uk:a@evil.com/a'],
    ['the name as a user with a path', 'https://www.stockton.gov.uk%2F@evil.com/a'],
    ['a user before it', 'https://council@www.stockton.gov.uk/a'],
    ['a backslash after it', 'https://www.stockton.gov.uk\\@evil.com/a'],
    ['backslashes before it', 'https:\\\\www.stockton.gov.uk/a'],
    ['too few slashes', 'https:www.stockton.gov.uk/a'],
    ['another port', 'https://www.stockton.gov.uk:8443/a'],
    ['a stop after it', 'https://www.stockton.gov.uk./a'],
    ['another scheme', 'http://www.stockton.gov.uk/a'],
    ['a file scheme', 'ftp://www.stockton.gov.uk/a'],
    ['no scheme', '//www.stockton.gov.uk/a'],
    ['a script', 'javascript:alert(1)'],
    ['a script with the name', 'javascript://www.stockton.gov.uk/%0aalert(1)'],
    ['data', 'data:text/html,https://www.stockton.gov.uk/'],
    ['a Slack address', 'slack://channel?team=T1'],
    ['a letter of another alphabet', 'https://www.\u0455tockton.gov.uk/a'],
    ['its spelling in ASCII', 'https://www.xn--tockton-7qf.gov.uk/a'],
    ['wide letters', 'https://\uff57\uff57\uff57.stockton.gov.uk/a'],
    ['a wide stop', 'https://www\u3002stockton.gov.uk/a'],
    ['a slash of another alphabet', 'https://www.stockton.gov.uk\u2044@evil.com/a'],
    ['a letter nobody sees', 'https://www.stock\u200bton.gov.uk/a'],
    ['a line end in it', 'https://www.stock\nton.gov.uk/a'],
    ['a space before it', ' https://www.stockton.gov.uk/a'],
    ['percent signs', 'https://www.stockton%2Egov.uk/a'],
    ['a sister of it', 'https://stockton.gov.uk/a'],
    ['an address inside it', 'https://intranet.www.stockton.gov.uk/a'],
    ['nothing', ''],
  ])('of %s', (_what, address) => {
    const known = knowing('https://www.stockton.gov.uk/article/1', '');
    expect(known('https://www.stockton.gov.uk/a')).toBe(true);
    expect(known(address)).toBe(false);
  });

  test('of a look-alike of anything known', () => {
    const hosts = [
      ...new Set(
        Object.values(knowledge.sources).flatMap(({ url }) => (url ? new URL(url).host : [])),
      ),
    ];
    expect(hosts.length).toBeGreaterThan(10);
    for (const host of hosts)
      for (const scheme of ['http', 'https'])
        for (const address of [
          `${scheme}://${host}.evil.com/`,
          `${scheme}://${host}@evil.com/`,
          `${scheme}://a@${host}/`,
          `${scheme}://${host}:81/`,
          `${scheme}://${host}\\@evil.com/`,
          `${scheme}://${host}evil.com/`,
        ])
          expect(isCardLink(address), address).toBe(false);
  });

  test('of the part of an address that a card names', () => {
    const known = knowing('https://elsewhere.example', 'See https://example.org/a/b.');
    for (const address of ['https://example.org', 'https://example.org/a', 'example.org/a/b'])
      expect(known(address), address).toBe(false);
  });
});
