/**
 * What Slack sends the bot, in Slack's shapes.
 *
 * Source: docs.slack.dev/apis/events-api#callback-field (events), /reference/interaction-payloads
 * (actions, shortcuts, views) and /interactivity/implementing-slash-commands.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { stateOf, type Value } from './blocks.ts';
import type { Block, Json } from './json.ts';
import type { SlackMessage, SlackView } from './reading.ts';
import { type Conversation, conversation, type Team } from './team.ts';
import { richText } from './typed.ts';
import type { World } from './world.ts';

let ticks = 0;

/**
 * Makes a time as Slack writes it.
 *
 * @returns seconds and a fraction no other call gets
 */
export function slackTime(): string {
  ticks = (ticks + 1) % 1_000_000;
  return `${Math.floor(Date.now() / 1000)}.${String(ticks).padStart(6, '0')}`;
}

/**
 * Wraps an event.
 *
 * @param world the world
 * @param team the workspace it happened in
 * @param event the event
 * @returns the envelope, with an `event_id` of its own
 */
export function eventEnvelope(world: World, team: Team, event: Json): Json {
  const channel = typeof event.channel === 'string' ? event.channel : '';
  const enterprise = team.enterprise?.id ?? null;
  return {
    token: world.app.verificationToken,
    team_id: team.id,
    ...(enterprise !== null && { enterprise_id: enterprise }),
    context_team_id: team.id,
    context_enterprise_id: enterprise,
    api_app_id: world.app.id,
    event: { event_ts: slackTime(), ...event },
    type: 'event_callback',
    event_id: `Ev0${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterprise,
        team_id: team.id,
        user_id: team.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: conversation(team, channel)?.external === true,
    event_context: `4-${randomBytes(24).toString('base64url')}`,
  };
}

/**
 * Makes a person's message as an event.
 *
 * @param team the workspace
 * @param said who said what where, as it is stored
 * @returns the `message` event
 */
export function messageEvent(
  team: Team,
  said: { user: string; text: string; ts: string; channel: string; threadTs?: string | undefined },
): Json {
  const { user, text, ts, channel, threadTs } = said;
  const home = team.users.get(user)?.homeTeam;
  return {
    client_msg_id: randomUUID(),
    type: 'message',
    text,
    user,
    ts,
    blocks: richText(text),
    team: home ?? team.id,
    ...(home !== undefined && { user_team: home, source_team: home }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    channel,
    event_ts: ts,
    channel_type: conversation(team, channel)?.kind ?? 'channel',
  };
}

/** What every interaction carries. */
interface Interaction {
  world: World;
  team: Team;
  user: string;
  trigger: string;
}

/**
 * Makes a slash command's form.
 *
 * @param interaction who, where and with which trigger
 * @param typed the command, what follows it, the conversation it was typed in, and where to answer
 * @returns the form's fields
 */
export function commandForm(
  { world, team, user, trigger }: Interaction,
  typed: { command: string; text: string; channel: string; responseUrl: string },
): Record<string, string> {
  return {
    token: world.app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    ...(team.enterprise && {
      enterprise_id: team.enterprise.id,
      enterprise_name: team.enterprise.name,
    }),
    channel_id: typed.channel,
    channel_name: nameShown(conversation(team, typed.channel)),
    user_id: user,
    user_name: team.users.get(user)?.name ?? user.toLowerCase(),
    command: typed.command,
    text: typed.text,
    api_app_id: world.app.id,
    is_enterprise_install: 'false',
    response_url: typed.responseUrl,
    trigger_id: trigger,
  };
}

/**
 * Makes a `block_actions` payload.
 *
 * @param interaction who, where and with which trigger
 * @param surface the message or view as the person sees it
 * @param now the message as it is by now; none for an ephemeral one, which Slack leaves out
 * @param acted the block and element worked, what came of it, what the inputs hold, where to answer
 * @returns the payload
 */
export function blockActions(
  interaction: Interaction,
  surface: SlackMessage | SlackView,
  now: Json | undefined,
  acted: {
    block: Block;
    element: Block;
    outcome: Json;
    filled: Record<string, Value>;
    responseUrl: string;
  },
): Json {
  const { block, element, outcome } = acted;
  const state = stateOf(surface.blocks, acted.filled);
  const action = {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...outcome,
    action_ts: slackTime(),
  };
  const shared = { type: 'block_actions', ...common(interaction, 'username'), actions: [action] };
  if ('view' in surface) {
    return {
      ...shared,
      container: { type: 'view', view_id: surface.id },
      view: { ...surface.view, state },
    };
  }
  const { channel, ts, threadTs, visibleTo } = surface;
  return {
    ...shared,
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: visibleTo !== undefined,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    },
    channel: channelShown(interaction.team, channel),
    ...(visibleTo === undefined && now !== undefined && { message: now }),
    state,
    response_url: acted.responseUrl,
  };
}

/**
 * Makes a shortcut's payload.
 *
 * @param interaction who, where and with which trigger
 * @param callbackId which shortcut
 * @param on for a message shortcut: the message, where it is and where to answer
 * @returns the payload
 */
export function shortcutPayload(
  interaction: Interaction,
  callbackId: string,
  on?: { message: Json; channel: string; ts: string; responseUrl: string },
): Json {
  const shared = {
    ...common(interaction, on === undefined ? 'username' : 'name'),
    action_ts: slackTime(),
    callback_id: callbackId,
  };
  if (on === undefined) return { type: 'shortcut', ...shared };
  return {
    type: 'message_action',
    ...shared,
    channel: channelShown(interaction.team, on.channel),
    message_ts: on.ts,
    message: on.message,
    response_url: on.responseUrl,
  };
}

/**
 * Makes the payload of a modal sent in or closed.
 *
 * @param interaction who, where and with which trigger
 * @param type sent in or closed
 * @param view the modal
 * @param filled what the inputs hold
 * @returns the payload
 */
export function viewPayload(
  interaction: Interaction,
  type: 'view_submission' | 'view_closed',
  view: SlackView,
  filled: Record<string, Value>,
): Json {
  return {
    type,
    ...common(interaction, 'username'),
    view: { ...view.view, state: stateOf(view.blocks, filled) },
    ...(type === 'view_submission' ? { response_urls: [] } : { is_cleared: false }),
  };
}

function common({ world, team, user, trigger }: Interaction, nameField: 'username' | 'name'): Json {
  const name = team.users.get(user)?.name ?? user.toLowerCase();
  return {
    user: {
      id: user,
      [nameField]: name,
      ...(nameField === 'username' && { name, team_id: team.users.get(user)?.homeTeam ?? team.id }),
    },
    api_app_id: world.app.id,
    token: world.app.verificationToken,
    trigger_id: trigger,
    team: {
      id: team.id,
      domain: team.domain,
      ...(team.enterprise && {
        enterprise_id: team.enterprise.id,
        enterprise_name: team.enterprise.name,
      }),
    },
    enterprise: team.enterprise ?? null,
    is_enterprise_install: false,
  };
}

function channelShown(team: Team, channel: string): Json {
  return { id: channel, name: nameShown(conversation(team, channel)) };
}

/** Slack does not tell an app the name of a closed conversation here. */
function nameShown(found: Conversation | undefined): string {
  if (found?.kind === 'im') return 'directmessage';
  if (found?.kind === 'group') return 'privategroup';
  return found?.name ?? '';
}
