import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Called, SlackApi } from '../../adapters/slack/api.ts';
import { section } from '../../adapters/slack/blocks.ts';
import { type Installation, manyInstalls, oneInstall } from '../../adapters/slack/installs.ts';
import type { Message } from '../../adapters/slack/render.ts';
import { makeSender, type Repeat, type Where } from '../../adapters/slack/send.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { openVault } from '../../src/store/vault.ts';

const TEAM = { team: 'T1' };
const PRIVATE: Where = { channel: 'D1', readable: true };
const THREAD: Where = { channel: 'D1', thread: '17.01', readable: true };
const CHANNEL: Where = { channel: 'C1', thread: '17.01', readable: false };
const CANARY = 'Canary sings';
const MESSAGE: Message = { text: CANARY, blocks: [section(CANARY)] };

/** What becomes of a call. */
type Fate =
  | 'ok'
  | 'unsent'
  | { limited: number }
  | { refused: string }
  /** No answer: it was not done, was done, or is done but seen only after so many seconds. */
  | { unknown: 'not done' | 'done' | number };

interface Call {
  /** Seconds since the beginning. */
  at: number;
  token: string;
  method: string;
  args: Readonly<Record<string, unknown>>;
}

interface Standing {
  channel: string;
  thread: unknown;
  ts: string;
  from: number;
  content: Readonly<Record<string, unknown>>;
}

/**
 * A Slack that does what it is told, on a clock of its own: time passes only while somebody sleeps.
 *
 * @param fateOf what becomes of the next call of a method; `ok` when nothing is told
 */
function slackWith(fateOf: (method: string, call: Call) => Fate | undefined) {
  let now = 0;
  const calls: Call[] = [];
  const standing: Standing[] = [];
  const sleepers: { until: number; wake: () => void }[] = [];

  const done = (method: string, args: Call['args'], from: number): Called => {
    const data = (more: Record<string, unknown>): Called => ({ ok: true, data: more });
    const here = standing.filter(({ channel }) => channel === args.channel);
    const shown = (among: Standing[]) => {
      const limit = Number(args.limit);
      const seen = among.filter((one) => one.from <= now);
      const page = method === 'conversations.history' ? seen.reverse() : seen;
      return page.slice(0, limit).map(({ ts, content }) => ({
        ts,
        text: content.text,
        blocks: content.blocks,
        // As Slack does, only for who asks.
        ...(args.include_all_metadata === true && { metadata: content.metadata }),
      }));
    };
    switch (method) {
      case 'chat.postMessage': {
        const ts = `${1_000 + standing.length}.0`;
        const { channel, thread_ts: thread, ...content } = args;
        standing.push({ channel: String(channel), thread, ts, from, content });
        return data({ channel, ts });
      }
      case 'chat.update': {
        const found = here.find(({ ts }) => ts === args.ts);
        if (found) found.content = { ...found.content, ...args };
        return data({});
      }
      case 'conversations.history':
        return data({ messages: shown(here.filter(({ thread }) => thread === undefined)) });
      case 'conversations.replies':
        return data({ messages: shown(here.filter(({ thread }) => thread === args.ts)) });
      default:
        return data({});
    }
  };

  const take = async (token: string, method: string, args: Call['args']): Promise<Called> => {
    const call = { at: now, token, method, args };
    calls.push(call);
    const fate = fateOf(method, call) ?? 'ok';
    if (fate === 'ok') return done(method, args, now);
    if (fate === 'unsent') return { ok: false, why: 'unsent' };
    if ('limited' in fate) return { ok: false, why: 'limited', seconds: fate.limited };
    if ('refused' in fate) return { ok: false, why: 'refused', error: fate.refused };
    if (fate.unknown !== 'not done')
      done(method, args, now + (fate.unknown === 'done' ? 0 : fate.unknown));
    return { ok: false, why: 'unknown' };
  };

  const api: SlackApi = {
    call: take,
    respond: (url, body) => take('', 'respond', { ...body, url }),
    upload: (token, file) => take(token, 'upload', { ...file }),
  };
  return {
    api,
    calls,
    standing,
    /** The methods called, each with the second it was called in. */
    log: () => calls.map(({ at, method }) => `${at} ${method.replace('conversations.', '')}`),
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ until: now + milliseconds / 1_000, wake });
      }),
    /** Lets time pass until the work is done. */
    run: async <T>(work: Promise<T>): Promise<T> => {
      let over = false;
      const end = () => {
        over = true;
      };
      work.then(end, end);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (over) return work;
        const next = sleepers.sort((one, other) => one.until - other.until).shift();
        if (!next) throw new Error('Everything waits, and nothing is to come.');
        now = Math.max(now, next.until);
        next.wake();
      }
    },
    at: () => now,
  };
}

/** Fates by method, used up one after the other. */
function scripted(script: Record<string, readonly Fate[]>) {
  const left = new Map(Object.entries(script).map(([method, fates]) => [method, [...fates]]));
  return slackWith((method) => left.get(method.replace('conversations.', ''))?.shift());
}

function senderOn(slack: ReturnType<typeof slackWith>, installs = oneInstall('xoxb-1')) {
  const reports: string[] = [];
  const report = (error: Error) => reports.push(`${error.message}\n${error.stack}`);
  const { api, sleep } = slack;
  return { sender: makeSender({ api, installs, report, sleep }), reports, installs };
}

const LOST: Fate = { unknown: 'not done' };
const ARRIVED: Fate = { unknown: 'done' };
const POST = 'chat.postMessage';

describe('a post', () => {
  test('stands once where it was sent, makes no links or mentions, and says where it stands', async () => {
    const slack = scripted({});
    const { sender, reports } = senderOn(slack);
    const posted = await slack.run(sender.post(TEAM, CHANNEL, MESSAGE, 'm', false));
    expect(posted).toEqual({ channel: 'C1', ts: '1000.0' });
    expect(slack.calls).toEqual([
      {
        at: 0,
        token: 'xoxb-1',
        method: POST,
        args: {
          channel: 'C1',
          thread_ts: '17.01',
          text: CANARY,
          blocks: [section(CANARY)],
          metadata: {
            event_type: 'signpost_message',
            event_payload: { mark: expect.stringMatching(/^[\w-]{22}$/) },
          },
          parse: 'none',
          link_names: false,
          unfurl_links: false,
          unfurl_media: false,
        },
      },
    ]);
    expect(reports).toEqual([]);
  });

  test('waits as long as Slack says, and holds up no other', async () => {
    const slack = slackWith((method, { args, at }) =>
      method === POST && args.channel === 'C1' && at < 30 ? { limited: 30 } : undefined,
    );
    const { sender } = senderOn(slack);
    await slack.run(
      Promise.all([
        sender.post(TEAM, CHANNEL, MESSAGE, 'm', false),
        sender.post(TEAM, PRIVATE, MESSAGE, 'n', false),
        sender.post({ team: 'T2' }, { ...CHANNEL, channel: 'C2' }, MESSAGE, 'o', false),
      ]),
    );
    expect(slack.calls.map(({ at, args }) => [at, args.channel])).toEqual([
      [0, 'C1'],
      [0, 'D1'],
      [0, 'C2'],
      [30, 'C1'],
    ]);
  });

  test.each([
    ['one wait is too long', 86_400, 1],
    ['all waits together are', 250, 3],
  ])('is given up when %s', async (_why, seconds, tries) => {
    const slack = slackWith(() => ({ limited: seconds }));
    const { sender, reports } = senderOn(slack);
    expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeUndefined();
    expect(slack.calls).toHaveLength(tries);
    expect(slack.at()).toBeLessThanOrEqual(600);
    expect(reports).toHaveLength(1);
  });

  test('that surely was not sent is sent again, with more patience each time', async () => {
    const slack = scripted({ [POST]: ['unsent', 'unsent', { limited: 7 }, 'unsent'] });
    const { sender, reports } = senderOn(slack);
    expect(await slack.run(sender.post(TEAM, CHANNEL, MESSAGE, 'm', false))).toBeDefined();
    expect(slack.calls.map(({ at }) => at)).toEqual([0, 0.5, 1.5, 8.5, 10.5]);
    expect(slack.standing).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  test('that can never be sent is given up and reported', async () => {
    const slack = slackWith(() => 'unsent');
    const { sender, reports } = senderOn(slack);
    expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeUndefined();
    expect(slack.calls.map(({ at }) => at)).toEqual([0, 0.5, 1.5, 3.5, 7.5]);
    expect(reports[0]).toMatch(/^Slack did not do chat\.postMessage: unsent\./);
  });

  test('that is refused is not sent again', async () => {
    for (const where of [PRIVATE, CHANNEL]) {
      const slack = scripted({ [POST]: [{ refused: 'is_archived' }] });
      const { sender, reports } = senderOn(slack);
      expect(await slack.run(sender.post(TEAM, where, MESSAGE, 'm', false))).toBeUndefined();
      expect(slack.log()).toEqual([`0 ${POST}`]);
      expect(reports).toHaveLength(1);
      expect(reports[0]).toContain('chat.postMessage: is_archived');
    }
  });
});

describe('a post of which nobody knows whether it arrived', () => {
  test('is looked for where we may look, after one, three and eight seconds, then sent again', async () => {
    const slack = scripted({ [POST]: [LOST] });
    const { sender } = senderOn(slack);
    expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeDefined();
    expect(slack.log()).toEqual([
      `0 ${POST}`,
      '1 history',
      '4 history',
      '12 history',
      `12 ${POST}`,
    ]);
    expect(slack.standing).toHaveLength(1);
  });

  test.each([
    ['at once', ARRIVED, ['0 chat.postMessage', '1 history']],
    ['late', { unknown: 9 }, ['0 chat.postMessage', '1 history', '4 history', '12 history']],
  ])('is not sent again when it is found %s', async (_when, fate, log) => {
    const slack = scripted({ [POST]: [fate as Fate] });
    const { sender } = senderOn(slack);
    const posted = await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false));
    expect(posted).toEqual({ channel: 'D1', ts: '1000.0' });
    expect(slack.log()).toEqual(log);
    expect(slack.standing).toHaveLength(1);
  });

  test('is looked for in its thread, however many answers stand there', async () => {
    const slack = scripted({ [POST]: [...Array(300).fill('ok'), ARRIVED] });
    const { sender } = senderOn(slack);
    for (let at = 0; at < 300; at += 1)
      await slack.run(sender.post(TEAM, THREAD, MESSAGE, `before ${at}`, false));
    const posted = await slack.run(sender.post(TEAM, THREAD, MESSAGE, 'm', false));
    expect(posted).toEqual({ channel: 'D1', ts: '1300.0' });
    expect(slack.standing).toHaveLength(301);
    expect(slack.calls.at(-1)).toMatchObject({
      method: 'conversations.replies',
      args: { channel: 'D1', ts: '17.01' },
    });
  });

  test('is never sent again where we may not look', async () => {
    for (const fate of [LOST, ARRIVED]) {
      const slack = scripted({ [POST]: [fate] });
      const { sender, reports } = senderOn(slack);
      expect(await slack.run(sender.post(TEAM, CHANNEL, MESSAGE, 'm', false))).toBeUndefined();
      expect(slack.log()).toEqual([`0 ${POST}`]);
      expect(reports).toHaveLength(1);
    }
  });

  test('is not sent again when Slack does not let us look', async () => {
    for (const failed of [{ refused: 'missing_scope' }, LOST, 'unsent'] as const) {
      const slack = slackWith((method) => (method === POST ? ARRIVED : failed));
      const { sender } = senderOn(slack);
      expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeUndefined();
      expect(slack.standing).toHaveLength(1);
    }
  });

  test('is given up after four times', async () => {
    const slack = slackWith((method) => (method === POST ? LOST : undefined));
    const { sender } = senderOn(slack);
    expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeUndefined();
    expect(slack.calls.filter(({ method }) => method === POST)).toHaveLength(4);
  });
});

describe('a mark', () => {
  const kinds: [string, Message['blocks']][] = [
    ['a section', [section('a')]],
    ['Markdown alone, whose id Slack does not keep', [{ type: 'markdown', text: 'a' }]],
    ['blocks with ids of their own', [{ ...section('a'), block_id: 'field@3' }]],
    ['no block', []],
  ];
  test.each(kinds)('is found again on a message of %s', async (_what, blocks) => {
    const slack = scripted({});
    const { sender } = senderOn(slack);
    const posted = await slack.run(sender.post(TEAM, PRIVATE, { text: 'a', blocks }, 'm', false));
    await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'another', false));
    expect(slack.standing[0]?.content.blocks).toEqual(blocks);
    expect(await slack.run(sender.find(TEAM, PRIVATE, 'm'))).toEqual(posted);
    expect(await slack.run(sender.find(TEAM, PRIVATE, 'n'))).toBeUndefined();
    expect(await slack.run(sender.find(TEAM, { ...PRIVATE, channel: 'D2' }, 'm'))).toBeUndefined();
  });

  test('stays when the message is changed', async () => {
    const slack = scripted({});
    const { sender } = senderOn(slack);
    const posted = await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false));
    if (!posted) throw new Error('Nothing was posted.');
    const changed: Message = { text: 'b', blocks: [section('b')] };
    expect(await slack.run(sender.update(TEAM, posted, changed, 'm'))).toBe(true);
    expect(slack.standing.map(({ content }) => content.text)).toEqual(['b']);
    expect(await slack.run(sender.find(TEAM, PRIVATE, 'm'))).toEqual(posted);
  });

  test('keeps a message from being posted a second time, for who asks to look', async () => {
    const slack = scripted({});
    const { sender } = senderOn(slack);
    const first = await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', true));
    expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', true))).toEqual(first);
    expect(slack.standing).toHaveLength(1);
  });

  test('that cannot be looked for keeps it from being posted too', async () => {
    const slack = scripted({ history: [{ refused: 'missing_scope' }] });
    const { sender } = senderOn(slack);
    expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', true))).toBeUndefined();
    expect(slack.log()).toEqual(['0 history']);
  });

  test('does not tell what it was made from', async () => {
    const slack = scripted({});
    const { sender } = senderOn(slack);
    await slack.run(sender.post(TEAM, PRIVATE, { text: 'a', blocks: [] }, CANARY, false));
    expect(JSON.stringify(slack.calls)).not.toContain(CANARY);
  });
});

describe('other calls', () => {
  const fates: Record<string, Fate> = {
    unsent: 'unsent',
    unknown: ARRIVED,
    limited: { limited: 3 },
    refused: { refused: 'invalid_arguments' },
  };
  const times: Record<Repeat, Record<string, number>> = {
    harmless: { unsent: 2, unknown: 2, limited: 2, refused: 1 },
    unsent: { unsent: 2, unknown: 1, limited: 2, refused: 1 },
    never: { unsent: 1, unknown: 1, limited: 1, refused: 1 },
  };
  for (const [repeat, wanted] of Object.entries(times))
    test(`are repeated when that is ${repeat}, and only then`, async () => {
      for (const [name, fate] of Object.entries(fates)) {
        const slack = scripted({ 'views.publish': [fate] });
        const { sender, reports } = senderOn(slack);
        const args = { user_id: 'U1', view: CANARY };
        const called = await slack.run(sender.call(TEAM, 'views.publish', args, repeat as Repeat));
        expect([name, slack.calls.length, called.ok]).toEqual([
          name,
          wanted[name],
          wanted[name] === 2,
        ]);
        expect(reports).toHaveLength(called.ok ? 0 : 1);
        expect(reports.join()).not.toContain(CANARY);
      }
    });

  test('an update is repeated until it is known to be done, and no longer than we have patience', async () => {
    const slack = scripted({ 'chat.update': [LOST, ARRIVED, 'unsent', { limited: 2 }] });
    const { sender } = senderOn(slack);
    const at = { channel: 'D1', ts: '1' };
    expect(await slack.run(sender.update(TEAM, at, MESSAGE, 'm'))).toBe(true);
    expect(slack.calls).toHaveLength(5);
    const dead = slackWith(() => LOST);
    const { sender: other } = senderOn(dead);
    expect(await dead.run(other.update(TEAM, at, MESSAGE, 'm'))).toBe(false);
    expect(dead.calls).toHaveLength(5);
    expect(dead.at()).toBe(7.5);
  });

  test('one person is told once: again only when it surely was not sent', async () => {
    for (const [name, fate] of Object.entries(fates)) {
      const slack = scripted({ respond: [fate] });
      const { sender, reports } = senderOn(slack);
      const told = await slack.run(sender.respond('https://hooks.slack.com/x', { text: CANARY }));
      expect([name, slack.calls.length, told]).toEqual([
        name,
        times.unsent[name],
        times.unsent[name] === 2,
      ]);
      expect(reports).toHaveLength(told ? 0 : 1);
      expect(reports.join()).not.toMatch(/Canary|hooks/);
    }
  });

  test('a file is sent once: again only when it surely was not', async () => {
    for (const [name, fate] of Object.entries(fates)) {
      const slack = scripted({ upload: [fate] });
      const { sender, reports } = senderOn(slack);
      const file = { name: `${CANARY}.docx`, bytes: Buffer.from(CANARY) };
      const sent = await slack.run(sender.upload(TEAM, THREAD, file));
      expect([name, slack.calls.length, sent]).toEqual([
        name,
        times.unsent[name],
        times.unsent[name] === 2,
      ]);
      expect(slack.calls[0]?.args).toEqual({ channel: 'D1', thread: '17.01', ...file });
      expect(reports.join()).not.toContain(CANARY);
    }
  });
});

describe('where the app is no longer welcome', () => {
  const gone = [
    'account_inactive',
    'app_uninstalled',
    'invalid_auth',
    'not_authed',
    'org_login_required',
    'token_expired',
    'token_revoked',
  ];
  const both = () => {
    const vault = openVault<Installation>('slack-installation', {
      store: openStore(':memory:'),
      keyring: memoryKeyring(),
    });
    return [
      ['one workspace', oneInstall('xoxb-1')],
      ['many workspaces', manyInstalls(vault)],
    ] as const;
  };

  test.each(gone)('after %s the installation is removed and nothing more is sent', async (word) => {
    for (const [name, installs] of both()) {
      await installs.add(TEAM, { token: 'xoxb-1' });
      const slack = slackWith((_, { token }) =>
        token === 'xoxb-1' ? { refused: word } : undefined,
      );
      const { sender, reports } = senderOn(slack, installs);
      expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeUndefined();
      expect(await installs.of(TEAM), name).toBeUndefined();
      await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', true));
      await slack.run(sender.update(TEAM, { channel: 'D1', ts: '1' }, MESSAGE, 'm'));
      await slack.run(sender.call(TEAM, 'views.publish', {}, 'harmless'));
      await slack.run(sender.upload(TEAM, PRIVATE, { name: 'a', bytes: new Uint8Array() }));
      expect(slack.log(), name).toEqual([`0 ${POST}`]);
      expect(reports[0]).toContain(word);
      expect(reports.join()).not.toMatch(/xoxb|Canary/);
      await installs.add(TEAM, { token: 'xoxb-2' });
      expect(await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false))).toBeDefined();
    }
  });

  test('an upload or any other call tells it as well', async () => {
    for (const method of ['upload', 'views.publish', 'chat.update', 'history']) {
      const slack = scripted({ [method]: [{ refused: 'token_revoked' }] });
      const { sender, installs } = senderOn(slack);
      if (method === 'upload')
        await slack.run(sender.upload(TEAM, PRIVATE, { name: 'a', bytes: new Uint8Array() }));
      else if (method === 'history') await slack.run(sender.find(TEAM, PRIVATE, 'm'));
      else await slack.run(sender.call(TEAM, method, {}, 'never'));
      expect(await installs.of(TEAM), method).toBeUndefined();
    }
  });

  test('any other refusal removes nothing', async () => {
    for (const word of ['channel_not_found', 'missing_scope', 'not_in_channel', 'invalid_blocks']) {
      const slack = scripted({ [POST]: [{ refused: word }] });
      const { sender, installs } = senderOn(slack);
      await slack.run(sender.post(TEAM, PRIVATE, MESSAGE, 'm', false));
      expect(await installs.of(TEAM), word).toEqual({ token: 'xoxb-1' });
    }
  });
});

describe('whatever becomes of the calls', () => {
  const fate = fc.oneof(
    fc.constant<Fate>('ok'),
    fc.constant<Fate>('unsent'),
    fc.record({ limited: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ refused: fc.constantFrom('is_archived', 'invalid_blocks', 'token_revoked') }),
    fc.record({
      unknown: fc.oneof(fc.constant('not done' as const), fc.constant('done' as const), fc.nat(11)),
    }),
  );
  const isRefusal = (one: Fate) => typeof one === 'object' && 'refused' in one;
  /** What of the script was used before all went well again. */
  const played = (posts: readonly Fate[], looks: readonly Fate[]) => {
    const left = { posts: [...posts], looks: [...looks] };
    const used: Fate[] = [];
    const slack = slackWith((method) => {
      const next = (method === POST ? left.posts : left.looks).shift();
      if (next !== undefined) used.push(next);
      return next;
    });
    return { slack, used };
  };
  const sent = async (slack: ReturnType<typeof slackWith>, where: Where) => {
    const { sender, reports } = senderOn(slack);
    const posted = await slack.run(sender.post(TEAM, where, MESSAGE, 'm', false));
    expect(reports.join()).not.toContain(CANARY);
    const seen = slack.standing.map(({ channel, ts }) => ({ channel, ts }));
    expect(seen.length).toBeLessThanOrEqual(1);
    if (posted) expect(seen).toEqual([posted]);
    return seen.length;
  };
  const few = fc.array(fate, { maxLength: 3 });
  const many = fc.array(fate, { maxLength: 30 });

  test('where we may look a message stands exactly once, unless Slack refuses', async () => {
    await fc.assert(
      fc.asyncProperty(few, few, fc.constantFrom(PRIVATE, THREAD), async (posts, looks, where) => {
        const { slack, used } = played(posts, looks);
        const count = await sent(slack, where);
        if (!used.some(isRefusal)) expect(count).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  test('where we may not look it stands at most once, and once when every failure is sure', async () => {
    await fc.assert(
      fc.asyncProperty(few, async (posts) => {
        const { slack, used } = played(posts, []);
        const count = await sent(slack, CHANNEL);
        const unsure = used.some((one) => typeof one === 'object' && 'unknown' in one);
        if (!unsure && !used.some(isRefusal)) expect(count).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  test('however long Slack is ill, it never stands twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        many,
        many,
        fc.constantFrom(PRIVATE, CHANNEL),
        async (posts, looks, where) => {
          await sent(played(posts, looks).slack, where);
        },
      ),
      { numRuns: 500 },
    );
  });
});
