/** The program's Teams surface in this process, beside a connector on loopback. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTeams, type Teams, type TeamsParts } from '../../adapters/teams/listen.ts';
import type { TeamsSettings } from '../../adapters/teams/settings.ts';
import type { Bot } from '../../src/bot.ts';
import { cardLinks } from '../../src/knowledge/links.ts';
import type { Store } from '../../src/store/store.ts';
import { type RecordedBot, recordedBot } from '../recorded-bot.ts';
import { type Connector, startConnector } from './connector.ts';

/** A school's tenant. */
export const TENANT = '11111111-1111-4111-8111-111111111111';

/** The surface and what stands around it. */
export interface Program {
  connector: Connector;
  surface: Teams;
  store: Store;
  bot: Bot;
  /** Where Teams' requests go. */
  url: string;
  origin: string;
  turns: RecordedBot['turns'];
  reports: string[];
  /** Sends an activity as Teams does. */
  post(
    activity: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: string }>;
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** @param settings and parts to use in place of local ones */
export async function startProgram(
  settings: TeamsSettings = { local: true },
  instead?: TeamsParts['instead'],
): Promise<Program> {
  const connector = await startConnector();
  const { bot, recorded, knowledge, store, keyring, turns, reports, report } = recordedBot();
  let surface: Teams | undefined;
  const server = createServer((request, response) => void surface?.handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  surface = await startTeams(settings, {
    bot: recorded,
    store,
    keyring,
    isCardLink: cardLinks(knowledge),
    origin,
    report,
    ...(instead && { instead }),
  });
  const started = surface;
  const url = `${origin}/api/messages`;
  return {
    connector,
    surface,
    store,
    bot,
    url,
    origin,
    turns,
    reports,
    post: async (activity, headers = {}) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(activity),
      });
      return { status: response.status, body: await response.text() };
    },
    settle: () => started.settle(),
    stop: async () => {
      await started.stop();
      server.close();
      server.closeAllConnections();
      await connector.close();
      await store.close();
    },
  };
}
