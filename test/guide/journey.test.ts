import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Answers, listOf, type Value, valueAt } from '../../src/guide/answers.ts';
import { documentOf } from '../../src/guide/document.ts';
import { type Draft, type Drafts, makeDrafts } from '../../src/guide/drafts.ts';
import { type Form, formFile } from '../../src/guide/form.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import {
  dependents,
  isOpen,
  nextStep,
  placeOf,
  progressOf,
  rowsOf,
  steps,
  together,
} from '../../src/guide/journey.ts';
import { take } from '../../src/guide/take.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';

const TODAY = '2026-11-24';
const knowledge = theKnowledge();
const { forms } = inspectForms('knowledge', knowledge);

const SMALL = {
  id: 'small',
  version: 1,
  title: 'A small form',
  noun: 'check',
  starts: ['start a small form'],
  about: ['It is small.'],
  sections: [
    {
      id: 'one',
      number: '1',
      title: 'One',
      questions: [
        {
          id: 'kind',
          ask: 'Which kind?',
          type: 'one',
          options: { big: 'Big', small: 'Small' },
          affects: ['size'],
        },
        { id: 'why', ask: 'Why so big?', type: 'long', when: 'kind is big' },
        { id: 'size', ask: 'What size?', type: 'number' },
        { id: 'remark', ask: 'A remark?', type: 'line', need: 'optional' },
      ],
    },
    {
      id: 'two',
      number: '2',
      title: 'Two',
      questions: [
        {
          id: 'parts',
          ask: 'Which parts?',
          type: 'rows',
          row: 'part',
          title: 'name',
          most: 4,
          columns: [
            { id: 'name', ask: 'What is it called?', type: 'line' },
            { id: 'count', ask: 'How many?', type: 'number', affects: ['cost'] },
            { id: 'cost', ask: 'What does it cost?', type: 'money' },
            { id: 'reason', ask: 'Why so many?', type: 'line', when: 'count > 2' },
          ],
        },
        {
          id: 'main',
          ask: 'Which is the main part?',
          type: 'links',
          to: 'parts',
          when: 'parts is answered',
        },
        { id: 'end', ask: 'When is it over?', type: 'date' },
      ],
    },
  ],
};
type Parts = typeof SMALL;
const small = formFile.parse(SMALL);
/** The small form, changed. */
const changed = (change: (form: Parts) => void): Form => {
  const copy = structuredClone(SMALL);
  copy.version += 1;
  change(copy);
  return formFile.parse(copy);
};
const insert = (form: Parts, section: number, at: number, question: object) => {
  const questions: object[] = form.sections[section]?.questions ?? [];
  questions.splice(at, 0, question);
};

const answered = (value: Value): Answer => ({ kind: 'answered', value });
const given = (values: Record<string, Value>): Answers =>
  new Map(Object.entries(values).map(([path, value]) => [path, answered(value)]));
const paths = (form: Form, answers: Answers) => steps(form, answers, TODAY).map(({ path }) => path);
const next = (form: Form, answers: Answers, after?: string) =>
  nextStep(steps(form, answers, TODAY), answers, after)?.path;

describe('the place', () => {
  test('comes from the answers: the first open question after the last', () => {
    expect(next(small, new Map())).toBe('kind');
    expect(next(small, given({ kind: 'small' }), 'kind')).toBe('size');
    expect(next(small, given({ kind: 'big' }), 'kind')).toBe('why');
    expect(next(small, given({ kind: 'small', size: 3 }), 'size')).toBe('remark');
  });

  test('an inserted question moves nothing, and is asked when its turn comes', () => {
    const larger = changed((form) =>
      insert(form, 0, 1, { id: 'colour', ask: 'Which colour?', type: 'line' }),
    );
    const answers = given({ kind: 'small', size: 3 });
    expect(next(larger, answers, 'size')).toBe(next(small, answers, 'size'));
    expect(paths(larger, answers)).toEqual([
      'kind',
      'colour',
      'size',
      'remark',
      'parts/1/name',
      'parts/1/count',
      'parts/1/cost',
      'parts/+',
      'end',
    ]);
  });

  test('after the last question it goes round to the ones that were passed over', () => {
    const answers = given({ kind: 'small', end: '2027-01-01', remark: 'None' });
    expect(next(small, answers, 'end')).toBe('size');
    expect(next(small, answers, 'remark')).toBe('parts/1/name');
  });

  test('with all answered, skipped or parked there is no next question', () => {
    const answers = new Map<string, Answer>([
      ...given({
        kind: 'small',
        end: '2027-01-01',
        parts: ['1'],
        'parts/1/name': 'Arm',
        'parts/1/count': 1,
        'parts/1/cost': 5,
        'parts/+': 'no',
        main: ['1'],
      }),
      ['size', { kind: 'parked', note: 'ask the office' }],
      ['remark', { kind: 'skipped' }],
    ]);
    expect(next(small, answers, 'end')).toBeUndefined();
  });

  test('of a question that is no longer asked is the nearest that is', () => {
    const answers = given({ kind: 'small', parts: ['1'], 'parts/1/count': 1 });
    const all = steps(small, answers, TODAY);
    expect(all[placeOf(all, 'parts/1/reason')]?.path).toBe('parts/1/cost');
    expect(placeOf(all, 'nothing')).toBe(-1);
    expect(next(small, answers, 'parts/1/reason')).toBe('parts/+');
  });

  test('never comes back to an answered question, whatever is answered in whatever order', () => {
    const ids = ['kind', 'why', 'size', 'remark', 'parts/1/name', 'parts/1/count', 'end'];
    fc.assert(
      fc.property(
        fc.subarray(ids),
        fc.option(fc.constantFrom(...ids), { nil: undefined }),
        (some, after) => {
          const answers = given(
            Object.fromEntries(some.map((id) => [id, id === 'kind' ? 'big' : 'x'])),
          );
          const step = nextStep(steps(small, answers, TODAY), answers, after);
          expect(step && isOpen(step, answers)).not.toBe(false);
          expect(step).toBeDefined();
        },
      ),
    );
  });
});

describe('conditions', () => {
  test('open and close questions, and the answer of a closed one stays', () => {
    expect(paths(small, given({ kind: 'big' }))).toContain('why');
    expect(paths(small, given({ kind: 'small' }))).not.toContain('why');
    const answers = new Map(given({ kind: 'big', why: 'It had to be' }));
    answers.set('kind', answered('small'));
    expect(paths(small, answers)).not.toContain('why');
    expect(valueAt(answers, 'why')).toBe('It had to be');
    answers.set('kind', answered('big'));
    expect(paths(small, answers)).toContain('why');
    expect(next(small, answers, 'kind')).toBe('size');
  });

  test('in a row they look at that row', () => {
    const answers = given({ parts: ['1', '2'], 'parts/1/count': 3, 'parts/2/count': 1 });
    expect(paths(small, answers)).toContain('parts/1/reason');
    expect(paths(small, answers)).not.toContain('parts/2/reason');
  });

  test('what an answer requires is required', () => {
    const form = changed((one) =>
      insert(one, 0, 4, {
        id: 'proof',
        ask: 'Proof?',
        type: 'line',
        need: 'optional',
        'required when': 'kind is big',
      }),
    );
    const required = (kind: string) =>
      steps(form, given({ kind }), TODAY).find(({ path }) => path === 'proof')?.required;
    expect([required('big'), required('small')]).toEqual([true, false]);
  });
});

describe('rows', () => {
  test('a table that must have one starts with one; the rest are asked for', () => {
    expect(paths(small, new Map()).filter((path) => path.startsWith('parts/'))).toEqual([
      'parts/1/name',
      'parts/1/count',
      'parts/1/cost',
      'parts/+',
    ]);
    const optional = changed((form) => {
      Object.assign(form.sections[1]?.questions[0] as object, { need: 'optional' });
    });
    expect(paths(optional, new Map()).filter((path) => path.startsWith('parts/'))).toEqual([
      'parts/+',
    ]);
  });

  test('are numbered in their order, by ids that do not move', () => {
    const table = small.sections[1]?.questions[0];
    if (table?.type !== 'rows') throw new Error('The table is missing.');
    const rows = rowsOf(table, given({ parts: ['1', '4', '2'] }));
    expect(rows.map(({ id, number }) => [id, number])).toEqual([
      ['1', 1],
      ['4', 2],
      ['2', 3],
    ]);
  });

  test('no more are offered than may be', () => {
    const four = given({ parts: ['1', '2', '3', '4'] });
    expect(paths(small, four)).not.toContain('parts/+');
  });

  test('the open columns of a row are put together, and no others', () => {
    const answers = given({ parts: ['1', '2'], 'parts/1/count': 3 });
    const all = steps(small, answers, TODAY);
    const first = all.find(({ path }) => path === 'parts/1/name');
    expect(first && together(all, answers, first).map(({ path }) => path)).toEqual([
      'parts/1/name',
      'parts/1/cost',
      'parts/1/reason',
    ]);
  });
});

describe('progress', () => {
  test('counts answered and skipped as done, parked apart, and a section when all of it is', () => {
    const answers = new Map<string, Answer>([
      ...given({ kind: 'small', size: 1 }),
      ['remark', { kind: 'skipped' }],
      ['end', { kind: 'parked', note: '' }],
    ]);
    // Three columns of the first part, and "another?" counts for nothing.
    expect(progressOf(steps(small, answers, TODAY), answers)).toEqual({
      done: 3,
      of: 7,
      parked: 1,
      sections: { done: 1, of: 2 },
    });
  });

  test('a parked question leaves its section open', () => {
    const answers = new Map<string, Answer>([
      ...given({ kind: 'small', size: 1 }),
      ['remark', { kind: 'parked', note: '' }],
    ]);
    expect(progressOf(steps(small, answers, TODAY), answers).sections.done).toBe(0);
  });
});

test('what depends on an answer is known from the form', () => {
  expect(dependents(small, 'kind')).toEqual(new Set(['why', 'size']));
  expect(dependents(small, 'parts/1/count')).toEqual(new Set(['parts/*/reason', 'cost']));
  expect(dependents(small, 'size')).toEqual(new Set());
  const onePoint = forms.find(({ id }) => id === 'one-point') as Form;
  expect([...dependents(onePoint, 'request')]).toEqual(
    expect.arrayContaining(['start-date', 'to-buy-cost', 'funding-why', 'advice-question']),
  );
  expect([...dependents(onePoint, 'looked-after')]).toEqual(['consent-by']);
});

describe('a kept draft', () => {
  const PERSON = 'test:senco';
  let drafts: Drafts;
  let id: string;
  beforeEach(async () => {
    drafts = makeDrafts(openStore(':memory:'), memoryKeyring());
    id = (await drafts.begin(PERSON, small, 'blue-47')).id;
  });
  const opened = async (): Promise<Draft> => {
    const draft = await drafts.open(PERSON, id);
    if (!draft) throw new Error('The draft is gone.');
    return draft;
  };
  const put = async (values: Record<string, string | string[]>) => {
    for (const [path, typed] of Object.entries(values)) {
      const draft = await opened();
      const step = steps(draft.form, draft.answers, TODAY).find((one) => one.path === path);
      if (!step) throw new Error(`${path} is not asked.`);
      const taken = await take(draft, [{ step, typed, version: draft.version(path) }], {
        drafts,
        safety: knowledge.safety,
        today: TODAY,
      });
      expect(taken, path).toMatchObject({ kind: 'taken', problems: [], lost: [] });
    }
  };
  const FILLED = {
    kind: 'big',
    why: 'It had to be',
    size: '3',
    'parts/1/name': 'Arm',
    'parts/1/count': '3',
    'parts/1/cost': '£5',
    'parts/1/reason': 'Spares',
    end: '1/1/2027',
  };

  test('an edit marks what depended on it to be looked at again, and erases nothing', async () => {
    await put(FILLED);
    const before = [...(await opened()).answers.keys()];
    await put({ kind: 'small' });
    const { answers } = await opened();
    expect([...answers.keys()]).toEqual(expect.arrayContaining(before));
    expect(answers.get('size')).toEqual({ kind: 'answered', value: 3, again: true });
    expect(answers.get('why')).toEqual({ kind: 'answered', value: 'It had to be', again: true });
    expect(answers.get('end')).not.toHaveProperty('again');
    await put({ size: '3' });
    expect((await opened()).answers.get('size')).toEqual(answered(3));
  });

  test('the same answer again marks nothing', async () => {
    await put(FILLED);
    await put({ kind: 'big' });
    const { answers } = await opened();
    expect([...answers.values()].filter((one) => 'again' in one)).toEqual([]);
  });

  test('an edit in one row marks that row and no other', async () => {
    await put(FILLED);
    await put({ 'parts/+': 'yes' });
    await put({
      'parts/2/name': 'Leg',
      'parts/2/count': '4',
      'parts/2/cost': '£6',
      'parts/2/reason': 'Spares',
    });
    await put({ 'parts/2/count': '5' });
    const { answers } = await opened();
    const marked = [...answers].filter(([, one]) => 'again' in one).map(([path]) => path);
    expect(marked.sort()).toEqual(['parts/2/cost', 'parts/2/reason']);
  });

  test('"yes" to another row makes one, and its id is new', async () => {
    await put(FILLED);
    await put({ 'parts/+': 'yes' });
    await put({ 'parts/2/name': 'Leg' });
    await put({ 'parts/+': 'yes' });
    expect(valueAt((await opened()).answers, 'parts')).toEqual(['1', '2', '3']);
    // The middle one goes.
    await drafts.save(
      await opened(),
      new Map<string, Answer | undefined>([
        ['parts', answered(['1', '3'])],
        ['parts/2/name', undefined],
      ]),
    );
    await put({ 'parts/+': 'yes' });
    const { answers } = await opened();
    expect(valueAt(answers, 'parts')).toEqual(['1', '3', '4']);
    expect(valueAt(answers, 'parts/1/name')).toBe('Arm');
    expect(answers.has('parts/2/name')).toBe(false);
  });

  // A removed last row leaves no trace that the next id is chosen from: see `freeRow`.
  test('the id of a removed last row is not given again', async () => {
    await put(FILLED);
    await put({ 'parts/+': 'yes' });
    await put({ 'parts/2/name': 'Leg' });
    await drafts.save(
      await opened(),
      new Map<string, Answer | undefined>([
        ['parts', answered(['1'])],
        ['parts/2/name', undefined],
      ]),
    );
    await put({ 'parts/+': 'yes' });
    expect(valueAt((await opened()).answers, 'parts')).toEqual(['1', '3']);
  });

  test('goes on with the form it was begun with, whatever becomes of that form', async () => {
    await put(FILLED);
    const { form } = await opened();
    expect(form.version).toBe(1);
    expect(paths(form, new Map())).toEqual(paths(small, new Map()));
  });

  test('carried to a newer form it keeps every answer, and what is no longer asked is shown', async () => {
    await put(FILLED);
    const before = (await opened()).answers;
    const newer = changed((form) => {
      form.sections[0]?.questions.splice(2, 1);
      insert(form, 0, 0, { id: 'colour', ask: 'Which colour?', type: 'line' });
      const table = form.sections[1]?.questions[0] as { columns: { id: string }[] };
      table.columns = table.columns.filter(({ id: column }) => column !== 'cost');
      const [kind] = form.sections[0]?.questions.slice(1) ?? [];
      delete (kind as { affects?: string[] }).affects;
      const count = table.columns.find(({ id: column }) => column === 'count');
      delete (count as { affects?: string[] } | undefined)?.affects;
    });
    expect(await drafts.carry(await opened(), newer)).toEqual({ kind: 'saved' });
    const draft = await opened();
    expect(draft.form.version).toBe(2);
    expect(draft.answers).toEqual(before);
    expect(next(draft.form, draft.answers)).toBe('colour');
    const { sections } = documentOf(draft, { knowledge, today: TODAY, earlier: [] });
    const left = sections.find(({ title }) => title === 'No longer asked');
    expect(left?.items.map((item) => ('text' in item ? item.text : ''))).toEqual(
      expect.arrayContaining(['3', '500']),
    );
    expect(left?.items).toHaveLength(2);
    // Nothing that is still asked stands there, and the rest stands where it did.
    expect(JSON.stringify(sections.filter((one) => one !== left))).toMatch(/It had to be.*Arm/);
  });

  test('carried to a form whose table is gone it shows each cell that was filled', async () => {
    await put(FILLED);
    await drafts.carry(
      await opened(),
      changed((form) => void form.sections[1]?.questions.splice(0, 2)),
    );
    const { sections } = documentOf(await opened(), { knowledge, today: TODAY, earlier: [] });
    const left = JSON.stringify(sections.find(({ title }) => title === 'No longer asked'));
    for (const text of ['Arm', 'Spares']) expect(left).toContain(text);
  });

  test('answers of closed questions stay in the draft', async () => {
    await put(FILLED);
    await put({ kind: 'small' });
    expect(listOf(valueAt((await opened()).answers, 'why'))).toEqual(['It had to be']);
    await put({ kind: 'big' });
    expect(paths(small, (await opened()).answers)).toContain('why');
  });
});
