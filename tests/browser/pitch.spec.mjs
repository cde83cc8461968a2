import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, built, launch, open, serve } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

async function pitch(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, complaints } = await open(context);
  await page.clock.install();
  await page.goto(site.url + 'tools/pitch-timer.html');
  await page.waitForSelector('prepbook-pitch[data-live]');
  return { context, page, complaints, said: () => page.locator('prepbook-pitch > [role=status]').textContent() };
}

test('words become seconds at the chosen pace, and are kept', async () => {
  const { context, page } = await pitch();
  await page.getByLabel('30 seconds').check();
  await page.getByLabel('Now: who and where you are').fill(Array(70).fill('word').join(' '));
  assert.equal(await page.locator('[data-total]').textContent(), '70 words, about 30 of 30 seconds.');
  await page.getByLabel('How fast you speak').focus();
  await page.keyboard.press('Home');
  assert.equal(await page.locator('[data-total]').textContent(), '70 words, about 42 of 30 seconds.');
  await page.reload();
  await page.waitForSelector('prepbook-pitch[data-live]');
  assert.ok(await page.getByLabel('30 seconds').isChecked());
  assert.match(await page.locator('[data-total]').textContent() ?? '', /^70 words, about 42/);
  await context.close();
});

test('flags: a job word in the last sentence, a sentence too long', async () => {
  const { context, page } = await pitch();
  await page.getByLabel('Why them').fill('I hope you have a job for me.');
  assert.match(await page.locator('[data-flags]').innerText(), /last sentence says “job”/);
  await page.getByLabel('Why them').fill(Array(30).fill('word').join(' ') + '. Thanks.');
  assert.match(await page.locator('[data-flags]').innerText(), /30 words in one sentence/);
  assert.deepEqual(await axe(page), []);
  await context.close();
});

test('the timer, by keyboard: starts, says each part once, pauses, goes on, ends calmly (ST6)', async () => {
  const { context, page, complaints, said } = await pitch({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Start', exact: true }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await said(), 'Now: who and where you are');
  await page.clock.runFor(10_000);
  assert.equal(await page.locator('[data-clock]').textContent(), '0:10');
  await page.clock.runFor(11_000);
  assert.equal(await said(), 'How you got curious');
  assert.equal(await page.locator('.is-now label').textContent(), 'How you got curious');
  await page.keyboard.press('Enter');
  assert.match(await said() ?? '', /^Paused at 0:2\d/);
  await page.clock.runFor(20_000);
  assert.match(await page.locator('[data-clock]').textContent() ?? '', /^0:2\d$/, 'time stands still');
  await page.keyboard.press('Enter');
  await page.clock.runFor(70_000);
  assert.equal(await said(), 'That is the time. Well done.');
  assert.equal(await page.locator('[data-clock]').textContent(), '1:30');
  assert.equal(await page.getByRole('button', { name: 'Start', exact: true }).count(), 1);
  assert.deepEqual(complaints, []);
  await context.close();
});
