import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Installation,
  type Installs,
  manyInstalls,
  oneInstall,
} from '../../adapters/slack/installs.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';

const keyring = memoryKeyring();
const TEAM = { team: 'T1' };
let folder: string;
let store: Store;
const open = () => {
  store = openStore(join(folder, 'signpost.db'));
};
const many = () => manyInstalls(openVault<Installation>('slack-installation', { store, keyring }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-installs-'));
  open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const makers: [string, () => Promise<Installs>][] = [
  ['one workspace', async () => oneInstall('xoxb-1')],
  [
    'many workspaces',
    async () => {
      const installs = many();
      await installs.add(TEAM, { token: 'xoxb-1' });
      return installs;
    },
  ],
];

describe.each(makers)('installed in %s', (_name, made) => {
  test('the token is given until it is removed, and again when another is added', async () => {
    const installs = await made();
    expect(await installs.of(TEAM)).toEqual({ token: 'xoxb-1' });
    await installs.remove(TEAM);
    expect(await installs.of(TEAM)).toBeUndefined();
    await installs.remove(TEAM);
    await installs.add(TEAM, { token: 'xoxb-2' });
    expect(await installs.of(TEAM)).toEqual({ token: 'xoxb-2' });
    await installs.add(TEAM, { token: 'xoxb-3' });
    expect(await installs.of(TEAM)).toEqual({ token: 'xoxb-3' });
  });
});

test('the one token is for whichever workspace a delivery names', async () => {
  const installs = oneInstall('xoxb-1');
  expect(await installs.of({ team: 'T2', enterprise: 'E1' })).toEqual({ token: 'xoxb-1' });
});

describe('installed in many', () => {
  const all = async (teams: readonly Parameters<Installs['of']>[0][]) =>
    Promise.all(teams.map(async (team) => (await many().of(team))?.token));
  const T1 = { team: 'T1', enterprise: 'E1' };
  const T2 = { team: 'T2', enterprise: 'E1' };
  const T3 = { team: 'T3', enterprise: 'E2' };
  const ORG = { team: '', enterprise: 'E1' };

  test('each workspace has its own token', async () => {
    await many().add(T1, { token: 'xoxb-1' });
    await many().add(T3, { token: 'xoxb-3' });
    expect(await all([T1, T2, T3, { team: 'T4' }])).toEqual([
      'xoxb-1',
      undefined,
      'xoxb-3',
      undefined,
    ]);
    await many().remove(T1);
    expect(await all([T1, T3])).toEqual([undefined, 'xoxb-3']);
  });

  test('an organisation speaks for its workspaces, where they have none of their own', async () => {
    await many().add(ORG, { token: 'xoxb-org' });
    await many().add(T1, { token: 'xoxb-1' });
    expect(await all([T1, T2, T3, { team: 'T2' }, ORG])).toEqual([
      'xoxb-1',
      'xoxb-org',
      undefined,
      undefined,
      'xoxb-org',
    ]);
  });

  test('a workspace that removes its own leaves the organisation’s to the others', async () => {
    await many().add(ORG, { token: 'xoxb-org' });
    await many().add(T1, { token: 'xoxb-1' });
    await many().remove(T1);
    expect(await all([T1, T2])).toEqual(['xoxb-org', 'xoxb-org']);
    await many().remove(T2);
    expect(await all([T1, T2])).toEqual([undefined, undefined]);
  });

  test('a workspace and an organisation of the same name are two', async () => {
    await many().add({ team: '', enterprise: 'X' }, { token: 'xoxb-org' });
    await many().add({ team: 'X' }, { token: 'xoxb-team' });
    await many().add({ team: 'enterprise:X' }, { token: 'xoxb-odd' });
    expect(
      await all([{ team: '', enterprise: 'X' }, { team: 'X' }, { team: 'enterprise:X' }]),
    ).toEqual(['xoxb-org', 'xoxb-team', 'xoxb-odd']);
  });

  test('tokens outlast a restart, and are readable in no file', async () => {
    const token = 'xoxb-17653672481-CANARYCANARY';
    await many().add(T1, { token });
    await store.close();
    open();
    expect(await all([T1])).toEqual([token]);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(bytes.includes(Buffer.from(token, encoding)), name).toBe(false);
      expect(bytes.includes(Buffer.from(token).toString('base64')), name).toBe(false);
    }
  });
});
