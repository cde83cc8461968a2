// The author's loop in a real browser: what is saved is seen, and what the author was doing is not lost.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, launch } from './support/site.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const book = mkdtempSync(join(tmpdir(), 'prepbook-reload-'));
const binary = [process.env.PREPBOOK, join(repository, 'target/release/prepbook'), join(repository, 'target/debug/prepbook')].find((path) => path && existsSync(path)) ?? '';
/** @type {import('node:child_process').ChildProcess} */ let server;
/** @type {import('playwright-core').Browser} */ let browser;
let url = '';

/** @param {string} path @param {string} text */
function save(path, text) {
  const file = join(book, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const sketch = (/** @type {string} */ words) => `---\ntitle: Sketch\nsummary: A page that is not ready.\ndraft: true\n---\n${words}\n`;
const long = (/** @type {string} */ words) => `---\ntitle: Long\nsummary: A page that is longer than a window.\n---\n${'A paragraph of some words.\n\n'.repeat(80)}The last one says ${words}.\n`;

const bank = (/** @type {string[]} */ ...ids) => `title: Questions\nsummary: Some questions of a small book.\nquestions:\n${ids.map((id) => `  - id: ${id}\n    ask: What is there to say of ${id}?\n    reveals: What ${id} is.\n`).join('')}`;
const home = (/** @type {string} */ words) => `---\ntitle: Home\nsummary: The first page.\n---\n${words}\n\nSee [long](long.md), [old](old.md) and [questions](questions.yaml).\n`;
const settings = (/** @type {string} */ title) => `[book]\ntitle = "${title}"\n\n[output.html]\neditor-url = "editor://open{path}:{line}:{column}"\n`;

/** Starts the preview, on the port that it had before if there was one. */
async function start() {
  if (!binary) throw new Error('no prepbook binary: run cargo build, or set PREPBOOK');
  server = spawn(binary, ['serve', book, '--drafts', '-p', url ? new URL(url).port : '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  url = await new Promise((resolve) => {
    let said = '';
    server.stderr?.on('data', (part) => {
      said += part;
      const found = /http:\/\/[\d.]+:\d+\//.exec(said);
      if (found) resolve(found[0]);
    });
  });
}

async function stop() {
  const gone = new Promise((done) => server.once('exit', done));
  server.kill();
  await gone;
}

before(async () => {
  save('book.toml', settings('Talks'));
  save('content/index.md', home('Hello.'));
  save('content/long.md', long('before'));
  save('content/old.md', '---\ntitle: Old\nsummary: A page that nobody has read for years.\nreviewed_on: 2020-01-01\nreview_in: 12 months\n---\nText.\n');
  save('content/sketch.md', sketch('Text.'));
  save('content/questions.yaml', bank('one', 'two'));
  await start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await stop();
  rmSync(book, { recursive: true, force: true });
});

/** A page that has been told of its generation. @param {string} path @param {import('playwright-core').BrowserContext} [shared] */
async function at(path, shared) {
  const context = shared ?? (await browser.newContext());
  const page = await context.newPage();
  await page.goto(url + path);
  await page.locator('.pb-status').waitFor();
  await page.evaluate(() => { /** @type {any} */ (window).same = true; });
  return { context, page };
}

/** @param {import('playwright-core').Page} page */
const isSame = (page) => page.evaluate(() => /** @type {any} */ (window).same === true);

test('a sentence changes in place: scroll, focus and what was typed stay', async () => {
  const { context, page } = await at('long.html');
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'typed';
    document.body.append(field);
  });
  await page.locator('#typed').fill('a word');
  await page.evaluate(() => scrollTo(0, 900));
  const scrolled = await page.evaluate(() => scrollY);
  save('content/long.md', long('after'));
  await page.getByText('The last one says after').waitFor({ state: 'attached' });
  save('content/long.md', long('after, and more\n\nA new paragraph'));
  await page.getByText('A new paragraph').waitFor({ state: 'attached' });
  assert.equal(await isSame(page), true, 'the page was loaded anew');
  assert.equal(await page.evaluate(() => scrollY), scrolled);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'typed');
  assert.equal(await page.locator('#typed').inputValue(), 'a word');
  await context.close();
});

test('a title, a template and a setting are seen at once', async () => {
  const { context, page } = await at('long.html');
  save('content/long.md', long('before').replace('title: Long', 'title: Longer'));
  await page.getByRole('heading', { level: 1, name: 'Longer' }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('Longer'));
  save('book.toml', settings('Other talks'));
  await page.waitForFunction(() => document.title.includes('Other talks'));
  save('themes/default/templates/parts/footer.html', '<footer>Another footer</footer>');
  await page.getByText('Another footer').waitFor({ state: 'attached' });
  rmSync(join(book, 'themes'), { recursive: true });
  save('book.toml', settings('Talks'));
  save('content/long.md', long('before'));
  await page.getByText('Another footer').waitFor({ state: 'detached' });
  await context.close();
});

test('where a page has to be loaded anew, scroll, focus, caret, what was typed and what was opened come back', async () => {
  const { context, page } = await at('questions.html');
  await page.locator('article[data-question=two] details').evaluate((one) => { /** @type {HTMLDetailsElement} */ (one).open = true; });
  await page.locator('article[data-question=two] summary').focus();
  await page.evaluate(() => { document.body.style.minHeight = '4000px'; });
  const open = () => page.locator('details[open]').evaluateAll((all) => all.map((one) => one.closest('article')?.dataset.question).filter(Boolean));
  save('content/questions.yaml', bank('zero', 'one', 'two'));
  await page.locator('article[data-question=zero]').waitFor();
  await page.waitForFunction(() => document.querySelector('details[open]'));
  assert.equal(await isSame(page), false, 'a card with scripts of its own was put into a page that they know');
  assert.deepEqual(await open(), ['two']);
  assert.equal(await page.evaluate(() => document.activeElement?.closest('article')?.dataset.question), 'two');

  const { page: search } = await at('search.html', context);
  const field = search.locator('main input').first();
  await field.fill('a word');
  await field.evaluate((one) => /** @type {HTMLInputElement} */ (one).setSelectionRange(2, 4));
  save('themes/default/scripts/search-open.js', '// Another script.\n');
  await search.waitForFunction(() => !(/** @type {any} */ (window).same) && document.activeElement?.localName === 'input');
  assert.equal(await field.inputValue(), 'a word');
  assert.deepEqual(await field.evaluate((one) => { const { selectionStart, selectionEnd } = /** @type {HTMLInputElement} */ (one); return [selectionStart, selectionEnd]; }), [2, 4]);
  rmSync(join(book, 'themes'), { recursive: true });
  await context.close();
});

test('a style is swapped without a load', async () => {
  const { context, page } = await at('long.html');
  save('themes/default/styles/prose.css', 'body { outline: 7px solid rgb(1, 2, 3) }');
  await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth === '7px');
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).same), true, 'the page was loaded anew');
  rmSync(join(book, 'themes'), { recursive: true });
  await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth !== '7px');
  await context.close();
});

test('the report lies over the page while the book is broken, also over one opened then, and goes by itself', async () => {
  const { context, page } = await at('long.html');
  save('content/index.md', home('See [this](nowhere.md).'));
  await page.locator('.pb-overlay').getByText('nowhere.md').first().waitFor();
  const { page: later } = await at('index.html', context);
  await later.locator('.pb-overlay').waitFor();
  assert.match((await later.locator('main').textContent()) ?? '', /Hello/);
  save('content/index.md', home('Hello again.'));
  await page.locator('.pb-overlay').waitFor({ state: 'detached' });
  await later.locator('.pb-overlay').waitFor({ state: 'detached' });
  await later.getByText('Hello again.').waitFor();
  await context.close();
});

test('the report in the page is that of the command line, all of it, and its places open the editor', async (t) => {
  t.after(() => { save('content/questions.yaml', bank('one', 'two')); save('content/index.md', home('Hello.')); });
  const { context, page } = await at('long.html');
  save('content/index.md', home('See [this](nowhere.md) and [that](neither.md).'));
  save('content/questions.yaml', `${bank('one', 'two')}  - id: one\n    ask: Is this one twice?\n`);
  const overlay = page.locator('.pb-overlay');
  await overlay.getByText('neither.md').first().waitFor();
  await overlay.getByText('Is this one twice').first().waitFor();
  const check = spawnSync(binary, ['check', book, '--format', 'json', '--as-of', new Date().toISOString().slice(0, 10)], { encoding: 'utf8' });
  /** @type {{ code: string, message: string }[]} */ const report = check.stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(report.length > 3, check.stdout);
  // `check` leaves drafts out.
  const said = await overlay.locator('article', { hasNot: page.locator('[data-path="content/sketch.md"]') }).locator('.severity code').allTextContents();
  assert.deepEqual(said.sort(), report.map(({ code }) => `[${code}]`).sort());
  const link = overlay.locator('article', { hasText: 'nowhere.md' }).locator('.place a').first();
  assert.match((await link.getAttribute('href')) ?? '', /^editor:\/\/opencontent\/index\.md:5:\d+$/);
  assert.deepEqual(await axe(page, '.pb-overlay'), []);
  await overlay.getByRole('button', { name: 'Show the page' }).click();
  await overlay.waitFor({ state: 'detached' });
  save('content/questions.yaml', bank('one', 'two'));
  save('content/index.md', home('Hello.'));
  await overlay.waitFor({ state: 'detached' });
  await context.close();
});

test('the report has the focus and Escape, keeps its place when it changes, and gives the focus back', async (t) => {
  t.after(() => save('content/index.md', home('Hello.')));
  const { context, page } = await at('long.html');
  const broken = (/** @type {number} */ links) => save('content/index.md', home(Array.from({ length: links }, (_, at) => `See [this](nowhere-${at}.md).`).join('\n\n')));
  await page.locator('a[href]').first().focus();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  const link = await focused();
  const overlay = page.locator('.pb-overlay');
  broken(40);
  await overlay.locator('article.error').nth(39).waitFor();
  assert.equal(await focused(), 'Show the page');
  for (let presses = 0; presses < 90; presses += 1) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('.pb-overlay')), 'Tab led into the page below');
  }
  await page.keyboard.press('/');
  assert.equal(await page.locator('dialog[open]').count(), 1, 'a key of the page below was heard');
  await overlay.locator('button').focus();
  await overlay.evaluate((one) => one.scrollTo(0, 900));
  broken(39);
  await overlay.locator('article.error').nth(39).waitFor({ state: 'detached' });
  assert.equal(await overlay.evaluate((one) => one.scrollTop), 900);
  assert.equal(await focused(), 'Show the page');
  await page.keyboard.press('Escape');
  await overlay.waitFor({ state: 'detached' });
  assert.equal(await focused(), link);
  broken(38);
  await overlay.waitFor();
  save('content/index.md', home('Hello.'));
  await overlay.waitFor({ state: 'detached' });
  await page.waitForFunction((link) => document.activeElement?.textContent?.trim() === link, link);
  await context.close();
});

test('whoever closes the report is told that the page is the old one, and can read the report again', async (t) => {
  t.after(() => save('content/index.md', home('Hello.')));
  const { context, page } = await at('long.html');
  const [overlay, bar] = [page.locator('.pb-overlay'), page.locator('.pb-status')];
  save('content/index.md', home('See [this](nowhere.md).'));
  await overlay.waitFor();
  await page.keyboard.press('Escape');
  await overlay.waitFor({ state: 'detached' });
  assert.match((await bar.textContent()) ?? '', /the book has errors: this is the last good page/);
  await bar.getByRole('button', { name: 'Show the errors' }).click();
  await overlay.getByText('nowhere.md').first().waitFor();
  save('content/index.md', home('Hello.'));
  await overlay.waitFor({ state: 'detached' });
  await bar.getByText('the book has errors').waitFor({ state: 'detached' });
  await bar.getByRole('button', { name: 'Hide' }).focus();
  save('content/long.md', long('with the focus'));
  await page.getByText('The last one says with the focus').waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Hide');
  await context.close();
});

test('a search that was asked before a save finds what was saved', async (t) => {
  t.after(() => save('content/long.md', long('before')));
  const { context, page } = await at('search.html#q=quokka');
  await page.getByText('Nothing found').first().waitFor();
  save('content/long.md', long('quokka'));
  await page.locator('.hits a', { hasText: 'Long' }).first().waitFor();
  await context.close();
});

test('a search that is open on a page finds what was saved', async (t) => {
  t.after(() => save('content/long.md', long('before')));
  const { context, page } = await at('index.html');
  await page.keyboard.press('/');
  const field = page.locator('.search-dialog input');
  await field.fill('wombat');
  await page.locator('.search-dialog').getByText('Nothing found').first().waitFor();
  save('content/long.md', long('wombat'));
  await page.locator('.search-dialog .hits a, .search-dialog [role=option]', { hasText: 'Long' }).first().waitFor();
  await page.keyboard.type('s');
  assert.equal(await field.inputValue(), 'wombats');
  await context.close();
});

test('the bar fits on a narrow screen', async () => {
  const { context, page } = await at('long.html', await browser.newContext({ viewport: { width: 320, height: 480 } }));
  const box = await page.locator('.pb-status').boundingBox();
  assert.ok(box && box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  await context.close();
});

test('the bar says how the page stands', async () => {
  const { context, page } = await at('old.html');
  const bar = page.locator('.pb-status');
  assert.match((await bar.textContent()) ?? '', /review overdue.*on this page.*warnings?.*\d+ kB.*content\/old\.md/);
  assert.deepEqual(await axe(page, '.pb-status'), []);
  await page.goto(`${url}sketch.html`);
  await bar.getByText('draft', { exact: true }).waitFor();
  await page.goto(`${url}long.html`);
  await bar.waitFor();
  assert.doesNotMatch((await bar.textContent()) ?? '', /draft|overdue|on this page/);
  await bar.getByRole('button', { name: 'Hide' }).click();
  await page.reload();
  await page.waitForFunction(() => document.readyState === 'complete');
  save('content/long.md', long('hidden'));
  await page.getByText('The last one says hidden').waitFor({ state: 'attached' });
  assert.equal(await bar.count(), 0);
  await context.close();
});

test('a page outlives its server, and a tab that was cut off catches up', async () => {
  const { context, page } = await at('long.html');
  await stop();
  save('content/long.md', long('restarted'));
  await start();
  await page.getByText('The last one says restarted').waitFor({ state: 'attached' });
  await page.locator('.pb-status').waitFor();
  await context.setOffline(true);
  save('content/long.md', long('asleep'));
  while (!(await (await fetch(`${url}long.html`)).text()).includes('asleep')) await new Promise((done) => setTimeout(done, 20));
  // Time for the tab to hear of it on a line that still stands, and to fail to fetch it.
  await new Promise((done) => setTimeout(done, 500));
  await context.setOffline(false);
  await page.getByText('The last one says asleep').waitFor({ state: 'attached' });
  save('content/long.md', long('awake'));
  await page.getByText('The last one says awake').waitFor({ state: 'attached' });
  await context.close();
});

test('twelve tabs hear of a change, and no request is lost', async () => {
  const context = await browser.newContext();
  const pages = [];
  for (let number = 0; number < 12; number += 1) pages.push((await at('long.html', context)).page);
  for (const words of ['one', 'two', 'three']) {
    save('content/long.md', long(words));
    await Promise.all(pages.map((page) => page.getByText(`The last one says ${words}`).waitFor({ state: 'attached' })));
  }
  await Promise.all(pages.map((page) => page.reload()));
  await Promise.all(pages.map((page) => page.locator('.pb-status').waitFor()));
  await context.close();
});

test('the view follows the page that is edited', async () => {
  const { context, page } = await at('index.html?prepbook-follow');
  save('content/long.md', long('follow'));
  await page.waitForURL(/\/long\.html/);
  await page.locator('.pb-status').waitFor();
  // The second of two saves may come while the page of the first is loaded.
  for (const pause of [5, 15, 30, 60, 120]) {
    save('content/sketch.md', sketch(`${pause}`));
    await new Promise((done) => setTimeout(done, pause));
    save('content/long.md', long(`follow ${pause}`));
    await page.getByText(`The last one says follow ${pause}`).waitFor({ state: 'attached' });
    assert.match(page.url(), /\/long\.html/);
  }
  await context.close();
});
