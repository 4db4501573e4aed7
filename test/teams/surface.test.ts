/** What people meet in Teams, wherever they meet it, and what becomes of it. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WORDS } from '../../adapters/teams/words.ts';
import { WORDS as DRAFT_WORDS } from '../../src/guide/words.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { askOf, fill, talk, wholeApplication } from '../guide/drive.ts';
import { type Program, startProgram } from './program.ts';
import { type Json, objectOf, objectsOf, textOf } from './standin/json.ts';
import {
  type Person,
  startTeams,
  type TeamsMessage,
  type TeamsStandIn,
  tenant,
} from './standin/teams.ts';

const QUESTION = 'What is the Local Offer for?';
const ANSWER = /The Local Offer should do two jobs/;

/** Each test has two people, a team and a group chat of its own; the program is started once. */
const TESTS = 60;
let teams: TeamsStandIn;
let program: Program;
/** How far the clock is ahead, in milliseconds. */
let ahead = 0;
let count = 0;
let anna: Person;
let ben: Person;
let STAFF: string;
let GROUP: string;

beforeAll(async () => {
  const now = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  const numbers = Array.from({ length: TESTS }, (_, at) => at + 1);
  teams = await startTeams({
    tenants: [
      tenant('one', {
        users: numbers.flatMap((n) => [
          { key: `anna${n}`, name: `Anna ${n}` },
          { key: `ben${n}`, name: `Ben ${n}` },
        ]),
        teams: numbers.map((n) => ({
          name: `staff${n}`,
          channels: ['send'],
          members: [`anna${n}`, `ben${n}`],
        })),
        groupChats: numbers.map((n) => ({ name: `heads${n}`, members: [`anna${n}`, `ben${n}`] })),
      }),
    ],
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
  vi.restoreAllMocks();
});

beforeEach(() => {
  count += 1;
  [anna, ben] = [teams.user('one', `anna${count}`), teams.user('one', `ben${count}`)];
  STAFF = teams.channel('one', `staff${count}`, 'send');
  GROUP = teams.groupChat('one', `heads${count}`);
  program.turns.splice(0);
  program.reports.splice(0);
});
afterEach(() => {
  ahead = 0;
});

/** Does something and waits until everything it set off is done. */
async function doing<T>(act: Promise<T>): Promise<T> {
  const done = await act;
  await program.settle();
  return done;
}

/** The bot's messages of a conversation. */
const answers = (conversation = anna.chat) =>
  teams.activities(conversation).filter(({ from }) => from === 'bot');

function last(conversation = anna.chat): TeamsMessage {
  const message = answers(conversation).at(-1);
  if (!message) throw new Error(`Nothing was said in ${conversation}.`);
  return message;
}

/** Everything that is read in a message. */
const read = ({ text, cards, attachments }: TeamsMessage) =>
  [text, JSON.stringify(cards), ...attachments.map(({ name }) => textOf(name))].join('\n');

const signpost = (action: Json) => objectOf(objectOf(action.data).signpost);
const submits = (action: Json) => signpost(action).do === 'submit';
const isForm = ({ cards }: TeamsMessage) => JSON.stringify(cards).includes('"Input.');

function form(person = anna): TeamsMessage {
  const found = answers(person.chat).findLast(isForm);
  if (!found) throw new Error('No form stands there.');
  return found;
}

const inputsOf = ({ cards }: TeamsMessage) =>
  objectsOf(cards[0]?.body).filter(({ type }) => textOf(type).startsWith('Input.'));
const fieldOf = (message: TeamsMessage) => textOf(inputsOf(message)[0]?.id);

/** Begins an application and answers the first question. */
async function drafting(person = anna): Promise<void> {
  for (const said of ['start an application', 'K7-blue', 'no']) await doing(person.say(said));
}

const lastReply = (): Reply => program.turns.at(-1)?.reply as Reply;

describe('when it is installed', () => {
  test('it says what it is, keeps and cannot do, once', async () => {
    await doing(anna.install());
    const greeting = answers().map(read).join('\n');
    expect(greeting).toMatch(/Signpost|SEND/);
    const before = answers().length;
    await doing(anna.install(undefined, { upgrade: true }));
    await doing(anna.install());
    expect(answers()).toHaveLength(before);
  });

  test.each([
    ['a team', () => STAFF],
    ['a group chat', () => GROUP],
  ])('in %s: once, and not when people come and go', async (_name, where) => {
    await doing(anna.install(where()));
    const general = teams.channel('one', `staff${count}`, 'General');
    const place = where() === STAFF ? general : where();
    expect(answers(place).length).toBeGreaterThan(0);
    const before = answers(place).length;
    await doing(ben.leave(where()));
    await doing(ben.join(where()));
    await doing(anna.install(where(), { upgrade: true }));
    expect(answers(place)).toHaveLength(before);
  });
});

describe('in the personal chat', () => {
  test('a question is answered once, with citations and thumbs', async () => {
    await doing(anna.say(QUESTION));
    const answer = answers().find(({ text }) => ANSWER.test(text));
    expect(answers().filter(({ text }) => ANSWER.test(text))).toHaveLength(1);
    expect(answer?.canBeRated).toBe(true);
    expect(answer?.byModel).toBe(false);
    expect(objectsOf(objectOf(answer?.entities[0]).citation).length).toBeGreaterThan(0);
  });

  test('a follow-up knows what was asked', async () => {
    await doing(anna.say('What must governors do about SEND?'));
    await doing(anna.say('and for colleges?'));
    expect(['answered', 'partly']).toContain(lastReply().outcome);
  });

  test('edits, deletions, reactions and typing get no answer', async () => {
    const said = await doing(anna.say(QUESTION));
    const before = answers().length;
    await doing(anna.edit(said.id, 'Who must appoint the SENCO?'));
    await doing(anna.unsay(said.id));
    await doing(anna.resay(said.id));
    await doing(anna.typing());
    await doing(anna.react(last(), 'like'));
    expect(answers()).toHaveLength(before);
    expect(program.turns).toHaveLength(1);
  });

  test('a file is not opened, and what was written with it is answered', async () => {
    await doing(anna.share('pupils.xlsx', QUESTION));
    expect(answers().map(read).join('\n')).toMatch(ANSWER);
    expect(answers().map(read).join('\n')).toContain('I cannot open files');
    for (const inline of [false, true]) {
      const before = answers().length;
      await doing(anna.share('pupils.png', '', { inline }));
      expect(
        answers()
          .slice(before)
          .map(({ text }) => text),
      ).toEqual([WORDS.noFiles]);
    }
  });

  test('a child’s details are refused, and the person is asked to delete them', async () => {
    await doing(anna.say('My pupil Emily Brown, born 12/03/2015, UPN H801200001001, cannot read'));
    expect(answers().map(read).join('\n')).toContain(WORDS.deleteYours);
    expect(JSON.stringify(answers())).not.toMatch(/Emily|H801200001001/);
  });
});

describe('in a channel', () => {
  test('a mention is answered in its thread, without the name of the bot in the question', async () => {
    const { conversation } = await doing(anna.mention(STAFF, `@bot ${QUESTION}`));
    expect(answers(conversation).some(({ text }) => ANSWER.test(text))).toBe(true);
    for (const message of answers(STAFF)) expect(message.conversation).toBe(conversation);
    expect(program.turns[0]?.incoming).toMatchObject({ kind: 'said', text: QUESTION });
    expect(teams.activities(STAFF, { asUser: ben.key }).length).toBeGreaterThan(1);
  });

  test('names of others are not kept, nor is where the bot’s own stood', async () => {
    await doing(anna.mention(STAFF, `Can @ben${count} be the SENCO, @bot`));
    expect(program.turns[0]?.incoming).toMatchObject({ text: 'Can someone be the SENCO,' });
  });

  test('a follow-up works in the same thread, and in another it is a new question', async () => {
    const { id, conversation } = await doing(
      anna.mention(STAFF, 'What must governors do about SEND?'),
    );
    await doing(anna.mention(STAFF, 'and for colleges?', { thread: id }));
    const followed = lastReply();
    expect(['answered', 'partly']).toContain(followed.outcome);
    expect(answers(conversation).length).toBeGreaterThan(1);
    const other = await doing(anna.mention(STAFF, 'and for colleges?'));
    expect(lastReply().cards).not.toEqual(followed.cards);
    expect(answers(other.conversation).length).toBeGreaterThan(0);
  });

  test('a choice pressed in a thread is answered there', async () => {
    const { conversation } = await doing(anna.mention(STAFF, 'plan'));
    const message = answers(conversation).findLast(({ cards }) => cards.length > 0) as TeamsMessage;
    const before = answers(conversation).length;
    const choice = (action: Json) => /^(?:card|ask):/.test(textOf(signpost(action).action));
    const offered = JSON.stringify(message.cards).match(/"action":"((?:card|ask):[^"]+)"/)?.[1];
    const first = (action: Json) => choice(action) && signpost(action).action === offered;
    await doing(ben.press(message, first));
    expect(answers(conversation).length).toBeGreaterThan(before);
    expect(answers(STAFF)).toHaveLength(answers(conversation).length);
  });

  test('and in a group chat', async () => {
    await doing(anna.mention(GROUP, QUESTION));
    expect(answers(GROUP).some(({ text }) => ANSWER.test(text))).toBe(true);
    expect(answers()).toEqual([]);
  });
});

describe('a form', () => {
  const WORDS_OF = 'Reads for nine minutes, as a wombat might, and needs every task said again.';

  test('once filled in reads "Saved", without what was typed; the next comes below', async () => {
    await drafting();
    const sent = form();
    await doing(anna.say('change needs'));
    const shown = form();
    expect(shown.id).not.toBe(sent.id);
    await doing(anna.fill(shown, { [fieldOf(shown)]: WORDS_OF }, submits));
    const became = answers().find(({ id }) => id === shown.id);
    expect(became?.text).toMatch(/^Saved: question \d+ of \d+/);
    expect(became?.cards).toEqual([]);
    expect(JSON.stringify(answers())).not.toContain('wombat');
    expect(last().id).not.toBe(shown.id);
    expect(isForm(last())).toBe(true);
  });

  test('a value that cannot be taken stays in the same card, with what is wrong', async () => {
    await drafting();
    await doing(anna.say('go to costs'));
    let shown = form();
    // On to a question that takes a number or a date.
    for (let turn = 0; turn < 30; turn += 1) {
      const field = askOf(lastReply())?.fields.find(({ input }) =>
        ['money', 'number', 'date', 'percent'].includes(input),
      );
      if (field) break;
      await doing(anna.say('skip'));
    }
    shown = form();
    const ask = askOf(lastReply());
    const field = ask?.fields.find(({ input }) => ['money', 'number', 'percent'].includes(input));
    expect(field).toBeDefined();
    const before = answers().length;
    const typed = Object.fromEntries(
      inputsOf(shown)
        .filter(({ type, isRequired }) => type === 'Input.Text' && isRequired === true)
        .map(({ id }) => [textOf(id), 'quite a lot of it']),
    );
    await doing(
      anna.fill(shown, { ...typed, [field?.id ?? '']: 'quite a lot of it' }, submits, {
        lax: true,
      }),
    );
    expect(answers()).toHaveLength(before);
    const now = answers().find(({ id }) => id === shown.id) as TeamsMessage;
    expect(now.edits).toBe(1);
    expect(isForm(now)).toBe(true);
    expect(JSON.stringify(inputsOf(now))).toContain('quite a lot of it');
    // Put right there, it is saved.
    await doing(anna.fill(now, { ...typed, [fieldOf(now)]: '12' }, submits, { lax: true }));
    expect(plainText(lastReply())).not.toContain('quite a lot');
  });

  test('what is typed instead closes the card that stood open', async () => {
    await drafting();
    const shown = form();
    await doing(anna.say('skip'));
    const closed = answers().find(({ id }) => id === shown.id);
    expect(closed?.cards).toEqual([]);
    expect(closed?.text).toBe(WORDS.moved);
    expect(answers().filter(isForm)).toHaveLength(1);
  });

  test('an old button says that the question has moved on', async () => {
    await drafting();
    const old = form();
    await doing(anna.say('skip'));
    const park = (action: Json) => textOf(signpost(action).action).startsWith('draft:park');
    await doing(anna.press(old, park));
    await doing(anna.press(old, park));
    expect(plainText(lastReply())).toContain(DRAFT_WORDS.old);
  });

  test('a button of an erased draft finds it no more', async () => {
    await drafting();
    const old = form();
    await doing(anna.say('delete it'));
    await doing(anna.say('yes'));
    await doing(anna.fill(old, { [fieldOf(old)]: '1' }, submits, { lax: true }));
    expect(plainText(lastReply())).toBe(DRAFT_WORDS.noneSuch);
    expect(await program.store.drafts(`teams:${anna.tenant}:${anna.aadObjectId}`)).toEqual([]);
  });
});

describe('files', () => {
  const offers = () =>
    answers().filter(({ attachments }) =>
      attachments.some(({ contentType }) => textOf(contentType).endsWith('file.consent')),
    );
  const linkIn = (message: TeamsMessage) => /\((http[^)]+)\)/.exec(message.text)?.[1] ?? '';
  const exporting = async () => {
    await drafting();
    await doing(anna.say('export'));
    expect(offers().length).toBeGreaterThan(1);
  };

  test('that are taken go to OneDrive, whole, and stand where they were offered', async () => {
    await exporting();
    for (const offer of offers()) {
      const { name } = offer.attachments[0] ?? {};
      await doing(anna.consent(offer, 'accept'));
      const now = answers().find(({ id }) => id === offer.id);
      expect(now?.attachments[0]).toMatchObject({
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name,
      });
      const file = teams.files().findLast((one) => one.name === name);
      expect(file?.complete).toBe(true);
      expect(file?.of).toBe(anna.key);
      if (textOf(name).endsWith('.docx')) expect(file?.bytes.subarray(0, 2).toString()).toBe('PK');
    }
    expect(program.reports).toEqual([]);
  });

  test('that are declined can be had by a link, once', async () => {
    await exporting();
    const [offer] = offers();
    await doing(anna.consent(offer as TeamsMessage, 'decline'));
    const url = linkIn(last());
    // Whatever looks at links before people do does not use it up.
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await fetch(url, { method });
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    const file = await fetch(url, { method: 'POST' });
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await file.arrayBuffer()).length).toBeGreaterThan(100);
    for (const method of ['POST', 'GET']) expect((await fetch(url, { method })).status).toBe(404);
  });

  test('of two who use a link at once one gets the file', async () => {
    await exporting();
    await doing(anna.consent(offers()[0] as TeamsMessage, 'decline'));
    const url = linkIn(last());
    const got = await Promise.all(Array.from({ length: 8 }, () => fetch(url, { method: 'POST' })));
    expect(got.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('wait ten minutes and no longer, offered or by a link', async () => {
    await exporting();
    const [one, two] = offers() as [TeamsMessage, TeamsMessage];
    await doing(anna.consent(one, 'decline'));
    const url = linkIn(last());
    ahead = 599_000;
    expect((await fetch(url)).status).toBe(200);
    ahead = 601_000;
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    await doing(anna.consent(two, 'accept'));
    expect(last().text).toBe(WORDS.fileGone);
  });

  test('taken twice are given once', async () => {
    await exporting();
    const [offer] = offers() as [TeamsMessage];
    await doing(anna.consent(offer, 'accept'));
    const before = teams.calls('upload').length;
    await doing(anna.consent(offer, 'accept'));
    expect(teams.calls('upload')).toHaveLength(before);
    expect(last().text).toBe(WORDS.fileGone);
  });

  test('at addresses that nobody was given there is nothing, and it says the same', async () => {
    const pages = new Set<string>();
    for (const id of ['A'.repeat(32), 'x', '../../etc/passwd', '%00', 'A'.repeat(5_000)])
      for (const method of ['GET', 'POST']) {
        const page = await fetch(`${program.origin}/teams/file/${id}`, { method });
        if (page.url.includes('/teams/file/')) {
          expect(page.status).toBe(404);
          pages.add(await page.text());
        }
      }
    expect(pages.size).toBe(1);
  });
});

describe('feedback', () => {
  test.each(['like', 'dislike'] as const)(
    '%s is kept with its comment, and answered with nothing',
    async (reaction) => {
      await doing(anna.say(QUESTION));
      const answer = answers().find(({ canBeRated }) => canBeRated) as TeamsMessage;
      const before = answers().length;
      const { status, body } = await doing(
        anna.rate(answer, reaction, `It was ${reaction} number ${count}`),
      );
      expect([status, ['', '{}'].includes(body)]).toEqual([200, true]);
      expect(await program.store.ratings()).toContainEqual(
        expect.objectContaining({
          helpful: reaction === 'like',
          comment: `It was ${reaction} number ${count}`,
        }),
      );
      expect(answers()).toHaveLength(before);
    },
  );

  test('in a channel it is kept too, and a child’s details in it are not', async () => {
    const { conversation } = await doing(anna.mention(STAFF, QUESTION));
    const answer = answers(conversation).find(({ canBeRated }) => canBeRated) as TeamsMessage;
    await doing(ben.rate(answer, 'dislike', 'UPN H801200001001 was no help'));
    const kept = (await program.store.ratings()).at(-1);
    expect(kept?.comment).not.toContain('H801200001001');
  });
});

describe('the search from the compose box', () => {
  const found = ({ value }: { value: Json }) => objectOf(value.composeExtension);

  test('finds duties, each a card with its sources and a preview', async () => {
    const { type, attachments } = found(await anna.search('who appoints the SENCO'));
    expect(type).toBe('result');
    expect(objectsOf(attachments).length).toBeGreaterThan(0);
    for (const { content, preview } of objectsOf(attachments)) {
      expect(JSON.stringify(content)).toMatch(/Sources:/);
      expect(textOf(objectOf(objectOf(preview).content).title)).not.toBe('');
    }
  });

  test('works from a channel, keeps nothing and sends nothing', async () => {
    const before = teams.calls('send').length;
    expect(found(await anna.search(QUESTION, { conversation: STAFF })).type).toBe('result');
    await program.settle();
    expect(teams.calls('send')).toHaveLength(before);
    expect(program.turns).toEqual([]);
  });

  test.each([
    ['before anything is typed', '', { initial: true }],
    ['with nothing typed', '   ', {}],
    ['where nothing is found', 'zzqx vvkw', {}],
  ])('%s it says so', async (_name, text, how) => {
    const { type, text: says } = found(await anna.search(text, how));
    expect([type, says]).toEqual(['message', WORDS.noResults]);
  });

  test('a child at risk is no search', async () => {
    const { type } = found(await anna.search('a child told me that her uncle hits her at night'));
    expect(type).toBe('message');
  });
});

describe('when it is removed', () => {
  test('nothing more is sent there, elsewhere it goes on, and it can come back', async () => {
    await doing(anna.install());
    await doing(anna.say(QUESTION));
    await doing(anna.uninstall());
    const before = teams.calls('send').length;
    expect(before).toBeGreaterThan(0);
    await doing(ben.say(QUESTION));
    expect(answers(ben.chat).some(({ text }) => ANSWER.test(text))).toBe(true);
    expect(
      teams
        .calls('send')
        .slice(before)
        .every(({ conversation }) => conversation === ben.chat),
    ).toBe(true);
    await doing(anna.install());
    await doing(anna.say(QUESTION));
    expect(answers().filter(({ text }) => ANSWER.test(text))).toHaveLength(2);
  });

  test('a draft command in a channel is not moved to a chat that is closed', async () => {
    await doing(anna.say('help'));
    await doing(anna.uninstall());
    const before = teams.calls('send').length;
    const { conversation } = await doing(anna.mention(STAFF, 'show my drafts'));
    expect(last(conversation).text).toBe(WORDS.noPrivateChat);
    expect(
      teams
        .calls('send')
        .slice(before)
        .map((call) => call.conversation),
    ).toEqual([conversation]);
  });
});

describe('one person in Slack and in Teams', () => {
  const linked = async () => {
    const slack = talk(program.bot, `slack:T1:U${count}`);
    const [, code = ''] =
      /link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(plainText(await slack.say('link'))) ?? [];
    await doing(anna.say(`link ${code}`));
    expect(plainText(lastReply())).toMatch(/^Linked/);
    return slack;
  };

  test('is one person once linked; both sides are told, and parting parts them', async () => {
    await drafting();
    const slack = await linked();
    expect(plainText(await slack.say('help'))).toMatch(/Your account was linked/);
    expect(plainText(await slack.say('show my drafts'))).toContain('K7-blue');
    await slack.say('unlink');
    await doing(anna.say('help'));
    expect(plainText(lastReply())).toMatch(/were unlinked/);
    expect(plainText(await slack.say('show my drafts'))).not.toContain('K7-blue');
    await doing(anna.say('show my drafts'));
    expect(plainText(lastReply())).toContain('K7-blue');
    expect((await program.store.audited()).map(({ event }) => event)).toContain('accounts linked');
  });

  test('a code is good once, for ten minutes, and is not given in a channel', async () => {
    const slack = talk(program.bot, `slack:T1:V${count}`);
    const code = /link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(plainText(await slack.say('link')))?.[1];
    await doing(anna.say(`link ${code}`));
    await doing(ben.say(`link ${code}`));
    expect(plainText(lastReply())).toMatch(/not known, was used/);
    const late = /link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(plainText(await slack.say('link')))?.[1];
    ahead = 601_000;
    await doing(ben.say(`link ${late}`));
    expect(plainText(lastReply())).toMatch(/older than ten minutes/);
    const { conversation } = await doing(ben.mention(STAFF, 'link'));
    expect(answers(conversation).map(read).join()).not.toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}/);
  });

  test('a draft begun in Slack, continued in Teams and finished on the page is the one that is exported', async () => {
    const script = wholeApplication();
    const part = (from: number, to: number) => new Map([...script].slice(from, to));
    const once = talk(program.bot, `slack:T1:W${count}`);
    await once.say('start an application');
    await fill(once, await once.say('K7-blue'), script, 'forms');
    const wanted = answersIn(await once.say('export'));

    const slack = await linked();
    await slack.say('start an application');
    let reply = await slack.say('K7-blue');
    const third = Math.floor(script.size / 8);
    reply = await upTo(slack, reply, part(0, third));
    await doing(anna.say('open K7-blue'));
    reply = lastReply();
    const inTeams = {
      say: async (text: string) => {
        await doing(anna.say(text));
        return lastReply();
      },
      press: async () => lastReply(),
      submit: async (ask: string, values: Record<string, string | readonly string[]>) => {
        const asked = (action: Json) => signpost(action).ask === ask;
        await doing(anna.fill(form(), values, asked));
        return lastReply();
      },
    };
    reply = await upTo(inTeams, reply, part(0, third * 4));
    // The page has no accounts: its door is the same, under an identity that is linked.
    const page = talk(program.bot, `slack:T1:U${count}`, 'web:page');
    await page.say('open K7-blue');
    const { reply: end } = await fill(page, await page.say('carry on'), script, 'forms');
    expect(JSON.stringify(end.blocks)).toMatch(/everything is answered/i);
    const exported = answersIn(await page.say('export'));
    expect(exported).toEqual(wanted);
    await doing(anna.say('open K7-blue'));
    await doing(anna.say('export'));
    expect(answersIn(lastReply())).toEqual(wanted);
  });
});

/** Fills until the script has no answer, which is where somebody else goes on. */
async function upTo(
  person: Parameters<typeof fill>[0],
  reply: Reply,
  script: ReadonlyMap<string, string | readonly string[]>,
): Promise<Reply> {
  let now = reply;
  const noted = {
    say: async (text: string) => (now = await person.say(text)),
    press: async (action: string) => (now = await person.press(action)),
    submit: async (ask: string, values: Record<string, string | readonly string[]>) =>
      (now = await person.submit(ask, values)),
  };
  await fill(noted, reply, script, 'forms').catch((error: Error) => {
    if (!error.message.startsWith('The script has no answer')) throw error;
  });
  return now;
}

function answersIn(reply: Reply): Record<string, unknown> {
  const file = reply.blocks.find((block) => block.kind === 'file' && block.name.endsWith('.json'));
  if (file?.kind !== 'file') throw new Error('There is no such file.');
  return JSON.parse(Buffer.from(file.bytes).toString('utf8')).answers;
}
