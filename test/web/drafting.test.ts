/** A SENCO drafts an application on the page, in a real browser and with the real core. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import type { AxeResults } from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type Page,
  chromium as playwright,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openBot } from '../../adapters/open.ts';
import { serve } from './fake.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };

let chrome: Browser;
let site: Awaited<ReturnType<typeof serve>>;
const { bot, store, knowledge } = openBot({}, { data: ':memory:' });

vi.setConfig({ testTimeout: 150_000 });
beforeAll(async () => {
  const unwanted = ['--disable-web-security', '--single-process', '--no-zygote'];
  const args = chromium.args.filter((arg) => !unwanted.includes(arg));
  const executablePath = await chromium.executablePath();
  chrome = await playwright.launch({ args, executablePath, headless: true });
  site = await serve(bot.handle, { suggestions: knowledge.suggestions });
}, 60_000);
afterEach(async () => {
  for (const context of chrome.contexts()) await context.close();
});
afterAll(async () => {
  await chrome.close();
  await site.close();
  await store.close();
});

async function visit(
  script: boolean,
  { size = WIDE, cookies }: { size?: typeof WIDE; cookies?: BrowserContext } = {},
): Promise<Page> {
  const context = await chrome.newContext({
    javaScriptEnabled: script,
    viewport: size,
    ...(cookies && { storageState: await cookies.storageState() }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(site.url);
  return page;
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = (await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ['violations'] })`,
  )) as AxeResults;
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200))}`);
}

async function shot(page: Page, name: string) {
  const folder = process.env.SIGNPOST_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/draft-${name}.png`, fullPage: true });
}

const form = (page: Page) => page.locator('form.ask');
const newest = (page: Page) => page.getByRole('article').last();
/** The article's number, which tells when the next one has come. */
const turns = async (page: Page) =>
  Number((await newest(page).getAttribute('id'))?.replace('turn-', '') ?? 0);

/** Does one thing and waits until it is answered. */
async function then(page: Page, work: () => Promise<void>) {
  const before = (await page.getByRole('article').count()) > 0 ? await turns(page) : 0;
  await work();
  await page.locator(`#turn-${before + 1}`).waitFor();
  expect(await form(page).count()).toBeLessThanOrEqual(1);
}
const save = (page: Page) => then(page, () => form(page).locator('.govuk-button').last().click());
const press = (page: Page, name: string) =>
  then(page, () => newest(page).getByRole('button', { name, exact: true }).click());
async function say(page: Page, words: string) {
  await page.getByLabel('Your question').fill(words);
  await then(page, () => page.locator('#ask .govuk-button').click());
}

/** Begins an application from the start page. */
async function begin(page: Page, reference: string) {
  await then(page, () => page.getByRole('button', { name: /^Start: ONE Point/ }).click());
  await page.getByLabel('Your reference for this draft').fill(reference);
  await save(page);
}

/** The five questions of the gate and those of the setting, each in its own form. */
async function firstTen(page: Page) {
  await page.getByLabel('No', { exact: true }).check();
  await save(page);
  await page.getByLabel('I will leave out').check();
  await save(page);
  await page.getByLabel('Primary').check();
  await save(page);
  await page.getByLabel('No plan, and none asked for').check();
  await save(page);
  await page.getByLabel('Yes', { exact: true }).check();
  await save(page);
  await page.getByLabel('What is the name of your setting?').fill('Mill Lane Primary');
  await save(page);
  await page.getByLabel('Maintained school').check();
  await save(page);
  await page.getByLabel('Who is the SENCO').fill('Ms P Quill, 01642 000000');
  await save(page);
  await page.getByLabel('Who is the headteacher').fill('Mr O Fern');
  await save(page);
  await press(page, 'Skip');
}

describe.each([{ script: true }, { script: false }])('with the script: $script', ({ script }) => {
  test('begin, answer ten questions, mend an error, look where it is, export', async () => {
    const page = await visit(script);
    await shot(page, `start-${script}`);
    await begin(page, `teal ${script ? 41 : 42}`);
    expect(await newest(page).getByText('Begun:').isVisible()).toBe(true);
    if (script) expect(await page.evaluate('document.activeElement.type')).toBe('radio');
    await shot(page, `first-${script}`);
    await firstTen(page);
    // The date of the draft is filled in, and asks only to be agreed to.
    expect(await page.getByLabel('Year', { exact: true }).inputValue()).toMatch(/^20\d\d$/);
    if (script) {
      expect(await page.evaluate('document.activeElement.name')).toMatch(/^d\.day\.draft-date/);
      expect(await page.getByRole('status').textContent()).toContain('Skipped');
    }

    // An error keeps what was typed, beside what is wrong with it.
    await page.getByLabel('Day').fill('31');
    await page.getByLabel('Month').fill('2');
    await save(page);
    const group = page.getByRole('group', { name: /What is the date of this draft/ });
    expect(await group.getByText(/^Error:/).count()).toBe(1);
    expect(await group.getByLabel('Day').inputValue()).toBe('31');
    if (script) expect(await violations(page)).toEqual([]);
    await shot(page, `error-${script}`);
    await group.getByLabel('Day').fill('3');
    await group.getByLabel('Year').fill('2026');
    await save(page);
    expect(
      await newest(page)
        .getByText(/^Saved: question 11 of/)
        .count(),
    ).toBe(1);
    if (script)
      expect(await page.getByRole('status').textContent()).toContain('Saved: question 11');

    // Nothing that was answered is shown in the conversation.
    const shown = await page.locator('#turns').textContent();
    for (const answer of ['Quill', 'Fern', 'Mill Lane']) expect(shown).not.toContain(answer);

    await say(page, 'where was I');
    expect(await newest(page).getByRole('table').count()).toBe(1);
    expect(await newest(page).textContent()).toContain('Setting and people');
    await shot(page, `where-${script}`);

    await say(page, 'export');
    const waits = page.waitForEvent('download');
    await newest(page)
      .getByRole('link', { name: /\.docx/ })
      .click();
    const download = await waits;
    expect(download.suggestedFilename()).toMatch(/^one-point-teal-4[12]\.docx$/);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    await shot(page, `export-${script}`);
  });

  test('what was refused is given back once, beside why, and kept nowhere', async () => {
    const page = await visit(script);
    await begin(page, `amber ${script ? 1 : 2}`);
    await firstTen(page);
    await say(page, 'go to strengths');
    const typed = 'Zoltan Marsden, born 3/4/2015, is good at maths and kind to others.';
    await form(page).locator('textarea').first().fill(typed);
    await save(page);
    expect(await form(page).locator('textarea').first().inputValue()).toBe(typed);
    expect(await form(page).locator('.govuk-error-message').count()).toBe(1);
    expect(await newest(page).getByRole('heading').first().textContent()).toContain('not kept');
    if (script) expect(await violations(page)).toEqual([]);
    await shot(page, `refused-${script}`);
    await page.goto(site.url);
    expect(await page.content()).not.toContain('Marsden');
  });
});

test('the box answers too, a question is answered in between, and focus goes where it helps', async () => {
  const page = await visit(true);
  await begin(page, 'plum 7');
  expect(await page.locator('label[for="question"]').textContent()).toBe(
    'Your question, or your answer',
  );
  await page.getByLabel('Your question').fill('no');
  await then(page, () => page.keyboard.press('Enter'));
  expect(
    await newest(page)
      .getByText(/^Saved: question 1 of/)
      .count(),
  ).toBe(1);
  expect(await newest(page).getByRole('heading').first().textContent()).toBe(
    'You: wrote in the draft',
  );
  expect(await page.evaluate('document.activeElement.type')).toBe('checkbox');
  await say(page, 'how long has a new SENCO got to get qualified?');
  expect(await newest(page).textContent()).toContain('three years');
  expect(await newest(page).locator('form.ask').count()).toBe(1);
  expect(await page.evaluate('document.activeElement.id')).toBe(
    await newest(page).getAttribute('id'),
  );
  await say(page, 'stop');
  expect(await form(page).count()).toBe(0);
  expect(await page.locator('label[for="question"]').textContent()).toBe('Your question');
});

test('a draft waits for the same cookie in another session, and for no other browser', async () => {
  const page = await visit(true);
  await begin(page, 'grey 19');
  await page.getByLabel('No', { exact: true }).check();
  await save(page);
  // The conversation is cleared, as it would be after two hours: the draft is not.
  await page.getByRole('button', { name: 'Clear this conversation' }).click();
  await page.getByRole('button', { name: 'Carry on with grey-19' }).waitFor();
  const again = await visit(false, { cookies: page.context() });
  await page.context().close();
  await then(again, () => again.getByRole('button', { name: 'Carry on with grey-19' }).click());
  expect(await again.getByText('1 of').first().isVisible()).toBe(true);
  expect(await form(again).textContent()).toContain('G0.2');
  const other = await visit(true);
  expect(await other.content()).not.toContain('grey-19');
  expect(await other.getByRole('button', { name: /^Start: / }).count()).toBe(3);
  await say(other, 'grey-19');
  await say(other, 'show my drafts');
  expect(await newest(other).textContent()).toMatch(/You have no draft yet/);
});

test.each([
  ['wide', WIDE],
  ['phone', PHONE],
])('axe finds nothing and nothing is wider than a %s screen', async (name, size) => {
  const page = await visit(true, { size });
  const look = async (what: string) => {
    expect(await violations(page)).toEqual([]);
    expect(
      await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      ),
    ).toBe(0);
    await shot(page, `${what}-${name}`);
  };
  await look('start');
  await then(page, () => page.getByRole('button', { name: /^Start: ONE Point/ }).click());
  await look('begin');
  await page
    .getByLabel('Your reference for this draft')
    .fill(name === 'wide' ? 'mint 12' : 'mint 13');
  await save(page);
  await look('first');
  await firstTen(page);
  await look('date');
  await save(page);
  await look('year');
  for (const words of [
    'go to cycles',
    'go to costs',
    'where was I',
    'check it',
    'show me what the panel would see',
    'export',
  ]) {
    await say(page, words);
    await look(words.replaceAll(' ', '-'));
  }
});
