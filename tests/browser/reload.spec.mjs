// The author's loop in a real browser: what is saved is seen, and what the author was doing is not lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './support/site.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const book = mkdtempSync(join(tmpdir(), 'prepbook-reload-'));
/** @type {import('node:child_process').ChildProcess} */ let server;
/** @type {import('playwright-core').Browser} */ let browser;
let url = '';

/** @param {string} path @param {string} text */
function save(path, text) {
  const file = join(book, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const long = (/** @type {string} */ words) => `---\ntitle: Long\nsummary: A page that is longer than a window.\n---\n${'A paragraph of some words.\n\n'.repeat(80)}The last one says ${words}.\n`;

before(async () => {
  save('book.toml', '[book]\ntitle = "Talks"\n');
  save('content/index.md', '---\ntitle: Home\nsummary: The first page.\n---\nHello.\n');
  save('content/long.md', long('before'));
  const binary = [process.env.PREPBOOK, join(repository, 'target/release/prepbook'), join(repository, 'target/debug/prepbook')].find((path) => path && existsSync(path));
  if (!binary) throw new Error('no prepbook binary: run cargo build, or set PREPBOOK');
  server = spawn(binary, ['serve', book, '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  url = await new Promise((resolve) => {
    let said = '';
    server.stderr?.on('data', (part) => {
      said += part;
      const found = /http:\/\/[\d.]+:\d+\//.exec(said);
      if (found) resolve(found[0]);
    });
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
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

test('a sentence changes in place: scroll, focus and what was typed stay', async () => {
  const { context, page } = await at('long.html');
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'typed';
    document.body.append(field);
  });
  const { context: other, page: search } = await at('search.html');
  const field = search.locator('input').first();
  await field.fill('a word');
  await page.evaluate(() => scrollTo(0, 900));
  const scrolled = await page.evaluate(() => scrollY);
  save('content/long.md', long('after'));
  await page.getByText('The last one says after').waitFor({ state: 'attached' });
  assert.equal(await page.evaluate(() => scrollY), scrolled);
  save('themes/default/templates/parts/footer.html', '<footer>Another footer</footer>');
  await search.getByText('Another footer').waitFor({ state: 'attached' });
  assert.equal(await search.locator('input').first().inputValue(), 'a word');
  rmSync(join(book, 'themes'), { recursive: true });
  await context.close();
  await other.close();
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
  save('content/index.md', '---\ntitle: Home\nsummary: The first page.\n---\nSee [this](nowhere.md).\n');
  await page.locator('.pb-overlay').getByText('nowhere.md').first().waitFor();
  const { page: later } = await at('index.html', context);
  await later.locator('.pb-overlay').waitFor();
  assert.match((await later.locator('main').textContent()) ?? '', /Hello/);
  save('content/index.md', '---\ntitle: Home\nsummary: The first page.\n---\nHello again.\n');
  await page.locator('.pb-overlay').waitFor({ state: 'detached' });
  await later.locator('.pb-overlay').waitFor({ state: 'detached' });
  await later.getByText('Hello again.').waitFor();
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
  await context.close();
});
