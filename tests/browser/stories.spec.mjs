// The students' stories that no single tool tells: finding one's way by keyboard, on a phone, without script, on paper. The others stand with their tools.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { axe, built, launch, open, serve } from './support/site.mjs';

const folder = built();
/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(folder); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

/** @param {string} path */
async function at(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, complaints } = await open(context);
  await page.goto(site.url + path);
  return { context, page, complaints };
}
const phone = { viewport: { width: 360, height: 780 }, hasTouch: true };

test('ST1 and ST11: what, why, how long, the first step and “Nervous?” stand above the fold of a phone', async () => {
  const { context, page, complaints } = await at('index.html', phone);
  for (const words of ['What you do.', 'Why.', 'How long.', 'First step.', 'Nervous? Start here']) {
    const box = await page.locator('main').getByText(words, { exact: true }).first().boundingBox();
    assert.ok(box && box.y + box.height <= 780, `${words}: ${JSON.stringify(box)}`);
  }
  await page.getByRole('link', { name: 'Nervous? Start here' }).first().tap();
  await page.waitForURL('**/guides/nerves.html');
  assert.match(await page.getByRole('heading', { level: 1 }).textContent() ?? '', /Nervous/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('ST2: filters by keyboard narrow the list, say how many, stand in the address, and go back', async () => {
  const { context, page } = await at('questions/path.html');
  const total = page.locator('.total');
  const whole = await total.textContent();
  const choice = page.locator('prepbook-filters input[type=checkbox]').first();
  await choice.focus();
  await page.keyboard.press('Space');
  assert.notEqual(await total.textContent(), whole);
  assert.equal(await total.getAttribute('role'), 'status');
  assert.match(page.url(), /#.+=/);
  const narrowed = await total.textContent();
  await page.reload();
  assert.equal(await total.textContent(), narrowed);
  await context.close();
});

test('ST9: by keyboard one gets past the header, sees where one is, and every tool can be reached from the list', async () => {
  const { context, page } = await at('tools/index.html');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  const seen = new Set();
  for (let at = 0; at < 60; at += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      return { href: one?.getAttribute('href') ?? '', outline: one ? getComputedStyle(one).outlineStyle : 'none', inside: Boolean(one?.closest('main')) };
    });
    if (!now.inside) break;
    assert.notEqual(now.outline, 'none', now.href);
    seen.add(now.href.split('#')[0]);
  }
  for (const name of readdirSync(join(folder, 'tools')).filter((one) => one.endsWith('.html') && one !== 'index.html' && !one.includes('print.html'))) assert.ok(seen.has(name), name);
  assert.deepEqual(await axe(page), []);
  await context.close();
});

test('ST10: without script everything can be read, and the first page is light', async () => {
  const without = { javaScriptEnabled: false };
  for (const [path, words] of [['questions/path.html', 'What did you believe about this job'], ['templates/cold-email.html', 'Dear'], ['checklists/before-talk.html', 'questions'], ['guides/nerves.html', 'Nervous'], ['by/role/director.html', 'director']]) {
    const { context, page } = await at(path, without);
    assert.ok((await page.locator('main').innerText()).includes(words), path);
    await context.close();
  }
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)].map((found) => found[1]);
  const size = gzipSync(html).length + files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
  assert.ok(size < 100_000, String(size));
});

test('ST12: on paper no sheet is cut at the side, navigation is gone, and the pack starts each sheet anew', async () => {
  for (const path of ['tools/print-pack.html', 'tools/tracker.html', 'tools/target-list.html', 'checklists/before-talk.html', 'guides/thank-you.html', 'templates/thank-you.html']) {
    const { context, page } = await at(path, { viewport: { width: 690, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    const over = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('main *')].filter((one) => getComputedStyle(one).position !== 'absolute').map((one) => one.getBoundingClientRect().right - document.documentElement.clientWidth)));
    assert.ok(over < 2, `${path}: ${over} px`);
    assert.ok(!(await page.locator('.site-header').isVisible()));
    await context.close();
  }
  const { context, page } = await at('tools/print-pack.html');
  const pages = ((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  assert.ok(pages >= 6, `${pages} pages`);
  await context.close();
});
