import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain, toMarkdown, toMrkdwn } from '../../adapters/slack/text.ts';
import { cut, escaped, pieces } from '../../src/written.ts';

const CARDS = ['https://www.gov.uk/a?b=1&c=2', 'https://www.gov.uk/x_(y)', 'https://www.gov.uk/a'];
const isCardLink = (address: string) => CARDS.includes(address);
const same = (text: string) => text;

describe('what a person typed, as they meant it', () => {
  test.each([
    ['Hello', 'Hello'],
    ['', ''],
    ['  spaced \n', 'spaced'],
    ['P&amp;R &lt;b&gt;', 'P&R <b>'],
    ['&amp;lt; stays &amp;amp;', '&lt; stays &amp;'],
    ['<https://www.gov.uk>', 'https://www.gov.uk'],
    ['<https://www.gov.uk?a=1&amp;b=2>', 'https://www.gov.uk?a=1&b=2'],
    ['<http://gov.uk|gov.uk>', 'gov.uk'],
    ['<http://gov.uk|>', 'http://gov.uk'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<mailto:a@b.example>', 'a@b.example'],
    ['<tel:01642000000|01642 000000>', '01642 000000'],
    ['<@U123>', '@someone'],
    ['<@U123|pat>', 'pat'],
    ['<#C123|send-team>', '#send-team'],
    ['<#C123>', '#channel'],
    ['<#C123|>', '#channel'],
    ['<!channel>', '@channel'],
    ['<!here>', '@here'],
    ['<!everyone>', '@everyone'],
    ['<!subteam^S123|@sencos>', '@sencos'],
    ['<!date^1795500000^{date_long}|24 November 2026>', '24 November 2026'],
    ['<!date^1795500000^{date_long}^https://a.example|24 November>', '24 November'],
    [':wave: :+1::skin-tone-2:', ':wave: :+1::skin-tone-2:'],
    ['a <b', 'a <b'],
    ['a > b', 'a > b'],
    ['<>', '<>'],
    ['<<@U1>>', '<@someone>'],
    ['a\r\nb\rc\td', 'a\nb\nc\td'],
    ['a\0b\u0007c\u009fd', 'abcd'],
    ['🙂 \ud83d', '🙂 \ufffd'],
  ])('%j', (typed, meant) => {
    expect(plain(typed)).toBe(meant);
  });
  test('is what was escaped, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const kept = text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '');
        expect(plain(escaped(text))).toBe(kept.trim());
      }),
      { seed: 1 },
    );
  });
  test('takes no time for what is huge', () => {
    const from = performance.now();
    for (const one of ['<', '>', '<@', '&', '<a|', '\r']) plain(one.repeat(200_000));
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

describe('text within a length', () => {
  test.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['One sentence. Another one here', 20, 'One sentence. …'],
    ['Is it? Yes it is, and long', 12, 'Is it? Yes …'],
    ['many words that go on and on', 15, 'many words …'],
    ['unbrokenwordthatislong', 10, 'unbroken …'],
    ['a unbrokenwordthatislong', 10, 'a unbrok …'],
    ['🙂🙂🙂🙂🙂🙂', 9, '🙂🙂🙂 …'],
    ['x'.repeat(100), 3, 'x …'],
  ])('%j in %i', (text, most, kept) => {
    expect(cut(text, most)).toBe(kept);
  });
  test('is never longer, never half a character, and begins as the text does', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 3, max: 120 }),
        (text, most) => {
          const kept = cut(text, most);
          expect(kept.length).toBeLessThanOrEqual(most);
          expect(kept.isWellFormed()).toBe(text.isWellFormed());
          if (text.length <= most) expect(kept).toBe(text);
          else expect(text.startsWith(kept.replace(/ …$/, ''))).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('text in pieces', () => {
  test.each([
    ['short', 10, ['short']],
    ['', 10, []],
    ['para one\n\npara two', 12, ['para one', 'para two']],
    ['line one\nline two', 12, ['line one', 'line two']],
    ['One here. Two here.', 12, ['One here.', 'Two here.']],
    ['some words here', 12, ['some words', 'here']],
    ['unbrokenwordthatislong', 10, ['unbrokenwo', 'rdthatislo', 'ng']],
    ['🙂🙂🙂🙂', 5, ['🙂🙂', '🙂🙂']],
    ['a\n\nb\n\nc', 4, ['a\n\nb', 'c']],
  ])('%j in %i', (text, most, found) => {
    expect(pieces(text, most, same)).toEqual(found);
  });
  test('are smaller where writing makes them longer, and never part an entity', () => {
    expect(pieces('&&&&', 10, escaped)).toEqual(['&amp;&amp;', '&amp;&amp;']);
    for (const piece of pieces('a & b < c > '.repeat(50), 40, escaped)) {
      expect(piece.length).toBeLessThanOrEqual(40);
      expect(piece).not.toMatch(/&(?!(?:amp|lt|gt);)/);
    }
  });
  test('keep every word, whole characters, and their length', () => {
    const text = fc
      .array(fc.constantFrom('word', 'é', '🙂', 'end. ', ' ', '\n', '\n\n', '&', 'x'.repeat(60)), {
        maxLength: 120,
      })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 300 }), (one, most) => {
        const found = pieces(one, most, escaped);
        for (const piece of found) {
          expect(piece.length).toBeLessThanOrEqual(most);
          expect(piece.isWellFormed()).toBe(true);
        }
        expect(found.join('').replace(/\s/g, '')).toBe(escaped(one).replace(/\s/g, ''));
      }),
      { seed: 1 },
    );
  });
});

describe('our Markdown as Slack writes it', () => {
  test.each([
    // Ours, a markdown block's, mrkdwn's.
    ['plain words', 'plain words', 'plain words'],
    ['**bold** and *not*', '**bold** and *not*', '*bold* and *not*'],
    ['a\nwrapped\nline', 'a wrapped line', 'a wrapped line'],
    ['one\n\ntwo\r\n\r\nthree', 'one\n\ntwo\n\nthree', 'one\n\ntwo\n\nthree'],
    ['- a\n  more\n* b\n• c', '- a more\n- b\n- c', '• a more\n• b\n• c'],
    ['1. a\n2) b', '1. a\n2) b', '1. a\n2) b'],
    ['A & B < C > D', 'A &amp; B &lt; C &gt; D', 'A &amp; B &lt; C &gt; D'],
    ['<!channel> <@U1>', '&lt;!channel&gt; &lt;@U1&gt;', '&lt;!channel&gt; &lt;@U1&gt;'],
    [
      '[the page](https://www.gov.uk/a?b=1&c=2).',
      '[the page](https://www.gov.uk/a?b=1&amp;c=2).',
      '<https://www.gov.uk/a?b=1&amp;c=2|the page>.',
    ],
    [
      '[x|y <z>](https://www.gov.uk/x_(y))',
      '[x/y &lt;z&gt;](https://www.gov.uk/x_(y))',
      '<https://www.gov.uk/x_(y)|x/y &lt;z&gt;>',
    ],
    ['![x](https://www.gov.uk/a)', '[x](https://www.gov.uk/a)', '<https://www.gov.uk/a|x>'],
    ['See https://www.gov.uk/a.', 'See https://www.gov.uk/a.', 'See https://www.gov.uk/a.'],
    [
      '**[a](https://www.gov.uk/a)**',
      '**[a](https://www.gov.uk/a)**',
      '*<https://www.gov.uk/a|a>*',
    ],
  ])('%j', (ours, markdown, mrkdwn) => {
    expect(toMarkdown(ours, isCardLink)).toBe(markdown);
    expect(toMrkdwn(ours, isCardLink)).toBe(mrkdwn);
  });
  test.each([
    ['[x](https://evil.example)', 'x (`https://evil.example`)'],
    ['![x](https://evil.example/?q=1&r=<2>)', 'x (`https://evil.example/?q=1&amp;r=&lt;2&gt;`)'],
    ['[evil.com](https://www.evil.example)', '`evil.com` (`https://www.evil.example`)'],
    ['[x](javascript:alert)', 'x (`javascript:alert`)'],
    ['https://evil.example/a.', '`https://evil.example/a`.'],
    ['(https://evil.example)', '(`https://evil.example`)'],
    ['HTTPS://EVIL.EXAMPLE', '`HTTPS://EVIL.EXAMPLE`'],
    ['slack://open?team=T1', '`slack://open?team=T1`'],
    ['www.evil.example', '`www.evil.example`'],
    ['evil.com/x?y', '`evil.com/x?y`'],
    ['_https://evil.example_', '_`https://evil.example_`'],
    ['_evil.com_', '_`evil.com`_'],
    ['x@https://evil.example', 'x@`https://evil.example`'],
    ['éhttps://evil.example', 'é`https://evil.example`'],
    ['`https://evil.example`', '`https://evil.example`'],
    ['a ` https://evil.example', "a ' `https://evil.example`"],
    ['a `b` c ` https://evil.example', "a `b` c ' `https://evil.example`"],
    ['<https://evil.example|x>', '&lt;`https://evil.example|x`&gt;'],
    ['**see https://evil.example**', '**see `https://evil.example`**'],
    ['https://www.gov.uk/abc', '`https://www.gov.uk/abc`'],
  ])('what no card gave is shown as it is and is no link: %j', (ours, shown) => {
    expect(toMarkdown(ours, isCardLink)).toBe(shown);
    expect(toMrkdwn(ours, isCardLink)).toBe(shown.replaceAll('**', '*'));
  });
  test.each([
    'send@fairfield.example',
    'e.g. this',
    'Part 3.The next',
    'at 3.15pm',
    'U.K. schools',
  ])('what is no address is left alone: %s', (text) => {
    expect(toMarkdown(text, isCardLink)).toBe(text);
  });
  test('takes no time for what is huge', () => {
    const from = performance.now();
    for (const one of ['[', '[a](', '**a ', '`', 'a.', '- a\n', 'x', 'http://', '](', 'a-b.co'])
      toMarkdown(one.repeat(20_000), isCardLink);
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
