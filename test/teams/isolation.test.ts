/**
 * A draft is its author's, under whichever of their identities they come, and nobody else's: not a
 * colleague's, not another school's. What is not there and what is not yours look the same.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WORDS } from '../../adapters/teams/words.ts';
import { WORDS as DRAFT_WORDS } from '../../src/guide/words.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { talk } from '../guide/drive.ts';
import { type Program, startProgram } from './program.ts';
import { type Json, objectOf } from './standin/json.ts';
import { type Person, startTeams, type TeamsStandIn, tenant } from './standin/teams.ts';

const PLATFORMS = ['teams', 'slack'] as const;
const TENANTS = ['one', 'two', 'three'] as const;
const ROLES = ['author', 'colleague', 'stranger', 'linked'] as const;
const TARGETS = ['made up', 'erased', "other's", "other tenant's", 'own'] as const;

type Platform = (typeof PLATFORMS)[number];
type Role = (typeof ROLES)[number];
type Target = (typeof TARGETS)[number];

let teams: TeamsStandIn;
let program: Program;

beforeAll(async () => {
  const users = [...ROLES, 'other'].map((key) => ({ key }));
  teams = await startTeams({
    tenants: TENANTS.map((name) => tenant(name, { users, teams: [], groupChats: [] })),
  });
  program = await startProgram(
    {
      local: false,
      appId: teams.app.id,
      password: teams.app.secret,
      type: 'SingleTenant',
      appTenant: teams.app.tenant,
      tenants: TENANTS.map((name) => teams.tenant(name).id),
    },
    teams.instead,
  );
  teams.deliverTo(program.url);
});
afterAll(async () => {
  await program.stop();
  await teams.close();
});

/** What somebody can do, each thing one delivery. */
interface Hands {
  person: string;
  say(text: string): Promise<Reply>;
  press(action: string): Promise<Reply>;
  submit(ask: string, values: Record<string, string>): Promise<Reply>;
}

const keyOf = ({ tenant: of, aadObjectId }: Person) => `teams:${of}:${aadObjectId}`;

function handsOf(platform: Platform, tenantName: string, key: string): Hands {
  if (platform === 'slack') {
    const person = `slack:T-${tenantName}:${key}`;
    return { person, ...talk(program.bot, person) };
  }
  const user = teams.user(tenantName, key);
  const turn = async (what: Json): Promise<Reply> => {
    const { status } = await user.act({ type: 'message', ...what });
    expect(status).toBe(200);
    await program.settle();
    const turns = program.turns.splice(0);
    const last = turns.at(-1);
    if (!last) throw new Error('The core was not asked anything.');
    return last.reply;
  };
  const value = (signpost: Json, values: Json = {}) =>
    turn({ value: { ...values, signpost: { where: 'private', many: [], ...signpost } } });
  return {
    person: keyOf(user),
    say: (text) => turn({ text }),
    press: (action) => value({ do: 'press', action }),
    submit: (ask, values) => value({ do: 'submit', ask }, values),
  };
}

/** A draft, with words that stand in no other. */
interface Sealed {
  id: string;
  reference: string;
  canary: string;
}

let count = 0;

async function begun(owner: Hands): Promise<Sealed> {
  count += 1;
  const [reference, canary] = [`K${300 + count}-blue`, `quokka${count}x`];
  await owner.say('start an application');
  await owner.say(reference);
  const drafts = await program.store.drafts(owner.person);
  const [newest] = drafts
    .filter(({ form }) => form !== 'profile')
    .sort((one, two) => two.made.localeCompare(one.made));
  const id = newest?.id ?? '';
  const words = `Reads for nine minutes, as a ${canary} might, and needs every task said again.`;
  await owner.submit(`draft:${id}`, { 'needs@0': words });
  await owner.say('stop');
  return { id, reference, canary };
}

/** All that is kept of a draft, to see whether it changed. */
async function kept(id: string): Promise<string> {
  const fields = await program.store.fields(id);
  return JSON.stringify(fields.map(({ field, version }) => [field, version]).sort());
}

interface Scene {
  platform: Platform;
  role: Role;
  actor: Hands;
  user: Person | undefined;
  drafts: Record<Target, Sealed>;
  /** The ids of files that wait for each draft's owner. */
  files: Record<Target, string[]>;
}

const offers = (user: Person) =>
  teams
    .activities(user.chat)
    .flatMap(({ attachments }) => attachments)
    .map(({ content }) => objectOf(objectOf(content).acceptContext).file)
    .filter((file): file is string => typeof file === 'string');

async function sceneOf(platform: Platform, at: number, role: Role): Promise<Scene> {
  const name = (more: number) => TENANTS[(at + more) % TENANTS.length] ?? '';
  const actor = handsOf(platform, name(0), role);
  const user = platform === 'teams' ? teams.user(name(0), role) : undefined;
  let author = actor;
  if (role === 'linked') {
    author = handsOf('slack', name(0), `first-${platform}`);
    if (platform === 'slack') author = handsOf('teams', name(0), 'colleague');
    const [, code = ''] =
      /link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(plainText(await author.say('link'))) ?? [];
    expect(plainText(await actor.say(`link ${code}`))).toMatch(/^Linked/);
  }
  const other = handsOf(platform, role === 'stranger' ? name(1) : name(0), 'other');
  const foreign = handsOf(platform, name(2), 'other');
  const erased = await begun(author);
  await author.press(`draft:erase:${erased.id}`);
  const drafts = {
    'made up': { id: 'AAAAAAAAAAAA', reference: 'K299-blue', canary: 'quokka-none' },
    erased,
    "other's": await begun(other),
    "other tenant's": await begun(foreign),
    own: await begun(author),
  };
  const files: Scene['files'] = {
    'made up': [],
    erased: [],
    "other's": [],
    "other tenant's": [],
    own: [],
  };
  if (user) {
    const exported = async (hands: Hands, of: Person, { id }: Sealed) => {
      const before = offers(of).length;
      await hands.press(`draft:export:${id}`);
      return offers(of).slice(before);
    };
    const victims = {
      "other's": role === 'stranger' ? name(1) : name(0),
      "other tenant's": name(2),
    };
    for (const [target, of] of Object.entries(victims) as [keyof typeof victims, string][]) {
      const hands = target === "other's" ? other : foreign;
      files[target] = await exported(hands, teams.user(of, 'other'), drafts[target]);
    }
    files.own = await exported(actor, user, drafts.own);
    files['made up'] = ['A'.repeat(32), 'B'.repeat(32)];
    // What was taken is there no more.
    files.erased = (await exported(actor, user, drafts.own)).slice(0, 2);
    for (const file of files.erased) await consent(user, file, 'accept');
  }
  return { platform, role, actor, user, drafts, files };
}

/** Says yes or no to a file of any id; gives what the person is then shown. */
async function consent(user: Person, file: string, action: 'accept' | 'decline'): Promise<string> {
  const seen = new Map(teams.activities(user.chat).map(({ id, edits }) => [id, edits]));
  const uploadInfo = {
    uploadUrl: `${new URL(teams.serviceUrl).origin}/personal/none`,
    contentUrl: 'https://one-my.sharepoint.com/x',
    name: 'x.docx',
    uniqueId: 'x',
    fileType: 'docx',
  };
  await user.act({
    type: 'invoke',
    name: 'fileConsent/invoke',
    value: {
      type: 'fileUpload',
      action,
      context: { file },
      ...(action === 'accept' && { uploadInfo }),
    },
  });
  await program.settle();
  program.turns.splice(0);
  return teams
    .activities(user.chat)
    .filter(({ id, edits }) => seen.get(id) !== edits)
    .map(({ text }) => text)
    .join('\n');
}

/** What came of trying: whether it was done, and what was said, without what differs by design. */
interface Came {
  done: boolean;
  said: string;
}

type Operation = (scene: Scene, target: Target) => Promise<Came>;

const byPress =
  (verb: string, path = ''): Operation =>
  async ({ actor, drafts }, target) => {
    const { id } = drafts[target];
    const said = plainText(await actor.press(`draft:${verb}:${id}${path}`));
    return { done: said !== DRAFT_WORDS.noneSuch, said };
  };

const BOTH: Record<string, Operation> = {
  open: byPress('open'),
  press: byPress('park', ':needs@1'),
  change: byPress('change', ':needs'),
  check: byPress('check'),
  list: async ({ actor, drafts }, target) => {
    const said = plainText(await actor.say('show my drafts'));
    return { done: said.includes(drafts[target].reference), said };
  },
  'answer by form': async ({ actor, drafts }, target) => {
    const { id } = drafts[target];
    const before = await kept(id);
    const [version = 0] = (await program.store.fields(id))
      .filter(({ field }) => field === 'needs')
      .map((field) => field.version);
    const words = 'Writes for six minutes and needs every task said again in short steps.';
    const said = plainText(await actor.submit(`draft:${id}`, { [`needs@${version}`]: words }));
    const done = (await kept(id)) !== before;
    expect(done).toBe(/^Saved/.test(said));
    return { done, said };
  },
  'answer by typing': async ({ actor, drafts }, target) => {
    const { id, reference } = drafts[target];
    await actor.say('stop');
    const before = await kept(id);
    const said = plainText(await actor.say(`open ${reference}`)).replaceAll(reference, '…');
    await actor.say('change needs');
    await actor.say(`Draws for ${target.length} minutes and needs every task said again slowly.`);
    await actor.say('stop');
    return { done: (await kept(id)) !== before, said };
  },
  export: async ({ actor, drafts }, target) => {
    const reply = await actor.press(`draft:export:${drafts[target].id}`);
    return { done: reply.blocks.some(({ kind }) => kind === 'file'), said: plainText(reply) };
  },
};

/** These two are of Teams; in Slack there are two more things to look at instead. */
const FILES: Record<Platform, Record<string, Operation>> = {
  teams: {
    'file consent': async ({ user, files }, target) => {
      const said = await consent(user as Person, files[target][0] ?? '', 'accept');
      // Beyond the consent it is Teams that does not take it: the address is none.
      return { done: said.includes(WORDS.fileFailed), said };
    },
    'file link': async ({ user, files }, target) => {
      const said = await consent(user as Person, files[target][1] ?? '', 'decline');
      const [url] = /http:[^)]+/.exec(said) ?? [];
      if (url === undefined) return { done: false, said };
      return { done: (await fetch(url, { method: 'POST' })).status === 200, said };
    },
  },
  slack: { panel: byPress('panel'), costs: byPress('costs') },
};

/** Done last, since afterwards there is less. */
const LAST: Record<string, Operation> = {
  delete: async ({ actor, drafts }, target) => {
    const { id } = drafts[target];
    const before = await kept(id);
    const said = plainText(await actor.press(`draft:erase:${id}`));
    return { done: (await kept(id)) !== before, said };
  },
};

const cells: string[] = [];
const unexpected: string[] = [];

const SCENES = PLATFORMS.flatMap((platform) =>
  TENANTS.flatMap((name, at) => ROLES.map((role) => ({ platform, name, at, role }))),
);

describe.each(SCENES)('$platform, tenant $name, $role', ({ platform, name, at, role }) => {
  test('is let at what is theirs and at nothing else, and cannot tell why', async () => {
    const scene = await sceneOf(platform, at, role);
    const where = `${platform} ${name} ${role}`;
    const judge = (operation: string, target: Target, { done, said }: Came) => {
      cells.push(`${where} ${operation} ${target}`);
      if (done !== (target === 'own')) unexpected.push(`${where}: ${operation} ${target}: ${said}`);
      const foreign = TARGETS.filter((one) => one !== 'own').map((one) => scene.drafts[one].canary);
      if (foreign.some((canary) => said.includes(canary)))
        unexpected.push(`${where}: ${operation} ${target} showed what is not theirs`);
    };
    for (const [operation, act] of Object.entries({ ...BOTH, ...FILES[platform], ...LAST })) {
      const denied = new Set<string>();
      for (const target of TARGETS) {
        const came = await act(scene, target);
        judge(operation, target, came);
        if (target !== 'own') denied.add(came.said);
      }
      // Not there, erased, and not yours: the same, word for word.
      expect([...denied].slice(1), operation).toEqual([]);
    }

    const { actor, drafts } = scene;
    const own = await begun(actor);
    const before = new Map<Target, string>();
    for (const target of TARGETS) before.set(target, await kept(drafts[target].id));
    before.set('own', await kept(own.id));
    const said = plainText(await actor.press('draft:forget'));
    for (const target of TARGETS) {
      const now = await kept(target === 'own' ? own.id : drafts[target].id);
      judge('forget', target, { done: now !== before.get(target), said });
    }
    if (scene.user)
      for (const { activity } of teams.activities(scene.user.chat))
        for (const target of ["other's", "other tenant's"] as const)
          expect(JSON.stringify(activity)).not.toContain(drafts[target].canary);
  });
});

test('of 1,440 cells none is allowed or denied otherwise', () => {
  expect(unexpected).toEqual([]);
  expect(new Set(cells).size).toBe(2 * 3 * 4 * 12 * 5);
});

test('who tries a file that is not theirs does not use it up', async () => {
  const [anna, ben] = [teams.user('one', 'author'), teams.user('one', 'other')];
  const hands = handsOf('teams', 'one', 'author');
  const draft = await begun(hands);
  await hands.press(`draft:export:${draft.id}`);
  const [file = ''] = offers(anna).slice(-1);
  for (const action of ['accept', 'decline'] as const)
    expect(await consent(ben, file, action)).toBe(WORDS.fileGone);
  expect(await consent(anna, file, 'decline')).toContain('/teams/file/');
});
