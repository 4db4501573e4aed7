import type { Platform } from '../load.ts';

const CHATS = 200;
const TENANT = '11111111-1111-4111-8111-111111111111';

/** Messages in Teams without authentication, each in the next of many channels. */
export const teamsMessages: Platform = {
  env: () => ({ TEAMS_LOCAL: '1' }),
  message: (n, question, stub) => ({
    path: '/api/messages',
    headers: {},
    body: JSON.stringify({
      type: 'message',
      id: `m${n}`,
      channelId: 'msteams',
      serviceUrl: `${stub}teams/`,
      from: { id: `29:${n % CHATS}`, aadObjectId: `aad-${n % CHATS}`, name: 'Anna' },
      recipient: { id: '28:signpost', name: 'Signpost' },
      conversation: {
        id: `19:channel-${n % CHATS}@thread.tacv2;messageid=${n % CHATS}`,
        conversationType: 'channel',
        tenantId: TENANT,
      },
      channelData: { tenant: { id: TENANT } },
      text: `<at>Signpost</at> ${question}`,
      entities: [{ type: 'mention', text: '<at>Signpost</at>', mentioned: { id: '28:signpost' } }],
    }),
  }),
  isReply: (method, path) => method === 'POST' && path.includes('/v3/conversations/'),
  took: (n) => ({ status: 201, json: { id: `a${n}` } }),
  ready: '/api/messages',
};
