/** The bot coming and going, and people. Source: "Conversation events in your Teams bot". */

import { activityOf } from './activities.ts';
import { type Delivery, deliver } from './delivery.ts';
import type { Json } from './json.ts';
import type { Sending } from './sending.ts';
import type { Actor } from './talking.ts';
import { type Conversation, placeFor } from './world.ts';

export interface Installing {
  /**
   * Adds the bot to their own chat, or to a group chat or a team: Teams sends `conversationUpdate` and
   * `installationUpdate`, in this order. `upgrade` is a newer version of the app where it already is.
   */
  install(conversation?: string, options?: Sending & { upgrade?: boolean }): Promise<Delivery[]>;
  /** Removes the bot; from their own chat that is one event, from elsewhere two. */
  uninstall(conversation?: string, sending?: Sending): Promise<Delivery[]>;
  /** Comes into a team or a group chat. */
  join(conversation: string, sending?: Sending): Promise<Delivery>;
  /** Leaves a team or a group chat. */
  leave(conversation: string, sending?: Sending): Promise<Delivery>;
}

/**
 * Lets somebody add and remove.
 *
 * @param actor who
 * @returns what they can do
 */
export function installing({ surroundings, tenant, user, chat }: Actor): Installing {
  const { world } = surroundings;
  const bot = { id: `28:${world.app.id}`, name: world.app.name };
  const person = { id: user.id, aadObjectId: user.aadObjectId };

  const where = (id: string | undefined) =>
    id === undefined ? chat.conversation : placeFor(tenant, id).conversation;

  /** A team is one thing to be added to or to come into, whichever of its channels is named. */
  const whole = (conversation: Conversation) =>
    conversation.team === undefined ? [conversation] : [...conversation.team.channels.values()];

  function tell(conversation: Conversation, what: Json, sending: Sending): Promise<Delivery> {
    const { team } = conversation;
    const general = [...(team?.channels.values() ?? [])].find(({ id }) => id === team?.id);
    const place = { conversation: general ?? conversation };
    const { name, groupId: aadGroupId } = team ?? {};
    const channelData = team && {
      team: { id: team.id, name, aadGroupId },
      settings: { selectedChannel: { id: conversation.id } },
      ...(what.type === 'conversationUpdate' && {
        eventType: what.membersAdded ? 'teamMemberAdded' : 'teamMemberRemoved',
      }),
    };
    const activity = activityOf(world, { tenant, user, place }, { ...what, channelData });
    return deliver(surroundings, activity, place, sending);
  }

  return {
    async install(id, { upgrade = false, ...sending } = {}) {
      const conversation = where(id);
      for (const each of whole(conversation)) each.installed = true;
      const update = {
        type: 'installationUpdate',
        action: upgrade ? 'add-upgrade' : 'add',
      };
      if (upgrade) return [await tell(conversation, update, sending)];
      const added = { type: 'conversationUpdate', membersAdded: [bot] };
      return [await tell(conversation, added, sending), await tell(conversation, update, sending)];
    },
    async uninstall(id, sending = {}) {
      const conversation = where(id);
      for (const each of whole(conversation)) each.installed = false;
      const update = { type: 'installationUpdate', action: 'remove' };
      const removed = { type: 'conversationUpdate', membersRemoved: [bot] };
      const events = conversation.kind === 'personal' ? [update] : [removed, update];
      const deliveries: Delivery[] = [];
      for (const event of events) deliveries.push(await tell(conversation, event, sending));
      return deliveries;
    },
    async join(id, sending = {}) {
      const conversation = where(id);
      for (const each of whole(conversation)) each.members.add(user.key);
      return tell(conversation, { type: 'conversationUpdate', membersAdded: [person] }, sending);
    },
    async leave(id, sending = {}) {
      const conversation = where(id);
      for (const each of whole(conversation)) each.members.delete(user.key);
      return tell(conversation, { type: 'conversationUpdate', membersRemoved: [person] }, sending);
    },
  };
}
