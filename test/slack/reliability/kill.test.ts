/** What people in Slack are left with when the program goes at a random moment, again and again. */

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answers, listOf, valueAt } from '../../../src/guide/answers.ts';
import { makeDrafts } from '../../../src/guide/drafts.ts';
import { memoryKeyring, openKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import { askOf, pathOf, talk } from '../../guide/drive.ts';
import { answerAll, theScript } from '../../guide/reliability/answering.ts';
import {
  formOf,
  lightBot,
  lightKnowledge,
  readFiles,
  shortened,
} from '../../guide/reliability/light.ts';
import { seeded } from '../../store/seeded.ts';
import { type SlackStandIn, startSlack } from '../standin/slack.ts';
import { type Drafter, makeDrafter, type Saved } from './drafter.ts';

/** Each school has its own Slack, store and people; FAST=1 is for a machine that is waited for. */
const SCHOOLS = 5;
const KILLS = process.env.FAST === '1' ? 4 : 20;
const PEOPLE = 4;
/** For a machine that is busy with other tests; by itself all of this takes a minute and a half. */
const LONG = 600_000;
const program = join(import.meta.dirname, 'drafting-child.ts');
const files = shortened(readFiles());
const form = formOf(files);
const knowledge = lightKnowledge(files);
const temporary = (what: string) => mkdtempSync(join(tmpdir(), `signpost-${what}-`));

/** The draft as it comes out when nobody kills anything. */
let whole: Answers;
/** Compiled code, so that a program starts in half the time. */
const compiled = temporary('compiled');

beforeAll(async () => {
  const store = openStore(':memory:');
  const keyring = memoryKeyring();
  const senco = talk(lightBot(store, keyring, { form, knowledge }));
  await senco.say('start a one point application');
  const reply = await senco.submit('draft-start:one-point', { reference: 'teal-7' });
  await answerAll(senco, reply, theScript(), { kept: [], typed: () => true, told: () => {} });
  const [draft] = await makeDrafts(store, keyring).list('test:senco');
  whole = draft?.answers ?? new Map();
  const load = ['test/slack/reliability/light-surface.ts', 'src/store/sqlite.ts']
    .map((file) => `await import('./${file}');`)
    .join('');
  execFileSync(process.execPath, ['--input-type=module', '-e', load], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
});
afterAll(() => rmSync(compiled, { recursive: true }));

/** A program that runs. */
interface Running {
  /** Where Slack's requests go, once it listens. */
  listens: Promise<string>;
  wrong: string[];
  kill(): Promise<void>;
}

function start(folder: string, standIn: SlackStandIn): Running {
  const { token } = standIn.bot();
  const child = spawn(
    process.execPath,
    [program, folder, standIn.apiUrl, token, standIn.app.signingSecret],
    { env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
  );
  const wrong: string[] = [];
  let out = '';
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_code, signal) => resolve(signal));
  });
  const listens = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      out += text;
      const lines = out.split('\n');
      out = lines.pop() ?? '';
      for (const line of lines)
        if (line.startsWith('listens ')) resolve(line.slice(8));
        else wrong.push(line);
    });
    void closed.then((signal) =>
      reject(new Error(`The program ended before it listened (${signal}): ${err}`)),
    );
  });
  listens.catch(() => {});
  return {
    listens,
    wrong,
    kill: async () => {
      child.kill('SIGKILL');
      const signal = await closed;
      if (signal !== 'SIGKILL') throw new Error(`The program ended by itself: ${err}`);
    },
  };
}

/** What was found wrong after a restart, each with the person. */
interface Found {
  lost: string[];
  /** Told that it came twice, though it was not kept; the question is put again. */
  mistold: string[];
  wrong: string[];
  doubled: string[];
  notOneForm: string[];
  wrongQuestion: string[];
}

/** Looks at what the store, and the conversation, hold once everything is worked. */
async function look(folder: string, drafters: readonly Drafter[]): Promise<Found> {
  const found: Found = {
    lost: [],
    mistold: [],
    wrong: [],
    doubled: [],
    notOneForm: [],
    wrongQuestion: [],
  };
  const store = openStore(join(folder, 'signpost.db'));
  const keyring = openKeyring(join(folder, 'master.key'));
  const drafts = makeDrafts(store, keyring);
  const bot = lightBot(store, keyring, { form, knowledge });
  for (const { person, heard, conversation } of drafters) {
    const key = `slack:${person.team}:${person.id}`;
    const all = await drafts.list(key);
    const answers: Answers = all[0]?.answers ?? new Map();
    const { saved, told } = heard();
    const of = (what: string) => `${person.id}: ${what}`;
    found.lost.push(...saved.filter((one) => !isKept(one, answers)).map(({ path }) => of(path)));
    found.mistold.push(...told.filter((one) => !isKept(one, answers)).map(({ path }) => of(path)));
    found.wrong.push(
      ...all.slice(1).map(({ reference }) => of(`another ${reference}`)),
      ...[...answers.keys()].filter((path) => !isRight(path, answers)).map(of),
    );
    const { forms, doubled, messages, deliveries } = conversation();
    found.doubled.push(...doubled.map(({ ts, text }) => of(`${ts} ${text.slice(0, 60)}`)));
    if (messages > deliveries) found.doubled.push(of(`${messages} to ${deliveries}`));
    const due = askOf(await talk(bot, key, 'elsewhere').say('carry on'))?.fields[0];
    if (all.length === 0) continue;
    if (forms.length !== (due ? 1 : 0)) found.notOneForm.push(of(`${forms.length} forms`));
    const standing = forms.at(-1);
    const put = standing?.inputs[0]?.path;
    if (due === undefined || put === pathOf(due)) continue;
    found.wrongQuestion.push(of(`${put}, not ${pathOf(due)}`));
  }
  await store.close();
  return found;
}

/** Kept with its value; a "yes" to another row is kept as the row. */
function isKept({ path, row }: Saved, answers: Answers): boolean {
  if (row !== undefined) return rowsIn(path.split('/')[0] ?? '', answers).includes(row);
  if (path.endsWith('/+')) return true;
  return same(path, answers);
}

/** As in the whole draft; of a table's rows, the first ones of it and each once. */
function isRight(path: string, answers: Answers): boolean {
  const rows = rowsIn(path, whole);
  const kept = rowsIn(path, answers);
  return rows.length > 0 ? kept.every((row, at) => row === rows[at]) : same(path, answers);
}

function rowsIn(table: string, answers: Answers): readonly string[] {
  const rows = form.sections.some(({ questions }) =>
    questions.some(({ id, type }) => id === table && type === 'rows'),
  );
  return rows ? listOf(valueAt(answers, table)) : [];
}

function same(path: string, answers: Answers): boolean {
  const said = (answer: ReturnType<Answers['get']>) =>
    JSON.stringify(answer?.kind === 'answered' ? answer.value : answer);
  return answers.has(path) && said(answers.get(path)) === said(whole.get(path));
}

describe('a program that is killed while people draft in Slack', () => {
  test(
    `loses nothing it said that it has, says nothing twice and leaves one question, ${SCHOOLS * KILLS} times`,
    async () => {
      const found: Found[] = [];
      const counts = { kills: 0, early: 0, saved: 0, deliveries: 0, unacknowledged: 0 };
      const wrong: string[] = [];

      const school = async (number: number): Promise<void> => {
        const random = seeded(20_261_124 + number);
        const users = Array.from({ length: PEOPLE }, (_, at) => ({ id: `U0S${number}P${at}` }));
        const standIn = await startSlack({ workspaces: [{ id: `T0S${number}`, users }] });
        const folder = temporary('slack');
        writeFileSync(join(folder, 'light.json'), JSON.stringify(files));
        openKeyring(join(folder, 'master.key'));
        const drafters = users.map(({ id }, at) =>
          makeDrafter(standIn, standIn.user(`T0S${number}`, id), seeded(number * 100 + at)),
        );
        for (let life = 0; life <= KILLS; life += 1) {
          const from = standIn.calls().length;
          const since = () => standIn.calls().slice(from);
          const running = start(folder, standIn);
          const isLast = life === KILLS;
          if (!isLast && life > 0 && random(5) === 0) {
            // While it starts, or works what was left.
            const calls = 1 + random(8);
            await Promise.race([
              running.listens,
              standIn.waitFor(() => since().length >= calls, 20_000),
            ]);
            await later(random(8));
            await running.kill();
            counts.early += 1;
            counts.kills += 1;
            continue;
          }
          const url = await running.listens;
          standIn.deliverTo(url);
          await Promise.all(drafters.map(({ again }) => again()));
          await fetch(new URL('/settle', url));
          found.push(await look(folder, drafters));
          if (isLast) {
            await running.kill();
            continue;
          }
          let isDead = false;
          const drafting = Promise.all(drafters.map(({ draft }) => draft(() => isDead)));
          const slow = random(2) === 0 ? 20 + random(130) : 0;
          const calls = since().length + 1 + random(60);
          if (slow > 0)
            standIn.fault({
              method: ['chat.postMessage', 'chat.update', '*'][random(3)] ?? '*',
              kind: random(3) === 0 ? 'slow-before' : 'slow-after',
              ms: slow,
              skip: random(20),
            });
          // Counted in calls rather than in time, so that a busy machine tests as much.
          await Promise.race([
            standIn.waitFor(
              () =>
                slow > 0
                  ? since().some(({ fault }) => fault !== undefined)
                  : since().length >= calls,
              20_000,
            ),
            drafting,
          ]);
          await later(random(Math.max(8, slow)));
          const killed = running.kill();
          isDead = true;
          await killed;
          counts.kills += 1;
          await drafting;
          wrong.push(...running.wrong);
        }
        for (const { heard, conversation } of drafters) {
          counts.saved += heard().saved.length;
          counts.deliveries += conversation().deliveries;
        }
        counts.unacknowledged += standIn
          .sent()
          .filter(({ answers }) => answers[0]?.status !== 200).length;
        await standIn.close();
        rmSync(folder, { recursive: true });
      };

      let next = 0;
      // Two at a time, because starting a program is what takes the time.
      const lane = async () => {
        while (next < SCHOOLS) await school(next++);
      };
      await Promise.all([lane(), lane()]);
      const all = (what: keyof Found) => found.flatMap((one) => one[what]);
      console.log('Killed in Slack:', {
        ...counts,
        mistold: all('mistold').length,
      });
      expect({
        lost: all('lost'),
        wrong: all('wrong'),
        doubled: all('doubled'),
        notOneForm: all('notOneForm'),
        wrongQuestion: all('wrongQuestion'),
        reported: wrong,
      }).toEqual({
        lost: [],
        wrong: [],
        doubled: [],
        notOneForm: [],
        wrongQuestion: [],
        reported: [],
      });
      expect(counts.kills).toBe(SCHOOLS * KILLS);
      expect(counts.saved).toBeGreaterThan(SCHOOLS * KILLS * 4);
    },
    LONG,
  );
});

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
