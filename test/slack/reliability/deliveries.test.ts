/** Deliveries that come several times, late and in any order: each has its effect once. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDrafts } from '../../../src/guide/drafts.ts';
import { memoryKeyring } from '../../../src/safety/seal.ts';
import { readQuestions } from '../../eval/questions.ts';
import { seeded } from '../../store/seeded.ts';
import { type Program, startProgram } from '../program.ts';
import { elementsOf, type Found } from '../standin/blocks.ts';
import { textOf } from '../standin/json.ts';
import type { Delivery, Person, Sending, SlackMessage } from '../standin/slack.ts';
import { markIn, markOf } from './drafter.ts';
import { formsIn, makeAnswers } from './forms.ts';

const TEAM = 'T0ONE';
const WAVES = 10;
const DRAFTERS = 12;
const ASKERS = 12;
const CHANNELS = ['C0A', 'C0B', 'C0C', 'C0D', 'C0E', 'C0F'];
/** Of each kind in one wave, besides a form or two of every second drafter: 100 in all. */
const OF = { asked: 30, mentioned: 22, commanded: 10, rated: 10, pressed: 10 };
const keyring = memoryKeyring();
const questions = readQuestions()
  .filter(({ turns, kind }) => turns.length === 1 && kind === 'source-page')
  .map(({ turns: [question = ''] }) => question);

/** A delivery that was made, and what it must lead to. */
interface Made {
  what: 'asked' | 'mentioned' | 'commanded' | 'rated' | 'pressed' | 'submitted';
  id: string;
  person: Person;
  channel: string;
  delivery: Delivery;
}

describe.each([
  ['over HTTP', false],
  ['by Socket Mode', true],
])('1,000 deliveries %s, each sent one to four times', (_how, socket) => {
  const random = seeded(socket ? 2 : 1);
  const drafterIds = Array.from({ length: DRAFTERS }, (_, at) => `U0D${at}`);
  const askerIds = Array.from({ length: ASKERS }, (_, at) => `U0Q${at}`);
  const everybody = [...drafterIds, ...askerIds];
  const made: Made[] = [];
  /** What each rating was, by its answer. */
  const ratings = new Map<string, boolean>();
  /** What was filled in, by person and by field as it was shown: `path@version`. */
  const filled = new Map<string, Set<string>>();
  const statuses = new Map<number, number>();
  let sends = 0;
  let program: Program;
  let asked = 0;

  const people = new Map<string, Person>();
  // One person each, so that no two things they do are told by the same trigger.
  const user = (id: string): Person => {
    const known = people.get(id) ?? program.standIn.user(TEAM, id);
    people.set(id, known);
    return known;
  };
  const any = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const nextQuestion = () => {
    asked += 1;
    return questions[(asked * 7) % questions.length] ?? '';
  };

  beforeAll(async () => {
    program = await startProgram(
      {
        workspaces: [
          {
            id: TEAM,
            users: everybody.map((id) => ({ id })),
            channels: CHANNELS.map((id) => ({ id, kind: 'public' as const })),
          },
        ],
      },
      { socket, keyring },
    );
    for (const id of drafterIds) {
      const person = user(id);
      await person.say(person.im, 'start an application');
      await program.settle();
      const [form] = formsIn(program.standIn.messages(person.im));
      if (!form) throw new Error('No form was put.');
      await person.fill(form.message, { reference: 'teal-7' }, ({ value }) => value === form.ask);
      filled.set(id, new Set());
    }
    // Answers to rate and buttons to press in the first wave.
    for (const id of askerIds)
      for (let at = 0; at < 2; at += 1) await user(id).say(user(id).im, nextQuestion());
    await program.settle();
  });
  afterAll(() => program.stop());

  const hold = { hold: true };
  const keep = (what: Made['what'], person: Person, channel: string, delivery: Delivery) => {
    const { event_id: event, trigger_id: trigger } = delivery.payload;
    made.push({ what, id: String(event ?? trigger), person, channel, delivery });
  };

  /** Places where nobody has typed a command yet, so that each answer can be told apart. */
  const places = CHANNELS.flatMap((channel) => everybody.map((id) => ({ id, channel })));
  const used = new Set<string>();

  /** An element of the askers' messages that was not worked yet. */
  const unused = (where: (element: Found['element']) => boolean) => {
    for (const id of askerIds)
      for (const message of program.standIn.messages(user(id).im)) {
        const found = elementsOf(message.blocks).find(({ element }) => where(element))?.element;
        const key = `${message.ts} ${found?.type}`;
        if (!found || used.has(key)) continue;
        used.add(key);
        return { person: user(id), message, element: found };
      }
    throw new Error('There is nothing left to work.');
  };

  /** What people do in one wave, held back. */
  const act = async (wave: number): Promise<void> => {
    for (let at = 0; at < OF.asked; at += 1) {
      const person = user(any(askerIds));
      const text = at === 0 ? `what does zorgle ${wave} mean` : nextQuestion();
      keep('asked', person, person.im, await person.say(person.im, text, hold));
    }
    for (let at = 0; at < OF.mentioned; at += 1) {
      const person = user(any(everybody));
      const channel = any(CHANNELS);
      keep('mentioned', person, channel, await person.mention(channel, nextQuestion(), hold));
    }
    for (const { id, channel } of places.splice(0, OF.commanded))
      keep(
        'commanded',
        user(id),
        channel,
        await user(id).command('/signpost', 'what is a SENCO', channel, hold),
      );
    for (let at = 0; at < OF.rated; at += 1) {
      const { person, message, element } = unused(({ type }) => type === 'feedback_buttons');
      const helpful = random(2) === 0;
      const { value } = element.positive_button as { value: string };
      ratings.set(value.replace(/^yes:/, ''), helpful);
      keep('rated', person, person.im, await person.rate(message, helpful, hold));
    }
    for (let at = 0; at < OF.pressed; at += 1) {
      const { person, message, element } = unused((one) =>
        textOf(one.action_id).startsWith('choose:private'),
      );
      const delivery = await person.press(
        message,
        ({ action_id }) => action_id === element.action_id,
        hold,
      );
      keep('pressed', person, person.im, delivery);
    }
    for (const [at, id] of drafterIds.entries()) {
      const person = user(id);
      const form = formsIn(program.standIn.messages(person.im)).at(-1);
      if (!form) throw new Error('No form stands there.');
      const { values } = answersOf(id).to(form);
      for (const field of Object.keys(values)) filled.get(id)?.add(field);
      // Every second one is pressed twice: two deliveries of the same form.
      for (let press = 0; press < 1 + (at % 2); press += 1)
        keep(
          'submitted',
          person,
          person.im,
          await person.fill(form.message, values, ({ value }) => value === form.ask, hold),
        );
    }
  };

  const answers = new Map<string, ReturnType<typeof makeAnswers>>();
  const answersOf = (id: string) => {
    const known = answers.get(id) ?? makeAnswers();
    answers.set(id, known);
    return known;
  };

  /** What is to be sent of one delivery: the first, and its repeats, each signed anew. */
  const sendingsOf = (times: number): Sending[] => {
    const at = Math.floor(Date.now() / 1_000);
    if (socket && times > 2)
      // The same envelope again, and once more in another.
      return [{ repeat: times - 1, together: random(2) === 0 }, {}];
    return Array.from({ length: times }, (_, retry) => ({
      timestamp: at - retry,
      ...(retry > 0 && {
        headers: { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' },
      }),
    }));
  };

  const shuffled = <T>(list: readonly T[]): T[] => {
    const all = [...list];
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = random(at + 1);
      [all[at], all[other]] = [all[other] as T, all[at] as T];
    }
    return all;
  };

  test('are all acknowledged', async () => {
    /** Repeats that come when everything has moved on. */
    let late: { delivery: Delivery; sending: Sending }[] = [];
    for (let wave = 0; wave < WAVES; wave += 1) {
      const before = made.length;
      await act(wave);
      const now = made.slice(before).map(({ delivery }) => {
        const [first = {}, ...more] = sendingsOf(1 + random(4));
        return { delivery, first, more };
      });
      const here = now.map(({ delivery, first }) => ({ delivery, sending: first }));
      const again = now.flatMap(({ delivery, more }) =>
        more.map((sending) => ({ delivery, sending })),
      );
      const isLate = again.map(() => random(3) === 0);
      const all = shuffled([...here, ...late, ...again.filter((_, at) => !isLate[at])]);
      late = again.filter((_, at) => isLate[at]);
      if (wave === WAVES - 1) all.push(...late);
      while (all.length > 0)
        await Promise.all(
          all.splice(0, 8).map(async ({ delivery, sending }) => {
            const { answers: came } = await delivery.again(sending);
            sends += came.length;
            for (const { status } of came) statuses.set(status, (statuses.get(status) ?? 0) + 1);
          }),
        );
      await program.settle();
    }
    console.log(`Deliveries ${_how}:`, { made: made.length, sends });
    expect(made).toHaveLength(1_000);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1_000);
    expect(sends).toBeGreaterThan(2_000);
    expect([...statuses]).toEqual([[200, sends]]);
    expect(program.reports).toEqual([]);
  });

  test('are told to the core once each', () => {
    const told = program.turns.map(({ incoming }) => incoming.id);
    expect(told).toHaveLength(new Set(told).size);
    const known = new Set(told);
    expect(made.filter(({ id }) => !known.has(id))).toEqual([]);
  });

  /** What must not be read by others is told to the person alone. */
  const isAside = ({ what, id }: Made): boolean =>
    what === 'commanded' ||
    what === 'rated' ||
    (what === 'mentioned' &&
      program.turns.some(({ incoming, reply }) => incoming.id === id && reply.dropMessage));

  test('are answered with one message each, which stands there', () => {
    const posts = program.standIn
      .calls('chat.postMessage')
      .filter(({ answer }) => answer?.ok === true)
      .map(({ args }) => markIn(args.metadata as Record<string, unknown>));
    const wrong = made
      .filter((one) => !isAside(one))
      .map(({ what, id }) => ({
        what,
        id,
        posts: posts.filter((mark) => mark === markOf(id)).length,
      }))
      .filter(({ posts: times }) => times !== 1);
    expect(wrong).toEqual([]);
    expect(new Set(posts).size).toBe(posts.length);
    const everywhere = [...CHANNELS, ...everybody.map((id) => user(id).im)];
    expect(everywhere.flatMap(standing)).toHaveLength(posts.length);
  });

  test('are answered to their person alone once: commands and ratings', () => {
    const wrong: string[] = [];
    const aside = made.filter(isAside);
    for (const channel of [...CHANNELS, ...everybody.map((id) => user(id).im)])
      for (const id of everybody) {
        const due = aside.filter((one) => one.channel === channel && one.person.id === id).length;
        const seen = program.standIn
          .messages(channel)
          .filter(({ visibleTo }) => visibleTo === id).length;
        if (seen !== due) wrong.push(`${id} in ${channel}: ${seen} for ${due}`);
      }
    expect(wrong).toEqual([]);
    expect(aside.length).toBeGreaterThan(WAVES * (OF.commanded + OF.rated) - 1);
  });

  test('are kept once: ratings, and questions nobody could answer', async () => {
    const kept = new Map((await program.store.ratings()).map(({ id, helpful }) => [id, helpful]));
    expect(kept).toEqual(ratings);
    const gaps = (await program.store.unanswered()).filter(({ question }) =>
      question.includes('zorgle'),
    );
    // Asked right after something else, some are read as following on from it.
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.filter(({ times }) => times !== 1)).toEqual([]);
  });

  test('are saved once: every field has the version that follows the one it was shown with', async () => {
    const drafts = makeDrafts(program.store, keyring);
    const wrong: string[] = [];
    let fields = 0;
    for (const [id, given] of filled) {
      const [draft, ...more] = await drafts.list(`slack:${TEAM}:${id}`);
      if (!draft || more.length > 0)
        wrong.push(`${id} has ${more.length + (draft ? 1 : 0)} drafts`);
      for (const field of given) {
        const [path = '', shown = ''] = field.split('@');
        if (path === 'reference' || path.endsWith('/+')) continue;
        fields += 1;
        const version = draft?.version(path);
        if (version !== Number(shown) + 1) wrong.push(`${id} ${path}: ${version} after ${shown}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(fields).toBeGreaterThan(DRAFTERS * WAVES * 0.9);
  });

  test('leave each draft with one form', () => {
    const forms = drafterIds.map((id) => formsIn(program.standIn.messages(user(id).im)).length);
    expect(forms).toEqual(Array(DRAFTERS).fill(1));
  });

  /** The bot's messages that stand in a conversation for all who are in it. */
  function standing(channel: string): SlackMessage[] {
    return program.standIn
      .messages(channel)
      .filter(({ user: by, visibleTo }) => !everybody.includes(by) && visibleTo === undefined);
  }
});
