import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, built, launch, open, serve } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

/** @param {string} path */
async function at(path, options = {}) {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const { page, complaints } = await open(context);
  await page.goto(site.url + path);
  return { context, page, complaints, clip: () => page.evaluate(() => navigator.clipboard.readText()) };
}

test('a question is copied without braces, and shared by its address', async () => {
  const { context, page, complaints, clip } = await at('questions/opening-and-closing.html');
  const card = page.locator('[data-question="thank-and-frame"]');
  await card.getByRole('button', { name: 'Copy' }).click();
  assert.match(await clip(), /I asked you because … Shall/);
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }));
  await card.getByRole('button', { name: 'Share' }).click();
  assert.equal(await clip(), site.url + 'q/thank-and-frame.html');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a button pressed twice has its own words again afterwards', async () => {
  const { context, page } = await at('q/wrong-belief.html');
  await page.clock.install();
  const button = page.locator('prepbook-actions [data-act="copy"]').first();
  const words = await button.textContent();
  await button.click();
  await page.waitForFunction((before) => document.querySelector('prepbook-actions [data-act="copy"]')?.textContent !== before, words);
  await page.clock.runFor(500);
  await button.click();
  await page.clock.runFor(5000);
  assert.equal(await button.textContent(), words);
  await context.close();
});

test('where a page has no clipboard, the link to a practice is copied all the same', async (run) => {
  const plain = await launch('--host-resolver-rules=MAP plain.test 127.0.0.1');
  run.after(() => plain.close());
  const { page } = await open(await plain.newContext());
  await page.goto(site.url.replace('127.0.0.1', 'plain.test') + 'questions/path.html');
  assert.equal(await page.evaluate(() => navigator.clipboard), undefined);
  await page.locator('prepbook-practice').getByRole('button').first().click();
  const copied = page.evaluate(() => new Promise((done) => document.addEventListener('copy', () => {
    const { activeElement: field } = document;
    done(field instanceof HTMLTextAreaElement ? field.value : 'nothing');
  })));
  await page.getByRole('dialog').getByRole('button', { name: 'link' }).click();
  assert.match(String(await copied), /questions\/path\.html#practice=\d+$/);
});

test('a question to avoid shows the better one first, and cannot be planned or copied (ST7)', async () => {
  const { context, page } = await at('questions/avoid.html');
  const card = page.locator('.question-avoid').first();
  assert.equal(await card.getByRole('button', { name: 'Add to plan' }).count(), 0);
  assert.equal(await card.getByRole('button', { name: 'Copy' }).count(), 0);
  const order = await card.evaluate((one) => { const better = one.querySelector('.better'); const ask = one.querySelector('.ask'); return Boolean(better && ask && better.compareDocumentPosition(ask) & Node.DOCUMENT_POSITION_FOLLOWING); });
  assert.ok(order);
  await context.close();
});

test('a question better not asked says so in words wherever it is listed: the full index, paper, search', async () => {
  const { context, page } = await at('index-all-6.html');
  const avoided = page.locator('.asks li:has([href="q/avoid-job-please.html"])');
  assert.match(await avoided.textContent() ?? '', /Better not asked/);
  await page.goto(site.url + 'questions/avoid.print.html');
  const printed = page.locator('.print-questions li').first();
  assert.match(await printed.textContent() ?? '', /Better not asked\s*Ask this in its place: \S/);
  assert.equal(await printed.locator('.write').count(), 0, 'no line to note an answer on');
  await page.goto(site.url + 'search.html#q=do you have a job for me');
  const hit = page.locator('.hits li:has([href$="q/avoid-job-please.html"])');
  assert.match(await hit.locator('.hit-where').textContent() ?? '', /Better not asked/);
  await context.close();
});

test('adding by keyboard is said, and can be taken back', async () => {
  const { context, page } = await at('q/wrong-belief.html');
  const plan = page.locator('[data-act="plan"]').first();
  await plan.focus();
  await page.keyboard.press('Enter');
  assert.match(await page.locator('prepbook-actions [role=status]').first().textContent() ?? '', /Added to your plan/);
  await page.keyboard.press('Enter');
  assert.match(await page.locator('prepbook-actions [role=status]').first().textContent() ?? '', /Taken out/);
  assert.equal(await plan.getAttribute('aria-pressed'), 'false');
  await context.close();
});

test('practice: one at a time, in an order that a link carries', async () => {
  const one = await at('questions/path.html');
  await one.page.getByRole('button', { name: 'Practise these aloud' }).click();
  const heading = (/** @type {import('playwright-core').Page} */ page) => page.locator('dialog h2').textContent();
  const first = await heading(one.page);
  await one.page.getByRole('button', { name: 'Next' }).click();
  const second = await heading(one.page);
  assert.notEqual(first, second);
  assert.match(await one.page.locator('dialog [role=status]').textContent() ?? '', /^Question 2 of \d+/);
  assert.deepEqual(await axe(one.page, 'dialog'), []);
  await one.page.getByRole('button', { name: 'Copy a link to this set' }).click();
  const link = await one.clip();
  await one.page.keyboard.press('Escape');
  assert.match(await one.page.evaluate(() => document.activeElement?.textContent ?? ''), /Practise/);
  const two = await at(link.slice(site.url.length));
  await two.page.waitForSelector('dialog[open]');
  assert.equal(await heading(two.page), first);
  assert.deepEqual([...one.complaints, ...two.complaints], []);
  await one.context.close();
  await two.context.close();
});
