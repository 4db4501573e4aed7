/**
 * Teams sends again what it thinks was not taken, with the same id or with another; people press twice;
 * one person works in Slack and in Teams at once. Each thing done has one effect.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WORDS as DRAFT_WORDS } from '../../src/guide/words.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { fill, type Talk, talk, wholeApplication } from '../guide/drive.ts';
import { type Program, startProgram } from './program.ts';
import { type Json, objectOf } from './standin/json.ts';
import type { Sending } from './standin/sending.ts';
import {
  type Person,
  startTeams,
  type TeamsMessage,
  type TeamsStandIn,
  tenant,
} from './standin/teams.ts';

const QUESTION = 'What is the Local Offer for?';
const ANSWER = /The Local Offer should do two jobs/;
/** People of the tests, each with a chat of their own. */
const KEYS = Array.from({ length: 40 }, (_, at) => `person${at}`);

let teams: TeamsStandIn;
let program: Program;

beforeAll(async () => {
  teams = await startTeams({
    tenants: [tenant('one', { users: KEYS.map((key) => ({ key })), teams: [], groupChats: [] })],
  });
  program = await startProgram(
    {
      local: false,
      appId: teams.app.id,
      password: teams.app.secret,
      type: 'SingleTenant',
      appTenant: teams.app.tenant,
      tenants: [teams.tenant('one').id],
    },
    teams.instead,
  );
  teams.deliverTo(program.url);
});
afterAll(async () => {
  await program.stop();
  await teams.close();
});

let next = 0;
let anna: Person;
let key: string;
beforeEach(() => {
  anna = teams.user('one', KEYS[next] ?? '');
  next += 1;
  key = `teams:${anna.tenant}:${anna.aadObjectId}`;
  program.turns.splice(0);
  program.reports.splice(0);
});

const ours = (person = anna) => teams.activities(person.chat).filter(({ from }) => from === 'bot');
const says = (reply: Reply) => plainText(reply);
const isSaved = (reply: Reply) => /(?:^|\n)Saved: question/.test(says(reply));

/** Does something and gives what the core said of it, in order. */
async function doing(act: Promise<unknown>): Promise<Reply[]> {
  const before = program.turns.length;
  await act;
  await program.settle();
  return program.turns.slice(before).map(({ reply }) => reply);
}

const signpost = (action: Json) => objectOf(objectOf(action.data).signpost);
const submits = (action: Json) => signpost(action).do === 'submit';

/** The form that stands open in a chat. */
function form(person = anna): TeamsMessage {
  const found = ours(person).findLast(({ cards }) => JSON.stringify(cards).includes('"Input.'));
  if (!found) throw new Error('No form stands there.');
  return found;
}

const inputs = ({ cards }: TeamsMessage) =>
  [...JSON.stringify(cards).matchAll(/"id":"([^"]+@\d+|reference)"/g)].map(([, id = '']) => id);

async function drafting(person = anna, reference = 'K7-blue'): Promise<void> {
  await doing(person.say('start an application'));
  await doing(person.say(reference));
}

describe('the same delivery again', () => {
  test('500 times: every message is answered once', async () => {
    const said = ['Who must appoint the SENCO?', QUESTION, 'thank you', 'start an application'];
    for (const text of said) {
      const before = ours().length;
      const first = await anna.say(text);
      const { answers } = await first.again({ repeat: 60, together: true });
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      await program.settle();
      expect(ours().length - before, text).toBeLessThanOrEqual(2);
      const standing = ours().length;
      await first.again({ repeat: 65 });
      await program.settle();
      expect(ours()).toHaveLength(standing);
    }
    expect(program.turns).toHaveLength(said.length);
    expect(ours().filter(({ text }) => ANSWER.test(text))).toHaveLength(1);
  });

  test('a form, a button and a rating: once each', async () => {
    await doing(anna.say(QUESTION));
    const answer = ours().find(({ canBeRated }) => canBeRated);
    await doing(anna.rate(answer ?? '', 'like', '', { repeat: 20, together: true }));
    await drafting();
    const [field = ''] = inputs(form());
    const replies = await doing(
      anna.fill(form(), { [field]: 'no' }, submits, { repeat: 20, together: true }),
    );
    expect(replies.filter(isSaved)).toHaveLength(1);
    expect(replies).toHaveLength(1);
    expect((await program.store.ratings()).length).toBe(1);
  });
});

/** What is kept of a person's only draft: how often each field was written. */
async function written(person: string): Promise<Record<string, number>> {
  const [draft] = (await program.store.drafts(person)).filter(({ form: of }) => of !== 'profile');
  const fields = await program.store.fields(draft?.id ?? '');
  const asked = fields.filter(({ field }) => !field.startsWith('#'));
  return Object.fromEntries(asked.map(({ field, version }) => [field, version]));
}

/** What an export holds of the answers. */
function answersIn(reply: Reply): Record<string, unknown> {
  const file = reply.blocks.find((block) => block.kind === 'file' && block.name.endsWith('.json'));
  if (file?.kind !== 'file') throw new Error('There is no such file.');
  return JSON.parse(Buffer.from(file.bytes).toString('utf8')).answers;
}

describe('forms that come again with another id and time', () => {
  const count = { again: 0, submitted: 0 };
  /** Told that it is known, or that the question has moved on: never "Saved" twice. */
  const wrong: string[] = [];

  /** One person who sends every form several times over. */
  const repeating = (person: Person, how: (turn: number) => Sending): Talk => ({
    say: async (text) => (await doing(person.say(text)))[0] as Reply,
    press: async () => {
      throw new Error('Nothing is pressed here.');
    },
    submit: async (ask, values) => {
      const sending = how(count.submitted);
      count.submitted += 1;
      count.again += (sending.repeat ?? 1) - 1;
      const shown = form(person);
      const asked = (action: Json) => signpost(action).ask === ask;
      const [first, ...more] = await doing(person.fill(shown, values, asked, sending));
      for (const reply of more) {
        const said = says(reply);
        const told = [DRAFT_WORDS.twice, DRAFT_WORDS.old].some((words) => said.includes(words));
        if (!told || isSaved(reply)) wrong.push(`${inputs(shown).join()}: ${said.slice(0, 120)}`);
      }
      // What stands in the chat now is what the last of them was answered with.
      return (more.at(-1) ?? first) as Reply;
    },
  });

  test('500 of them: each answer is written once, and the repeat is told so', async () => {
    const once = talk(program.bot, 'slack:T1:CONTROL');
    await once.say('start an application');
    await fill(once, await once.say('K7-blue'), wholeApplication(), 'forms');

    const person = repeating(anna, (turn) => ({
      repeat: 6,
      renew: true,
      together: turn % 2 === 0,
    }));
    await person.say('start an application');
    const { reply } = await fill(person, await person.say('K7-blue'), wholeApplication(), 'forms');
    expect(JSON.stringify(reply.blocks)).toMatch(/everything is answered/i);
    expect(wrong).toEqual([]);
    expect(await written(key)).toEqual(await written('slack:T1:CONTROL'));
    expect(count.again).toBeGreaterThanOrEqual(500);
    const [exported] = await doing(anna.say('export'));
    expect(answersIn(exported as Reply)).toEqual(answersIn(await once.say('export')));
    expect(program.reports).toEqual([]);
  });

  test('much later, when the draft has gone on: nothing is changed', async () => {
    await drafting();
    const old = form();
    const [field = ''] = inputs(old);
    const first = await anna.fill(old, { [field]: 'no' }, submits, {});
    await doing(Promise.resolve());
    await doing(anna.say('skip'));
    await doing(anna.say('change safe now'));
    const before = await written(key);
    const replies = await doing(
      anna.fill(old, { [field]: 'no' }, submits, { repeat: 60, renew: true }),
    );
    expect(first.status).toBe(200);
    expect(replies).toHaveLength(60);
    expect(replies.filter(isSaved)).toEqual([]);
    expect(await written(key)).toEqual(before);
  });

  test('a reference that is sent twice begins one draft', async () => {
    await doing(anna.say('start an application'));
    await doing(
      anna.fill(form(), { reference: 'K7-blue' }, submits, {
        repeat: 8,
        renew: true,
        together: true,
      }),
    );
    expect(await program.store.drafts(key)).toHaveLength(1);
  });

  test('a form with something else in it: the first stands, the other waits and is told', async () => {
    await drafting();
    await doing(anna.say('change needs'));
    const shown = form();
    const [field = ''] = inputs(shown);
    const words = (n: number) => ({
      [field]: `Reads for ${n} minutes and needs every task said again.`,
    });
    const replies = await doing(
      Promise.all([anna.fill(shown, words(1), submits), anna.fill(shown, words(2), submits)]),
    );
    expect(replies.filter(isSaved)).toHaveLength(1);
    expect(replies.filter((reply) => says(reply).includes(DRAFT_WORDS.lost))).toHaveLength(1);
    const [path = ''] = field.split('@');
    expect(Object.keys(await written(key)).sort()).toEqual(
      expect.arrayContaining([path, `${path}#other`]),
    );
  });
});

describe('Slack and Teams at once, on the same draft', () => {
  const ROUNDS = 40;

  test(`${ROUNDS} times: one stands, the other is told, kept, and can be chosen`, async () => {
    const slack = talk(program.bot, 'slack:T1:ANNA');
    const [, code = ''] =
      /link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(says(await slack.say('link'))) ?? [];
    await doing(anna.say(`link ${code}`));
    await slack.say('start an application');
    await slack.say('K7-blue');
    const [draft] = await program.store.drafts(key);
    await doing(anna.say('open K7-blue'));
    const won = { slack: 0, teams: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const change = `draft:change:${draft?.id}:needs`;
      const asked = await slack.press(change);
      await doing(anna.say('change needs'));
      const shown = form();
      const [field = ''] = inputs(shown);
      const ask = asked.blocks.find((block) => block.kind === 'ask');
      expect(ask?.fields[0]?.id).toBe(field);
      const words = (where: string) =>
        `In ${where}: reads for ${round + 1} minutes and needs every task said again.`;
      let bySlack: Reply | undefined;
      const late = round % 3;
      const [byTeams] = await doing(
        Promise.all([
          (async () => {
            if (late === 1) await new Promise((resolve) => setTimeout(resolve, 8));
            bySlack = await slack.submit(ask?.id ?? '', { [field]: words('Slack') });
          })(),
          (async () => {
            if (late === 2) await new Promise((resolve) => setTimeout(resolve, 8));
            await anna.fill(shown, { [field]: words('Teams') }, submits);
          })(),
        ]),
      );
      const [one, other] = [bySlack as Reply, byTeams as Reply];
      expect([isSaved(one), isSaved(other)].filter(Boolean)).toHaveLength(1);
      const winner = isSaved(one) ? 'slack' : 'teams';
      won[winner] += 1;
      const loser = winner === 'slack' ? other : one;
      expect(says(loser)).toContain(DRAFT_WORDS.lost);
      // Both are kept until one is chosen.
      expect(Object.keys(await written(key))).toContain('needs#other');
      if (winner === 'slack') {
        const told = ours().findLast(({ cards }) => JSON.stringify(cards).includes('draft:mine:'));
        const [chosen] = await doing(anna.press(told ?? '', 'Use the one I just gave'));
        expect(says(chosen as Reply)).toContain('Your answer stands.');
      } else {
        const mine = JSON.stringify(one.blocks).match(/draft:mine:[^"]+/)?.[0] ?? '';
        expect(says(await slack.press(mine))).toContain('Your answer stands.');
      }
      const stands = winner === 'slack' ? 'Teams' : 'Slack';
      const stood = await slack.press(change);
      expect(JSON.stringify(stood.blocks)).toContain(words(stands));
    }
    expect(won.slack).toBeGreaterThan(0);
    expect(won.teams).toBeGreaterThan(0);
    expect(program.reports).toEqual([]);
  });
});
