/** A call to answer, and the plainest way to answer it. */

import type { Json } from './json.ts';
import type { Team } from './team.ts';
import type { World } from './world.ts';

/** A call whose token and scopes are in order. */
export interface Asked {
  world: World;
  team: Team;
  method: string;
  args: Json;
}

type Method = (asked: Asked) => Promise<Json> | Json;

/** Methods by name. */
export type Methods = Record<string, Method>;

/**
 * Has emulate answer a call.
 *
 * @param asked the call
 * @returns emulate's answer
 */
export function forward({ team, method, args }: Asked): Promise<Json> {
  return team.emulator.call(team.actor, method, args);
}
