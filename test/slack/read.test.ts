import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deliveryId, read, type Task } from '../../adapters/slack/read.ts';

/** A payload in Slack's shape, with our own values, and the task it must become: null for none. */
interface Recording {
  name: string;
  payload: Json;
  expect: Task | null;
}

type Json = Record<string, unknown>;

const FOLDER = new URL('../recordings/slack/', import.meta.url);
const recordings: readonly Recording[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name: name.slice(0, -'.json'.length),
    ...JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')),
  }));
const payload = (name: string): Json => {
  const found = recordings.find((one) => one.name === name);
  if (!found) throw new Error(`There is no recording ${name}.`);
  return structuredClone(found.payload);
};
const turn = (body: unknown) => {
  const task = read(body);
  if (task?.do !== 'turn') throw new Error('This is no turn.');
  return task;
};

describe('what Slack sends becomes what a person did, and where the answer goes', () => {
  test.each(recordings)('$name', ({ payload: body, expect: task }) => {
    expect(read(body) ?? null).toEqual(task);
  });
});

describe('what nobody sends is nothing, and nothing is thrown', () => {
  const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  test.each<[string, unknown]>([
    ['an empty object', {}],
    ['an empty list', []],
    ['a list of events', [{ type: 'event_callback' }]],
    ['null', null],
    ['nothing', undefined],
    ['a number', 7],
    ['not a number', Number.NaN],
    ['text', 'payload={}'],
    ['a truth', true],
    ['deep lists', nested(1_000)],
    ['an event without an event', { type: 'event_callback', team_id: 'T1' }],
    ['an event that is null', { type: 'event_callback', team_id: 'T1', event: null }],
    ['a command that is none', { command: 'signpost', team_id: 'T1' }],
    ['a polluting key', JSON.parse('{"__proto__":{"type":"event_callback"},"type":"x"}')],
  ])('%s', (_, body) => {
    expect(read(body)).toBeUndefined();
    expect(deliveryId(body)).toMatch(/^[\w-]{43}$/);
  });
  test('a message within which something is nested deeper than anything can follow', () => {
    const body = payload('dm-message');
    body.event = { ...(body.event as Json), blocks: nested(200_000) };
    expect(turn(body).incoming).toMatchObject({ kind: 'said' });
  });
});

describe('the delivery id', () => {
  test('is the same for a repeat, however it comes', () => {
    for (const { payload: body } of recordings)
      expect(deliveryId(JSON.parse(JSON.stringify(body)))).toBe(deliveryId(body));
    const event = payload('dm-message');
    const again = { ...event, event_context: 'another', event_time: 1_795_500_060 };
    expect(deliveryId(again)).toBe(deliveryId(event));
  });
  test('is another for each recording', () => {
    const all = recordings.map(({ payload: body }) => deliveryId(body));
    expect(new Set(all).size).toBe(all.length);
  });
  test('is another for two presses of one button, and for two commands of the same words', () => {
    for (const name of ['press-in-the-dm', 'command-help']) {
      const once = payload(name);
      const twice = { ...once, trigger_id: '10647.8123.another' };
      expect(deliveryId(twice)).not.toBe(deliveryId(once));
    }
  });
  test('of what has neither id is a digest of the whole', () => {
    expect(deliveryId({ a: 1 })).toBe(deliveryId({ a: 1 }));
    expect(deliveryId({ a: 1 })).not.toBe(deliveryId({ a: 2 }));
  });
  test('is the id that the turn carries', () => {
    for (const { payload: body } of recordings) {
      const task = read(body);
      if (task?.do === 'turn') expect(task.incoming.id).toBe(deliveryId(body));
    }
  });
});

describe('a person', () => {
  const ways = ['dm-message', 'mention', 'command-help', 'press-in-the-dm', 'shortcut-draft'];
  const personIn = (body: unknown) => {
    const task = read(body);
    if (task?.do === 'turn') return task.incoming.person;
    if (task && 'person' in task) return task.person;
    throw new Error('Nobody is in this.');
  };
  test('has one key, whatever they do', () => {
    const keys = [
      ...ways,
      'message-shortcut',
      'app-home-opened-at-home',
      'user-change-account-open',
    ]
      .map(payload)
      .map(personIn);
    expect(new Set(keys)).toEqual(new Set(['slack:T07FAIRFLD:U07SENCO01']));
  });
  test('has one key in a whole organisation, whatever they do', () => {
    const grid = recordings.filter(({ name, expect: task }) => /^grid-/.test(name) && task);
    const keys = grid
      .filter(({ name }) => name !== 'grid-app-uninstalled')
      .map(({ payload: body }) => personIn(body));
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys)).toEqual(new Set(['slack:E07TRUST01:U07SENCO01']));
  });
  test('is another in another workspace', () => {
    const there = { ...payload('command-help'), team_id: 'T0ANOTHER1' };
    expect(personIn(there)).not.toBe(personIn(payload('command-help')));
  });
});

describe('a private place', () => {
  /** Whether the person wrote in their direct message, or what they pressed says that it stood there. */
  const isInPrivate = ({ type, event, actions }: Json): boolean => {
    const [{ action_id: pressed } = {}] = (actions ?? []) as Json[];
    return (
      type === 'shortcut' ||
      (event as Json | undefined)?.channel === 'D07SENCO01' ||
      /^(role$|\w+:(private|home)(:|$))/.test(String(pressed))
    );
  };
  test('comes only from the direct message, the App Home or the shortcut that begins a draft', () => {
    const turns = recordings.filter(({ expect: task }) => task?.do === 'turn');
    for (const { name, payload: body } of turns)
      expect(!turn(body).incoming.place.shared, name).toBe(isInPrivate(body));
  });
  test('never comes from what was said or pressed where others read, whatever else is in it', () => {
    const shared = recordings.filter(
      ({ expect: task }) => task?.do === 'turn' && task.incoming.place.shared,
    );
    expect(shared.length).toBeGreaterThan(20);
    for (const { payload: body } of shared) {
      const claims = { channel_type: 'im', is_private: true, where: 'private' };
      expect(turn({ ...body, ...claims }).incoming.place.shared).toBe(true);
    }
  });
  test.each(['choose', 'submit', 'rate'])(
    'comes from a press of "%s" only when its id says that it stood in private',
    (verb) => {
      for (const where of ['shared', 'aside', '', 'Private', 'private ', 'dm', 'constructor']) {
        const body = payload('press-in-the-dm');
        const [action] = body.actions as [Json];
        const actions = [{ ...action, action_id: `${verb}:${where}:1` }];
        expect(turn({ ...body, actions }).incoming.place.shared).toBe(true);
        expect(turn({ ...body, actions }).to.kind).not.toBe('private');
      }
      const body = payload('press-in-a-channel');
      const [action] = body.actions as [Json];
      const actions = [{ ...action, action_id: `${verb}:private` }];
      expect(turn({ ...body, actions }).incoming.place.shared).toBe(false);
    },
  );
  test('of one person is never that of another', () => {
    const body = payload('dm-message');
    const other = { ...body, event: { ...(body.event as Json), user: 'U07HEAD001' } };
    expect(turn(other).incoming.place.id).not.toBe(turn(body).incoming.place.id);
  });
});

describe('odd payloads', () => {
  const said = z.object({ kind: z.literal('said'), text: z.string() });
  const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
  const envelope = {
    id: z.string().min(1),
    person: z.string().startsWith('slack:'),
    place: z.strictObject({ id: z.string().startsWith('slack:'), shared: z.boolean() }),
  };
  const incoming = z.union([
    said.extend(envelope).strict(),
    z.strictObject({ ...envelope, kind: z.literal('pressed'), action: z.string() }),
    z.strictObject({ ...envelope, kind: z.literal('submitted'), ask: z.string(), values }),
    z.strictObject({
      ...envelope,
      kind: z.literal('rated'),
      answer: z.string(),
      helpful: z.boolean(),
    }),
  ]);
  const some = z.string().min(1);
  const to = z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('private'),
      user: some,
      channel: some.optional(),
      thread: some.optional(),
      ts: some.optional(),
    }),
    z.strictObject({ kind: z.literal('shared'), user: some, channel: some, thread: some }),
    z.strictObject({ kind: z.literal('aside'), user: some, url: z.string() }),
  ]);
  const task = {
    team: z.string(),
    enterprise: some.optional(),
    lane: z.string().startsWith('slack:'),
  };
  const wellFormed = z.union([
    z.strictObject({
      ...task,
      do: z.literal('turn'),
      incoming,
      to,
      from: z.strictObject({ channel: some, ts: some }).optional(),
      files: z.literal(true).optional(),
      home: z.literal(true).optional(),
    }),
    z.strictObject({
      ...task,
      do: z.enum(['show home', 'open messages']),
      person: some,
      user: some,
      channel: some,
    }),
    z.strictObject({
      ...task,
      do: z.literal('share'),
      answer: z.string(),
      url: z.string(),
      person: some,
    }),
    z.strictObject({ ...task, do: z.literal('leave') }),
    z.strictObject({ ...task, do: z.literal('account'), person: some, closed: z.boolean() }),
  ]);

  test('every task that was expected is well formed', () => {
    for (const { name, expect: task } of recordings)
      if (task) expect(wellFormed.safeParse(task).error, name).toBeUndefined();
  });

  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      0,
      -1,
      true,
      [],
      {},
      'private',
      'role',
      '(',
      '[',
      '\0',
      '<@U1>',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const changes = fc.array(
    fc.record({ at: fc.nat(), how: fc.constantFrom('drop', 'replace', 'swap'), by: odd }),
    { minLength: 1, maxLength: 4 },
  );

  test('5,000 changed recordings: nothing is thrown, and what comes out is well formed', () => {
    let tasks = 0;
    fc.assert(
      fc.property(fc.constantFrom(...recordings), changes, ({ payload: body }, all) => {
        const changed = structuredClone(body);
        for (const { at, how, by } of all) {
          const nodes = nodesOf(changed);
          const node = nodes[at % nodes.length];
          if (!node) continue;
          const other = nodes[(at * 7 + 3) % nodes.length];
          if (how === 'drop') delete node.holder[node.key];
          else node.holder[node.key] = how === 'swap' ? copyOf(other) : structuredClone(by);
        }
        expect(typeof deliveryId(changed)).toBe('string');
        const found = read(changed);
        if (!found) return;
        tasks += 1;
        expect(wellFormed.safeParse(found).error).toBeUndefined();
      }),
      { numRuns: 5_000, seed: 20_261_124 },
    );
    // Enough of them are still read for this to say something.
    expect(tasks).toBeGreaterThan(2_000);
  });
});

interface Node {
  holder: Record<string, unknown>;
  key: string;
}

function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...nodesOf(holder[key])]);
}

function copyOf(node: Node | undefined): unknown {
  return node && structuredClone(node.holder[node.key]);
}
