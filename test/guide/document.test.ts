import { beforeAll, describe, expect, test } from 'vitest';
import { makeBot } from '../../src/bot.ts';
import { type Answer, inRow, listOf, type Value, valueAt } from '../../src/guide/answers.ts';
import { documentOf } from '../../src/guide/document.ts';
import { type Draft, type Drafts, makeDrafts } from '../../src/guide/drafts.ts';
import type { DocumentItem, DraftDocument } from '../../src/guide/export/document.ts';
import { type Form, questionsOf } from '../../src/guide/form.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import { sayAnswer } from '../../src/guide/put.ts';
import { reportBlocks } from '../../src/guide/review.ts';
import { plainText } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { fill, talk, wholeApplication } from './drive.ts';

const TODAY = '2026-11-24';
const PERSON = 'test:senco';
const knowledge = theKnowledge();
const { forms } = inspectForms('knowledge', knowledge);
const formNamed = (id: string): Form => forms.find((form) => form.id === id) as Form;

const store = openStore(':memory:');
const keyring = memoryKeyring();
const drafts: Drafts = makeDrafts(store, keyring);
const write = (draft: Draft, earlier: readonly Draft[] = []): DraftDocument =>
  documentOf(draft, { knowledge, today: TODAY, earlier });

/** A draft as it would be with other answers. */
const withAnswers = (draft: Draft, changes: Record<string, Answer | undefined>): Draft => {
  const answers = new Map(draft.answers);
  for (const [path, answer] of Object.entries(changes))
    if (answer) answers.set(path, answer);
    else answers.delete(path);
  return { ...draft, answers };
};
const answered = (value: Value): Answer => ({ kind: 'answered', value });

/** Each item with its section. */
const itemsOf = ({ sections }: DraftDocument) =>
  sections.flatMap(({ title, items }) => items.map((item) => ({ section: title, item })));
const itemFor = (document: DraftDocument, code: string): DocumentItem | undefined =>
  itemsOf(document).find(({ item }) => 'code' in item && item.code === code)?.item;

describe('the whole application', () => {
  let draft: Draft;
  let document: DraftDocument;
  beforeAll(async () => {
    const bot = makeBot({ knowledge, store, drafting: { forms, keyring, today: () => TODAY } });
    const person = talk(bot, PERSON);
    await person.say('start an application');
    await fill(person, await person.say('K7-blue'), wholeApplication(), 'forms');
    draft = (await drafts.list(PERSON))[0] as Draft;
    document = write(draft);
  });

  test('is headed by what it is, its reference and the day', () => {
    expect(document).toMatchObject({ reference: 'K7-blue', made: TODAY });
    expect(document.title).toMatch(/ONE Point application/);
    expect(document.notice.join(' ')).toMatch(/council's own form is the authority.*PS: Public/);
    expect(document.attachments.join(' ')).toMatch(/Signed consent/);
  });

  test('shows its sections in the order of the form', () => {
    expect(document.sections.map(({ title }) => title)).toEqual(
      draft.form.sections.map(({ title }) => title),
    );
  });

  test('shows each answer once, in its own section and in the order of the form', () => {
    const items = itemsOf(document);
    let last = -1;
    let seen = 0;
    for (const { section, question } of questionsOf(draft.form)) {
      const value = question.type !== 'rows' && valueAt(draft.answers, question.id);
      if (question.type === 'rows' || !value) continue;
      const there = items.flatMap(({ item, section: title }, at) =>
        item.kind === 'answer' &&
        item.code === (question.code ?? '') &&
        item.question === question.ask
          ? [{ at, title, text: item.text }]
          : [],
      );
      expect(there, question.id).toEqual([
        { at: expect.any(Number), title: section.title, text: sayAnswer(draft, question, value) },
      ]);
      expect(there[0]?.at, question.id).toBeGreaterThan(last);
      last = there[0]?.at ?? last;
      seen += 1;
    }
    expect(seen).toBeGreaterThan(60);
  });

  test('shows each cell of each table once, row by row', () => {
    let cells = 0;
    for (const { section, question } of questionsOf(draft.form)) {
      if (question.type !== 'rows') continue;
      const here = document.sections.find(({ title }) => title === section.title);
      const words = (here?.items ?? []).flatMap((item) =>
        item.kind === 'table' ? item.rows.flat() : item.kind === 'answer' ? [item.text] : [],
      );
      // The costed map has its figures as numbers; its words are these.
      if (question.costs)
        words.push(...(document.map?.rows ?? []).flatMap((row) => Object.values(row).map(String)));
      const rows = listOf(valueAt(draft.answers, question.id));
      expect(rows.length, question.id).toBeGreaterThan(0);
      for (const column of question.columns) {
        if (question.costs && ['number', 'money'].includes(column.type)) continue;
        const said = rows.flatMap((row) => {
          const value = valueAt(draft.answers, inRow(question.id, row, column.id));
          return value === undefined ? [] : [sayAnswer(draft, column, value)];
        });
        for (const text of new Set(said)) {
          const wanted = said.filter((one) => one === text).length;
          expect(
            words.filter((one) => one === text).length,
            `${question.id} ${column.id}: ${text}`,
          ).toBeGreaterThanOrEqual(wanted);
          cells += wanted;
        }
      }
    }
    expect(cells).toBeGreaterThan(70);
  });

  test('has labelled blanks for what identifies the pupil, and nothing in them', () => {
    const blanks = itemsOf(document).filter(({ item }) => item.kind === 'blank');
    expect(blanks).toHaveLength(6);
    for (const { section, item } of blanks) {
      expect(section).toBe('The pupil');
      expect(Object.keys(item).sort()).toEqual(['code', 'kind', 'question']);
    }
  });

  test('has no gap of anything that is needed, and finds nothing to stop it', () => {
    expect(itemsOf(document).filter(({ item }) => item.kind === 'empty' && item.required)).toEqual(
      [],
    );
    expect(document.readiness.filter(({ level }) => level !== 'note')).toEqual([]);
  });

  test('has its map with the sums, by who pays', () => {
    const { map } = document;
    expect(map?.rows).toHaveLength(4);
    expect(map).toMatchObject({ threshold: 600_000, fullYearWeeks: 38, wholeYear: true });
    const totals = itemFor(document, 'Q12.1');
    expect(totals).toMatchObject({
      kind: 'table',
      columns: ['Paid from', 'For the period', 'For a whole year'],
    });
    const pence = (map?.rows ?? []).reduce((all, row) => all + row.fullYear, 0);
    expect(JSON.stringify(totals).replaceAll(',', '')).toContain((pence / 100).toFixed(2));
    expect(itemFor(document, 'Q12.2')).toMatchObject({
      kind: 'answer',
      text: expect.stringMatching(/£6,000/),
    });
  });

  test('marks what is put off, with whom to chase', () => {
    const parked = write(
      withAnswers(draft, {
        attendance: { kind: 'parked', note: 'ask the office' },
        'assessments/1/result': { kind: 'parked', note: 'the teacher has it' },
        progress: { kind: 'parked', note: '' },
      }),
    );
    expect(itemFor(parked, 'Q2.6')).toMatchObject({ kind: 'parked', note: 'ask the office' });
    expect(JSON.stringify(itemFor(parked, 'Q4.4'))).toContain('NOT YET KNOWN: the teacher has it');
    expect(itemFor(parked, 'Q8.1')).toMatchObject({ kind: 'parked', note: '' });
  });

  test('marks what is needed and not there apart from what may stay empty', () => {
    const gaps = write(
      withAnswers(draft, {
        'parent-views': undefined,
        diagnosis: undefined,
        eal: { kind: 'skipped' },
        outcomes: undefined,
      }),
    );
    expect(itemFor(gaps, 'Q5.3')).toMatchObject({ kind: 'empty', required: true });
    expect(itemFor(gaps, 'Q4.5')).toMatchObject({ kind: 'empty', required: false });
    expect(itemFor(gaps, 'Q2.11')).toMatchObject({ kind: 'empty', required: false });
    expect(itemFor(gaps, 'Q13.1')).toMatchObject({ kind: 'empty', required: true });
    const [stop] = gaps.readiness;
    expect(stop).toMatchObject({ level: 'stop', id: 'R11' });
    expect(stop?.source).not.toBe('');
  });

  test('marks what is to be looked at again', () => {
    const again = write(
      withAnswers(draft, { needs: { kind: 'answered', value: 'Needs', again: true } }),
    );
    expect(itemFor(again, 'Q4.2')).toMatchObject({ text: 'Needs', again: true });
    expect(itemFor(document, 'Q4.2')).not.toHaveProperty('again');
  });

  test('leaves out what is not asked of these answers', () => {
    const asked = itemsOf(document).map(({ item }) => ('question' in item ? item.question : ''));
    for (const id of ['ict-task', 'hlta-what', 'specialist-reason', 'asked-result']) {
      const { question } = questionsOf(draft.form).find((one) => one.question.id === id) ?? {};
      expect(asked, id).not.toContain(question?.ask);
    }
  });

  // `rowItems` looks at a column's `need`, and not at its `when` and `required when` in that row.
  test('shows as gaps only what is asked in that row', () => {
    const emptied = ['adults', 'pupils', 'minutes', 'sessions', 'weeks', 'rate', 'other'];
    const bought = write(
      withAnswers(draft, {
        'provision/4/who': answered('none'),
        ...Object.fromEntries(emptied.map((column) => [`provision/4/${column}`, undefined])),
      }),
    );
    const gaps = itemsOf(bought).flatMap(({ item }) =>
      item.kind === 'empty' && item.required ? [item.code] : [],
    );
    expect(gaps).toEqual(['Q11.10']);
  });
});

describe('a check of duties', () => {
  const form = formNamed('duty-check');
  const table = (id: string) => {
    const { question } = questionsOf(form).find((one) => one.question.id === id) ?? {};
    if (question?.type !== 'rows') throw new Error(`The form has no table ${id}.`);
    return question.each ?? [];
  };
  const duties = table('governors-must');
  const [first = '', second = '', third = '', fourth = ''] = duties.map(({ id }) => id);
  const label = (id: string) => duties.find((one) => one.id === id)?.label;
  let draft: Draft;
  let before: Draft;
  beforeAll(async () => {
    const scope = { roles: answered('governors'), depth: answered('must') };
    const cell = (row: string, column: string) => inRow('governors-must', row, column);
    draft = withAnswers(await drafts.begin(PERSON, form, 'autumn-26'), {
      ...scope,
      [cell(first, 'status')]: answered('partly'),
      [cell(first, 'by-when')]: answered('2026-11-23'),
      [cell(second, 'status')]: answered('not-yet'),
      [cell(second, 'by-when')]: answered(TODAY),
      [cell(third, 'status')]: answered('met'),
      [cell(third, 'by-when')]: answered('2026-01-01'),
      [cell(third, 'evidence')]: answered('Minutes of the spring meeting'),
    });
    before = withAnswers(await drafts.begin(PERSON, form, 'autumn-25'), {
      ...scope,
      [cell(first, 'status')]: answered('not-yet'),
      [cell(third, 'status')]: answered('met'),
    });
  });
  const rowOf = (document: DraftDocument, id: string) =>
    document.summary?.rows.filter(([, duty]) => duty === label(id));

  test('is summed up on one page: each duty that was asked for once, with its force', () => {
    const { summary } = write(draft);
    expect(summary?.columns).toEqual(['Force', 'Duty', 'Now', 'By when']);
    expect(summary?.rows.length).toBe(duties.length + table('governors-plans').length);
    for (const { under, label: duty } of duties)
      expect(
        summary?.rows.filter((row) => row[0] === under && row[1] === duty),
        duty,
      ).toHaveLength(1);
  });

  test('what is open and late is overdue; today, and what is met, is not', () => {
    const document = write(draft);
    expect(rowOf(document, first)?.[0]?.[2]).toBe('Partly met (OVERDUE)');
    expect(rowOf(document, second)?.[0]?.[2]).toBe('Not yet');
    expect(rowOf(document, third)?.[0]?.[2]).toBe('Met');
    expect(rowOf(document, fourth)?.[0]?.[2]).toBe('Not answered');
    expect(document.readiness.map(({ id }) => id)).toEqual(expect.arrayContaining(['D01', 'D05']));
  });

  test('last year stands beside this one', () => {
    const document = write(draft, [before]);
    expect(document.summary?.columns).toEqual([
      'Force',
      'Duty',
      'Now',
      'Last time (autumn-25)',
      'By when',
    ]);
    expect(rowOf(document, first)?.[0]?.slice(2, 4)).toEqual(['Partly met (OVERDUE)', 'Not yet']);
    expect(rowOf(document, second)?.[0]?.slice(2, 4)).toEqual(['Not yet', 'Not answered']);
    for (const row of document.summary?.rows ?? []) expect(row).toHaveLength(5);
  });

  test('what shows that a duty is met stands in its row', () => {
    expect(JSON.stringify(write(draft).sections)).toContain('Minutes of the spring meeting');
  });

  test('no other form is summed up', async () => {
    const other = await drafts.begin(PERSON, formNamed('information-report-check'), 'report-1');
    expect(write(other)).not.toHaveProperty('summary');
  });
});

describe('a pasted information report', () => {
  const form = formNamed('information-report-check');
  const rows = questionsOf(form).flatMap(({ question }) =>
    question.type === 'rows' ? (question.each ?? []).filter(({ look }) => look.length > 0) : [],
  );
  const REPORT = `# The kinds of SEN we provide for
We support pupils in all four areas of need: communication and interaction, cognition and learning, social, emotional and mental health, and sensory or physical needs. For example, our speech group meets each day.

# Complaints
If you are unhappy with our provision, talk to the class teacher first, then the SENCO and the headteacher; our complaints policy is on the website, and the governors hear complaints that are not settled.`;
  let draft: Draft;
  beforeAll(async () => {
    draft = await drafts.begin(PERSON, form, 'report-2');
  });
  const messages = (text: string) =>
    reportBlocks(draft, text).flatMap((block) =>
      block.kind === 'checks' ? block.rows.map(({ level, message }) => ({ level, message })) : [],
    );

  test('brings one finding for each item, in the form’s order, and asks for a person to check it', () => {
    const found = messages(REPORT);
    expect(found).toHaveLength(rows.length);
    found.forEach(({ message }, at) => {
      expect(message.startsWith(`${rows[at]?.label}: `)).toBe(true);
      expect(message).toContain('Check this');
    });
    expect(
      plainText({ blocks: reportBlocks(draft, REPORT), outcome: 'answered', cards: [] } as never),
    ).toMatch(/rule can miss.*not kept/s);
  });

  test('what is there is quoted; what is not is said to be missing', () => {
    const of = (id: string, text: string) => {
      const at = rows.findIndex((row) => row.id === id);
      expect(at, id).toBeGreaterThanOrEqual(0);
      return messages(text)[at];
    };
    expect(of('kinds', REPORT)).toMatchObject({
      level: 'note',
      message: expect.stringMatching(/found\. Check this: ".*four areas of need/),
    });
    expect(of('complaints', REPORT)).toMatchObject({ level: 'note' });
    expect(of('kinds', 'Welcome to our school. Term starts in September.')).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(/not found/),
    });
    for (const { message } of messages(`We are ${'very '.repeat(200)}kind. ${REPORT}`))
      expect(message.length).toBeLessThan(400);
  });

  test('a form without a report says so', async () => {
    const other = await drafts.begin(PERSON, formNamed('one-point'), 'red-1');
    expect(JSON.stringify(reportBlocks(other, REPORT))).toMatch(/no report/);
  });
});
