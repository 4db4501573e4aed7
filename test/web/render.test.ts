import { describe, expect, test } from 'vitest';
import { escapeHtml, html } from '../../adapters/web/html.ts';
import { inline, markdown, safeAddress } from '../../adapters/web/markdown.ts';
import { renderReply, type View } from '../../adapters/web/render.ts';
import { longDate, size } from '../../adapters/web/words.ts';
import type { Block } from '../../src/reply.ts';
import { EVERY_KIND } from './fake.ts';

const NASTY = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;
const view: View = { id: 'turn-1', level: 4, nonce: 'n' };
const render = (blocks: readonly Block[], more: Partial<View> = {}) =>
  renderReply(blocks, { ...view, ...more }).html;
const block = <K extends Block['kind']>(kind: K) => {
  const found = EVERY_KIND.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found as Extract<Block, { kind: K }>;
};

/** The same value with every string replaced, so that no field of any block is forgotten. */
function poisoned<T>(value: T, keep: ReadonlySet<string>): T {
  if (typeof value === 'string') return NASTY as T;
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, keep)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, keep.has(key) ? one : poisoned(one, keep)]),
  ) as T;
}

describe('every kind of block', () => {
  test('text: paragraphs, bullets, bold, links and source marks', () => {
    const out = render(EVERY_KIND);
    expect(out).toContain('<strong>must</strong>');
    expect(out).toContain('<ul class="govuk-list govuk-list--bullet"><li>The SENCO must be');
    expect(out).toContain(
      'href="https://www.legislation.gov.uk/uksi/2014/1530">the regulations</a>',
    );
    expect(out).toContain('href="#turn-1-source-1"');
  });
  test('text by a model says so', () => {
    expect(render([{ kind: 'text', text: 'x', byModel: true }])).toContain(
      'An AI model worded this',
    );
    expect(render([{ kind: 'text', text: 'x' }])).not.toContain('AI model');
  });
  test('duties are grouped by force, strongest first, with the status in words', () => {
    const out = render([block('duties')]);
    const words = ['Must', 'Grant condition', 'Should', 'Local', 'Good practice'];
    const places = words.map((word) => out.indexOf(`>${word}</strong>`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const status of ['Proposed, not yet', 'Enacted, not yet', 'Superseded, no longer']) {
      expect(out).toContain(status);
    }
    expect(out.match(/>Must<\/strong>/g)).toHaveLength(1);
  });
  test('a list named after its one force carries the badge in its title', () => {
    const rows = [
      { statement: 'x', force: 'must' as const, status: 'in force' as const, marks: [] },
    ];
    const out = render([{ kind: 'duties', title: 'Must (required by law)', rows }]);
    expect(out).toContain('govuk-tag--red">Must</strong> (required by law)</h4>');
    expect(out.match(/Must/g)).toHaveLength(1);
  });
  test('a mark without its source stays text', () => {
    const out = render([
      {
        kind: 'duties',
        title: '',
        rows: [{ statement: 'x', force: 'must', status: 'in force', marks: [9] }],
      },
    ]);
    expect(out).toContain('[9]');
    expect(out).not.toContain('<h4');
  });
  test('sources: numbered by mark, with locator and date; no link without an address', () => {
    const out = render([block('sources')]);
    expect(out).toContain('<li id="turn-1-source-1" value="1"');
    expect(out).toContain('section 67(2)');
    expect(out).toContain('checked 23 November 2026');
    expect(out).toMatch(/value="2" tabindex="-1">Panel handbook <span/);
    expect(render([{ kind: 'sources', sources: [] }])).toBe('');
  });
  test('a source with a javascript: address is no link', () => {
    const source = block('sources').sources[0];
    if (!source) throw new Error();
    const out = render([{ kind: 'sources', sources: [{ ...source, url: 'javascript:alert(1)' }] }]);
    expect(out).not.toContain('javascript:');
    expect(out).not.toContain('<a ');
  });
  test('table: headings for columns and rows, numbers to the right, a total', () => {
    const out = render([block('table')]);
    expect(out).toContain('<th scope="col" class="govuk-table__header">Provision</th>');
    expect(out).toContain('govuk-table__cell--numeric">£1,950.00</td>');
    expect(out).toContain('<tfoot');
    expect(render([{ kind: 'table', columns: ['a'], rows: [] }])).not.toContain('tfoot');
  });
  test('checks say their level in words', () => {
    const out = render([block('checks')]);
    for (const word of ['Must be put right', 'Check this', 'Note']) expect(out).toContain(word);
  });
  test('choices: each button is its own form with its action', () => {
    const out = render([block('choices')]);
    expect(out.match(/<form method="post" action="\/press"/g)).toHaveLength(2);
    expect(out).toContain('name="action" value="open:senco">The SENCO</button>');
  });
  test('ask: every input has a name that says how it is read, and its label', () => {
    const out = render([block('ask')]);
    for (const name of [
      'v.line',
      'v.lines',
      'v.one',
      'm.many',
      'v.yesno',
      'm.ticks',
      'd.day.date',
      'd.year.date',
      'd.month.month',
      'v.number',
      'v.percent',
      'v.money',
    ]) {
      expect(out).toContain(`name="${name}"`);
    }
    expect(out).toContain('What has been tried (optional)');
    expect(out).toContain('aria-describedby="turn-1-ask-f1-hint"');
    const ids = [...out.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of out.matchAll(/ for="([^"]+)"/g)) expect(ids).toContain(target);
  });
  test('ask: what was typed comes back', () => {
    const values = {
      line: NASTY,
      many: ['cl'],
      one: 's',
      yesno: 'no',
      date: '2026-02-03',
      month: '2026-09',
    };
    const out = render([block('ask')], { values });
    expect(out).toContain(`value="${escapeHtml(NASTY)}"`);
    expect(out).toContain('value="cl" checked');
    expect(out).not.toContain('value="ci" checked');
    expect(out).toContain('value="s" checked');
    expect(out).toMatch(/name="d\.day\.date"[^>]* value="3"/);
    expect(out).toMatch(/name="d\.month\.month"[^>]* value="9"/);
    const odd = render([block('ask')], { values: { date: '31/2/x', month: '13/26' } });
    expect(odd).toMatch(/name="d\.day\.date"[^>]* value="31"/);
    expect(odd).toMatch(/name="d\.year\.date"[^>]* value="x"/);
    expect(odd).toMatch(/name="d\.year\.month"[^>]* value="26"/);
  });
  test('ask: what the core suggests stands in the field until something is typed', () => {
    const fields = block('ask').fields.map((field) =>
      field.id === 'line'
        ? { ...field, value: 'Hill School' }
        : field.id === 'many'
          ? { ...field, value: ['ci', 'cl'] }
          : field.id === 'date'
            ? { ...field, value: '2026-11-24' }
            : field,
    );
    const asked = { ...block('ask'), fields };
    const out = render([asked]);
    expect(out).toContain('value="Hill School"');
    expect(out.match(/value="c[il]" checked/g)).toHaveLength(2);
    expect(out).toMatch(/name="d\.day\.date"[^>]* value="24"/);
    const typed = render([asked], { values: { line: '', many: ['ci'] } });
    expect(typed).not.toContain('Hill School');
    expect(typed.match(/value="c[il]" checked/g)).toHaveLength(1);
  });
  test('ask: a problem stands in its field and is tied to its control', () => {
    const fields = block('ask').fields;
    const problems = new Map(fields.map(({ id }) => [id, `Mend ${NASTY}`]));
    const out = render([block('ask')], { problems });
    expect(out.match(/govuk-form-group--error/g)).toHaveLength(fields.length);
    expect(out).toMatch(
      /<textarea [^>]*aria-describedby="turn-1-ask-f1-hint turn-1-ask-f1-error" aria-invalid="true"/,
    );
    expect(out).not.toContain('<script');
    const ids = [...out.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, list = ''] of out.matchAll(/ aria-describedby="([^"]+)"/g))
      for (const id of list.split(' ')) expect(ids).toContain(id);
  });
  test('progress has words as well as a bar, and keeps within it', () => {
    expect(render([block('progress')])).toContain('Costs: 3 of 12 done');
    expect(render([{ kind: 'progress', done: 9, of: 0, section: 'x' }])).toContain(
      'max="1" value="1"',
    );
  });
  test('file: a link while it is kept, a sentence after', () => {
    const file = block('file');
    const files = new Map([[file, { href: '/file/abc', size: 2048 }]]);
    expect(render([file], { files })).toContain(
      'href="/file/abc">Download draft – ONE Point.docx (2 KB)',
    );
    expect(render([block('file')])).toContain('no longer kept');
  });
  test('rating: two buttons and a comment, or the thanks in their place', () => {
    const out = render([block('rating')]);
    expect(out).toContain('name="helpful" value="yes"');
    expect(out).toContain('name="helpful" value="no"');
    expect(out).toContain('name="comment"');
    const thanks = new Map([
      [
        'answer-1',
        {
          outcome: 'helped' as const,
          blocks: [{ kind: 'text' as const, text: 'Thanks.' }],
          cards: [],
        },
      ],
    ]);
    const after = render([block('rating')], { thanks });
    expect(after).toContain('Thanks.');
    expect(after).not.toContain('<form');
  });
});

describe('nothing from a reply becomes markup', () => {
  const keep = new Set(['kind', 'force', 'status', 'level', 'input']);
  test.each(EVERY_KIND.map((one, index) => [`${index} ${one.kind}`, one] as const))(
    '%s',
    (_, one) => {
      const bad = poisoned(one, keep);
      const out = render([bad], {
        files: new Map([[bad, { href: NASTY, size: 1 }]]),
        nonce: NASTY,
      });
      expect(out).not.toMatch(/<script|<img/i);
      // No attribute is broken out of: every quote in the poison was written as an entity.
      expect(out).not.toContain(`"'>`);
    },
  );
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    '/ask',
  ])('%s is no link', (address) => {
    expect(inline(`[press](${address})`).html).not.toContain('<a ');
    expect(safeAddress(address)).toBeUndefined();
  });
  test.each(['https://a.example/x_(y)', 'http://a.example/', 'mailto:send@example.org'])(
    '%s is a link',
    (address) => {
      expect(inline(`[see](${address})`).html).toContain(`href="${address}"`);
    },
  );
  test('a quote in an address cannot leave the attribute', () => {
    expect(inline('[a](https://a.example/"onmouseover="x)').html).not.toContain('"onmouseover');
  });
});

describe('huge values', () => {
  const time = (text: string) => {
    const from = performance.now();
    const out = markdown(text).html;
    expect(out.length).toBeGreaterThan(0);
    return performance.now() - from;
  };
  test.each([
    ['words', 'word '.repeat(200_000)],
    ['stars', '*'.repeat(200_000)],
    ['open bold', '**a '.repeat(50_000)],
    ['brackets', '['.repeat(200_000)],
    ['half links', '[a]('.repeat(50_000)],
    ['long half links', '[a](x(y)'.repeat(50_000)],
    ['bullets', '- a\n'.repeat(50_000)],
    ['one long word', 'x'.repeat(1_000_000)],
  ])('%s are rendered in reasonable time', (_, text) => {
    expect(time(text)).toBeLessThan(20_000);
  });
});

describe('small things', () => {
  test('the template escapes, joins lists, and leaves nothing behind for false', () => {
    expect(html`<p>${'<'}${[html`<b>1</b>`, '&']}${false}${undefined}${0}</p>`.html).toBe(
      '<p>&lt;<b>1</b>&amp;0</p>',
    );
  });
  test('lists: numbered, continued over lines, and not ended by a blank line between items', () => {
    expect(markdown('1. one\n   more\n\n2. two').html).toBe(
      '<ol class="govuk-list govuk-list--number"><li>one more</li><li>two</li></ol>',
    );
    expect(markdown('a\nb\n\nc').html).toBe(
      '<p class="govuk-body">a b</p><p class="govuk-body">c</p>',
    );
  });
  test('dates and sizes', () => {
    expect(longDate('2026-11-03')).toBe('3 November 2026');
    expect(longDate('soon')).toBe('soon');
    expect(longDate('2026-99-99')).toBe('2026-99-99');
    expect([size(10), size(2048), size(3 * 1024 * 1024)]).toEqual(['10 bytes', '2 KB', '3.0 MB']);
  });
});
