/** What a draft is worth when the program goes at a random moment of it, again and again. */

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Answers, listOf, valueAt } from '../../../src/guide/answers.ts';
import { makeDrafts } from '../../../src/guide/drafts.ts';
import { memoryKeyring, openKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import { seeded } from '../../store/seeded.ts';
import { askOf, pathOf, talk } from '../drive.ts';
import { type Acknowledged, answerAll, theScript } from './answering.ts';
import { formOf, lightBot, lightKnowledge, readFiles, shortened } from './light.ts';

const DRAFTS = 10;
const LIVES = 10;
/** For a machine that is busy with other tests; by itself all of this takes a minute. */
const LONG = 600_000;
const program = join(import.meta.dirname, 'drafting-child.ts');
const files = shortened(readFiles());
const form = formOf(files);
const knowledge = lightKnowledge(files);
const questions = form.sections.flatMap((section) => section.questions);
const tables = new Map(
  questions.flatMap((question) =>
    question.type === 'rows' ? [[question.id, question] as const] : [],
  ),
);
const random = seeded(20_261_125);
const temporary = (what: string) => mkdtempSync(join(tmpdir(), `signpost-${what}-`));

/** The draft as it comes out when nobody kills anything. */
let whole: Answers;
/** Everything it was asked, in the order in which the form has it. */
let inFormOrder: Acknowledged[];
/** Compiled code, so that a program starts in half the time. */
const compiled = temporary('compiled');
const folders = [temporary('draft'), temporary('draft')];

beforeAll(async () => {
  const store = openStore(':memory:');
  const keyring = memoryKeyring();
  const senco = talk(lightBot(store, keyring, { form, knowledge }));
  await senco.say('start a one point application');
  const reply = await senco.submit('draft-start:one-point', { reference: 'teal-7' });
  const order: Acknowledged[] = [];
  await answerAll(senco, reply, theScript(), {
    kept: [],
    typed: () => true,
    told: (acknowledged) => order.push(...acknowledged),
  });
  const [draft] = await makeDrafts(store, keyring).list('test:senco');
  whole = draft?.answers ?? new Map();
  inFormOrder = order.sort((one, other) => placeIn(one) - placeIn(other));
  for (const folder of folders) {
    writeFileSync(join(folder, 'light.json'), JSON.stringify(files));
    openKeyring(join(folder, 'master.key'));
  }
  const load = ['src/bot.ts', 'src/store/sqlite.ts', 'test/guide/reliability/light.ts']
    .map((file) => `await import('./${file}');`)
    .join('');
  execFileSync(process.execPath, ['--input-type=module', '-e', load], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
});
afterAll(() => {
  for (const folder of [compiled, ...folders]) rmSync(folder, { recursive: true });
});

/** Drafts until killed, after a random number of turns or, for one in five, while starting. */
function draftUntilKilled(folder: string, person: string, turns: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, folder, person, String(turns)], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const kill = () => child.kill('SIGKILL');
  const early = random(5) === 0;
  // Counted in turns rather than in time, so that a busy machine tests as much.
  const after = early ? 1 : 2 + random(24);
  const delay = early ? random(25) : random(6);
  let said = '';
  let due = false;
  child.stdout.on('data', (text) => {
    said += text;
    const now = said.split('\n').length - 1;
    if (due || (now < after && !said.includes('complete'))) return;
    due = true;
    setTimeout(kill, delay);
  });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      // What was not written to its end was not acknowledged.
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1));
      else reject(new Error(`The program ended by itself: ${err}`));
    });
  });
}

/** What was found of a draft after a kill. */
interface Found {
  lost: string[];
  wrong: string[];
  question: { put: string | undefined; due: string | undefined };
  kept: number;
}

/** Opens what is left, and asks to carry on. */
async function look(
  folder: string,
  person: string,
  acknowledged: readonly Acknowledged[],
  begun: boolean,
): Promise<Found> {
  const store = openStore(join(folder, 'signpost.db'));
  try {
    const keyring = openKeyring(join(folder, 'master.key'));
    const drafts = await makeDrafts(store, keyring).list(person);
    const answers: Answers = drafts[0]?.answers ?? new Map();
    const senco = talk(lightBot(store, keyring, { form, knowledge }), person);
    const ask = askOf(await senco.say('carry on'));
    const due = inFormOrder.find(
      (one) => isAsked(one.path, answers) && !isKept(one, answers),
    )?.path;
    return {
      lost: [
        ...(begun && drafts.length === 0 ? ['the draft'] : []),
        ...acknowledged.filter((one) => !isKept(one, answers)).map(({ path }) => path),
      ],
      wrong: [
        ...drafts.slice(1).map(({ reference }) => `another ${reference}`),
        ...[...answers].filter(([path]) => !isRight(path, answers)).map(([path]) => path),
      ],
      question: {
        put: ask?.fields[0] && pathOf(ask.fields[0]),
        due: drafts.length > 0 ? due : undefined,
      },
      kept: answers.size,
    };
  } finally {
    await store.close();
  }
}

/** Kept with its value; a "yes" to another row is kept as the row. */
function isKept({ path, row }: Acknowledged, answers: Answers): boolean {
  if (row === undefined) return same(answers.get(path), whole.get(path));
  return rowsIn(path.split('/')[0] ?? '', answers).includes(row);
}

/** As in the whole draft; of a table's rows, the first ones of it and each once. */
function isRight(path: string, answers: Answers): boolean {
  const rows = rowsIn(path, whole);
  if (rows.length === 0) return same(answers.get(path), whole.get(path));
  const kept = rowsIn(path, answers);
  return kept.length > 0 && kept.every((row, at) => row === rows[at]);
}

/** A column that links to rows of another table is asked once that table has some. */
function isAsked(path: string, answers: Answers): boolean {
  const [table, , column] = path.split('/');
  const question = tables.get(table ?? '')?.columns.find(({ id }) => id === column);
  return question?.to === undefined || rowsIn(question.to, answers).length > 0;
}

/** A number that grows with the question, the row and the column; another row is asked for last. */
function placeIn({ path, row: made }: Acknowledged): number {
  const [table = '', row = '0', column = ''] = path.split('/');
  const at = questions.findIndex(({ id }) => id === table);
  const columns = tables.get(table)?.columns ?? [];
  if (row === '+') return at * 10_000 + (made === undefined ? 99 : Number(made) - 1) * 100 + 99;
  return at * 10_000 + Number(row) * 100 + columns.findIndex(({ id }) => id === column);
}

function rowsIn(table: string, answers: Answers): readonly string[] {
  return tables.has(table) ? listOf(valueAt(answers, table)) : [];
}

function same(one: Answer | undefined, other: Answer | undefined): boolean {
  const said = (answer: Answer | undefined) =>
    JSON.stringify(answer?.kind === 'answered' ? answer.value : answer);
  return one !== undefined && said(one) === said(other);
}

describe('a program that is killed while somebody drafts', () => {
  test(
    `loses no acknowledged answer, keeps none twice and carries on at the right question, ${DRAFTS * LIVES} times`,
    async () => {
      const found: Found[] = [];
      let answers = 0;
      let unfinished = 0;
      const draft = async (folder: string, person: string) => {
        const acknowledged: Acknowledged[] = [];
        let begun = false;
        for (let life = 0; life < LIVES; life += 1) {
          const lines = await draftUntilKilled(folder, person, life);
          begun ||= lines.includes('begun');
          const told = lines
            .filter((line) => line.startsWith('['))
            .flatMap((line) => JSON.parse(line));
          acknowledged.push(...told);
          answers += told.length;
          found.push(await look(folder, person, acknowledged, begun));
        }
        if (found.at(-1)?.question.due !== undefined) unfinished += 1;
      };
      let next = 0;
      // Two at a time, because starting a program is what takes the time.
      const lane = async (folder: string) => {
        while (next < DRAFTS) await draft(folder, `test:T1:senco-${next++}`);
      };
      await Promise.all(folders.map(lane));
      const wrongQuestion = found.filter(({ question }) => question.put !== question.due);
      console.log('Killed:', {
        kills: found.length,
        answers,
        lost: found.flatMap(({ lost }) => lost).length,
        wrong: found.flatMap(({ wrong }) => wrong).length,
        wrongQuestion: wrongQuestion.length,
        unfinished,
      });
      expect(found.filter(({ lost }) => lost.length > 0)).toEqual([]);
      expect(found.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
      expect(wrongQuestion).toEqual([]);
      expect(found).toHaveLength(DRAFTS * LIVES);
      expect(answers).toBeGreaterThan(DRAFTS * 100);
      expect(found.some(({ kept }) => kept === 0)).toBe(true);
      expect(Math.max(...found.map(({ kept }) => kept))).toBeGreaterThan(150);
    },
    LONG,
  );
});
