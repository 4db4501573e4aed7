import { beforeAll, describe, expect, test } from 'vitest';
import { makeBot } from '../../src/bot.ts';
import type { Form } from '../../src/guide/form.ts';
import { readForms } from '../../src/guide/forms.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';
import {
  answersOnly,
  askOf,
  fill,
  type Interruption,
  pathOf,
  type Talk,
  talk,
  wholeApplication,
} from './drive.ts';

let knowledge: Knowledge;
let forms: Form[];
beforeAll(() => {
  knowledge = theKnowledge();
  forms = readForms('knowledge', knowledge);
});

const script = wholeApplication();

async function begun(): Promise<{ person: Talk; reply: Reply }> {
  const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
  const bot = makeBot({ knowledge, store: openStore(':memory:'), drafting });
  const person = talk(bot);
  await person.say('start an application');
  return { person, reply: await person.say('K7-blue') };
}

/** What the JSON export holds of the answers. */
async function exported(person: Talk): Promise<Record<string, unknown>> {
  const reply = await person.say('export');
  const file = reply.blocks.find((block) => block.kind === 'file' && block.name.endsWith('.json'));
  if (file?.kind !== 'file') throw new Error(`No data file in: ${plainText(reply)}`);
  return JSON.parse(Buffer.from(file.bytes).toString('utf8')).answers;
}

/** Says something that must change nothing, and goes on with the question that was open. */
const aside =
  (words: string, expected: RegExp): Interruption =>
  async (person, before) => {
    const reply = await person.say(words);
    expect(plainText(reply), words).toMatch(expected);
    expect(askOf(reply)?.fields[0]?.id, `${words}: the question is put again`).toBe(
      askOf(before)?.fields[0]?.id,
    );
    return reply;
  };

/** Parks the open question, then goes back to it. */
const parkAndReturn: Interruption = async (person, before) => {
  const field = askOf(before)?.fields[0];
  const code = /^Q\d+\.\d+/.exec(field?.label ?? '')?.[0];
  const choice = before.blocks
    .flatMap((block) => (block.kind === 'choices' ? block.choices : []))
    .find(({ label }) => label === "Don't know yet");
  if (!choice || !code || field?.id.includes('/'))
    throw new Error(
      `Nothing can be parked here: ${field?.id}. Give the interruption another turn.`,
    );
  await person.press(choice.action);
  const reply = await person.say(`go to ${code}`);
  expect(
    pathOf(askOf(reply)?.fields[0] ?? { id: '', label: '', input: 'line', required: false }),
  ).toBe(pathOf(field ?? { id: '', label: '', input: 'line', required: false }));
  return reply;
};

/** Goes back one question and answers it again as before. */
const backAndAgain: Interruption = async (person) => {
  const reply = await person.say('back');
  expect(askOf(reply)).toBeDefined();
  return reply;
};

/** Changes an answer given long ago to the same words. */
const edit =
  (words: string, path: string): Interruption =>
  async (person) => {
    const reply = await person.say(words);
    expect(
      pathOf(askOf(reply)?.fields[0] ?? { id: '', label: '', input: 'line', required: false }),
      words,
    ).toBe(path);
    return reply;
  };

/** Stops, does something else, and carries on. */
const awayAndBack: Interruption = async (person, before) => {
  await person.say('stop');
  expect((await person.say('how long has a new SENCO got to qualify')).outcome).toBe('answered');
  const reply = await person.say('carry on');
  expect(askOf(reply)?.fields[0]?.id).toBe(askOf(before)?.fields[0]?.id);
  return reply;
};

const interruptions = new Map<number, Interruption>([
  [3, aside('why do you ask?', /sources:|Stockton/i)],
  [7, aside('what counts as a cycle?', /cycle/i)],
  [10, aside('where was I', /of \d+ questions answered/)],
  [13, parkAndReturn],
  [16, backAndAgain],
  [20, aside('check it', /not ready yet/i)],
  [23, awayAndBack],
  [27, edit('change the attendance', 'attendance')],
  [31, aside('who chairs the one point panel?', /adviser/i)],
  [35, parkAndReturn],
  [39, backAndAgain],
  [44, aside('what is a costed provision map?', /map/i)],
  [49, edit("change the parents' view", 'parent-views')],
  [54, backAndAgain],
  [58, awayAndBack],
  [62, aside('do we need consent?', /consent/i)],
  [66, edit('change why now', 'why-now')],
  [70, aside('show the costs', /costed|£/i)],
  [75, aside('how far am I through?', /of \d+ questions answered/)],
  [80, backAndAgain],
]);

describe('a whole application', () => {
  const results: Record<string, unknown>[] = [];
  test.each([
    ['by typing alone', 'typed', new Map()],
    ['by forms alone', 'forms', new Map()],
    ['by typing and forms in turn, with twenty interruptions', 'mixed', interruptions],
  ] as const)('%s', async (_name, how, between) => {
    const { person, reply } = await begun();
    const { reply: last } = await fill(person, reply, script, how, between);
    expect(plainText(last)).toMatch(/everything is answered/i);
    results.push(await exported(person));
  });

  test('comes to the same answers each way', () => {
    const [typed, forms_, mixed] = results.map(answersOnly);
    expect(Object.keys(typed ?? {}).length).toBeGreaterThan(150);
    expect(forms_).toEqual(typed);
    expect(mixed).toEqual(typed);
  });
});
