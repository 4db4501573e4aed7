/**
 * Teams slow, full, broken or closed to us: what was sent is seen once and no more, what was changed is
 * changed, and nobody else waits. All cases go on at the same time, each with a person of their own.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEADLINE } from '../../adapters/teams/api.ts';
import { type Program, startProgram } from './program.ts';
import type { FaultKind } from './standin/faults.ts';
import { type Json, objectOf, objectsOf, textOf } from './standin/json.ts';
import { type Fault, type Person, startTeams, type TeamsStandIn, tenant } from './standin/teams.ts';

const QUESTION = 'What is the Local Offer for?';
const ANSWER = /The Local Offer should do two jobs/;

/** What we can know of a call that went wrong. */
type Kind =
  /** Nothing was done, and Teams says to come back. */
  | 'wait'
  /** Done, but we were not told. */
  | 'done'
  /** Not done, and we were not told. */
  | 'lost'
  /** Not done, and Teams says why. */
  | 'refused'
  /** We are no longer there, or what we change is not. */
  | 'gone'
  /** Not done, but we were told that it was. */
  | 'said to be done';

/** Past what a call is waited for. */
const TOO_LATE = DEADLINE + 700;

const FAULTS: readonly [string, Kind, Omit<Fault, 'method'> & { kind: FaultKind }][] = [
  ['429, for two seconds', 'wait', { kind: '429', retryAfter: 2 }],
  ['429, for one second, twice', 'wait', { kind: '429', retryAfter: 1, times: 2 }],
  ['429, which says no time', 'wait', { kind: '429', retryAfter: null }],
  ['412', 'wait', { kind: '412' }],
  ['412, three times', 'wait', { kind: '412', times: 3 }],
  ['500', 'lost', { kind: '500' }],
  ['502, and not done', 'lost', { kind: '502-before' }],
  ['502, and done', 'done', { kind: '502-after' }],
  ['503', 'lost', { kind: '503' }],
  ['504, and not done', 'lost', { kind: '504-before' }],
  ['504, and done', 'done', { kind: '504-after' }],
  ['a reset before it was done', 'lost', { kind: 'reset-before' }],
  ['a reset after it was done', 'done', { kind: 'reset-after' }],
  ['done, and answered too late', 'done', { kind: 'slow-after', ms: TOO_LATE }],
  ['done after we gave up', 'done', { kind: 'slow-before', ms: TOO_LATE }],
  ['slow, but in time', 'done', { kind: 'slow-before', ms: 700 }],
  ['done, and answered without an id', 'done', { kind: 'no-id' }],
  ['a page of a proxy', 'said to be done', { kind: 'html-200' }],
  ['400', 'refused', { kind: '400' }],
  ['401', 'refused', { kind: '401' }],
  ['413', 'refused', { kind: '413' }],
  ['403', 'gone', { kind: '403' }],
  ['404', 'gone', { kind: '404' }],
];

interface Surface {
  method: Fault['method'];
  /** What comes before, without any fault. */
  first?(person: Person): Promise<unknown>;
  act(person: Person): Promise<unknown>;
  /** How often what was to be seen is seen. */
  seen(person: Person): number;
  /** How often it is to be seen. */
  times(kind: Kind): number;
  never?: readonly string[];
}

let teams: TeamsStandIn;
let program: Program;

const ours = (person: Person) => teams.activities(person.chat).filter(({ from }) => from === 'bot');
const signpost = (action: Json) => objectOf(objectOf(action.data).signpost);
const form = (person: Person) =>
  ours(person).findLast(({ cards }) => JSON.stringify(cards).includes('"Input.'));
const fieldOf = (person: Person) =>
  textOf(
    objectsOf(form(person)?.cards[0]?.body).find(({ type }) => textOf(type).startsWith('Input.'))
      ?.id,
  );

async function drafting(person: Person): Promise<void> {
  for (const [said, next] of [
    ['start an application', 'reference'],
    ['K7-blue', '@0'],
  ] as const) {
    await person.say(said);
    await teams.waitFor(() => fieldOf(person).includes(next), 30_000);
  }
}

const sendForm = (person: Person) =>
  person.fill(
    form(person) ?? '',
    { [fieldOf(person)]: 'no' },
    (action) => signpost(action).do === 'submit',
  );

const SURFACES: Record<string, Surface> = {
  'an answer': {
    method: 'send',
    act: (person) => person.say(QUESTION),
    seen: (person) => ours(person).filter(({ text }) => ANSWER.test(text)).length,
    times: (kind) => (kind === 'wait' || kind === 'done' ? 1 : 0),
  },
  'a form that is to read "Saved"': {
    method: 'update',
    first: drafting,
    act: sendForm,
    seen: (person) => ours(person).filter(({ text }) => /^Saved: question 1 of/.test(text)).length,
    times: (kind) => (kind === 'wait' || kind === 'done' || kind === 'lost' ? 1 : 0),
  },
  'the question after a form': {
    method: 'send',
    first: drafting,
    act: sendForm,
    seen: (person) =>
      ours(person).filter(({ cards }) => JSON.stringify(cards).includes('"Input.')).length,
    times: (kind) => (kind === 'wait' || kind === 'done' ? 1 : 0),
  },
};

const CASES = Object.keys(SURFACES).flatMap((surface) =>
  FAULTS.map(([fault, kind]) => ({ surface, fault, kind })),
);
const key = (at: number) => `person${at}`;
const personOf = (at: number) => teams.user('one', key(at));

beforeAll(async () => {
  const users = Array.from({ length: CASES.length + 4 }, (_, at) => ({ key: key(at) }));
  teams = await startTeams({
    tenants: [tenant('one', { users, teams: [], groupChats: [] })],
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
  const run = async ({ surface, fault }: (typeof CASES)[number], at: number): Promise<void> => {
    const { method, first, act } = SURFACES[surface] as Surface;
    const person = personOf(at);
    await first?.(person);
    const [, , how] = FAULTS.find(([name]) => name === fault) ?? [];
    if (how) teams.fault({ ...how, method, conversation: person.chat });
    await act(person);
  };
  // A few at a time begin, so that no deadline passes for want of a processor; all of them wait together.
  const waiting = [...CASES.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(next[1], next[0]);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  await program.settle();
  // What we gave up on may still be done.
  await new Promise((resolve) => setTimeout(resolve, TOO_LATE - DEADLINE + 500));
}, 90_000);
afterAll(async () => {
  await program.stop();
  await teams.close();
});

const callsOf = ({ chat }: Person) =>
  teams.calls().filter(({ method, conversation }) => conversation === chat && method !== 'login');

describe(`${CASES.length} ways in which a call goes wrong`, () => {
  test.each(CASES.map((one, at) => ({ ...one, at })))('$surface: $fault', (one) => {
    const { surface, kind, at } = one;
    const { method, times, seen } = SURFACES[surface] as Surface;
    const person = personOf(at);
    const calls = callsOf(person);
    const met = calls.findIndex((call) => call.method === method && call.fault);
    expect(met, 'the call that was to go wrong').toBeGreaterThanOrEqual(0);
    expect(seen(person)).toBe(times(kind));
    // What may stand there is not sent again.
    const body = JSON.stringify(objectOf(calls[met]?.body).attachments);
    const text = objectOf(calls[met]?.body).text;
    const same = calls.filter(
      (call) =>
        call.method === 'send' &&
        objectOf(call.body).text === text &&
        JSON.stringify(objectOf(call.body).attachments) === body,
    );
    if (method === 'send' && kind !== 'wait') expect(same).toHaveLength(1);
  });

  test('who is no longer there is sent nothing more; a message that is gone stops nothing', () => {
    for (const [at, { surface, kind }] of CASES.entries()) {
      if (kind !== 'gone') continue;
      const calls = callsOf(personOf(at));
      const met = calls.findIndex(({ fault }) => fault);
      const after = calls.slice(met + 1).map(({ method }) => method);
      if (surface.includes('Saved')) expect(after, surface).toContain('send');
      else expect(after, surface).toEqual([]);
    }
  });

  test('a wait is as long as Teams asks', () => {
    for (const [at, { fault, kind }] of CASES.entries()) {
      if (kind !== 'wait') continue;
      const calls = callsOf(personOf(at));
      const met = calls.findIndex((call) => call.fault);
      const waited = (calls[met + 1]?.at ?? 0) - (calls[met]?.at ?? 0);
      expect(waited, fault).toBeGreaterThanOrEqual(fault.includes('two seconds') ? 1_980 : 980);
    }
  });

  test('an answer saved is saved, whatever became of the message that says so', async () => {
    for (const [at, { surface }] of CASES.entries()) {
      if (surface === 'an answer') continue;
      const { tenant: of, aadObjectId } = personOf(at);
      const [draft] = await program.store.drafts(`teams:${of}:${aadObjectId}`);
      const fields = await program.store.fields(draft?.id ?? '');
      expect(fields.map(({ field, version }) => `${field} ${version}`)).toContain('safe-now 1');
    }
  });

  test('every failure is reported, by what failed alone', () => {
    expect(program.reports.length).toBeGreaterThan(20);
    for (const said of program.reports)
      expect(said).toMatch(
        /^Teams did not (?:send|update) a message: (?:unknown|gone|limited|status 4\d\d)\.$/,
      );
  });
});

test.concurrent('one chat being full holds up no other', async () => {
  const [one, two] = [personOf(CASES.length), personOf(CASES.length + 1)];
  teams.fault({ method: 'send', kind: '429', retryAfter: 2, conversation: one.chat });
  await one.say(QUESTION);
  const started = Date.now();
  await two.say(QUESTION);
  await teams.waitFor(() => ours(two).some(({ text }) => ANSWER.test(text)), 3_000);
  expect(ours(one)).toEqual([]);
  expect(Date.now() - started).toBeLessThan(1_900);
  await program.settle();
  expect(ours(one).filter(({ text }) => ANSWER.test(text))).toHaveLength(1);
});

test.concurrent('what comes in meanwhile is answered in its order', async () => {
  const person = personOf(CASES.length + 2);
  teams.fault({ method: 'send', kind: '429', retryAfter: 1, conversation: person.chat });
  for (const said of [QUESTION, 'help', 'start an application'])
    expect((await person.say(said)).status).toBe(200);
  await program.settle();
  const read = ours(person).map(({ text, cards }) => `${text}${JSON.stringify(cards)}`);
  const at = [ANSWER, /I answer questions about SEND/, /reference that means something/].map(
    (what) => read.findIndex((said) => what.test(said)),
  );
  expect(at).toEqual(at.toSorted((first, second) => first - second));
  expect(at[0]).toBe(0);
});

test.concurrent('a file that OneDrive does not take at once is put there whole, once', async () => {
  const person = personOf(CASES.length + 3);
  await drafting(person);
  await person.say('export');
  await program.settle();
  const offers = ours(person).filter(({ attachments }) =>
    attachments.some(({ contentType }) => textOf(contentType).endsWith('file.consent')),
  );
  for (const kind of ['503', 'reset-before'] as const) {
    teams.fault({ method: 'upload', kind });
    await person.consent(offers.shift() ?? '', 'accept');
    await program.settle();
  }
  const files = teams.files().filter(({ of }) => of === person.key);
  expect(files.map(({ complete }) => complete)).toEqual(files.map(() => true));
  expect(files.length).toBeGreaterThan(1);
});
