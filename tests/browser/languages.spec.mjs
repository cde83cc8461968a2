// A book with pages in another language: each language has an index of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { binary, book, launch, open } from './support/site.mjs';

const folder = book({
  'book.toml': '[book]\ntitle = "Talks"\n',
  'content/index.md': '---\ntitle: Talks\nsummary: How to ask.\n---\nTalk about salary.\n',
  'content/fr.md': '---\ntitle: Parler du salaire\nsummary: Comment demander.\nlanguage: fr\n---\nParlez du salaire.\n',
});
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  execFileSync(binary(), ['build', folder, '--quiet'], { stdio: 'ignore' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test('all results of a page in another language are those of its dialog', async () => {
  const context = await browser.newContext(), { page, complaints } = await open(context);
  await page.goto(`file://${folder}/public/fr.html`);
  await page.keyboard.press('/');
  await page.keyboard.type('salaire');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\.html#q=salaire&lang=fr$/);
  await page.waitForSelector('.hits > li');
  assert.equal(await page.locator('.hit-title').first().textContent(), 'Parler du salaire');
  await page.locator('#search-field').fill('demander');
  await page.waitForURL(/#q=demander&lang=fr$/);
  assert.deepEqual(complaints, []);
  await context.close();
});
