import { createHmac } from 'node:crypto';
import type { Platform } from '../load.ts';

const SECRET = 'bench-signing-secret';
const CHANNELS = 200;

/** Signed mentions in Slack, each in the next of many channels. */
export const slackMentions: Platform = {
  env: (stub) => ({
    SLACK_BOT_TOKEN: 'xoxb-bench-1',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: `${stub}api/`,
  }),
  message: (n, question) => {
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T1',
      api_app_id: 'A1',
      event_id: `Ev${n}`,
      event_time: 1_700_000_000,
      authorizations: [{ team_id: 'T1', user_id: 'UBOT', is_bot: true }],
      event: {
        type: 'app_mention',
        channel: `C${n % CHANNELS}`,
        user: `U${n % CHANNELS}`,
        text: `<@UBOT> ${question}`,
        ts: `17000000${n}.000100`,
      },
    });
    const at = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
    return {
      path: '/slack/events',
      headers: { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${signature}` },
      body,
    };
  },
  isReply: (_method, path) => path === '/api/chat.postMessage',
  took: (n) => ({ status: 200, json: { ok: true, ts: `1.${n}`, channel: 'C1' } }),
  ready: '/slack/events',
};
