// "Keep this site on my device": what a reader who pressed it has without a network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, book, launch, open, serve } from './support/site.mjs';

const folder = book({
  'book.toml': '[book]\ntitle = "Talks"\n\n[search]\noffline = true\n',
  'content/index.md': '---\ntitle: Talks\nsummary: How to ask.\n---\nRead on.\n',
  'content/bank.yaml': 'title: Work\nsummary: What work is like.\nquestions:\n  - id: salary\n    ask: What decides the salary here?\n',
});
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;

before(async () => {
  execFileSync(binary(), ['build', folder, '-d', join(folder, 'career/talks'), '--quiet'], { stdio: 'ignore' });
  site = await serve(folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  rmSync(folder, { recursive: true });
});

test('a page that did not come is not called kept, and what is kept can be removed', async () => {
  const context = await browser.newContext(), { page } = await open(context), talks = site.url + 'career/talks/';
  const file = join(folder, 'career/talks/q/salary.html'), button = page.locator('prepbook-keep button');
  const says = (/** @type {string} */ words) => page.waitForFunction((words) => document.querySelector('prepbook-keep [role=status]')?.textContent?.includes(words), words);
  await page.goto(talks + 'search.html');
  renameSync(file, file + '.away');
  await button.click();
  await says('it is not complete');
  renameSync(file + '.away', file);
  await page.reload();
  assert.equal(await button.textContent(), 'Keep this site on my device');
  await button.click();
  await says('works without a connection');
  await page.reload();
  await says('works without a connection');
  await button.click();
  await page.waitForFunction(() => document.querySelector('prepbook-keep button')?.textContent === 'Keep this site on my device');
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length), 0);
  await context.close();
});

test('what was kept is read and searched without a network, and nothing is kept unasked', async () => {
  const context = await browser.newContext(), { page, complaints } = await open(context), talks = site.url + 'career/talks/';
  await page.goto(talks + 'search.html');
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length), 0);
  await page.locator('prepbook-keep button').click();
  await page.waitForFunction(() => document.querySelector('prepbook-keep [role=status]')?.textContent?.includes('works without a connection'));
  assert.deepEqual(complaints, []);
  await context.setOffline(true);
  site.close();
  for (const start of [talks, talks + 'index']) {
    await page.goto(start);
    assert.equal(await page.locator('h1').textContent(), 'Talks');
  }
  await page.goto(talks + 'q/salary.html');
  assert.match(String(await page.locator('h1').textContent()), /What decides the salary/);
  await page.keyboard.press('/');
  await page.keyboard.type('sallary');
  await page.waitForSelector('[role="option"]');
  await page.goto(talks + 'search.html#q=salary');
  await page.waitForSelector('.hits > li');
  await context.close();
});
