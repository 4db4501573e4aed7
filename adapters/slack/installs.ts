/** Where the app is installed, and the token it has there. */

import type { Vault } from '../../src/store/vault.ts';
import type { Team } from './read.ts';

/** One installation. */
export interface Installation {
  token: string;
}

/** Every installation. */
export interface Installs {
  /** The installation that speaks for a workspace: its own, else its organisation's. */
  of(team: Team): Promise<Installation | undefined>;
  add(team: Team, installation: Installation): Promise<void>;
  /** Erases the token that {@link of} gives. */
  remove(team: Team): Promise<void>;
}

/**
 * The one workspace whose token is in the settings.
 *
 * @param token erased here when it is revoked; the setting itself is the administrator's
 */
export function oneInstall(token: string): Installs {
  let installation: Installation | undefined = { token };
  return {
    of: async () => installation,
    add: async (_team, added) => {
      installation = added;
    },
    remove: async () => {
      installation = undefined;
    },
  };
}

/**
 * The workspaces and organisations that installed the app by OAuth, kept sealed.
 *
 * @param vault keeps them by id: an organisation's is its enterprise id, a workspace's its own
 */
export function manyInstalls(vault: Vault<Installation>): Installs {
  return {
    of: async ({ team, enterprise }) =>
      (await vault.get(idOf({ team }))) ??
      (enterprise === undefined ? undefined : await vault.get(idOf({ team: '', enterprise }))),
    add: (team, installation) => vault.put(idOf(team), installation),
    remove: async ({ team, enterprise }) => {
      const own = await vault.take(idOf({ team }));
      if (!own && enterprise !== undefined) await vault.take(idOf({ team: '', enterprise }));
    },
  };
}

function idOf({ team, enterprise }: Team): string {
  return team === '' ? `enterprise:${enterprise ?? ''}` : `team:${team}`;
}
