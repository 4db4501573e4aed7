/** Who may draft on the page: the person at this machine, or whom a proxy of ours names; nobody else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../run-program.ts';

let folder: string;
let child: ChildProcess | undefined;
let url: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-sign-in-'));
});
afterEach(async () => {
  const ended = new Promise((resolve) => child?.once('close', resolve));
  child?.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true });
});

/** Starts the whole program, as it is run for real. */
async function start(env: Record<string, string>): Promise<void> {
  out = '';
  url = await new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [join(root, 'adapters/signpost.js')], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', ...env },
    });
    child = started;
    started.stdout.on('data', (bytes) => {
      out += bytes;
      const port = /ready: \S+:(\d+)/.exec(out)?.[1];
      if (port && /Language model/.test(out)) resolve(`http://127.0.0.1:${port}`);
    });
    started.once('close', () => reject(new Error(`It ended before it was ready: ${out}`)));
  });
}

/** A browser with its own cookie; `as` is what the proxy in front of it says. */
function browser(header = 'X-Forwarded-User') {
  let cookie = '';
  return async (say: string | undefined, as?: string, path = '/say') => {
    const response = await fetch(url + (say === undefined ? '/' : path), {
      ...(say !== undefined && {
        method: 'POST',
        body: JSON.stringify(path === '/press' ? { action: say } : { text: say }),
      }),
      headers: {
        'Content-Type': 'application/json',
        ...(cookie && { Cookie: cookie }),
        ...(as !== undefined && { [header]: as }),
      },
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response.text();
  };
}

const OFF = 'Drafting is turned off here';

describe('where others can reach the page', () => {
  test('without a sign-in nothing can be drafted, and it says so; questions are answered', async () => {
    await start({ HOST: '0.0.0.0' });
    expect(out).toMatch(/Drafts on the page: off, .*set PAGE_USER_HEADER/);
    const say = browser();
    expect(await say(undefined)).not.toContain('Start: ONE Point');
    expect(await say('start an application')).toContain(OFF);
    expect(await say('draft:start:one-point', undefined, '/press')).toContain(OFF);
    expect(await say('how long has a new senco got to get qualified')).toContain('three years');
    // A header that was not configured is nobody's name.
    expect(await say('start an application', 'ann@school.example')).toContain(OFF);
    expect(await say('show my drafts', 'ann@school.example')).toContain(OFF);
  });

  test('a draft belongs to whom the proxy names, in every browser, and to nobody else', async () => {
    await start({ HOST: '0.0.0.0', PAGE_USER_HEADER: 'X-Forwarded-User' });
    expect(out).toMatch(/Drafts on the page: for people whom your proxy names in x-forwarded-user/);
    const ann = 'ann@school.example';
    const first = browser();
    expect(await first(undefined, ann)).toContain('Start: ONE Point application');
    await first('start an application', ann);
    expect(await first('teal 41', ann)).toContain('Begun');
    // Another browser, the same name in other letters.
    const second = browser();
    expect(await second(undefined, 'Ann@School.example')).toContain('Carry on with teal-41');
    expect(await second('carry on', ann)).toContain('G0.1');
    // The cookie left over in a browser opens nothing without the name.
    expect(await first(undefined)).not.toContain('teal-41');
    expect(await first('carry on')).toContain(OFF);
    // Whoever signs in next at the same browser sees neither the draft nor the conversation.
    const shared = browser();
    await shared('carry on', ann);
    const next = await shared(undefined, 'ben@school.example');
    expect(next).not.toContain('teal-41');
    expect(next).toContain('Start: ONE Point application');
    expect(await shared('show my drafts', 'ben@school.example')).toContain('You have no draft yet');
  });

  test('a conversation begun without a name is not shown to the one who signs in', async () => {
    await start({ HOST: '0.0.0.0', PAGE_USER_HEADER: 'Remote-User' });
    const say = browser('Remote-User');
    await say('who chairs the one point panel');
    expect(await say(undefined)).toContain('who chairs the one point panel');
    expect(await say(undefined, 'ann')).not.toContain('who chairs the one point panel');
    // Blank is no name.
    expect(await say('start an application', ' ')).toContain(OFF);
  });
});

describe('on this machine alone', () => {
  test('whoever is there drafts, and a header nobody configured changes nothing', async () => {
    await start({});
    expect(out).toMatch(/Drafts on the page: on\./);
    const say = browser();
    await say('start an application', 'ann');
    expect(await say('teal 41', 'ben')).toContain('Begun');
    expect(await say('where was I')).toContain('0 of');
    expect(await browser()(undefined, 'ann')).not.toContain('teal-41');
  });
});
