import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Answer, inRow, type Value } from '../../src/guide/answers.ts';
import { readCommand } from '../../src/guide/commands.ts';
import {
  type Form,
  isAsked,
  type PlainQuestion,
  type Question,
  questionsOf,
} from '../../src/guide/form.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import { conditionOf, scopeOf } from '../../src/guide/journey.ts';
import { describe as say } from '../../src/knowledge/problem.ts';
import { theKnowledge } from '../the-knowledge.ts';

const TODAY = '2026-11-24';
const { cards } = theKnowledge();
const { forms, problems } = inspectForms('knowledge', theKnowledge());
const formNamed = (id: string): Form => forms.find((form) => form.id === id) as Form;
const ONE_POINT = formNamed('one-point');

/** Every question and column, tables themselves as well. */
const everyQuestion = (form: Form): Question[] =>
  questionsOf(form).flatMap(({ question }) =>
    question.type === 'rows' ? [question, ...question.columns] : [question],
  );

describe('the forms', () => {
  test('are read with nothing wrong', () => {
    expect(problems.map(say)).toEqual([]);
    expect(forms.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['duty-check', 'information-report-check', 'one-point']),
    );
  });

  test('can be asked for in many ways, and no two in the same', () => {
    const starts = forms.flatMap((form) => form.starts);
    expect(new Set(starts).size).toBe(starts.length);
    for (const form of forms) expect(form.starts.length).toBeGreaterThanOrEqual(25);
    for (const start of starts) expect(start).toBe(start.toLowerCase());
    for (const form of forms)
      for (const start of form.starts)
        expect(readCommand(start, { forms, references: [] }), start).toEqual({
          do: 'start',
          form: form.id,
        });
  });

  test.each([
    'apply for an EHC needs assessment',
    'start an annual review',
    'make a safeguarding referral',
    'how do I start a ONE Point application?',
    'what are our duties',
    'check our accessibility plan',
  ])('is not started by "%s"', (text) => {
    expect(readCommand(text, { forms, references: [] })).toBeUndefined();
  });

  test('what is kept for next time has the same choices in each form', () => {
    const kept = new Map<string, string>();
    for (const form of forms)
      for (const question of everyQuestion(form)) {
        if (question.type === 'rows' || !question.profile) continue;
        const choices = JSON.stringify([question.type, Object.keys(question.options ?? {})]);
        expect(choices, question.id).toBe(kept.get(question.id) ?? choices);
        kept.set(question.id, choices);
      }
    expect(kept.size).toBeGreaterThan(4);
  });

  test('a form that replaces nothing says so', () => {
    expect(ONE_POINT.about.join(' ')).toMatch(/council's own form is the authority/);
    for (const form of forms) {
      expect(form.about.join(' ')).toMatch(/not legal advice/i);
      expect(form.about.join(' ')).toMatch(/do not name|name none/);
    }
  });

  test.each(forms.map((form) => [form.id, form] as const))(
    '%s: each question says where it comes from',
    (_, form) => {
      for (const question of everyQuestion(form)) {
        expect(question.basis, question.id).not.toEqual([]);
        for (const code of question.basis) expect(form.basis, question.id).toHaveProperty(code);
      }
      for (const check of form.checks) {
        expect(check.basis, check.id).not.toEqual([]);
        for (const code of check.basis) expect(form.basis, check.id).toHaveProperty(code);
      }
    },
  );
});

/** All words of a form that people read, each with the card that backs it. */
function wordsOf(form: Form): { where: string; words: string; card: string | undefined }[] {
  const found: { where: string; words: string; card: string | undefined }[] = [];
  const add = (where: string, words: string | undefined, card: string | undefined) => {
    if (words !== undefined) found.push({ where, words, card });
  };
  form.about.forEach((words) => {
    add('about', words, form.card);
  });
  for (const section of form.sections) add(section.id, section.about, undefined);
  for (const question of everyQuestion(form)) {
    const { id, ask, short, help, card } = question;
    for (const words of [ask, short, help]) add(id, words, card);
    if (question.type === 'rows') {
      // A row that a card gives speaks the card's own words, which are checked with the card.
      if (!question['each card'])
        for (const row of question.each ?? [])
          for (const words of [row.label, row.help]) add(`${id} ${row.id}`, words, row.card);
    } else
      for (const option of Object.values(question.options ?? {})) {
        add(id, option.label, card);
        if ('note' in option) add(id, option.note, option.card ?? card);
      }
  }
  for (const check of form.checks) add(check.id, check.message, check.card);
  for (const words of [form.export.subject, ...form.export.letter, ...form.export.attachments])
    add('export', words, undefined);
  return found;
}

describe('what people read', () => {
  const words = forms.flatMap((form) => wordsOf(form).map((one) => ({ form: form.id, ...one })));

  test('"must" stands only where a card of law backs it', () => {
    const unbacked = words.filter(
      ({ words: text, card }) =>
        /\bmust\b/i.test(text) &&
        !/"[^"]*must/i.test(text) &&
        cards.find(({ id }) => id === card)?.force !== 'must',
    );
    expect(unbacked.map(({ form, where, words: text }) => `${form} ${where}: ${text}`)).toEqual([]);
  });

  test('sentences can be read in one go', () => {
    const long = words
      .flatMap(({ form, where, words: text }) =>
        text.split(/(?<=[.!?])\s+/).map((sentence) => `${form} ${where}: ${sentence}`),
      )
      .filter((sentence) => sentence.split(/\s+/).length > 25);
    expect(long).toEqual([]);
  });

  test('nothing that identifies a pupil is asked, in any form', () => {
    const identifying =
      /\b(?:name|names|surname|initials|date of birth|born|birthday|upn|pupil number|nhs number|address|postcode|phone|e-?mail)\b/i;
    for (const form of forms)
      for (const question of everyQuestion(form)) {
        if (!isAsked(question) || question.type === 'rows') continue;
        if (!identifying.test(question.ask)) continue;
        // What is left are staff, the setting, and the promise to leave such things out.
        expect(question.names ?? question.id, `${form.id} ${question.id}: ${question.ask}`).toMatch(
          /^(?:staff|setting|no-names)$/,
        );
      }
  });

  test('the identifying matters are labelled blanks', () => {
    const blanks = everyQuestion(ONE_POINT).filter(({ type }) => type === 'blank');
    expect(blanks.map(({ code }) => code)).toEqual(Array(6).fill('Q2.2'));
    expect(blanks.map(({ ask }) => ask).join('; ')).toMatch(
      /name.*birth.*UPN.*address.*contact.*child protection.*safeguarding lead/i,
    );
  });
});

describe('the ONE Point form', () => {
  test('has every question of the definition, by its code', () => {
    const last: readonly number[] = [6, 12, 8, 7, 4, 6, 8, 3, 6, 2, 13, 4, 6, 12, 10];
    const wanted = [
      ...Array.from({ length: 5 }, (_, at) => `G0.${at + 1}`),
      ...last.flatMap((most, section) =>
        Array.from({ length: most }, (_, at) => `Q${section + 1}.${at + 1}`),
      ),
    ];
    const codes = new Set(everyQuestion(ONE_POINT).map(({ code }) => code));
    expect(wanted.filter((code) => !codes.has(code))).toEqual([]);
    expect(ONE_POINT.sections.map(({ number }) => number)).toEqual([
      '',
      ...last.map((_, at) => String(at + 1)),
    ]);
  });

  test('stops at once for a child who is not safe', () => {
    const first = questionsOf(ONE_POINT)[0]?.question as PlainQuestion;
    expect(first).toMatchObject({ code: 'G0.1', type: 'yesno', stops: 'yes' });
  });

  test('its e-mail goes to the SEN section with nothing about the pupil in the subject', () => {
    expect(ONE_POINT.export.to).toBe('sen-section');
    expect(ONE_POINT.export.subject).toContain('{reference}');
  });

  test('a question that is required on a condition is asked on that condition or always', () => {
    for (const question of everyQuestion(ONE_POINT)) {
      const wanted = question['required when'];
      if (wanted === undefined) continue;
      expect(question.need, question.id).toBe('optional');
      expect([undefined, wanted], question.id).toContain(question.when);
    }
  });
});

const LEVELS: Readonly<Record<'stop' | 'warn' | 'note', string>> = {
  stop: 'R01 R02 R03 R04 R05 R06 R07 R11',
  warn: 'R08 R09 R10 R12 R13 R15 R16 R17 R18 R19 R20 R22 R23 R24 R25 R29',
  note: 'R14 R21 R26 R27 R28 R30 R31 R32',
};

/** A draft with which nothing is wrong: answers by question, and the rows of tables. */
interface Sketch {
  answers: Record<string, Value | undefined>;
  rows: Record<string, Record<string, Value | undefined>[]>;
  figures: Record<string, number | undefined>;
}

const CYCLE = (done: string) => ({
  start: '2026-01-05',
  end: '2026-04-01',
  baseline: 'Reads 12 of 40 words',
  aim: 'Reads 25 of 40 words by Easter',
  done: [done],
  result: 'partly',
  evidence: 'Reads 22 of 40 words in the same test',
  changed:
    'The words were too many at once, so we went to five a day and added a game at home every evening',
});

const ready = (): Sketch => ({
  answers: {
    'safe-now': 'no',
    'no-names': ['agreed'],
    'setting-type': 'primary',
    plan: 'none',
    'full-time': 'yes',
    'looked-after': 'no',
    year: 'y4',
    request: ['funding'],
    'primary-need': 'cognition',
    adjustments: 'Visual timetable and pre-teaching for all',
    'pupil-views': 'I like it when it is quiet',
    'parent-views': 'We see that reading tires him',
    consent: 'yes',
    'consent-by': 'parent',
    'consent-date': '2026-11-01',
    told: ['sent', 'panel', 'record', 'services'],
    'specialist-any': 'yes',
    'in-plan': 'yes',
    'budget-use': 'On an assistant each morning',
    'review-plan': 'Each term, first on 1 March 2027',
  },
  rows: {
    cycles: [CYCLE('1'), CYCLE('2')],
    progress: [
      { measure: 'Phonics check', result: '12 of 40' },
      { measure: 'Phonics check', result: '22 of 40' },
    ],
    specialists: [{ service: 'psychologist', 'advice-date': '2026-09-01', 'carried-out': 'Daily' }],
    'local-offer': [{ service: 'Library club', used: 'used' }],
    provision: [{ what: 'Daily phonics' }, { what: 'Pre-teaching of words' }],
    outcomes: [{ outcome: 'Reads', measure: '35 of 40', 'by-when': '2027-07-01' }],
  },
  figures: {
    identifying: 0,
    'costs.rows': 2,
    'costs.full-year': 700_000,
    'costs.biggest-share': 0.5,
    'costs.minutes-a-week': 600,
    'pitfall.group-not-divided': 0,
    'pitfall.same-hour-twice': 0,
    'pitfall.grant-as-sen-budget': 0,
  },
});

function answersOf({ answers, rows }: Sketch): Map<string, Answer> {
  const map = new Map<string, Answer>();
  const put = (path: string, value: Value | undefined) => {
    if (value !== undefined) map.set(path, { kind: 'answered', value });
  };
  for (const [id, value] of Object.entries(answers)) put(id, value);
  for (const [table, list] of Object.entries(rows)) {
    if (list.length > 0)
      put(
        table,
        list.map((_, at) => String(at + 1)),
      );
    list.forEach((row, at) => {
      for (const [column, value] of Object.entries(row))
        put(inRow(table, String(at + 1), column), value);
    });
  }
  return map;
}

function firing(form: Form, sketch: Sketch): string[] {
  const scope = scopeOf(form, answersOf(sketch), TODAY, (name) => sketch.figures[name]);
  return form.checks.filter(({ when }) => conditionOf(when).test(scope)).map(({ id }) => id);
}

describe('the 32 checks', () => {
  test('are there, each at its level', () => {
    for (const level of ['stop', 'warn', 'note'] as const)
      expect(
        ONE_POINT.checks
          .filter((check) => check.level === level && check.id.startsWith('R'))
          .map(({ id }) => id),
      ).toEqual(LEVELS[level].split(' '));
    expect(ONE_POINT.checks.filter(({ id }) => id.startsWith('R'))).toHaveLength(32);
  });

  test('a draft that is ready brings none', () => {
    expect(firing(ONE_POINT, ready())).toEqual([]);
  });

  type Spoil = (sketch: Sketch) => void;
  const answer =
    (id: string, value: Value | undefined): Spoil =>
    ({ answers }) => {
      answers[id] = value;
    };
  const rows =
    (table: string, list: Record<string, Value | undefined>[]): Spoil =>
    (sketch) => {
      sketch.rows[table] = list;
    };
  const figure =
    (name: string, value: number): Spoil =>
    ({ figures }) => {
      figures[name] = value;
    };
  const all =
    (...spoils: Spoil[]): Spoil =>
    (sketch) => {
      for (const spoil of spoils) spoil(sketch);
    };

  const notMet = { ...CYCLE('1'), result: 'not-met' };
  const SPOILS: readonly (readonly [string, string, Spoil])[] = [
    ['R01', 'a worry', answer('safe-now', 'yes')],
    ['R02', 'something identifying', figure('identifying', 1)],
    ['R03', 'no consent yet', answer('consent', 'not-yet')],
    ['R03', 'consent with no date', answer('consent-date', undefined)],
    ['R03', 'nothing on consent', answer('consent', undefined)],
    ['R04', 'one thing not told', answer('told', ['sent', 'panel', 'record'])],
    ['R04', 'nothing told', answer('told', undefined)],
    ['R05', 'no map', all(rows('provision', []), figure('costs.rows', 0))],
    ['R06', 'no area of need', answer('primary-need', undefined)],
    ['R06', 'no request', answer('request', undefined)],
    ['R07', 'no cycle', rows('cycles', [])],
    ['R08', 'one cycle', rows('cycles', [CYCLE('1')])],
    [
      'R08',
      'one cycle and one that is running',
      rows('cycles', [CYCLE('1'), { start: '2026-10-01', end: '2026-12-18', done: ['2'] }]),
    ],
    [
      'R09',
      'a result with nothing to show it',
      rows('cycles', [CYCLE('1'), { ...CYCLE('2'), evidence: undefined }]),
    ],
    [
      'R10',
      'the same again and little learned',
      rows('cycles', [CYCLE('1'), { ...CYCLE('1'), changed: 'We went on' }]),
    ],
    ['R11', 'no parents', answer('parent-views', undefined)],
    ['R11', 'no pupil', answer('pupil-views', undefined)],
    ['R12', 'exactly £6,000', figure('costs.full-year', 600_000)],
    ['R13', 'nothing on the SEN budget', answer('budget-use', undefined)],
    ['R14', 'one big line', figure('costs.biggest-share', 0.51)],
    ['R15', 'a group not shared', figure('pitfall.group-not-divided', 1)],
    ['R16', 'more than a week', figure('costs.minutes-a-week', 1951)],
    ['R16', 'an hour twice', figure('pitfall.same-hour-twice', 1)],
    ['R17', 'a grant counted', figure('pitfall.grant-as-sen-budget', 1)],
    ['R18', 'none, and no reason', answer('specialist-any', 'no')],
    ['R18', 'some, and none named', rows('specialists', [])],
    ['R18', 'not answered', answer('specialist-any', undefined)],
    [
      'R19',
      'old advice',
      rows('specialists', [{ 'advice-date': '2025-11-20', 'carried-out': 'Daily' }]),
    ],
    ['R19', 'advice not carried out', rows('specialists', [{ 'advice-date': '2026-09-01' }])],
    ['R20', 'no Local Offer', rows('local-offer', [])],
    ['R21', 'not in the plan', answer('in-plan', 'no')],
    ['R22', 'no measure', rows('outcomes', [{ outcome: 'Reads', 'by-when': '2027-07-01' }])],
    ['R22', 'no date', rows('outcomes', [{ outcome: 'Reads', measure: '35' }])],
    ['R22', 'no outcome', rows('outcomes', [])],
    ['R23', 'no review', answer('review-plan', undefined)],
    ['R24', 'one point', rows('progress', [{ result: '12 of 40' }])],
    ['R25', 'no adjustments', answer('adjustments', undefined)],
    ['R26', 'outreach', answer('request', ['funding', 'outreach'])],
    ['R26', 'inreach', answer('request', ['inreach'])],
    ['R27', 'looked after', answer('looked-after', 'yes')],
    ['R28', 'a plan', answer('plan', 'final')],
    ['R28', 'in assessment', answer('plan', 'assessing')],
    [
      'R29',
      'a parent for a sixth-former',
      all(answer('year', 'y12'), answer('setting-type', 'secondary')),
    ],
    ['R30', 'two cycles that did not work', rows('cycles', [notMet, { ...notMet, done: ['2'] }])],
    ['R30', 'one that did not, at a cost above £6,000', rows('cycles', [notMet, CYCLE('2')])],
    ['R31', 'part time', answer('full-time', 'part-time')],
    ['R32', 'early years', answer('setting-type', 'early-years')],
  ];

  test.each(SPOILS)('%s fires alone: %s', (id, _, spoil) => {
    const sketch = ready();
    spoil(sketch);
    expect(firing(ONE_POINT, sketch)).toEqual([id]);
  });

  test('each of them has a draft above that brings it', () => {
    expect([...new Set(SPOILS.map(([id]) => id))]).toEqual(
      ONE_POINT.checks.map(({ id }) => id).filter((id) => id.startsWith('R')),
    );
  });

  test.each<readonly [string, Spoil]>([
    ['£6,000.01', figure('costs.full-year', 600_001)],
    [
      'a low cost when money is not asked for',
      all(
        answer('request', ['ict']),
        figure('costs.full-year', 1),
        answer('budget-use', undefined),
      ),
    ],
    [
      'no specialist, with a reason',
      all(answer('specialist-any', 'no'), answer('specialist-reason', 'Referred in May')),
    ],
    [
      'a row left behind when specialists became none',
      all(
        answer('specialist-any', 'no'),
        answer('specialist-reason', 'Referred'),
        rows('specialists', [{}]),
      ),
    ],
    [
      'a young person who signs',
      all(
        answer('year', 'y12'),
        answer('setting-type', 'secondary'),
        answer('consent-by', 'young-person'),
      ),
    ],
    [
      'a running cycle beside two finished ones',
      rows('cycles', [CYCLE('1'), CYCLE('2'), { start: '2026-10-01', end: '2026-12-18' }]),
    ],
    ['the same provision with much learned', rows('cycles', [CYCLE('1'), CYCLE('1')])],
    ['exactly half', figure('costs.biggest-share', 0.5)],
  ])('is right as it is: %s', (_, spoil) => {
    const sketch = ready();
    spoil(sketch);
    expect(firing(ONE_POINT, sketch)).toEqual([]);
  });

  test('an empty draft is not ready', () => {
    const ids = firing(ONE_POINT, { answers: {}, rows: {}, figures: {} });
    for (const id of ['R03', 'R04', 'R05', 'R06', 'R07', 'R11']) expect(ids).toContain(id);
    expect(ids).not.toContain('R08');
    expect(ids).not.toContain('R12');
  });
});

describe('the duty check', () => {
  const duty = formNamed('duty-check');
  const tables = questionsOf(duty).flatMap(({ question }) =>
    question.type === 'rows' ? [question] : [],
  );

  test('has a row for each duty card of governors and heads', () => {
    for (const role of ['governors', 'headteacher'] as const) {
      const wanted = cards.filter(
        (card) =>
          card.status === 'in force' &&
          !card.list &&
          card.for.includes(role) &&
          ['must', 'grant condition', 'should', 'local', 'good practice'].includes(card.force),
      );
      const there = new Set(
        tables
          .filter((table) => table['each card']?.for.includes(role))
          .flatMap((table) => (table.each ?? []).map(({ id }) => id)),
      );
      expect(wanted.filter(({ id }) => !there.has(id)).map(({ id }) => id)).toEqual([]);
    }
  });

  test('keeps what binds apart from what does not', () => {
    for (const { id, each } of tables) {
      const forces = new Set((each ?? []).map(({ under }) => under));
      const binding = forces.has('must') || forces.has('grant condition');
      expect(binding && (forces.has('should') || forces.has('local')), id).toBe(false);
    }
  });

  test('every table is summed up, and all have the columns the summary needs', () => {
    expect(duty.summary?.rows).toEqual(tables.map(({ id }) => id));
    for (const { columns } of tables)
      expect(columns.map(({ id }) => id)).toEqual(['status', 'evidence', 'who', 'by-when']);
    expect(duty.keep).toEqual({ untouched: 800, exported: 800 });
  });

  const first = tables[0]?.each?.[0]?.id ?? '';
  const sketched = (columns: Record<string, Value>, roles: Value = 'governors') => {
    const answers = new Map<string, Answer>([
      ['roles', { kind: 'answered', value: roles }],
      ['depth', { kind: 'answered', value: 'must' }],
    ]);
    for (const [column, value] of Object.entries(columns))
      answers.set(inRow('governors-must', first, column), { kind: 'answered', value });
    const scope = scopeOf(duty, answers, TODAY);
    return duty.checks.filter(({ when }) => conditionOf(when).test(scope)).map(({ id }) => id);
  };

  test('its checks', () => {
    expect(sketched({})).toEqual([]);
    expect(sketched({ status: 'met', evidence: 'Minutes' })).toEqual([]);
    expect(sketched({ status: 'not-ours' })).toEqual([]);
    expect(sketched({ status: 'met' })).toEqual(['D07']);
    expect(sketched({ status: 'unknown', who: 'Chair' })).toEqual(['D03']);
    expect(sketched({ status: 'partly', who: 'Chair', 'by-when': '2027-01-01' })).toEqual(['D01']);
    expect(sketched({ status: 'partly', who: 'Chair', 'by-when': '2026-11-23' })).toEqual([
      'D01',
      'D05',
    ]);
    expect(sketched({ status: 'partly', who: 'Chair', 'by-when': TODAY })).toEqual(['D01']);
    expect(sketched({ status: 'not-yet' })).toEqual(['D01', 'D09']);
    expect(sketched({ status: 'met', evidence: 'Minutes', 'by-when': '2020-01-01' })).toEqual([]);
    expect(sketched({ status: 'not-yet' }, 'head')).toEqual([]);
  });
});

describe('the check of the information report', () => {
  const report = formNamed('information-report-check');

  test('goes through the 19 matters of Schedule 1 and the four of section 69, each by its force', () => {
    const forces = questionsOf(report).flatMap(({ question }) =>
      question.type === 'rows' ? (question.each ?? []).map(({ under }) => under) : [],
    );
    expect(forces.filter((force) => force === 'must')).toHaveLength(23);
    expect([...new Set(forces)]).toEqual(['must', 'should', 'local', 'good practice']);
  });

  test('what the law asks has a card of law, the rest has none claimed', () => {
    for (const { question } of questionsOf(report))
      for (const row of (question.type === 'rows' && question.each) || []) {
        const force = cards.find(({ id }) => id === row.card)?.force;
        if (row.under !== 'good practice') expect(force, row.id).toBe(row.under);
      }
  });
});

describe('a form that is wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'forms-'));
  mkdirSync(join(folder, 'forms'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const RIGHT = `id: small
version: 1
title: A small form
noun: check
starts: [start a small form]
about: [It is small.]
basis: { I: Our guess. }
sections:
  - id: one
    title: One
    questions:
      - { id: kind, ask: Which kind?, type: one, options: { big: Big, small: Small }, basis: [I] }
      - { id: why, ask: Why?, type: long, when: kind is big, card: frame-must-should, basis: [I] }
checks:
  - { id: A01, level: warn, when: why is empty, message: Say why., card: frame-must-should, at: why }
`;
  const inspect = (text: string) => {
    writeFileSync(join(folder, 'forms', 'small.yaml'), text);
    return inspectForms(folder, theKnowledge()).problems.map(say);
  };

  test('the one these are made from is right', () => {
    expect(inspect(RIGHT)).toEqual([]);
  });

  test.each([
    [
      'an unknown question in a condition',
      'when: kind is big',
      'when: kin is big',
      13,
      /"kin".*no question has that id/,
    ],
    [
      'an unknown option',
      'when: kind is big',
      'when: kind is huge',
      13,
      /"huge".*none of its options \(big, small\)/,
    ],
    [
      'a condition that cannot be read',
      'when: kind is big',
      'when: kind equals big',
      13,
      /cannot be read at "equals".*was expected/,
    ],
    [
      'an unknown figure',
      'when: kind is big',
      'when: figure costs.total > 1',
      13,
      /costs\.total.*nothing works out/,
    ],
    ['an unknown type', 'type: long', 'type: essay', 13, /questions\.1/],
    [
      'an unknown card',
      'card: frame-must-should, basis',
      'card: no-such-card, basis',
      13,
      /"no-such-card", which is not there/,
    ],
    [
      'an unknown card of a check',
      'card: frame-must-should, at',
      'card: no-such-card, at',
      15,
      /"no-such-card", which is not there/,
    ],
    [
      'two questions with one id',
      '{ id: why,',
      '{ id: kind,',
      13,
      /two questions with the id "kind": give one another id/,
    ],
    [
      'a basis that is not explained',
      'when: kind is big, card: frame-must-should, basis: [I]',
      'basis: [PS]',
      13,
      /basis "PS".*does not explain/,
    ],
    [
      'a choice without options',
      ', options: { big: Big, small: Small }',
      '',
      12,
      /lists none: add "options"/,
    ],
    ['a check mended nowhere', 'at: why', 'at: where', 15, /"where", but no question has that id/],
    ['a word it does not know', 'ask: Why?', 'aks: Why?', 13, /questions\.1/],
    ['an id in capitals', '{ id: why,', '{ id: Why,', 13, /small letters, digits and hyphens/],
    ['a check id of another make', 'id: A01', 'id: first', 15, /letters and two digits/],
    [
      'an unknown contact',
      'about: [It is small.]',
      'about: [It is small.]\nexport: { to: nobody }',
      7,
      /"nobody", which contacts.yaml does not have/,
    ],
    ['broken YAML', 'title: One', 'title: "One', 10, /./],
  ])('%s is refused with its line and mend', (_, from, to, line, words) => {
    expect(RIGHT).toContain(from);
    const found = inspect(RIGHT.replace(from, to));
    expect(found.join('\n')).toMatch(words);
    expect(found.some((problem) => problem.startsWith('forms/small.yaml:'))).toBe(true);
    const lines = found.map((problem) => Number(/^forms\/small\.yaml:(\d+)/.exec(problem)?.[1]));
    expect(lines.some((one) => Math.abs(one - line) <= (to.includes('"One') ? 10 : 0))).toBe(true);
  });
});
