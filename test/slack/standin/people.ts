/** A person at their Slack. */

import { type Delivery, type Surroundings, sendEvent } from './delivery.ts';
import type { Json } from './json.ts';
import type { Sending } from './signing.ts';
import { type Talking, talking } from './talking.ts';
import { directOf, type Team } from './team.ts';
import { type Working, working } from './working.ts';

export interface Person extends Talking, Working {
  id: string;
  team: string;
  /** Their conversation with the bot. */
  im: string;
  /** Sends an event of any kind as having happened to them. */
  event(event: Json, sending?: Sending): Promise<Delivery>;
}

/**
 * Makes a person to drive.
 *
 * @param surroundings the rest of the stand-in
 * @param team their workspace
 * @param id who
 * @returns them
 * @throws when the workspace has nobody of that id
 */
export function person(surroundings: Surroundings, team: Team, id: string): Person {
  if (!team.users.has(id)) throw new Error(`${team.id} has nobody called ${id}`);
  return {
    id,
    team: team.id,
    im: directOf(team, id),
    event: (event, sending = {}) => sendEvent(surroundings, team, { user: id, ...event }, sending),
    ...talking(surroundings, team, id),
    ...working(surroundings, team, id),
  };
}
