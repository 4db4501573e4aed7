/** Slack waits three seconds: nothing that goes on in the program makes it wait for nothing. */

import { describe, expect, test } from 'vitest';
import { memoryKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { acknowledge } from '../../bench/slack/acknowledge.ts';
import { readFiles, shortened } from '../../guide/reliability/light.ts';
import { startSlack, workspace } from '../standin/slack.ts';
import { startLight } from './light-surface.ts';

/** SLOW=1 takes as long as the bar says; how soon is what `npm run bench` tells. */
const SECONDS = process.env.SLOW === '1' ? 60 : 10;

describe('while whole applications are exported', () => {
  test(`every delivery of ${SECONDS} seconds is acknowledged and answered`, async () => {
    const { sent, acknowledged, answered, exports } = await acknowledge(SECONDS);
    expect(sent).toBe(SECONDS * 20);
    expect({ acknowledged, answered }).toEqual({ acknowledged: sent, answered: sent });
    expect(exports).toBeGreaterThan(SECONDS / 5);
  }, 240_000);
});

describe('a disk that takes longer than Slack waits', () => {
  test('ends nothing, and the delivery is worked once', async () => {
    const standIn = await startSlack({ workspaces: [workspace('T0ONE')] });
    const store = openStore(':memory:');
    let isSlow = true;
    const receive: Store['receive'] = async (...given) => {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 3_500));
      return store.receive(...given);
    };
    const told: string[] = [];
    const surface = await startLight({
      files: shortened(readFiles()),
      settings: {
        apiUrl: standIn.apiUrl,
        botToken: standIn.bot().token,
        signingSecret: standIn.app.signingSecret,
      },
      store: { ...store, receive },
      keyring: memoryKeyring(),
      report: () => {},
      told: ({ id }) => told.push(id),
    });
    standIn.deliverTo(surface.url);
    const anna = standIn.user('T0ONE', 'U0ANNAONE');
    const late = await anna.say(anna.im, 'help');
    expect(late.status).toBe(0);
    // Longer than the first takes.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    isSlow = false;
    expect((await late.again()).status).toBe(200);
    expect((await anna.say(anna.im, 'help')).status).toBe(200);
    await surface.slack.settle();
    expect(told).toHaveLength(2);
    await surface.stop();
    await standIn.close();
    await store.close();
  });
});
