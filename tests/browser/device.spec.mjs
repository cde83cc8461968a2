import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { built, launch, open, serve } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

const notes = 'tools/notes-sheet.html';
const field = 'My aim for this talk';

test('two tabs: what one writes the other shows, and neither loses anything', async () => {
  const context = await browser.newContext();
  const one = (await open(context)).page;
  const two = (await open(context)).page;
  for (const page of [one, two]) { await page.goto(site.url + notes); await page.waitForSelector('[data-live]'); }
  await one.getByLabel(field).fill('to decide on nursing');
  await two.waitForFunction((label) => [...document.querySelectorAll('textarea')].some((area) => area.value === 'to decide on nursing'), field);
  await two.getByLabel('What surprised me').fill('the paperwork');
  await one.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value === 'the paperwork'));
  assert.equal(await one.getByLabel(field).inputValue(), 'to decide on nursing');
  await context.close();
});

test('a plan made on a card shows in the planner of another tab, and the other way round', async () => {
  const context = await browser.newContext();
  const card = (await open(context)).page;
  const plan = (await open(context)).page;
  await plan.goto(site.url + 'tools/planner.html');
  await plan.waitForSelector('[data-live]');
  await card.goto(site.url + 'q/wrong-belief.html');
  const button = card.getByRole('button', { name: 'Add to plan' });
  await button.click();
  assert.equal(await card.getByRole('button', { name: 'In your plan' }).getAttribute('aria-pressed'), 'true');
  await plan.locator('.plan-items [data-entry="wrong-belief"]').waitFor();
  await plan.locator('[data-key="wrong-belief:more"]').click();
  await plan.locator('[data-key="wrong-belief:remove"]').click();
  await card.getByRole('button', { name: 'Add to plan' }).waitFor();
  await context.close();
});

test('a question taken out of the plan on its card comes back as it was', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await page.goto(site.url + 'q/wrong-belief.html');
  await page.getByRole('button', { name: 'Add to plan' }).click();
  const items = () => page.evaluate(() => JSON.parse(localStorage.getItem(`prepbook:${document.documentElement.dataset.book}`) ?? '').data.plan.items);
  await page.evaluate(() => {
    const key = `prepbook:${document.documentElement.dataset.book}`;
    const all = JSON.parse(localStorage.getItem(key) ?? '');
    all.data.plan.items = [{ ...all.data.plan.items[0], star: true, fills: { field: 'nursing' } }, { id: 'own-1', ask: 'Mine?', own: true }];
    localStorage.setItem(key, JSON.stringify(all));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  const before = await items();
  await page.getByRole('button', { name: 'In your plan' }).click();
  assert.equal((await items()).length, 1);
  await page.getByRole('button', { name: 'Add to plan' }).click();
  assert.deepEqual(await items(), before);
  await context.close();
});

test('questions added from cards stay when the planner fills up the rest', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await page.goto(site.url + 'q/wrong-belief.html');
  await page.getByRole('button', { name: 'Add to plan' }).click();
  await page.getByRole('link', { name: 'See your plan' }).click();
  await page.waitForSelector('[data-live]');
  assert.equal(await page.locator('.plan-items > li').count(), 1);
  await page.getByRole('button', { name: 'Fill up the rest' }).click();
  assert.ok(await page.locator('.plan-items > li').count() >= 6);
  assert.equal(await page.locator('.plan-items [data-entry="wrong-belief"]').count(), 1);
  assert.match(await page.locator('[data-sum]').textContent() ?? '', /of 20 minutes planned/);
  await context.close();
});

test('storage forbidden: says so, and the tools go on', async () => {
  for (const path of [notes, 'tools/planner.html', 'tools/tracker.html', 'checklists/before-talk.html', 'questions/path.html', 'tools/template-filler.html']) {
    const context = await browser.newContext();
    await context.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } }));
    const { page, complaints } = await open(context);
    await page.goto(site.url + path);
    if (path === notes) {
      const alert = page.getByRole('alert');
      assert.match(await alert.textContent() ?? '', /does not let the site keep anything/);
      assert.ok((await alert.boundingBox())?.y < (await page.getByLabel(field).boundingBox())?.y, 'before anything is written');
      await page.getByLabel(field).fill('x');
      assert.equal(await page.getByLabel(field).inputValue(), 'x');
    }
    if (path.startsWith('checklists')) {
      await page.getByRole('checkbox').first().check();
      assert.match(await page.locator('.checklist-count').textContent() ?? '', /^1 of .*does not let/);
    }
    if (path.startsWith('questions')) {
      await page.getByRole('button', { name: 'Add to plan' }).first().click();
      await page.getByRole('button', { name: 'In your plan' }).first().waitFor();
      assert.ok(await page.locator('prepbook-actions > [role=status]').filter({ hasText: 'until you close this page' }).isVisible());
      assert.equal(await page.getByRole('link', { name: 'See your plan' }).count(), 0);
    }
    assert.deepEqual(complaints, [], path);
    await context.close();
  }
});

test('storage full: says so at once, keeps working, and recovers', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await page.goto(site.url + notes);
  await page.waitForSelector('[data-live]');
  await page.evaluate(() => { for (let size = 1 << 20; size >= 1; size >>= 1) try { for (let at = 0; ; at += 1) localStorage.setItem(`fill-${size}-${at}`, 'x'.repeat(size)); } catch { /* full at this size */ } });
  await page.getByLabel(field).fill('more than fits');
  await page.getByRole('alert').filter({ hasText: 'full' }).waitFor();
  await page.evaluate(() => { for (const key of Object.keys(localStorage)) if (key.startsWith('fill-')) localStorage.removeItem(key); });
  await page.getByLabel(field).fill('fits again');
  await page.waitForFunction(() => !document.querySelector('.tool-trouble')?.textContent);
  await page.reload();
  await page.waitForSelector('[data-live]');
  assert.equal(await page.getByLabel(field).inputValue(), 'fits again');
  await context.close();
});

test('export, erase, import; a hostile file is refused with its reasons and changes nothing', async () => {
  const context = await browser.newContext();
  const { page, complaints } = await open(context);
  await page.goto(site.url + notes);
  await page.waitForSelector('[data-live]');
  await page.getByLabel(field).fill('keep me');
  await page.evaluate(() => localStorage.setItem(`prepbook-${document.documentElement.dataset.book}-searches`, 'a difficult boss'));
  await page.locator('[data-search-open]').first().click();
  await page.getByRole('option', { name: 'a difficult boss' }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('Kept on this device only').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export everything' }).click()]);
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /keep me/);
  const give = (/** @type {string} */ text) => page.locator('.tool-device input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await give('{"kind":"prepbook-device-data","version":1,"data":{"__proto__":{},"plan":{"length":"<img src=x onerror=alert(1)>"}}}');
  await page.getByText('The file was refused').first().waitFor();
  assert.match(await page.locator('.tool-result').textContent() ?? '', /plan\.length: not a number/);
  assert.equal(await page.getByLabel(field).inputValue(), 'keep me');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase it all' }).click();
  assert.equal(await page.getByLabel(field).inputValue(), '');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'SUMMARY');
  await give(file);
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value === 'keep me'));
  await page.getByLabel(field).fill('written since');
  await give(file);
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value === 'keep me'));
  await page.getByRole('button', { name: 'Take it back' }).click();
  assert.equal(await page.getByLabel(field).inputValue(), 'written since');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'SUMMARY');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('back and forward keep what was written', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await page.goto(site.url + notes);
  await page.waitForSelector('[data-live]');
  await page.getByLabel(field).fill('still here');
  await page.goto(site.url + 'tools/planner.html');
  await page.goBack();
  await page.waitForSelector('[data-live]');
  assert.equal(await page.getByLabel(field).inputValue(), 'still here');
  await context.close();
});

test('a page that is shown again as it was has what was written meanwhile, and does not write over it', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await page.goto(site.url + 'tools/target-list.html');
  await page.waitForSelector('[data-live]');
  const add = async (/** @type {string} */ name) => {
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name);
    await page.keyboard.press('Enter');
  };
  await add('Priya');
  // As another page of the site does while this one is put aside; not every browser tells it.
  await page.evaluate(() => {
    const key = `prepbook:${document.documentElement.dataset.book}`;
    const all = JSON.parse(localStorage.getItem(key) ?? '');
    all.data.contacts.push({ ...all.data.contacts[0], id: 'p2', name: 'Mr Tan' });
    localStorage.setItem(key, JSON.stringify(all));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await add('Dr Ortiz');
  assert.deepEqual(await page.locator('tbody tr th').allTextContents(), ['Priya', 'Mr Tan', 'Dr Ortiz']);
  await context.close();
});
