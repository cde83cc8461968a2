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

test('one can record oneself and listen, under the policy as it is; nothing of it is kept or sent', async (run) => {
  const microphone = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required');
  run.after(() => microphone.close());
  const context = await microphone.newContext({ permissions: ['microphone'] });
  const { page, complaints } = await open(context);
  /** @type {string[]} */
  const asked = [];
  await page.goto(site.url + 'tools/pitch-timer.html');
  await page.waitForSelector('prepbook-pitch[data-live]');
  page.on('request', (request) => { if (!request.url().startsWith(site.url + 'assets/')) asked.push(request.url()); });
  const state = page.locator('[data-record-state]');
  await page.getByRole('button', { name: 'Record myself' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Recording. Speak as you would to them.').waitFor();
  await page.waitForFunction(() => document.querySelector('[data-clock]')?.textContent === '0:02');
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await page.getByRole('button', { name: 'Listen' }).click();
  assert.match(await state.textContent() ?? '', /^Recorded: 0:0[1-4]\./);
  await page.getByRole('button', { name: 'Stop listening' }).waitFor();
  await page.getByRole('button', { name: 'Listen', exact: true }).waitFor({ timeout: 10_000 });
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Forget it' }).click();
  assert.ok(await page.getByRole('button', { name: 'Record myself' }).isVisible());
  assert.equal(await page.getByRole('button', { name: 'Listen' }).count(), 0);
  assert.ok(!JSON.stringify(await page.evaluate(() => ({ ...localStorage }))).includes('record'));
  assert.deepEqual(asked, []);
  assert.deepEqual(complaints, []);
});

test('pressed twice, it listens once, and stops listening when told', async (run) => {
  const microphone = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
  run.after(() => microphone.close());
  const { page } = await open(await microphone.newContext({ permissions: ['microphone'] }));
  await page.goto(site.url + 'tools/pitch-timer.html');
  await page.waitForSelector('prepbook-pitch[data-live]');
  await page.evaluate(() => {
    const listen = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    /** @type {any} */ (window).heard = [];
    navigator.mediaDevices.getUserMedia = async (how) => {
      const stream = await listen(how);
      /** @type {any} */ (window).heard.push(...stream.getTracks());
      return stream;
    };
  });
  // Once before it is known whether the page may listen, once after.
  await page.getByRole('button', { name: 'Record myself' }).dblclick();
  await page.getByRole('button', { name: 'Stop recording' }).waitFor();
  await page.locator('[data-act="record"]').dispatchEvent('click', { detail: 2 });
  await page.waitForFunction(() => /[1-9]$/.test(document.querySelector('[data-clock]')?.textContent ?? ''));
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await page.getByRole('button', { name: 'Listen' }).waitFor();
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).heard.map((/** @type {any} */ one) => one.readyState)), ['ended']);
});

test('where the page may not listen, it says so and the timer goes on', async () => {
  const { context, page } = await pitch();
  await page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError')); });
  await page.getByRole('button', { name: 'Record myself' }).click();
  await page.locator('[data-record-state]', { hasText: 'does not let the page use the microphone' }).waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.clock.runFor(5000);
  assert.equal(await page.locator('[data-clock]').textContent(), '0:05');
  await context.close();
});
