/** The program's Slack surface in this process, beside a stand-in of Slack: everything real but Slack. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Slack, startSlack } from '../../adapters/slack/listen.ts';
import type { SlackSettings } from '../../adapters/slack/settings.ts';
import { cardLinks } from '../../src/knowledge/links.ts';
import type { Keyring } from '../../src/safety/seal.ts';
import type { Store } from '../../src/store/store.ts';
import { type RecordedBot, recordedBot } from '../recorded-bot.ts';
import {
  type SlackOptions,
  type SlackStandIn,
  startSlack as startStandIn,
} from './standin/slack.ts';

/** The surface and what stands around it. */
export interface Program {
  standIn: SlackStandIn;
  surface: Slack;
  store: Store;
  /** Where Slack's requests go. */
  url: string;
  turns: RecordedBot['turns'];
  /** What was reported as wrong. */
  reports: string[];
  /** Waits until everything that was sent is worked. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts it.
 *
 * @param slack the workspaces, people and channels
 * @param how `socket` by Socket Mode; `oauth` with installations instead of a token; a store and
 *   keyring to carry on with
 */
export async function startProgram(
  slack: SlackOptions = {},
  how: { socket?: boolean; oauth?: boolean; store?: Store; keyring?: Keyring } = {},
): Promise<Program> {
  const standIn = await startStandIn(slack);
  const { recorded, knowledge, store, keyring, turns, reports, report } = recordedBot(how);
  const { app } = standIn;
  const settings: SlackSettings = {
    apiUrl: standIn.apiUrl,
    ...(how.socket ? { appToken: app.token } : { signingSecret: app.signingSecret }),
    ...(how.oauth
      ? { oauth: { clientId: app.clientId, clientSecret: app.clientSecret } }
      : { botToken: standIn.bot().token }),
  };
  let surface: Slack | undefined;
  const server = createServer((request, response) => surface?.handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${origin}/slack/events`;
  if (!how.socket) standIn.deliverTo(url);
  surface = await startSlack(settings, {
    bot: recorded,
    store,
    keyring,
    questions: (role) => knowledge.suggestions[role ?? 'everyone'] ?? [],
    isCardLink: cardLinks(knowledge),
    origin,
    report,
  });
  const started = surface;
  return {
    standIn,
    surface,
    store,
    url,
    turns,
    reports,
    settle: () => started.settle(),
    stop: async () => {
      await started.stop();
      server.close();
      server.closeAllConnections();
      await standIn.close();
      await store.close();
    },
  };
}
