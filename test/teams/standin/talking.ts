/** What a person says: stored as theirs, and told to the bot as Teams tells it. */

import { activityOf } from './activities.ts';
import { type Delivery, deliver, type Surroundings } from './delivery.ts';
import type { Json } from './json.ts';
import type { Sending } from './sending.ts';
import {
  nextId,
  type Place,
  placeFor,
  type Stored,
  store,
  type Tenant,
  type User,
} from './world.ts';

export interface MentionOptions extends Sending {
  /** The id of the message it stands under; without, it begins a thread. */
  thread?: string;
}

export interface Talking {
  /** Says something in their own chat with the bot. */
  say(text: string, sending?: Sending): Promise<Delivery>;
  /**
   * Says something to the bot by name, in a channel or a group chat. The name stands where `@bot`
   * stands in the text, else first; `@ben` names Ben.
   */
  mention(conversation: string, text: string, options?: MentionOptions): Promise<Delivery>;
  /** Sends a file in their own chat, with or without words; `inline` pastes a picture. */
  share(name: string, text?: string, options?: Sending & { inline?: boolean }): Promise<Delivery>;
  /** Changes one of their messages: `messageUpdate`. */
  edit(id: string, text: string, sending?: Sending): Promise<Delivery>;
  /** Takes one of their messages back: `messageDelete`. */
  unsay(id: string, sending?: Sending): Promise<Delivery>;
  /** Brings back what they took back: `messageUpdate` of another kind. */
  resay(id: string, sending?: Sending): Promise<Delivery>;
  typing(sending?: Sending): Promise<Delivery>;
}

/** Who acts, and where their own chat is. */
export interface Actor {
  surroundings: Surroundings;
  tenant: Tenant;
  user: User;
  chat: Place;
}

/**
 * Gives somebody a voice.
 *
 * @param actor who
 * @returns what they can say; each throws where they, or the bot, are not
 */
export function talking({ surroundings, tenant, user, chat }: Actor): Talking {
  const { world } = surroundings;
  const bot = { id: `28:${world.app.id}`, name: world.app.name };

  async function write(place: Place, what: Json, sending: Sending): Promise<Delivery> {
    mayWrite(user, place);
    const id = nextId(world);
    const thread = place.conversation.kind === 'channel' ? (place.thread ?? id) : undefined;
    const there = thread === undefined ? place : { ...place, thread };
    const message = { type: 'message', id, textFormat: 'plain', ...what };
    const activity = activityOf(world, { tenant, user, place: there }, message);
    store(world, there, user.key, activity, id);
    return deliver(surroundings, activity, there, sending);
  }

  function tell(own: { place: Place; message: Stored }, what: Json, sending: Sending) {
    const { place, message } = own;
    const activity = activityOf(world, { tenant, user, place }, { id: message.id, ...what });
    return deliver(surroundings, activity, place, sending);
  }

  function theirs(id: string): { place: Place; message: Stored } {
    for (const conversation of tenant.conversations.values()) {
      const message = conversation.messages.find((each) => each.id === id);
      if (message === undefined) continue;
      if (message.from !== user.key) throw new Error(`the message ${id} is not ${user.key}'s`);
      const { thread } = message;
      return { place: thread === undefined ? { conversation } : { conversation, thread }, message };
    }
    throw new Error(`there is no message ${id}`);
  }

  return {
    say: (text, sending = {}) => write(chat, plain(text), sending),
    async mention(conversation, text, { thread, ...sending } = {}) {
      const whole = thread === undefined ? conversation : `${conversation};messageid=${thread}`;
      const said = text.includes('@bot') ? text : `@bot ${text}`;
      const named = new Map<string, { id: string; name: string }>([['bot', bot]]);
      for (const { key, id, name } of tenant.users.values()) named.set(key, { id, name });
      const mentions: Json[] = [];
      const written = said.replace(/@(\w+)/g, (typed, key: string) => {
        const mentioned = named.get(key);
        if (mentioned === undefined) return typed;
        const at = `<at>${mentioned.name}</at>`;
        mentions.push({ type: 'mention', mentioned, text: at });
        return at;
      });
      return write(placeFor(tenant, whole), { ...plain(written), entities: mentions }, sending);
    },
    share(name, text = '', { inline = false, ...sending } = {}) {
      const [, fileType = ''] = /\.(\w+)$/.exec(name) ?? [];
      const address = `https://${tenant.name}-my.sharepoint.com/personal/${user.key}/${name}`;
      const file = inline
        ? { contentType: 'image/*', contentUrl: `${tenant.serviceUrl}v3/attachments/0-${name}` }
        : {
            contentType: 'application/vnd.microsoft.teams.file.download.info',
            contentUrl: address,
            name,
            content: { downloadUrl: `${address}?download`, uniqueId: name, fileType },
          };
      return write(chat, { ...plain(text), attachments: [file, html(text)] }, sending);
    },
    async edit(id, text, sending = {}) {
      const own = theirs(id);
      own.message.before.push(own.message.activity);
      own.message.activity = { ...own.message.activity, ...plain(text) };
      const channelData = { eventType: 'editMessage' };
      return tell(own, { type: 'messageUpdate', ...plain(text), channelData }, sending);
    },
    async unsay(id, sending = {}) {
      const own = theirs(id);
      own.message.deleted = true;
      const channelData = { eventType: 'softDeleteMessage' };
      return tell(own, { type: 'messageDelete', channelData }, sending);
    },
    async resay(id, sending = {}) {
      const own = theirs(id);
      own.message.deleted = false;
      const channelData = { eventType: 'undeleteMessage' };
      const { text, attachments } = own.message.activity;
      return tell(own, { type: 'messageUpdate', text, attachments, channelData }, sending);
    },
    typing: (sending = {}) =>
      deliver(
        surroundings,
        activityOf(world, { tenant, user, place: chat }, { type: 'typing' }),
        chat,
        sending,
      ),
  };
}

/**
 * Sees to it that a person can do something where they want to.
 *
 * @param user who
 * @param place where
 * @throws when they are not there, or the bot is not
 */
export function mayWrite({ key }: User, { conversation }: Place): void {
  if (!conversation.members.has(key)) throw new Error(`${key} is not in ${conversation.id}`);
  if (!conversation.installed) throw new Error(`the bot is not in ${conversation.id}`);
}

function plain(text: string): Json {
  return { text, attachments: [html(text)] };
}

/** Teams adds what was typed as HTML; the text itself goes as it was typed. */
function html(text: string): Json {
  const content = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, MENTIONED);
  return { contentType: 'text/html', content: `<p>${content}</p>` };
}

const MENTIONED =
  '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">$1</span>';
