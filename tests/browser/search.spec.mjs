// The search dialog and the search page, as a reader meets them: by keyboard, with a screen reader's tree, from disk, in a sub-folder.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, built, launch, open, serve, sideways } from './support/site.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {{ url: string, close: () => void }} */
let site;

before(async () => {
  site = await serve(built());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

/**
 * @param {string} address @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {(context: import('playwright-core').BrowserContext) => Promise<unknown>} [prepare] what has to be done before the page comes
 */
async function at(address, options, prepare) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  await prepare?.(context);
  const opened = await open(context);
  await opened.page.goto(address.includes('://') ? address : site.url + address);
  return { ...opened, context };
}

const SELECTED = '[role="option"][aria-selected="true"]';

test('a slash opens the dialog, typing finds, arrows choose, Enter goes there', async () => {
  const { page, complaints, context } = await at('guides/index.html');
  await page.keyboard.press('/');
  await page.keyboard.type('thank you note', { delay: 15 });
  await page.waitForSelector('[role="option"]');
  const field = page.getByRole('combobox');
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  assert.equal(await field.getAttribute('aria-activedescendant'), null, 'nothing is active while one types');
  await page.keyboard.press('ArrowDown');
  const first = await page.locator('[role="option"]').first().getAttribute('id');
  assert.equal(await field.getAttribute('aria-activedescendant'), first);
  const href = await page.locator(SELECTED).getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.endsWith('.html') && !url.pathname.endsWith('guides/index.html'));
  assert.ok(page.url().endsWith(String(href).replace('../', '')));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('Escape clears, then closes, and focus goes back', async () => {
  const { page, context } = await at('index.html');
  const link = page.locator('[data-search-open]');
  await link.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('salary');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('combobox').inputValue(), '');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.equal(await link.evaluate((element) => element === document.activeElement), true);
  await context.close();
});

test('where its script did not come, the dialog says so and leads to everything, and typing asks for it again', async () => {
  let lost = true;
  const { context, page } = await at('guides/index.html', {}, (context) => context.route('**/assets/search.*.js', (route) => lost ? route.abort() : route.continue()));
  await page.keyboard.press('/');
  const line = page.getByRole('dialog').getByRole('alert');
  await line.waitFor();
  assert.match(await line.textContent() ?? '', /could not be loaded/);
  assert.equal(await line.getByRole('link').evaluate((one) => /** @type {HTMLAnchorElement} */ (one).href), site.url + 'index-all.html');
  assert.deepEqual(await axe(page, '.search-dialog'), []);
  lost = false;
  await page.keyboard.type('salary');
  await page.locator('[role=option]').first().waitFor();
  assert.equal(await line.isVisible(), false);
  await context.close();
});

test('where its script did not come, the dialog works when it is opened again', async () => {
  let lost = true;
  const { context, page } = await at('index.html', {}, (context) => context.route('**/assets/search.*.js', (route) => lost ? route.abort() : route.continue()));
  await page.keyboard.press('/');
  await page.getByRole('dialog').getByRole('alert').waitFor();
  lost = false;
  await page.keyboard.press('Escape');
  // The browser closes it a moment after the key.
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('/');
  await page.keyboard.type('salary');
  await page.locator('[role=option]').first().waitFor();
  await context.close();
});

test('a slash right after Escape, before the browser has drawn, opens the dialog again', async () => {
  const { context, page } = await at('index.html');
  await page.keyboard.press('/');
  const still = await page.locator('.search-dialog').evaluate((dialog) => {
    // What Escape does and the next key, in one turn: nothing can be drawn between them.
    /** @type {HTMLDialogElement} */ (dialog).close();
    const field = /** @type {HTMLElement} */ (dialog.querySelector('input'));
    field.focus();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }));
    return document.activeElement === field;
  });
  assert.equal(still, true);
  assert.equal(await page.locator('.search-dialog[open]').count(), 1);
  await context.close();
});

test('Enter right after the last letter asks for all of them', async () => {
  const { context, page } = await at('index.html');
  await page.keyboard.press('/');
  await page.keyboard.type('voice');
  await page.locator('[role=option]').first().waitFor();
  await page.getByRole('combobox').evaluate((field) => {
    // In one turn, as from a slow device: no search can come between.
    /** @type {HTMLInputElement} */ (field).value = 'voicemail';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  await page.waitForURL(/search\.html#q=voicemail$/);
  await context.close();
});

test('searches under way at the same time, as when one types before the index has come, find what each finds alone', async () => {
  const { context, page } = await at('search.html');
  const { alone, together } = await page.evaluate(async () => {
    const queries = ['s', 'sal', 'sala', 'salary', 'salary talk', 'thank you note', 'salary'];
    const { PrepbookSearch } = /** @type {any} */ (globalThis);
    const of = (/** @type {any} */ found) => [found.total, ...found.hits.map((/** @type {any} */ hit) => hit.row.url)].join(' ');
    const engine = await PrepbookSearch.at('assets/search/en/'), alone = [];
    for (const query of queries) alone.push(of(await engine.find(query)));
    return { alone, together: (await Promise.all(queries.map((query) => engine.find(query)))).map(of) };
  });
  assert.deepEqual(together, alone);
  await context.close();
});

test('a letter that is still put together is not asked for, also where only its code says so', async () => {
  const { context, page } = await at('index.html');
  await page.keyboard.press('/');
  await page.keyboard.type('salary');
  await page.locator('[role=option]').first().waitFor();
  await page.getByRole('combobox').dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  await page.waitForTimeout(200);
  assert.match(page.url(), /index\.html$/);
  await context.close();
});

test('the number of results is announced once typing rests, and a slip is named', async () => {
  const { page, context } = await at('index.html');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sallary');
  await page.waitForFunction(() => /\d+ results.*sallary.*salary/.test(document.querySelector('prepbook-search-box [role=status]')?.textContent ?? ''));
  await context.close();
});

test('the dialog keeps to the rules that axe knows, light and dark, on a small screen', async () => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const { page, context } = await at('index.html', { colorScheme, viewport: { width: 320, height: 640 } });
    await page.keyboard.press('/');
    await page.keyboard.type('questions for a lawyer');
    await page.waitForSelector('[role="option"]');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await axe(page, '.search-dialog'), []);
    assert.equal(await sideways(page), 0);
    await context.close();
  }
});

test('the page has filters whose counts follow, keeps its state in the address, and the way back works', async () => {
  const { page, complaints, context } = await at('search.html#q=question');
  await page.waitForSelector('.hits > li');
  const all = await page.locator('.search-state').textContent();
  const box = page.locator('[data-facet="stage"] label:visible').first();
  const count = Number(await box.locator('.count').textContent());
  await box.locator('input').check();
  await page.waitForFunction((before) => document.querySelector('.search-state')?.textContent !== before, all);
  assert.match(String(await page.locator('.search-state').textContent()), new RegExp(`^${count} `));
  assert.match(page.url(), /#q=question&stage=/);
  await page.goBack();
  await page.waitForFunction((before) => document.querySelector('.search-state')?.textContent === before, all);
  assert.equal(await box.locator('input').isChecked(), false);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('nothing found says which choice to take away', async () => {
  const { page, context } = await at('search.html#q=visa&industry=sport&topic=rapport');
  await page.waitForSelector('.hits button');
  const way = page.locator('.hits button').first();
  await way.click();
  await page.waitForSelector('.hits a .hit-title');
  await context.close();
});

test('an any value counts for every value and stands after the exact ones', async () => {
  const { page, context } = await at('search.html#role=recruiter');
  await page.waitForSelector('.hits > li');
  const count = Number(await page.locator('[data-facet="role"] label', { has: page.locator('input[value="recruiter"]') }).locator('.count').textContent());
  assert.match(String(await page.locator('.search-state').textContent()), new RegExp(`^${count} `));
  await context.close();
});

test('earlier searches stay on the device and can be forgotten', async () => {
  const { page, context } = await at('index.html');
  await page.keyboard.press('/');
  await page.keyboard.type('voicemail');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\.html#q=voicemail/);
  await page.goto(site.url + 'index.html');
  await page.keyboard.press('/');
  await page.waitForSelector('[role="option"]');
  assert.equal(await page.locator('[role="option"]').first().textContent(), 'voicemail');
  await page.locator('.search-state button').click();
  assert.equal(await page.locator('[role="option"]').count(), 0);
  await context.close();
});

test('on a slow line an earlier search is not taken for what is found', async () => {
  const { page, context } = await at('index.html', {}, (context) => context.route(/assets\/search\//, () => {}));
  await page.evaluate(() => localStorage.setItem(`prepbook-${/** @type {HTMLElement} */ (document.querySelector('prepbook-search')).dataset.key}-searches`, 'voicemail'));
  await page.keyboard.press('/');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.type('parking');
  await page.waitForSelector('.search-list[inert]');
  await page.waitForFunction(() => document.querySelector('.search-state')?.textContent === 'Searching…');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\.html#q=parking/);
  await context.close();
});

test('what was found before goes when the index cannot be read', async () => {
  const { page, context } = await at('search.html#q=voicemail');
  await page.waitForSelector('.hits > li');
  await context.setOffline(true);
  await page.locator('#search-field').fill('negotiation');
  await page.waitForFunction(() => document.querySelector('.search-state')?.textContent?.startsWith('The search could not be loaded'));
  assert.equal(await page.locator('.hits > li').count(), 0);
  await context.close();
});

test('the way past the header leaves what was asked as it is, on the search page and in a list', async () => {
  const { page, context } = await at('search.html#q=salary&stage=open');
  await page.waitForSelector('.hits > li');
  const said = await page.locator('.search-state').textContent();
  await page.evaluate(() => { location.hash = '#main'; });
  await page.waitForTimeout(200);
  assert.deepEqual([await page.locator('#search-field').inputValue(), await page.locator('.search-state').textContent()], ['salary', said]);
  await page.goto(site.url + 'questions/path.html#stage=open');
  const total = page.locator('.total');
  await page.waitForFunction(() => /^\d+ of|^\d+ question/.test(document.querySelector('.total')?.textContent ?? ''));
  const few = await total.textContent(), shown = await page.locator('.cards > :not([hidden])').count();
  await page.evaluate(() => { location.hash = '#main'; });
  await page.waitForTimeout(100);
  assert.deepEqual([await total.textContent(), await page.locator('.cards > :not([hidden])').count()], [few, shown]);
  await page.evaluate(() => { location.hash = ''; });
  await page.waitForFunction((few) => document.querySelector('.total')?.textContent !== few, few);
  assert.ok(await page.locator('.cards > :not([hidden])').count() > shown);
  await context.close();
});

test('what is shown stays where it is when more is shown', async () => {
  const { page, context } = await at('search.html#q=email');
  await page.waitForSelector('.hits > li');
  const titles = () => page.locator('.hits .hit-title').allTextContents(), first = await titles();
  await page.locator('.results > .button').last().click();
  await page.waitForFunction((count) => document.querySelectorAll('.hits > li').length > count, first.length);
  assert.deepEqual((await titles()).slice(0, first.length), first);
  await context.close();
});

test('the shortest first are the shortest first', async () => {
  const { page, context } = await at('search.html#q=visa&sort=minutes');
  await page.waitForSelector('.hits > li');
  const minutes = (await page.locator('.hit-where').allTextContents()).map((text) => Number(/(\d+(?:\.\d+)?) min/.exec(text)?.[1] ?? Infinity));
  assert.ok(minutes.length > 5);
  assert.deepEqual(minutes, [...minutes].sort((a, b) => a - b));
  await context.close();
});

test('nothing is found for what has no letters', async () => {
  const { page, context } = await at('search.html#q=%3F%3F%3F');
  await page.waitForFunction(() => document.querySelector('.search-state')?.textContent?.startsWith('Nothing found for'));
  await context.close();
});

test('the way back leads from one search to the one before', async () => {
  const { page, context } = await at('index.html');
  await page.goto(site.url + 'search.html');
  for (const query of ['salary', 'visa']) {
    await page.locator('#search-field').fill('');
    await page.locator('#search-field').pressSequentially(query, { delay: 200 });
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`#q=${query}$`));
  }
  await page.goBack();
  await page.waitForURL(/#q=salary$/);
  assert.equal(await page.locator('#search-field').inputValue(), 'salary');
  await page.goBack();
  await page.waitForURL(/index\.html$/);
  await context.close();
});

test('on a low screen the dialog scrolls as a whole, and what is found can be read', async () => {
  const { page, context } = await at('index.html', { viewport: { width: 320, height: 200 } });
  await page.keyboard.press('/');
  await page.keyboard.type('thank you');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('ArrowDown');
  const box = await page.locator(SELECTED).boundingBox();
  assert.ok(box && box.height > 20 && box.y >= 0 && box.y + Math.min(box.height, 60) <= 200, JSON.stringify(box));
  await context.close();
});

test('it works from disk, and in a sub-folder of a server', async () => {
  for (const address of [`file://${built()}/q/wrong-belief.html`, `file://${built()}/search.html#q=pay`]) {
    const { page, complaints, context } = await at(address);
    if (!address.includes('search.html')) {
      await page.keyboard.press('/');
      await page.keyboard.type('sallary');
      await page.waitForSelector('[role="option"]');
    } else await page.waitForSelector('.hits > li');
    assert.deepEqual(complaints, []);
    await context.close();
  }
  const folder = mkdtempSync(join(tmpdir(), 'prepbook-sub-'));
  cpSync(built(), join(folder, 'career/talks'), { recursive: true });
  const host = await serve(folder);
  const { page, context } = await at(`${host.url}career/talks/search.html#q=pay`);
  await page.waitForSelector('.hits > li');
  await context.close();
  host.close();
  rmSync(folder, { recursive: true });
});

test('without script the page leads to everything', async () => {
  const { page, context } = await at('search.html', { javaScriptEnabled: false });
  assert.ok(await page.locator('main a[href="index-all.html"]').count());
  assert.ok((await page.locator('main a[href^="by/"]').count()) > 10);
  await context.close();
});

test('a site that was published anew under an open page is found through a fresh manifest; a broken one says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'prepbook-anew-'));
  cpSync(built(), folder, { recursive: true });
  const host = await serve(folder), index = join(folder, 'assets/search/en');
  const { page, context } = await at(`${host.url}search.html#q=salary`);
  await page.waitForSelector('.hits > li');
  // Every hashed file takes another name, as after a change; only the manifest keeps its own.
  rename(index);
  await page.locator('#search-field').fill('voicemail');
  await page.waitForFunction(() => /voicemail/i.test(document.querySelector('.hits')?.textContent ?? ''));
  for (const name of readdirSync(index)) writeFileSync(join(index, name), 'not a script');
  await page.reload();
  await page.waitForSelector('.search-state a[href="index-all.html"]');
  await context.close();
  host.close();
  rmSync(folder, { recursive: true });
});

/** Renames every hashed file of an index, and its mentions. @param {string} index */
function rename(index) {
  const names = readdirSync(index).filter((name) => name !== 'm.js').map((name) => name.replace(/^d.*(?=.{6}\.)|^.|\.js$/g, ''));
  const texts = readdirSync(index).map((name) => /** @type {const} */ ([name, readFileSync(join(index, name), 'utf8')]));
  for (const [name, text] of texts) {
    let changed = text, file = name;
    for (const hash of names) {
      const other = [...hash].reverse().join('');
      changed = changed.replaceAll(hash, other);
      file = file.replace(hash, other);
    }
    rmSync(join(index, name));
    writeFileSync(join(index, file), changed);
  }
}
