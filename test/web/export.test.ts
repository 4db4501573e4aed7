/** The files of a draft, fetched from the page with the real core behind it. */
import { afterEach, expect, test } from 'vitest';
import { openBot } from '../../adapters/open.ts';
import { SHELF } from '../../adapters/web/shelf.ts';
import { serve } from './fake.ts';

let site: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(() => site?.close());

test('each file has its type, is saved and not shown, is kept by nobody on the way, and is gone in time', async () => {
  const { bot, store } = openBot({}, { data: ':memory:' });
  let time = Date.now();
  site = await serve(bot.handle, { now: () => time });
  const { url } = site;
  let cookie = '';
  const say = async (text: string) => {
    const response = await fetch(`${url}/say`, {
      method: 'POST',
      body: JSON.stringify({ text }),
      headers: { 'Content-Type': 'application/json', ...(cookie && { Cookie: cookie }) },
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return ((await response.json()) as { html: string }).html;
  };
  for (const words of ['start an application', 'teal 41', 'no', '1', 'primary']) await say(words);
  const page = await say('export');
  const links = [...page.matchAll(/download="([^"]+)" href="([^"]+)"/g)];
  const types: Record<string, string> = {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    eml: 'message/rfc822',
    json: 'application/json',
  };
  const seen = links.map(([, name = '']) => name.split('.').at(-1));
  expect(seen.toSorted()).toEqual(expect.arrayContaining(['docx', 'json']));
  const get = (href: string, headers: Record<string, string> = { Cookie: cookie }) =>
    fetch(url + href, { headers });
  for (const [, name = '', href = ''] of links) {
    const response = await get(href);
    const type = response.headers.get('content-type')?.split(';')[0];
    expect([name, response.status, type]).toEqual([name, 200, types[name.split('.').at(-1) ?? '']]);
    expect(response.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="${name}"`),
    );
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get(href, {})).status).toBe(404);
  }
  time += SHELF.milliseconds;
  for (const [, , href = ''] of links) expect((await get(href)).status).toBe(404);
  await store.close();
});
