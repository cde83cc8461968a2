import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { built, launch, open, serve } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

/** @param {string} path */
async function at(path, options = {}) {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], timezoneId: 'America/New_York', ...options });
  const { page, complaints } = await open(context);
  await page.goto(site.url + path);
  return { context, page, complaints };
}

test('the notes sheet carries the starred questions of the plan', async () => {
  const { context, page, complaints } = await at('tools/planner.html');
  await page.waitForSelector('[data-live]');
  await page.locator('.plan-middle').getByRole('button', { name: 'Down' }).first().click();
  const starred = await page.locator('.is-starred .plan-ask p').allTextContents();
  assert.ok(starred.length > 0);
  await page.goto(site.url + 'tools/notes-sheet.html');
  await page.waitForSelector('[data-live]');
  const labels = await page.locator('.sheet-label').allTextContents();
  for (const text of starred) assert.ok(labels.some((label) => label.includes(text.replace(/^★ | ?\d+ min$/g, '').trim().slice(0, 40))), text);
  await page.getByLabel('What surprised me').fill('the paperwork');
  await page.getByLabel('They said that notes are fine').check();
  await page.getByRole('button', { name: 'Copy as text' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /What surprised me\nthe paperwork/);
  assert.match(text, /\[x\] They said that notes are fine/);
  await page.getByRole('button', { name: 'Empty this sheet' }).click();
  assert.equal(await page.getByLabel('What surprised me').inputValue(), '');
  await page.getByRole('button', { name: 'Take it back' }).click();
  assert.equal(await page.getByLabel('What surprised me').inputValue(), 'the paperwork');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Empty this sheet');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('notes on a question of one\'s own never come up under another, and a star set in another tab comes with its field', async () => {
  const { context, page } = await at('tools/planner.html');
  await page.waitForSelector('[data-live]');
  const own = async (/** @type {string} */ ask) => {
    await page.getByLabel('Your question').fill(ask);
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('button', { name: `Star: ${ask}` }).click();
  };
  await page.getByRole('button', { name: 'Empty the plan' }).click();
  const sheet = (await open(context)).page;
  await sheet.goto(site.url + 'tools/notes-sheet.html');
  await sheet.waitForSelector('[data-live]');
  await own('How did the merger go?');
  await sheet.getByLabel('\u2605 How did the merger go?').fill('CONFIDENTIAL');
  assert.ok(await sheet.getByLabel('My starred questions').isHidden());
  await page.getByRole('button', { name: 'Empty the plan' }).click();
  await own('What would you read first?');
  assert.equal(await sheet.getByLabel('\u2605 What would you read first?').inputValue(), '');
  await page.getByRole('button', { name: 'Star: What would you read first?' }).click();
  await sheet.getByLabel('\u2605 What would you read first?').waitFor({ state: 'detached' });
  assert.equal(await sheet.getByLabel('How did the merger go?').inputValue(), 'CONFIDENTIAL');
  assert.ok(await sheet.getByLabel('My starred questions').isVisible());
  await context.close();
});

test('what was noted to a question stays on the sheet when the plan changes', async () => {
  const { context, page } = await at('tools/notes-sheet.html');
  await page.waitForSelector('[data-live]');
  await page.getByLabel('My starred questions').fill('before there was a plan');
  await page.goto(site.url + 'tools/planner.html');
  await page.waitForSelector('[data-live]');
  await page.getByRole('button', { name: 'Propose a plan' }).click();
  await page.goto(site.url + 'tools/notes-sheet.html');
  await page.waitForSelector('[data-live]');
  assert.equal(await page.getByLabel('My starred questions').inputValue(), 'before there was a plan');
  const label = await page.locator('.sheet-label', { hasText: '\u2605' }).first().textContent() ?? '';
  await page.getByLabel(label).fill('the hours');
  await page.goto(site.url + 'tools/planner.html');
  await page.waitForSelector('[data-live]');
  await page.getByRole('button', { name: 'Empty the plan' }).click();
  await page.goto(site.url + 'tools/notes-sheet.html');
  await page.waitForSelector('[data-live]');
  assert.equal(await page.getByLabel(label.replace('\u2605 ', '')).inputValue(), 'the hours');
  await context.close();
});

test('printed, the notes are one sheet with lines to write on, also for a plan with three starred questions', async () => {
  const { context, page } = await at('tools/planner.html');
  await page.waitForSelector('[data-live]');
  await page.getByRole('button', { name: 'Propose a plan' }).click();
  assert.equal(await page.locator('.is-starred').count(), 3);
  await page.goto(site.url + 'tools/notes-sheet.html');
  await page.waitForSelector('[data-live]');
  for (const format of ['A4', 'Letter']) assert.equal(((await page.pdf({ format })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length, 1, format);
  await page.emulateMedia({ media: 'print' });
  const field = page.getByLabel('What surprised me');
  assert.match(await field.evaluate((one) => getComputedStyle(one).backgroundImage), /gradient/);
  await field.fill('the paperwork');
  assert.equal(await field.evaluate((one) => getComputedStyle(one).backgroundImage), 'none', 'what was written is not ruled');
  await context.close();
});

test('two sheets do not mix', async () => {
  const { context, page } = await at('tools/research-sheet.html');
  await page.waitForSelector('[data-live]');
  await page.getByLabel('The field, in one sentence').fill('nursing');
  await page.goto(site.url + 'tools/reflection.html');
  await page.waitForSelector('[data-live]');
  await page.getByLabel('What surprised me?').fill('a lot');
  await page.goto(site.url + 'tools/research-sheet.html');
  await page.waitForSelector('[data-live]');
  assert.equal(await page.getByLabel('The field, in one sentence').inputValue(), 'nursing');
  await context.close();
});

test('a checklist remembers, by keyboard, and forgets when asked', async () => {
  const { context, page, complaints } = await at('checklists/before-talk.html');
  const boxes = page.locator('prepbook-checklist').getByRole('checkbox');
  await boxes.first().focus();
  await page.keyboard.press('Space');
  assert.match(await page.locator('.checklist-count').textContent() ?? '', /^1 of \d+ ticked/);
  const place = await page.locator('.checklist > li').first().evaluate((item) => [item.querySelector('label')?.getBoundingClientRect().left, item.querySelector('.reason')?.getBoundingClientRect().left]);
  assert.equal(place[0], place[1], 'the reason stands under its item');
  await page.reload();
  assert.ok(await boxes.first().isChecked());
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'Untick all' }).count(), 0, 'no button on paper');
  await page.emulateMedia({ media: 'screen' });
  const back = page.getByRole('button', { name: 'Take it back' });
  assert.equal(await back.count(), 0);
  await page.getByRole('button', { name: 'Untick all' }).click();
  assert.ok(!(await boxes.first().isChecked()));
  await back.click();
  assert.ok(await boxes.first().isChecked());
  assert.equal(await back.count(), 0);
  await page.getByRole('button', { name: 'Untick all' }).click();
  assert.deepEqual(complaints, []);
  await context.close();
});

test('look it up or ask: sorted, told why, own question to the plan', async () => {
  const { context, page, complaints } = await at('tools/research-or-ask.html');
  await page.waitForSelector('[data-live]');
  const first = page.locator('[data-list] > li').first();
  await first.getByLabel('Ask a person').check();
  assert.match(await first.locator('[data-verdict]').textContent() ?? '', /^We (think so too|would put it here)/);
  assert.match(await page.locator('[data-progress]').textContent() ?? '', /^1 of \d+ sorted/);
  await page.getByLabel('Your question').fill('How did you choose your ward?');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.locator('[data-own-list]').getByLabel('Ask a person').check();
  await page.getByRole('button', { name: /^Add to my plan/ }).click();
  await page.goto(site.url + 'tools/planner.html');
  await page.waitForSelector('[data-live]');
  const planned = async () => (await page.locator('.plan-items').allTextContents()).join();
  assert.ok((await planned()).includes('How did you choose your ward?'));
  await page.goto(site.url + 'tools/research-or-ask.html');
  await page.waitForSelector('[data-live]');
  const remove = page.getByRole('button', { name: /^Remove/ });
  await remove.click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  assert.ok(await page.locator('[data-own-list]').getByLabel('Ask a person').isChecked());
  await remove.click();
  await page.getByLabel('Your question').fill('What do you read on the way home?');
  await page.keyboard.press('Enter');
  await page.locator('[data-own-list]').getByLabel('Ask a person').check();
  await page.getByRole('button', { name: /^Add to my plan/ }).click();
  await page.getByRole('button', { name: 'Start again' }).click();
  assert.ok(!(await first.getByLabel('Ask a person').isChecked()));
  await page.keyboard.press('Enter');
  assert.ok(await first.getByLabel('Ask a person').isChecked(), 'the focus is on the way back');
  await page.goto(site.url + 'tools/planner.html');
  await page.waitForSelector('[data-live]');
  assert.ok((await planned()).includes('What do you read on the way home?'), 'also after another of one\'s own was removed here');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the thank-you reminder: two days on, nine in the morning where one is', async () => {
  const { context, page, complaints } = await at('tools/thank-reminder.html');
  await page.waitForSelector('[data-live]');
  await page.getByLabel('The day of the talk').fill('2027-03-12');
  assert.match(await page.locator('[data-due]').textContent() ?? '', /Mar 14|14 Mar/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Put it into my calendar' }).click()]);
  assert.match(await readFile(await download.path(), 'utf8'), /DTSTART:20270314T130000Z/, 'the clocks changed that morning');
  assert.deepEqual(complaints, []);
  await context.close();
});
