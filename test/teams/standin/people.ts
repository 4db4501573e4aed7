/** A person at their Teams. */

import { activityOf } from './activities.ts';
import { type Delivery, deliver, type Surroundings } from './delivery.ts';
import { type Installing, installing } from './installing.ts';
import type { Json } from './json.ts';
import type { Sending } from './sending.ts';
import { type Talking, talking } from './talking.ts';
import { type Using, using } from './using.ts';
import { type Place, placeFor, type Tenant } from './world.ts';

export interface Person extends Talking, Using, Installing {
  /** What tests call them. */
  key: string;
  /** As the bot knows them: `29:…`. */
  id: string;
  name: string;
  aadObjectId: string;
  /** Their tenant's id. */
  tenant: string;
  /** Their conversation with the bot. */
  chat: string;
  /** Sends an activity of any kind as theirs, from their own chat unless another place is named. */
  act(what: Json, sending?: Sending & { conversation?: string }): Promise<Delivery>;
}

/**
 * Makes a person to drive.
 *
 * @param surroundings the rest of the stand-in
 * @param tenant their tenant
 * @param key who
 * @returns them
 * @throws when the tenant has nobody of that name
 */
export function person(surroundings: Surroundings, tenant: Tenant, key: string): Person {
  const { world } = surroundings;
  const user = tenant.users.get(key);
  const conversation = [...tenant.conversations.values()].find(
    ({ kind, members }) => kind === 'personal' && members.has(key),
  );
  if (!user || !conversation) throw new Error(`${tenant.name} has nobody called ${key}`);
  const chat: Place = { conversation };
  const actor = { surroundings, tenant, user, chat };
  const { id, name, aadObjectId } = user;
  return {
    key,
    id,
    name,
    aadObjectId,
    tenant: tenant.id,
    chat: conversation.id,
    async act(what, { conversation: where, ...sending } = {}) {
      const place = where === undefined ? chat : placeFor(tenant, where);
      return deliver(
        surroundings,
        activityOf(world, { tenant, user, place }, what),
        place,
        sending,
      );
    },
    ...talking(actor),
    ...using(actor),
    ...installing(actor),
  };
}
