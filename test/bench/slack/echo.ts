/** A bare Bolt app that echoes each mention: what the platform's own SDK costs, and nothing else. */

import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  logLevel: LogLevel.ERROR,
});
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({
    botToken: process.env.SLACK_BOT_TOKEN ?? '',
    botId: 'B1',
    botUserId: 'UBOT',
  }),
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '', retryConfig: { retries: 0 } },
});
app.event('app_mention', async ({ event, say }) => {
  await say({ text: `echo: ${event.text}`, thread_ts: event.ts });
});
await app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
