/** What a person works: buttons, inputs, menus, commands, shortcuts, their Home tab and modals. */

import { chosen, elementsOf, type Found, type Value } from './blocks.ts';
import { type Delivery, type Surroundings, send, sendEvent } from './delivery.ts';
import { type Block, isObject, type Json, textOf } from './json.ts';
import { applyToModal } from './modals.ts';
import { blockActions, commandForm, shortcutPayload, viewPayload } from './payloads.ts';
import { type SlackMessage, type SlackView, shown, viewOf } from './reading.ts';
import type { Sending } from './signing.ts';
import { directOf, type Team } from './team.ts';

/** An element by its `action_id`, by the label on it, or by a look at it. */
export type Which = string | ((element: Block, block: Block) => boolean);

/** What can be worked. */
type Surface = SlackMessage | SlackView;

export interface Working {
  /** Types a slash command; what the bot answers at once is posted. */
  command(command: string, text: string, channel: string, sending?: Sending): Promise<Delivery>;
  /** Presses a button. */
  press(surface: Surface, which: Which, sending?: Sending): Promise<Delivery>;
  /**
   * Fills inputs in and presses a button. An input is named by its `block_id`, its `action_id`, or
   * both with a slash between.
   */
  fill(
    surface: Surface,
    values: Record<string, Value>,
    submit: Which,
    sending?: Sending,
  ): Promise<Delivery>;
  /** Chooses in a menu, a group of boxes or a date that acts at once. */
  choose(surface: Surface, which: Which, value: Value, sending?: Sending): Promise<Delivery>;
  /** Presses the thumb of a message's feedback buttons. */
  rate(message: SlackMessage, positive: boolean, sending?: Sending): Promise<Delivery>;
  shortcut(callbackId: string, sending?: Sending): Promise<Delivery>;
  messageShortcut(callbackId: string, message: SlackMessage, sending?: Sending): Promise<Delivery>;
  openHome(sending?: Sending): Promise<Delivery>;
  openMessages(sending?: Sending): Promise<Delivery>;
  /** Sends in the topmost modal; what the bot answers is done to it. */
  submit(values?: Record<string, Value>, sending?: Sending): Promise<Delivery>;
  /** Closes the topmost modal; the bot is told if it asked to be. */
  dismiss(sending?: Sending): Promise<Delivery | undefined>;
}

// Source: "a trigger_id expires in three seconds", docs.slack.dev/surfaces/modals.
const TRIGGER_SECONDS = 3;
const NOWHERE = { channel: '', ts: '' };

/**
 * Gives somebody hands.
 *
 * @param surroundings the rest of the stand-in
 * @param team their workspace
 * @param id who
 * @returns what they can work; each throws where a person could not do it
 */
export function working(surroundings: Surroundings, team: Team, id: string): Working {
  const { world, responses } = surroundings;
  let triggers = 0;

  function interaction(viewId?: string) {
    triggers += 1;
    const trigger = `${Date.now()}.${id}.${triggers}`;
    team.emulator.tables.viewTriggers.insert({
      trigger_id: trigger,
      team_id: team.id,
      user_id: id,
      app_id: world.app.id,
      expires_at: Math.floor(Date.now() / 1000) + TRIGGER_SECONDS,
      used: false,
      ...(viewId !== undefined && { view_id: viewId }),
    });
    return { world, team, user: id, trigger };
  }

  function needsCommands(): void {
    if (!team.bot.scopes.includes('commands')) throw new Error('the app has no scope commands');
    world.scopes.add('commands');
  }

  function act(
    surface: Surface,
    { block, element }: Found,
    outcome: Json,
    filled: Record<string, Value>,
    sending: Sending,
  ): Promise<Delivery> {
    if ('view' in surface) {
      const acted = { block, element, outcome, filled, responseUrl: '' };
      const payload = blockActions(interaction(surface.id), surface, undefined, acted);
      return send(surroundings, 'interactive', payload, NOWHERE, sending);
    }
    const { channel, ts } = surface;
    const responseUrl = responses.make({ team, channel, userId: id, messageTs: ts }, 'actions');
    const acted = { block, element, outcome, filled, responseUrl };
    const payload = blockActions(interaction(), surface, shown(team, surface), acted);
    return send(surroundings, 'interactive', payload, { channel, ts }, sending);
  }

  function topmost(): SlackView {
    const view = viewOf(team, id, 'modal');
    if (view === undefined) throw new Error(`${id} has no modal open`);
    return view;
  }

  function openTab(tab: string, more: Json, sending: Sending): Promise<Delivery> {
    const event = { type: 'app_home_opened', user: id, channel: directOf(team, id), tab, ...more };
    return sendEvent(surroundings, team, event, sending);
  }

  return {
    async command(command, text, channel, sending = {}) {
      needsCommands();
      const source = { team, channel, userId: id };
      const responseUrl = responses.make(source, 'commands');
      const form = commandForm(interaction(), { command, text, channel, responseUrl });
      const about = { channel, ts: '' };
      const delivery = await send(surroundings, 'slash_commands', form, about, sending);
      const said = delivery.status === 200 ? answerIn(delivery.body) : undefined;
      if (said !== undefined) await responses.post(source, said);
      return delivery;
    },
    async press(surface, which, sending = {}) {
      const found = find(surface, which);
      return act(surface, found, pressed(found.element), {}, sending);
    },
    async fill(surface, values, submit, sending = {}) {
      const found = find(surface, submit);
      return act(surface, found, pressed(found.element), values, sending);
    },
    async choose(surface, which, value, sending = {}) {
      const found = find(surface, which);
      const { block, element } = found;
      // An overflow menu holds nothing afterwards.
      const held = element.type === 'overflow' ? {} : { [nameOf(block, element)]: value };
      return act(surface, found, chosen(element, value), held, sending);
    },
    async rate(message, positive, sending = {}) {
      const found = find(message, ({ type }) => type === 'feedback_buttons');
      const button = found.element[positive ? 'positive_button' : 'negative_button'] as Json;
      return act(message, found, { text: button.text, value: button.value }, {}, sending);
    },
    async shortcut(callbackId, sending = {}) {
      needsCommands();
      const payload = shortcutPayload(interaction(), callbackId);
      return send(surroundings, 'interactive', payload, NOWHERE, sending);
    },
    async messageShortcut(callbackId, message, sending = {}) {
      needsCommands();
      const { channel, ts } = message;
      const responseUrl = responses.make({ team, channel, userId: id, messageTs: ts }, 'actions');
      const on = { message: shown(team, message), channel, ts, responseUrl };
      const payload = shortcutPayload(interaction(), callbackId, on);
      return send(surroundings, 'interactive', payload, { channel, ts }, sending);
    },
    async openHome(sending = {}) {
      const home = viewOf(team, id, 'home');
      const view = home && { view: { ...home.view, state: { values: {} } } };
      return openTab('home', { ...view }, sending);
    },
    openMessages: (sending = {}) => openTab('messages', {}, sending),
    async submit(values = {}, sending = {}) {
      const view = topmost();
      const payload = viewPayload(interaction(view.id), 'view_submission', view, values);
      const delivery = await send(surroundings, 'interactive', payload, NOWHERE, sending);
      if (delivery.status === 200) applyToModal(team, view, answerIn(delivery.body) ?? {});
      return delivery;
    },
    async dismiss(sending = {}) {
      const view = topmost();
      applyToModal(team, view, {});
      if (view.view.notify_on_close !== true) return undefined;
      const payload = viewPayload(interaction(), 'view_closed', view, {});
      return send(surroundings, 'interactive', payload, NOWHERE, sending);
    },
  };
}

function find(surface: Surface, which: Which): Found {
  const all = elementsOf(surface.blocks);
  const found = all.find(({ block, element }) =>
    typeof which === 'string'
      ? [element.action_id, labelOf(element), nameOf(block, element)].includes(which)
      : which(element, block),
  );
  if (found === undefined) {
    const names = all.map(({ block, element }) => labelOf(element) || nameOf(block, element));
    throw new Error(`there is no ${which} here, only ${names.join(', ')}`);
  }
  return found;
}

function nameOf(block: Block, element: Block): string {
  return `${block.block_id}/${element.action_id}`;
}

function labelOf({ text }: Block): string {
  return isObject(text) ? textOf(text.text) : '';
}

/** What an action says of a button: its label and value as sent. */
function pressed(element: Block): Json {
  const { text, value, style, icon } = element;
  return {
    ...(text !== undefined && { text }),
    ...(value !== undefined && { value }),
    ...(style !== undefined && { style }),
    ...(icon !== undefined && { icon }),
  };
}

/** Reads what the bot put into its answer to a command or a modal: JSON, or text to show. */
function answerIn(body: string): Json | undefined {
  if (body.trim() === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : { text: body };
  } catch {
    return { text: body };
  }
}
