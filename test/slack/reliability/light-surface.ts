/** The Slack surface with a light bot: the real form and safety lists, no cards, ready in a moment. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Slack, startSlack } from '../../../adapters/slack/listen.ts';
import type { SlackSettings } from '../../../adapters/slack/settings.ts';
import type { Incoming } from '../../../src/incoming.ts';
import type { Keyring } from '../../../src/safety/seal.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Files, formOf, lightBot, lightKnowledge } from '../../guide/reliability/light.ts';

/** A light surface, listening. */
export interface LightSurface {
  slack: Slack;
  /** Where Slack's requests go. A request to `/settle` is answered once everything is worked. */
  url: string;
  /** Stops listening, and drops what is under way there; the store stays open. */
  stop(): Promise<void>;
}

/**
 * Starts it on a free port.
 *
 * @param files what the bot is made from
 * @param told of everything the core is asked
 */
export async function startLight({
  files,
  settings,
  store,
  keyring,
  report,
  told = () => {},
}: {
  files: Files;
  settings: SlackSettings;
  store: Store;
  keyring: Keyring;
  report(error: unknown): void;
  told?(incoming: Incoming): void;
}): Promise<LightSurface> {
  const bot = lightBot(store, keyring, { form: formOf(files), knowledge: lightKnowledge(files) });
  const slack = await startSlack(settings, {
    bot: {
      ...bot,
      handle: (incoming) => {
        told(incoming);
        return bot.handle(incoming);
      },
    },
    store,
    keyring,
    questions: () => [],
    isCardLink: () => false,
    report,
  });
  const server = createServer((request, response) => {
    if (request.url === '/settle') void slack.settle().then(() => response.end());
    else slack.handle(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    slack,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    stop: async () => {
      await slack.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}
