import { beforeEach, describe, expect, test } from 'vitest';
import { type Bot, makeBot } from '../../src/bot.ts';
import { makeLinking } from '../../src/bot-link.ts';
import { readForms } from '../../src/guide/forms.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { askOf, talk } from './drive.ts';

const SLACK = 'slack:T1:U1';
const TEAMS = 'teams:tenant:aad';
const knowledge = theKnowledge();
const forms = readForms('knowledge', knowledge);

let store: Store;
let bot: Bot;
beforeEach(() => {
  store = openStore(':memory:');
  const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
  bot = makeBot({ knowledge, store, drafting });
});

const by = (person: string) => talk(bot, person, `${person}:dm`);
const codeIn = (reply: Reply) => /link ([\w]{4}-[\w]{4})/.exec(plainText(reply))?.[1] ?? '';
async function linked() {
  const code = codeIn(await by(SLACK).say('link'));
  return by(TEAMS).say(`link ${code}`);
}

describe('two accounts of one person', () => {
  test('are linked by a code from the one, said in the other, and both are told', async () => {
    expect(plainText(await linked())).toMatch(/^Linked/);
    expect(plainText(await by(SLACK).say('hello'))).toMatch(/^Your account was linked/);
    expect(plainText(await by(SLACK).say('hello'))).not.toMatch(/was linked/);
    const events = (await store.audited()).map(({ event }) => event);
    expect(events).toEqual(['accounts linked', 'accounts linked']);
  });

  test('are not told with the thanks for a rating, which are not shown everywhere', async () => {
    await linked();
    await bot.handle({
      kind: 'rated',
      id: 'r1',
      person: SLACK,
      place: { id: `${SLACK}:dm`, shared: false },
      answer: 'unknown',
      helpful: true,
    });
    expect(plainText(await by(SLACK).say('hello'))).toMatch(/^Your account was linked/);
  });

  test('have the same drafts, begun in either before or after', async () => {
    await by(SLACK).say('start an application');
    await by(SLACK).say('teal-41');
    await by(TEAMS).say('start an application');
    await by(TEAMS).say('rust-12');
    await linked();
    for (const person of [SLACK, TEAMS]) {
      const drafts = plainText(await by(person).say('show my drafts'));
      expect(drafts).toContain('teal-41');
      expect(drafts).toContain('rust-12');
    }
  });

  test('carry on in one what was begun in the other, and finish it on either', async () => {
    await by(SLACK).say('start an application');
    const begun = await by(SLACK).say('teal-41');
    await linked();
    expect(askOf(await by(TEAMS).say('carry on'))?.fields[0]?.id).toBe(askOf(begun)?.fields[0]?.id);
    expect(plainText(await by(TEAMS).say('no'))).toMatch(/saved: question 1/i);
    expect(plainText(await by(SLACK).say('carry on'))).toContain('G0.2');
  });

  test('have the same role', async () => {
    await by(SLACK).say("I'm a SENCO");
    await linked();
    expect(plainText(await by(TEAMS).say('what are my duties?'))).toMatch(/SENCOs/);
  });

  test('are parted by "unlink", and each keeps what was begun in it', async () => {
    await by(SLACK).say('start an application');
    await by(SLACK).say('teal-41');
    await linked();
    expect(plainText(await by(TEAMS).say('unlink'))).toMatch(/^Unlinked/);
    expect(plainText(await by(SLACK).say('hello'))).toMatch(/were unlinked/);
    expect(plainText(await by(TEAMS).say('show my drafts'))).toMatch(/no draft/i);
    expect(plainText(await by(SLACK).say('show my drafts'))).toContain('teal-41');
    expect(plainText(await by(TEAMS).say('unlink'))).toMatch(/linked with no other/);
  });

  test('are forgotten together', async () => {
    await by(SLACK).say('start an application');
    await by(SLACK).say('teal-41');
    await linked();
    await store.forget(TEAMS);
    expect(await store.drafts(SLACK)).toEqual([]);
    expect(await store.identities(SLACK)).toEqual([SLACK]);
  });

  test('are locked together when one of them is closed', async () => {
    await by(SLACK).say('start an application');
    await by(SLACK).say('teal-41');
    await linked();
    await bot.lock(SLACK, true);
    expect(plainText(await by(TEAMS).say('show my drafts'))).toMatch(/locked/);
  });
});

describe('a code', () => {
  test('works once', async () => {
    const code = codeIn(await by(SLACK).say('link'));
    await by(TEAMS).say(`link ${code}`);
    expect(plainText(await by('teams:tenant:third').say(`link ${code}`))).toMatch(/not known/);
    expect(await store.identities('teams:tenant:third')).toEqual(['teams:tenant:third']);
  });

  test('is not for the one who asked, nor for the same platform, and is not used up by them', async () => {
    const code = codeIn(await by(SLACK).say('link'));
    expect(plainText(await by(SLACK).say(`link ${code}`))).toMatch(/your own code/);
    expect(plainText(await by('slack:T1:U2').say(`link ${code}`))).toMatch(/same platform/);
    expect(plainText(await by(TEAMS).say(`link ${code.toLowerCase()}`))).toMatch(/^Linked/);
  });

  test('is given and taken in private alone', async () => {
    const shared = { id: 'C1', shared: true };
    const asked = await bot.handle({
      kind: 'said',
      id: '1',
      person: SLACK,
      place: shared,
      text: 'link',
    });
    expect(asked.onlyInPrivate).toBe(true);
    expect(plainText(asked)).not.toMatch(/\w{4}-\w{4}/);
  });

  test('ends after ten minutes, and cannot be guessed', async () => {
    let time = Date.UTC(2026, 10, 24);
    const timed = openStore(':memory:', () => time);
    const linking = makeLinking({ store: timed, keyring: memoryKeyring() }, () => time);
    const say = async (person: string, text: string) => {
      const place = { id: `${person}:dm`, shared: false };
      const reply = await linking.said({ kind: 'said', id: text, person, place, text });
      return reply ? plainText(reply) : '';
    };
    const code = /link (\w{4}-\w{4})/.exec(await say(SLACK, 'link'))?.[1] ?? '';
    time += 600_001;
    expect(await say(TEAMS, `link ${code}`)).toMatch(/not known/);
    const guesses = [];
    for (const letter of 'ABCDEFGHJKMNPQRSTUVW')
      guesses.push(await say(TEAMS, `link ABC${letter}-2345`));
    expect(guesses.filter((said) => /Too many/.test(said)).length).toBeGreaterThanOrEqual(15);
  });

  test.each(['link', 'Link my accounts', 'link slack and teams'])(
    '"%s" asks for one',
    async (text) => {
      expect(codeIn(await by(SLACK).say(text))).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    },
  );

  test.each(['what is the link to the form?', 'link person', 'can you link to the code'])(
    '"%s" does not',
    async (text) => {
      expect(codeIn(await by(SLACK).say(text))).toBe('');
    },
  );
});
