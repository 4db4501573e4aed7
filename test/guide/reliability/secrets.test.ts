/** What could tell who a child is goes nowhere, and what may be kept is readable only in the files handed over. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeBot } from '../../../src/bot.ts';
import { readForms } from '../../../src/guide/forms.ts';
import type { Field, Reply } from '../../../src/reply.ts';
import { openKeyring } from '../../../src/safety/seal.ts';
import { backUp } from '../../../src/store/backup.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { theKnowledge } from '../../the-knowledge.ts';
import { askOf, pathOf, type Talk, talk } from '../drive.ts';
import { answerAll, theScript } from './answering.ts';
import { draftIn, TODAY, wordsIn } from './light.ts';
import { filesBelow, type Place, tracesOf, within, wordsOfWord } from './traces.ts';
import { buttonIn } from './windows.ts';

/** A sentence with a detail in it, and the parts of the detail that nobody may find. */
interface Planted {
  sentence: string;
  secrets: readonly string[];
}

const SURNAMES = ['Wexcombe', 'Thrupley', 'Quillmoor', 'Ostrander', 'Pendlebrook', 'Harkwell'];
const FIRST = ['Jack', 'Olivia', 'Mohammed', 'Chloe', 'Callum', 'Aisha'];
const pad = (number: number, length: number) => String(number).padStart(length, '0');
const one = (sentence: string, secret: string): Planted => ({
  sentence: sentence.replace('@', secret),
  secrets: [secret],
});
/** NHS data dictionary: the last digit is a check digit, modulus 11. */
const nhs = (nine: string): string => {
  const sum = Array.from(nine, Number).reduce((all, digit, at) => all + digit * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? nhs(String(Number(nine) + 1)) : nine + check;
};

/** Each kind of detail, another one for each number. */
const KINDS: readonly ((n: number) => Planted)[] = [
  (n) => {
    const first = FIRST[n % 6] ?? '';
    const last = `${SURNAMES[Math.floor(n / 6) % 6]}${'abcdefgh'[n % 8]}`;
    return {
      sentence: `The pupil is called ${first} ${last} and reads well.`,
      secrets: [`${first} ${last}`, last],
    };
  },
  (n) => one('Their UPN is @ in the records.', `H80120000${pad(1000 + n, 4)}`),
  (n) => one('The NHS number is @ on the letter.', nhs(`9434765${pad(n, 2)}`)),
  (n) => one('Date of birth: @, the youngest in class.', `${pad(1 + (n % 28), 2)}/03/2018`),
  (n) => one('Ring the parents on @ before nine.', `07700 900${pad(100 + n, 3)}`),
  (n) =>
    one('Their address for letters is home.q@.'.replace('@.', '@'), `${n}zz@family${n}.example`),
  (n) => one('They moved to @ in the spring.', `TS${10 + (n % 9)} ${n % 10}${'ABDEFGHJ'[n % 8]}Q`),
  (n) => one('The NI number of the carer is @ as written.', `AB${pad(123400 + n, 6)}C`),
  (n) => one('The family lives at @ near the park.', `${100 + n} Bramblewick Road`),
  (n) => one('The pupil is on snapchat as @ every evening.', `zigzag_${n}_fox`),
];

let folder: string;
let store: Store;
let senco: Talk;
let draft: string;
let exports: Place[];
const notes: string[] = [];
const logged: string[] = [];
const planted: (Planted & { path: string; reply: Reply })[] = [];
const ordinary: string[] = [];
const secrets = () => planted.flatMap((one) => one.secrets);
const database = () => join(folder, 'data', 'signpost.db');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-secrets-'));
  mkdirSync(join(folder, 'tmp'));
  vi.stubEnv('TMPDIR', join(folder, 'tmp'));
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...said) => {
      logged.push(JSON.stringify(said));
    });
  const knowledge = theKnowledge();
  store = openStore(database());
  const keyring = openKeyring(join(folder, 'data', 'master.key'));
  const forms = readForms('knowledge', knowledge);
  const bot = makeBot({
    knowledge,
    store,
    drafting: { forms, keyring, today: () => TODAY },
    note: (turn) => notes.push(JSON.stringify(turn)),
  });
  senco = talk(plantingBefore(bot));
  await senco.say('start a one point application');
  const begun = await senco.submit('draft-start:one-point', { reference: 'teal-7' });
  draft = draftIn(begun);
  await answerAll(senco, begun, withOddWords(), {
    kept: [],
    typed: (turn) => turn % 3 !== 0,
    told: () => {},
  });
  const files = await senco.say('export');
  exports = files.blocks.flatMap((block) => (block.kind === 'file' ? [block] : []));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** The made-up application with a word in each text that stands nowhere else. */
function withOddWords() {
  const script = theScript();
  for (const [path, value] of script) {
    if (typeof value !== 'string' || value.split(' ').length < 5) continue;
    const odd = `oddment${pad(ordinary.length, 3)}`;
    ordinary.push(odd);
    script.set(path, `${value.replace(/\.$/, '')}, with ${odd}.`);
  }
  return script;
}

/** Before a text is answered for the first time, the same place is given a detail, in the same way. */
function plantingBefore(bot: ReturnType<typeof makeBot>): ReturnType<typeof makeBot> {
  let shown: Field | undefined;
  const seen = new Set<string>();
  let count = 0;
  const isText = (field: Field | undefined) => field?.input === 'line' || field?.input === 'lines';
  return {
    ...bot,
    handle: async (incoming) => {
      const path = shown && pathOf(shown);
      if (shown && path && isText(shown) && path !== 'reference' && !seen.has(path)) {
        seen.add(path);
        // The setting and its staff may be named; no number of a pupil may stand anywhere.
        const kind = /name|adult|head|senco|advice\/|carry/.test(path)
          ? 1 + (count % 2)
          : count % KINDS.length;
        const plant = KINDS[kind]?.(count) as Planted;
        count += 1;
        const id = `planted ${count}`;
        const reply = await bot.handle(
          incoming.kind === 'submitted'
            ? { ...incoming, id, values: { [shown.id]: plant.sentence } }
            : { ...incoming, id, kind: 'said', text: plant.sentence },
        );
        planted.push({ ...plant, path, reply });
      }
      const reply = await bot.handle(incoming);
      shown = askOf(reply)?.fields[0];
      return reply;
    },
  };
}

describe('details that could tell who a child is', () => {
  test('are refused in at least forty places, by a reply that does not repeat them', () => {
    expect(planted.length).toBeGreaterThanOrEqual(40);
    const wrong = planted.filter(
      ({ reply, secrets }) =>
        reply.outcome !== 'refused' ||
        reply.dropMessage !== true ||
        !wordsIn(reply).includes('It is not saved.') ||
        secrets.some((secret) => wordsIn(reply).toLowerCase().includes(secret.toLowerCase())),
    );
    expect(wrong.map(({ path, sentence, reply }) => [path, sentence, reply.outcome])).toEqual([]);
  });

  test('are in no file of the store, its log, its backup or the temporary folder', async () => {
    backUp(database(), join(folder, 'backup.db'));
    const open = filesBelow(folder);
    expect(open.map(({ name }) => name.slice(folder.length + 1)).sort()).toEqual(
      expect.arrayContaining([
        'backup.db',
        'data/master.key',
        'data/signpost.db',
        'data/signpost.db-shm',
        'data/signpost.db-wal',
      ]),
    );
    expect(tracesOf(secrets(), open)).toEqual([]);
    await store.expire();
    expect(tracesOf(secrets(), filesBelow(folder))).toEqual([]);
  });

  test('are in nothing that was logged, and in none of the exported files', () => {
    const bytes = Buffer.from([...notes, ...logged].join('\n'));
    expect(notes.length).toBeGreaterThan(100);
    expect(tracesOf(secrets(), [{ name: 'log', bytes }])).toEqual([]);
    expect(exports.map(({ name }) => name.split('.').at(-1)).sort()).toEqual([
      'docx',
      'eml',
      'json',
      'xlsx',
    ]);
    expect(tracesOf(secrets(), exports.flatMap(within))).toEqual([]);
  });

  test.each([
    ['a choice', 'setting-status', 'Jack Wexcombez'],
    ['a sum', 'to-buy-cost', 'ask Jack Wexcombez on 07700 900123'],
    ['a date', 'parent-date', 'UPN H801200009999'],
    ['a percentage', 'attendance', 'Jack Wexcombez 07700 900123'],
  ])('are not repeated where %s is asked for', async (_, path, typed) => {
    await senco.press(`draft:change:${draft}:${path}`);
    const reply = await senco.say(typed);
    for (const part of ['Wexcombez', '07700 900123', 'H801200009999'])
      expect(wordsIn(reply)).not.toContain(part);
    await senco.say('stop');
    await senco.press(`draft:open:${draft}`);
    expect(tracesOf(['Wexcombez', 'H801200009999'], filesBelow(folder))).toEqual([]);
  });

  test('are refused in a note on what to chase, in a reference and in a question', async () => {
    await senco.press(`draft:change:${draft}:impact`);
    const note = await senco.say("don't know yet, ask the parent of UPN H801200008888");
    const begun = await senco.submit('draft-start:one-point', { reference: 'Jack Quillmoorz' });
    await senco.press(`draft:change:${draft}:attendance`);
    const question = await senco.say('When is the panel for my pupil Jack Quillmoorz, please?');
    for (const reply of [note, begun, question]) {
      expect(reply.dropMessage).toBe(true);
      expect(wordsIn(reply)).not.toMatch(/Quillmoorz|H801200008888/);
    }
    expect(tracesOf(['Quillmoorz', 'H801200008888'], filesBelow(folder))).toEqual([]);
  });
});

describe('ordinary answers', () => {
  test('are in no file in plain text', () => {
    expect(ordinary.length).toBeGreaterThan(40);
    expect(tracesOf(ordinary, filesBelow(folder))).toEqual([]);
    expect(
      tracesOf(ordinary, [{ name: 'log', bytes: Buffer.from([...notes, ...logged].join('\n')) }]),
    ).toEqual([]);
  });

  test('are in the exported files, each of them', () => {
    const file = (ending: string) =>
      exports.find(({ name }) => name.endsWith(ending))?.bytes ?? new Uint8Array();
    const word = wordsOfWord(file('.docx'));
    const data = Buffer.from(file('.json')).toString();
    expect(ordinary.filter((odd) => !data.includes(odd))).toEqual([]);
    expect(ordinary.filter((odd) => !word.includes(odd))).toEqual([]);
  });

  test('are kept when what looked like a name is confirmed to be none', async () => {
    const sentence = 'The pupil is called Captain Marlowe in the class story of oddment-ship.';
    await senco.press(`draft:change:${draft}:impact`);
    const refused = await senco.say(sentence);
    expect(refused.outcome).toBe('refused');
    const again = await senco.press(buttonIn(refused, 'False alarm: let me send it again'));
    expect(wordsIn(again)).toContain('send it again');
    expect(wordsIn(await senco.say(sentence))).toMatch(/^Saved: question/);
    const files = await senco.say('export');
    const data = files.blocks.find(
      (block) => block.kind === 'file' && block.name.endsWith('.json'),
    );
    expect(data?.kind === 'file' && Buffer.from(data.bytes).toString()).toContain(sentence);
  });
});

describe('the search for traces', () => {
  test.each([
    ['as it is', 'xx Jack Wexcombe yy'],
    ['in other letters', 'xx jACK wEXCOMBE yy'],
    ['as UTF-16', Buffer.from('xx Jack Wexcombe yy', 'utf16le').toString('latin1')],
    ['for an address', 'q=Jack%20Wexcombe&x'],
    ['as a form', 'q=Jack+Wexcombe&x'],
    ...[0, 1, 2].map((at) => [
      `in base64 after ${at}`,
      Buffer.from(`${'x'.repeat(at)}Jack Wexcombe yy`).toString('base64'),
    ]),
  ])('finds a word %s', (_, text) => {
    const bytes = Buffer.from(text ?? '', 'latin1');
    expect(tracesOf(['Jack Wexcombe'], [{ name: 'it', bytes }])).toHaveLength(1);
  });
});
