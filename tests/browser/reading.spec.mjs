// What every reader has: the header, the outline, the filters of a list, the choice of appearance. Each also without a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, launch, open, serve, sideways } from './support/site.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  site = await serve(built());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** @param {import('playwright-core').BrowserContextOptions} options @param {string} path */
async function visit(options, path) {
  const context = await browser.newContext(options);
  const { page, complaints } = await open(context);
  await page.goto(site.url + path);
  return { page, complaints, context };
}

const PHONE = { viewport: { width: 360, height: 780 } };
const LAPTOP = { viewport: { width: 1280, height: 900 } };

test('filters narrow the list, say so in the address, and come back from it', async () => {
  const { page, complaints, context } = await visit(LAPTOP, 'questions/path.html');
  const all = await page.locator('.question:visible').count();
  await page.getByRole('checkbox', { name: /^Opening/ }).check();
  const some = await page.locator('.question:visible').count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assert.equal(new URL(page.url()).hash, '#stage=open');
  assert.match(await page.getByRole('status').first().innerText(), new RegExp(`^${some} question`));
  await page.reload();
  assert.equal(await page.locator('.question:visible').count(), some);
  await page.getByRole('button', { name: 'Remove: Opening' }).click();
  assert.equal(await page.locator('.question:visible').count(), all);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('choices within a facet add up and choices across facets narrow', async () => {
  const { page, context } = await visit(LAPTOP, 'questions/path.html');
  const shown = () => page.locator('.question:visible').count();
  await page.getByRole('checkbox', { name: /^Opening/ }).check();
  const opening = await shown();
  await page.getByRole('checkbox', { name: /^Middle/ }).check();
  const both = await shown();
  assert.ok(both > opening);
  await page.getByRole('checkbox', { name: /^Deeper/ }).check();
  assert.ok((await shown()) < both);
  await context.close();
});

test('on a phone the filters open as a sheet that gives the focus back', async () => {
  const { page, context } = await visit(PHONE, 'questions/path.html');
  await page.getByRole('link', { name: 'Narrow down' }).click();
  const sheet = page.getByRole('dialog', { name: 'Narrow down' });
  await sheet.getByRole('checkbox', { name: /^Opening/ }).check();
  await sheet.getByRole('button', { name: 'Show the questions' }).click();
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Narrow down');
  assert.ok((await page.locator('.question:visible').count()) < (await page.locator('.question').count()));
  await context.close();
});

test('without a script the filters lead to pages and the menu opens', async () => {
  const { page, context } = await visit({ ...PHONE, javaScriptEnabled: false }, 'questions/path.html');
  await page.locator('.nav-narrow summary').click();
  assert.ok(await page.locator('.nav-narrow a').first().isVisible());
  await page.locator('.filters a', { hasText: 'Opening' }).click();
  assert.match(page.url(), /by\/stage\/open\.html$/);
  await context.close();
});

test('the choice of appearance lasts, and is there before the first paint', async () => {
  const { page, context } = await visit({ ...LAPTOP, colorScheme: 'light' }, 'index.html');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole('radio', { name: 'Dark' }).check();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.goto(site.url + 'questions/path.html', { waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.equal(await paper(), dark);
  await page.getByRole('radio', { name: 'As my device' }).check();
  assert.equal(await paper(), light);
  await context.close();
});

test('the outline marks what is being read', async () => {
  const { page, context } = await visit(LAPTOP, 'guides/in-the-room.html');
  const current = page.locator('.outline-side a[aria-current]');
  for (const at of [1, 3]) {
    const href = (await page.locator('.outline-side a').nth(at).getAttribute('href')) ?? '';
    await page.locator(`h2[id="${href.slice(1)}"], h3[id="${href.slice(1)}"]`).evaluate((heading) => heading.scrollIntoView());
    await page.waitForFunction((wanted) => document.querySelector('.outline-side a[aria-current]')?.getAttribute('href') === wanted, href);
    assert.equal(await current.count(), 1);
  }
  await context.close();
});

test('the outline marks a heading that begins with a number', async () => {
  const context = await browser.newContext(LAPTOP);
  const { page } = await open(context);
  const file = 'guides/in-the-room.html';
  await page.route('**/' + file, async (route) => {
    const answer = await route.fetch();
    const html = await answer.text();
    const [, id = ''] = /class="outline-side"[^]*?href="#([^"]+)"/.exec(html) ?? [];
    await route.fulfill({ response: answer, body: html.replaceAll(`href="#${id}"`, 'href="#3-days-before"').replaceAll(`id="${id}"`, 'id="3-days-before"') });
  });
  await page.goto(site.url + file);
  await page.locator('[id="3-days-before"]').evaluate((heading) => heading.scrollIntoView());
  await page.locator('.outline-side a[aria-current][href="#3-days-before"]').waitFor({ timeout: 5000 });
  await context.close();
});

test('nothing scrolls sideways on the narrowest phone', async () => {
  for (const path of ['index.html', 'guides/in-the-room.html', 'questions/path.html', 'q/wrong-belief.html', 'by/role/director.html', 'templates/cold-email.html', 'sources.html']) {
    const { page, context } = await visit({ viewport: { width: 320, height: 640 } }, path);
    assert.equal(await sideways(page), 0, path);
    await context.close();
  }
});

test('a table is a stop for the keyboard only where it has to be scrolled, and has a name there', async () => {
  for (const [size, stop] of /** @type {const} */ ([[PHONE, '0'], [LAPTOP, null]])) {
    const { page, context } = await visit(size, 'counsellors/assignment.html');
    const table = page.locator('main .table').first();
    await page.waitForFunction((stop) => document.querySelector('main .table')?.getAttribute('tabindex') === stop, stop);
    assert.equal(await table.getAttribute('aria-label'), 'Rubric');
    await context.close();
  }
});

test('each sheet of the print pack is a page, and links out of the site print their address', async () => {
  const { page, context } = await visit(LAPTOP, 'tools/print-pack.html');
  assert.equal((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length, 6);
  await page.goto(site.url + 'q/pay-check.html');
  await page.emulateMedia({ media: 'print' });
  const link = page.locator('main a[href^="https://www.bls.gov"]').first();
  assert.match(await link.evaluate((one) => getComputedStyle(one, '::after').content), /https:/);
  await context.close();
});

test('on paper there is no navigation, and what is folded is open', async () => {
  const { page, context } = await visit(LAPTOP, 'questions/path.html');
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.site-header', '.site-footer', '.filters', 'prepbook-actions']) {
    assert.equal(await page.locator(part).first().isVisible(), false, part);
  }
  assert.equal(await page.locator('.question-body').first().isVisible(), true);
  await context.close();
});
