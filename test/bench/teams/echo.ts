/** A bare botbuilder that echoes each message: what the platform's own SDK costs, and nothing else. */

import { createServer } from 'node:http';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  let status = 200;
  if (chunks.length === 0) {
    response.writeHead(400).end();
    return;
  }
  await adapter.process(
    {
      method: request.method ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    },
    {
      socket: response.socket,
      header: (name: string, value: string) => response.setHeader(name, value),
      status: (code: number) => {
        status = code;
      },
      send: (body: unknown) => {
        response.statusCode = status;
        response.write(typeof body === 'string' ? body : JSON.stringify(body));
      },
      end: () => {
        response.statusCode = status;
        response.end();
      },
    },
    async (context) => {
      await context.sendActivity(`echo: ${context.activity.text}`);
    },
  );
});
server.listen(Number(process.env.PORT), '127.0.0.1');
