/** The program's Slack surface in this process, beside a stand-in of Slack: everything real but Slack. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Slack, startSlack } from '../../adapters/slack/listen.ts';
import type { SlackSettings } from '../../adapters/slack/settings.ts';
import { makeBot } from '../../src/bot.ts';
import type { Form } from '../../src/guide/form.ts';
import { readForms } from '../../src/guide/forms.ts';
import type { Incoming } from '../../src/incoming.ts';
import { cardLinks } from '../../src/knowledge/links.ts';
import type { Reply } from '../../src/reply.ts';
import { type Keyring, memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { theKnowledge } from '../the-knowledge.ts';
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
  /** What the core was told and what it said, oldest first. */
  turns: { incoming: Incoming; reply: Reply }[];
  /** What was reported as wrong. */
  reports: string[];
  /** Waits until everything that was sent is worked. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

let forms: Form[] | undefined;

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
  const knowledge = theKnowledge();
  forms ??= readForms(join(import.meta.dirname, '..', '..', 'knowledge'), knowledge);
  const store = how.store ?? openStore(':memory:');
  const keyring = how.keyring ?? memoryKeyring();
  const drafting = { forms, keyring, today: () => '2026-11-24' };
  const bot = makeBot({ knowledge, store, drafting });
  const turns: Program['turns'] = [];
  const reports: string[] = [];
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
    bot: {
      ...bot,
      handle: async (incoming) => {
        const reply = await bot.handle(incoming);
        turns.push({ incoming, reply });
        return reply;
      },
    },
    store,
    keyring,
    questions: (role) => knowledge.suggestions[role ?? 'everyone'] ?? [],
    isCardLink: cardLinks(knowledge),
    origin,
    report: (error) => void reports.push(error instanceof Error ? error.message : String(error)),
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
