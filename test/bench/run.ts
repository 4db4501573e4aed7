/** `npm run bench`: how long things take, and beside what. `--json` writes one object a line. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from 'tinybench';
import { render as renderSlack } from '../../adapters/slack/render.ts';
import { render as renderTeams } from '../../adapters/teams/render.ts';
import { makeAnswerer } from '../../src/answer/answer.ts';
import { makeBot } from '../../src/bot.ts';
import { readConfig } from '../../src/config.ts';
import { readForms } from '../../src/guide/forms.ts';
import { readKnowledge } from '../../src/knowledge/read.ts';
import { findIdentifiers } from '../../src/safety/identifiers.ts';
import { judge } from '../../src/safety/judge.ts';
import { openKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { makePeers } from '../eval/peers.ts';
import { readQuestions } from '../eval/questions.ts';
import { fill, talk, wholeApplication } from '../guide/drive.ts';
import { type Platform, serve } from './load.ts';
import { acknowledge } from './slack/acknowledge.ts';
import { slackMentions } from './slack/mentions.ts';
import { beside } from './slack/neighbours.ts';
import { manyTimes } from './synthetic.ts';
import { teamsMessages } from './teams/messages.ts';

/** One figure; `ratio` is value over the peer's value in the same run. */
interface Figure {
  name: string;
  value: number;
  unit: string;
  peer?: string;
  ratio?: number;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    times: { type: 'string', default: '100' },
  },
});
const { knowledgeDir, today } = readConfig(process.env);
const knowledge = readKnowledge(knowledgeDir, today());
const questions = readQuestions().map(({ turns }) => turns.at(-1) ?? '');
const figures: Figure[] = [];
const report = (figure: Figure) => {
  figures.push(figure);
  if (values.json) console.log(JSON.stringify(figure));
};

/** Times one call after another, each with the next question. */
async function time(name: string, work: (question: string) => unknown, ms = 1_500) {
  let at = 0;
  const bench = new Bench({ time: ms, warmupTime: 500, retainSamples: true });
  bench.add(name, async () => {
    at += 1;
    await work(questions[at % questions.length] ?? '');
  });
  const [task] = await bench.run();
  const result = task?.result;
  if (!result || !('latency' in result)) throw new Error(`${name} could not be timed.`);
  return { p50: result.latency.p50, p99: result.latency.p99 };
}

// One answer inside the core: safety, understanding, search, decision, composition.
const answerer = makeAnswerer(knowledge);
const answer = (question: string) => {
  const judged = judge(question, knowledge.safety);
  return judged.kind === 'fine' ? answerer.answer(judged.text, { turns: [] }) : judged;
};
const own = await time('answer', answer, 4_000);
report({ name: 'one answer in the core, p50', value: own.p50, unit: 'ms' });
report({ name: 'one answer in the core, p99', value: own.p99, unit: 'ms' });

// Safety alone, which every message passes first.
const safe = await time('safety', (question) => {
  judge(question, knowledge.safety);
  findIdentifiers(question, knowledge.safety.identifiers);
});
report({ name: 'safety and identifying details, p50', value: safe.p50, unit: 'ms' });
report({ name: 'safety and identifying details, p99', value: safe.p99, unit: 'ms' });

// A whole turn, with everything written to disk before the reply.
const folder = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
const store = openStore(join(folder, 'signpost.db'));
const bot = makeBot({ knowledge, store });
let turns = 0;
const turn = await time('turn', (text) => {
  turns += 1;
  const place = { id: `p${turns % 50}`, shared: false };
  return bot.handle({ kind: 'said', id: String(turns), person: place.id, place, text });
});
report({ name: 'one turn kept on disk, p50', value: turn.p50, unit: 'ms' });
report({ name: 'one turn kept on disk, p99', value: turn.p99, unit: 'ms' });
await store.close();
rmSync(folder, { recursive: true });

// One turn in a draft of 150 answers, each sealed and written to disk before it is acknowledged.
const drafting = await draftTurns();
for (const [name, times] of drafting) {
  times.sort((one, two) => one - two);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  report({ name: `draft, ${name}, p50`, value: at(0.5), unit: 'ms' });
  report({ name: `draft, ${name}, p99`, value: at(0.99), unit: 'ms' });
}

// Search alone, beside off-the-shelf search over the same cards and questions.
const search = await time('search', (question) => answerer.find(question));
for (const peer of await makePeers(knowledge)) {
  const theirs = await time(peer.name, (question) => peer.find(question));
  report({
    name: 'search, p50',
    value: search.p50,
    unit: 'ms',
    peer: peer.name,
    ratio: search.p50 / theirs.p50,
  });
}

// Many times as many cards.
const times = Number(values.times);
const many = makeAnswerer(manyTimes(knowledge, times));
const larger = await time('many', (question) => many.answer(question, { turns: [] }), 4_000);
const plain = await time('one', (question) => answerer.answer(question, { turns: [] }));
report({
  name: `one answer from ${times} times the cards, p50`,
  value: larger.p50,
  unit: 'ms',
  peer: 'the cards as they are',
  ratio: larger.p50 / plain.p50,
});

report({ name: 'npm start until the page answers', value: await startTime(), unit: 'ms' });

// Messages answered from the knowledge, beside a bare echo on the platform's own SDK.
const asked = questions.filter(isOneMessage);
await surface('Slack', slackMentions, 'test/bench/slack/echo.ts', 'a bare Bolt echo');
await surface('Teams', teamsMessages, 'test/bench/teams/echo.ts', 'a bare botbuilder echo');

// A busy council: twenty requests a second for a minute, while somebody exports again and again.
const acknowledged = await acknowledge(60);
report({
  name: 'Slack, until acknowledged beside exports, p99',
  value: acknowledged.p99,
  unit: 'ms',
});
report({
  name: 'Slack, until acknowledged beside exports, max',
  value: acknowledged.max,
  unit: 'ms',
});

// One workspace, while Slack asks us to wait in another.
const { free, held } = await beside(20);
const p99 = (waits: number[]) => waits.toSorted((one, two) => one - two).at(-1) ?? 0;
report({
  name: 'Slack, an answer beside a workspace that waits, p99',
  value: p99(held),
  unit: 'ms',
  peer: 'beside one that does not',
  ratio: p99(held) / p99(free),
});

if (!values.json) console.log(table(figures));
process.exit(0);

/** Whether a question is answered in the open with one message on each platform, so that messages can be counted. */
function isOneMessage(question: string): boolean {
  const answered = answer(question);
  if (!('blocks' in answered) || answered.outcome === 'safeguarding') return false;
  const view = { where: 'shared', isCardLink: () => true } as const;
  return [renderSlack, renderTeams].every(
    (render) => render(answered.blocks, view).messages.length === 1,
  );
}

/** Measures a surface and its peer in turns, so that both meet the machine in the same moods. */
async function surface(name: string, platform: Platform, echo: string, peer: string) {
  const runs: { own: number; theirs: number; p99: number }[] = [];
  for (let round = 0; round < 3; round += 1) {
    const theirs = await serve(echo, platform, asked);
    const own = await serve('adapters/signpost.js', platform, asked);
    runs.push({ own: own.perSecond, theirs: theirs.perSecond, p99: own.p99 });
  }
  runs.sort((one, two) => one.own / one.theirs - two.own / two.theirs);
  const middle = runs[1] ?? { own: 0, theirs: 1, p99: 0 };
  report({
    name: `${name}, messages answered`,
    value: middle.own,
    unit: '/s',
    peer,
    ratio: middle.own / middle.theirs,
  });
  report({ name: `${name}, until acknowledged under load, p99`, value: middle.p99, unit: 'ms' });
}

/** Fills in a whole application, then times each kind of turn in it. */
async function draftTurns(): Promise<Map<string, number[]>> {
  const data = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  const kept = openStore(join(data, 'signpost.db'));
  const forms = readForms(knowledgeDir, knowledge);
  const keyring = openKeyring(join(data, 'master.key'));
  const drafter = makeBot({ knowledge, store: kept, drafting: { forms, keyring, today } });
  const person = talk(drafter);
  await person.say('start an application');
  await fill(person, await person.say('bench-1'), wholeApplication(), 'forms');
  const found = new Map<string, number[]>();
  const take = async (name: string, work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    found.set(name, [...(found.get(name) ?? []), performance.now() - started]);
  };
  for (let round = 0; round < 250; round += 1) {
    await take('go to a question', () => person.say('change why now'));
    const grown = `The gap to peers has grown by ${round} points on the language screen since September, and what helped last year no longer moves it.`;
    await take('answer in words', () => person.say(grown));
    await person.say('go to G0.3');
    await take('answer by choice', () => person.say(round % 2 ? 'primary' : 'secondary'));
    await take('where was I', () => person.say('where was I'));
    await take('check it', () => person.say('check it'));
  }
  await kept.close();
  rmSync(data, { recursive: true });
  return found;
}

/** Starts the program on a free port and asks until the page answers. */
async function startTime(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'signpost-start-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const started = performance.now();
  const child = spawn(process.execPath, ['adapters/signpost.js'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...process.env, PORT: String(port), DATA_DIR: data, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  try {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const answered = await fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.ok,
        () => false,
      );
      if (answered) return performance.now() - started;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('The page did not answer within ten seconds.');
  } finally {
    child.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  }
}

function table(rows: readonly Figure[]): string {
  return rows
    .map(({ name, value, unit, peer, ratio }) => {
      const beside = peer === undefined ? '' : `  ${(ratio ?? 0).toFixed(2)} × ${peer}`;
      return `${name.padEnd(48)}${value.toFixed(3).padStart(10)} ${unit}${beside}`;
    })
    .join('\n');
}
