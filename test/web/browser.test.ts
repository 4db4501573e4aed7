import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import type { AxeResults } from 'axe-core';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeCore, serve } from './fake.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };

let chrome: Browser;
let core: ReturnType<typeof fakeCore>;
let site: Awaited<ReturnType<typeof serve>>;
/** Every address asked for, so that a request to another host is seen. */
let asked: string[];
/** What the browser complained of: a script that broke, or a breach of the policy. */
let complaints: string[];

beforeAll(async () => {
  // Web security stays on, or the policy would not be tested; a single process would die with its first context.
  const unwanted = ['--disable-web-security', '--single-process', '--no-zygote'];
  const args = chromium.args.filter((arg) => !unwanted.includes(arg));
  const executablePath = await chromium.executablePath();
  chrome = await playwright.launch({ args, executablePath, headless: true });
}, 60_000);
vi.setConfig({ testTimeout: 60_000 });
afterAll(() => chrome.close());
beforeEach(async () => {
  core = fakeCore();
  site = await serve(core.handle);
  asked = [];
  complaints = [];
});
afterEach(async () => {
  for (const context of chrome.contexts()) await context.close();
  await site.close();
  expect(asked.filter((address) => !address.startsWith(site.url))).toEqual([]);
});

async function open(options: {
  script: boolean;
  size?: { width: number; height: number };
}): Promise<Page> {
  const context = await chrome.newContext({
    javaScriptEnabled: options.script,
    viewport: options.size ?? WIDE,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(site.url);
  return page;
}

/** Axe runs from outside the page, past its policy, so that the policy itself stays as it is. */
async function violations(page: Page): Promise<string[]> {
  const results = (await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ['violations'] })`,
  )) as AxeResults;
  return results.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`,
  );
}

async function shot(page: Page, name: string) {
  const folder = process.env.SIGNPOST_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const focused = (page: Page) => page.evaluate('document.activeElement?.id');
const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
const given = () => core.given.filter((one) => one.kind !== 'arrived');

describe.each([{ script: true }, { script: false }])('with the script: $script', ({ script }) => {
  test('ask, press, fill, rate, begin again', async () => {
    const page = await open({ script });
    await page.getByLabel('Your question').fill('Who is the SENCO?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const first = page.getByRole('article', { name: 'You: Who is the SENCO?' });
    await first.waitFor();
    expect(page.url()).toBe(`${site.url}/${script ? '' : '#turn-1'}`);
    if (script) expect(await focused(page)).toBe('turn-1');
    expect(await page.getByLabel('Your question').inputValue()).toBe('');

    const form = first.getByRole('group', { name: 'About the provision' });
    await form.getByLabel('Name of the school').fill('Hill School');
    await form.getByLabel('Secondary').check();
    await form.getByLabel('Cognition and learning').check();
    await form.getByRole('group', { name: 'Date of the review' }).getByLabel('Day').fill('3');
    await form.getByRole('group', { name: 'Date of the review' }).getByLabel('Month').fill('2');
    await form.getByRole('group', { name: 'Date of the review' }).getByLabel('Year').fill('2026');
    await first.getByRole('button', { name: 'Save and go on' }).click();
    const second = page.getByRole('article', { name: 'You answered: 4 questions' });
    await second.waitFor();
    expect(await second.getByLabel('Name of the school').inputValue()).toBe('');
    if (script) expect(await focused(page)).toBe('turn-2-ask-f0');
    // The form that was answered is closed, and the rest of its reply is still there.
    expect(await first.getByLabel('Name of the school').count()).toBe(0);

    await first.getByText('Add a comment').click();
    await first.getByLabel('What was helpful').fill('Clear');
    await first.getByRole('button', { name: /^Yes/ }).click();
    await first.getByText('Thank you for telling us.').waitFor();
    if (script) expect(await focused(page)).toMatch(/^turn-1-\d+-rating$/);

    expect(given()).toMatchObject([
      { kind: 'said', text: 'Who is the SENCO?' },
      {
        kind: 'submitted',
        ask: 'form-1',
        values: { line: 'Hill School', one: 's', many: ['cl'], ticks: [], date: '2026-02-03' },
      },
      { kind: 'rated', answer: 'answer-1', helpful: true, comment: 'Clear' },
    ]);

    await page.getByRole('button', { name: 'Clear this conversation' }).click();
    await page.getByText('Ask me about SEND duties').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('suggestions and roles', async () => {
    const page = await open({ script });
    await page.getByLabel('Your role').selectOption('governors');
    await page.getByRole('button', { name: 'Set my role' }).click();
    await page.getByRole('button', { name: 'What must the SEND governor do?' }).click();
    await page.getByRole('article', { name: 'You: What must the SEND governor' }).waitFor();
    expect(given()).toMatchObject([
      { kind: 'said', text: "I'm a governor" },
      { kind: 'said', text: 'What must the SEND governor do?' },
    ]);
    // Telling a role is no answer to a question that waits.
    expect(await page.getByLabel('Your role').isVisible()).toBe(false);
  });

  test('words are never lost: too long, refused, broken', async () => {
    const page = await open({ script });
    const box = page.getByLabel('Your question');
    const ask = page.getByRole('button', { name: 'Ask', exact: true });
    for (const [words, told] of [
      ['x'.repeat(2001), 'Shorten it to 2,000 or fewer'],
      ['break it', 'Something went wrong'],
      ['a named child', 'Take out the name'],
    ] as const) {
      await box.fill(words);
      await ask.click();
      await page.getByText(told).first().waitFor();
      expect(await box.inputValue()).toBe(words);
    }
    expect(await page.getByRole('article').count()).toBe(1);
  });

  test('a file downloads', async () => {
    const page = await open({ script });
    await page.getByLabel('Your question').fill('file');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /^Download draft/ }).click();
    expect((await download).suggestedFilename()).toBe('draft – ONE Point.docx');
  });

  test('it can be worked by keyboard alone, in the order it is read', async () => {
    const page = await open({ script });
    const order: string[] = [];
    for (let n = 0; n < 9; n += 1) {
      await page.keyboard.press('Tab');
      const name = script
        ? await page.evaluate(
            '(() => { const e = document.activeElement; return e.labels?.[0]?.textContent ?? e.textContent; })()',
          )
        : await page.locator(':focus').evaluate((e) => e.id || e.textContent);
      order.push(String(name).trim());
    }
    expect(order).toEqual([
      'Skip to main content',
      'Skip to the question box',
      'Signpost',
      'About',
      'What Signpost keeps',
      script ? 'Your question' : 'question',
      'Ask',
      script ? 'Your role' : 'role',
      'Set my role',
    ]);
    await page.getByLabel('Your question').focus();
    await page.keyboard.type('By keyboard');
    if (!script) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'You: By keyboard' }).waitFor();
    // From the answer the next stop is inside it.
    await page.keyboard.press('Tab');
    expect(await page.locator('#turn-1 :focus').count()).toBe(1);
  });

  test.each([
    ['wide', WIDE],
    ['phone', PHONE],
  ])('looks right on a %s screen: nothing wider than it', async (name, size) => {
    const page = await open({ script, size });
    await shot(page, `start-${name}-${script}`);
    expect(await overflow(page)).toBe(0);
    await page.getByLabel('Your question').fill('Who must designate the SENCO?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('article').waitFor();
    await shot(page, `answer-${name}-${script}`);
    expect(await overflow(page)).toBe(0);
  });
});

describe('axe finds nothing', () => {
  test.each([
    ['wide', WIDE],
    ['phone', PHONE],
  ])('on a %s screen with every kind of block', async (name, size) => {
    const page = await open({ script: true, size });
    expect(await violations(page)).toEqual([]);
    const box = page.getByLabel('Your question');
    await box.fill('x'.repeat(1990));
    await page.keyboard.press('Enter');
    await page.getByRole('article').waitFor();
    await box.fill('break');
    await page.keyboard.press('Enter');
    await page.getByText('Something went wrong').waitFor();
    await page.getByText('What Signpost keeps').click();
    expect(await violations(page)).toEqual([]);
    await shot(page, `error-${name}`);
    await page.getByRole('button', { name: /^No/ }).click();
    await page.getByText('Thank you for telling us.').waitFor();
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByRole('article', { name: 'You answered: a question' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.reload();
    expect(await violations(page)).toEqual([]);
  });
  test.each(['/about', '/nothing'])('on %s', async (path) => {
    const page = await open({ script: true });
    await page.goto(site.url + path);
    expect(await violations(page)).toEqual([]);
    await shot(page, path.slice(1));
  });
  test('on the page as it comes back with a problem', async () => {
    const page = await open({ script: true });
    // The script is held back, and comes again with the page that has the problem.
    await page.evaluate("document.getElementById('ask').removeAttribute('data-say')");
    await page.getByLabel('Your question').fill('break');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await violations(page)).toEqual([]);
    await shot(page, 'problem');
  });
});

describe('the script', () => {
  test('tells of the answer in a live region and keeps what is typed while waiting', async () => {
    const page = await open({ script: true });
    const box = page.getByLabel('Your question');
    await page.route('**/say', async (route) => {
      await new Promise((done) => setTimeout(done, 300));
      await route.continue();
    });
    await box.fill('first');
    await page.keyboard.press('Enter');
    await page.getByText('Signpost is looking for the answer').waitFor();
    await box.fill('second, typed early');
    await page.getByRole('status').getByText('The governing body must').waitFor();
    expect(await box.inputValue()).toBe('second, typed early');
  });
  test('keeps the words when the network fails, and sending again is one delivery', async () => {
    const page = await open({ script: true });
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/say')) sent.push(request.postData() ?? '');
    });
    let fail = true;
    await page.route('**/say', (route) => (fail ? route.abort() : route.continue()));
    const box = page.getByLabel('Your question');
    await box.fill('will fail');
    await page.keyboard.press('Enter');
    await page.getByText('could not be sent').waitFor();
    expect(await box.inputValue()).toBe('will fail');
    expect(await box.getAttribute('aria-invalid')).toBe('true');
    fail = false;
    await page.keyboard.press('Enter');
    await page.getByRole('article').waitFor();
    expect(await page.getByText('could not be sent').count()).toBe(0);
    expect(new Set(sent).size).toBe(1);
    expect(sent).toHaveLength(2);
  });
  test('Shift and Enter makes a new line; the count appears near the limit', async () => {
    const page = await open({ script: true });
    await page.getByLabel('Your question').focus();
    await page.keyboard.type('a');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('b');
    expect(await page.getByLabel('Your question').inputValue()).toBe('a\nb');
    await page.getByLabel('Your question').fill('x'.repeat(1990));
    await page.getByText('You have 10 characters remaining').first().waitFor();
  });
});

test('it prints the conversation without the controls', async () => {
  const page = await open({ script: true });
  await page.getByLabel('Your question').fill('print');
  await page.keyboard.press('Enter');
  await page.getByRole('article').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('article').isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Ask', exact: true }).isVisible()).toBe(false);
  await shot(page, 'print');
});
