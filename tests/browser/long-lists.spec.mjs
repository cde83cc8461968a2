// Lists over several pages: what is chosen narrows all of the list, wherever it is read.
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { built, expected } from './support/long.mjs';
import { axe, launch, open, serve, sideways } from './support/site.mjs';

const folder = built();
/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => {
  site = await serve(folder, '/talks/');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** @typedef {import('playwright-core').Page} Page */

/** @param {string} path @param {import('playwright-core').BrowserContextOptions} [options] @param {string} [base] */
async function visit(path, options = {}, base = site.url) {
  const context = await browser.newContext(options);
  const { page, complaints } = await open(context);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(base + path);
  return { page, complaints, context, asked };
}

const FACETS = { stage: ['open', 'middle', 'close'], role: ['any', 'peer', 'director'], mood: ['calm', 'bold'] };
const box = (/** @type {Page} */ page, /** @type {string} */ facet, /** @type {string} */ value) =>
  page.locator(`.filter[data-facet="${facet}"] input`).nth(FACETS[/** @type {keyof typeof FACETS} */ (facet)].indexOf(value));
const ids = (/** @type {Page} */ page) => page.locator('main .question:visible').evaluateAll((all) => all.map((one) => one.dataset.question ?? ''));
const total = (/** @type {Page} */ page) => page.locator('.total');

/** Waits until as many fit as should, opens all of them and gives their ids. @param {Page} page @param {number} count */
async function found(page, count) {
  await page.waitForFunction(({ count }) => document.querySelector('.total')?.textContent?.startsWith(count ? `${count} question` : 'No question'), { count });
  const further = page.getByRole('button', { name: 'Show more' });
  while (await further.isVisible()) {
    const before = (await ids(page)).length;
    await further.click();
    await page.waitForFunction((before) => [...document.querySelectorAll('main .question')].filter((one) => one.checkVisibility()).length > before, before);
  }
  return ids(page);
}

/** The lists, by what `expected` calls them. */
const LISTS = /** @type {const} */ ([
  ['questions/many.html', 'many'], ['questions/many-3.html', 'many'], ['questions/viele.html', 'viele'],
  ['by/stage/open.html', 'stage=open'], ['by/role/peer-2.html', 'role=peer'],
]);
/** @type {import('./support/long.mjs').Choices[]} */
const CHOICES = [
  { stage: ['middle'] }, { role: ['peer'] }, { role: ['any'] }, { role: ['director'], mood: ['calm'] }, { mood: ['calm', 'bold'] },
  { stage: ['open', 'close'], mood: ['bold'] }, { stage: ['close'], role: ['peer', 'director'], mood: ['calm'] },
];

/** Makes choices as an address does. @param {Page} page @param {[string, string[]][]} choices */
const choose = (page, choices) => page.evaluate(async (hash) => {
  await new Promise((done) => { addEventListener('hashchange', done, { once: true }); location.hash = hash; });
  await /** @type {any} */ (document.querySelector('prepbook-filters')).settled;
}, choices.map(([facet, values]) => `${facet}=${values.join(',')}`).join('&'));

/** What the filters say each choice would give. @param {Page} page */
const counts = (page) => page.locator('.filter[data-facet]').evaluateAll((all) => Object.fromEntries(all.map((facet) =>
  [/** @type {HTMLElement} */ (facet).dataset.facet, [...facet.querySelectorAll('.count')].map((count) => Number(count.textContent))])));

for (const [where, base] of [['over http in a sub-folder', () => site.url], ['from disk', () => pathToFileURL(folder).href + '/']]) {
  test(`${where} the questions that fit are those of the book, in their order, with the right counts`, async () => {
    for (const [path, list] of LISTS) {
      const { page, complaints, context } = await visit(path, {}, /** @type {() => string} */ (base)());
      const facets = Object.entries(FACETS).filter(([facet]) => facet !== list.split('=')[0]);
      for (const all of CHOICES) {
        const chosen = Object.entries(all).filter(([facet]) => facets.some(([drawn]) => drawn === facet));
        if (!chosen.length) continue;
        const wanted = expected(list, Object.fromEntries(chosen)), name = `${path} ${JSON.stringify(chosen)}`;
        await choose(page, chosen);
        assert.deepEqual(await found(page, wanted.length), wanted, name);
        const without = (/** @type {string} */ facet) => Object.fromEntries(chosen.filter(([other]) => other !== facet));
        const sums = facets.map(([facet, values]) => [facet, values.map((value) => expected(list, { ...without(facet), [facet]: [value] }).length)]);
        assert.deepEqual(await counts(page), Object.fromEntries(sums), name);
      }
      assert.deepEqual(complaints, [], path);
      await context.close();
    }
  });
}

test('drafts are found where they are published', async () => {
  const drafts = await serve(built('--drafts'));
  const { page, context } = await visit('questions/many.html#stage=open', {}, drafts.url);
  const wanted = expected('many', { stage: ['open'] }, true);
  assert.notEqual(wanted.length, expected('many', { stage: ['open'] }).length);
  assert.deepEqual(await found(page, wanted.length), wanted);
  await context.close();
  drafts.close();
});

test('nothing of the search is loaded before the first choice; without one the page is as it was', async () => {
  const { page, complaints, context, asked } = await visit('questions/many-2.html');
  const before = await ids(page), said = await total(page).textContent();
  assert.deepEqual(asked.filter((url) => /search|whole-list/.test(url)), []);
  await box(page, 'stage', 'open').check();
  const wanted = expected('many', { stage: ['open'] });
  await page.getByText(`${wanted.length} questions`, { exact: true }).waitFor();
  assert.deepEqual(await ids(page), wanted.slice(0, 50));
  assert.equal(new URL(page.url()).hash, '#stage=open');
  assert.equal(await page.locator('.pages').isVisible(), false);
  await box(page, 'mood', 'bold').check();
  await found(page, expected('many', { stage: ['open'], mood: ['bold'] }).length);
  await page.getByRole('button', { name: 'Remove: Opening' }).click();
  await found(page, expected('many', { mood: ['bold'] }).length);
  await page.getByRole('button', { name: 'Remove: Bold' }).click();
  await page.locator('.pages').waitFor();
  assert.deepEqual(await ids(page), before);
  assert.equal(await total(page).textContent(), said);
  assert.equal(new URL(page.url()).hash, '');
  assert.deepEqual((await counts(page)).stage, FACETS.stage.map((value) => expected('many', { stage: [value] }).length));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('choices that fit nothing say so, and the last choice made is the one shown', async () => {
  const { page, context } = await visit('by/stage/open.html#role=peer');
  await page.evaluate(() => { for (const hash of ['#mood=calm', '#role=director&mood=bold', '#mood=bold']) location.hash = hash; });
  const wanted = expected('stage=open', { mood: ['bold'] });
  assert.deepEqual(await found(page, wanted.length), wanted);
  await context.close();
  const none = await visit('questions/viele.html#stage=open&role=any&mood=bold');
  assert.deepEqual(expected('viele', { stage: ['open'], role: ['any'], mood: ['bold'] }), []);
  assert.deepEqual(await found(none.page, 0), []);
  await none.context.close();
});

test('the way back from a question leads to what was chosen', async () => {
  const { page, context } = await visit('questions/many-3.html#stage=close');
  const wanted = expected('many', { stage: ['close'] });
  await found(page, wanted.length);
  await page.locator('main .question:visible .ask a').nth(3).click();
  await page.waitForURL(`**/q/${wanted[3]}.html`);
  await page.goBack();
  await page.waitForURL('**/many-3.html#stage=close');
  assert.deepEqual(await found(page, wanted.length), wanted);
  await context.close();
});

test('a card says what the list would say of it: a question to avoid names the better one and cannot be planned', async () => {
  const { page, context } = await visit('questions/many.html');
  /** What the reader has of each card, by id. */
  const cards = () => page.locator('main .question:visible').evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.question, {
    facets: one.dataset.facets, avoid: one.classList.contains('question-avoid'), flag: one.querySelector('.card-flag')?.textContent?.trim(), facts: one.querySelector('.facts')?.textContent?.replace(/\s+/g, ' ').trim().replaceAll(' ', ''),
    better: one.querySelector('.better a')?.getAttribute('href'), link: one.querySelector('.ask a')?.getAttribute('href'), heading: one.querySelector('.ask')?.tagName, ask: one.querySelector('.ask')?.textContent, blanks: [...one.querySelectorAll('.blank')].map((blank) => blank.textContent),
    tells: [...one.querySelectorAll(':is(.reveals, .why-not)')].map((part) => part.textContent?.replace(part.querySelector('.label')?.textContent ?? '', '').trim()),
    buttons: [...one.querySelectorAll('button')].map((button) => button.textContent), actions: { ...one.querySelector('prepbook-actions')?.dataset },
  }])));
  const own = await cards();
  await box(page, 'stage', 'open').check();
  await box(page, 'stage', 'middle').check();
  await box(page, 'stage', 'close').check();
  await found(page, expected('many', {}).length);
  const shown = await cards();
  assert.deepEqual(Object.keys(own).filter((id) => !(id in shown)), []);
  for (const [id, card] of Object.entries(own)) assert.deepEqual(shown[id], card, id);
  assert.ok(Object.values(own).some((card) => card.avoid && card.better && !card.buttons.includes('Add to plan')));
  await context.close();
});

test('a question that was found goes into the plan, and is in it wherever it stands', async () => {
  const { page, context } = await visit('questions/many-2.html#stage=open');
  await found(page, expected('many', { stage: ['open'] }).length);
  const card = page.locator('main .question:visible').first();
  const id = await card.getAttribute('data-question');
  await card.getByRole('button', { name: 'Add to plan' }).click();
  await page.goto(`${site.url}q/${id}.html`);
  assert.equal(await page.locator('[data-act="plan"]').first().getAttribute('aria-pressed'), 'true');
  await context.close();
});

test('the questions that were found are those that are practised, also by a link', async () => {
  const { page, context } = await visit('questions/many.html#mood=bold&stage=open&practice=7');
  const wanted = expected('many', { mood: ['bold'], stage: ['open'] }).filter((id) => Number(id.split('-')[1]) % 11 !== 10);
  await page.waitForSelector('dialog.practice[open]');
  assert.match(await page.locator('dialog [role=status]').textContent() ?? '', new RegExp(`of ${wanted.length}$`));
  await context.close();
});

test('by keyboard: choosing keeps the focus, and what comes further gets it', async () => {
  const { page, context } = await visit('questions/many.html');
  await box(page, 'role', 'peer').focus();
  await page.keyboard.press('Space');
  const wanted = expected('many', { role: ['peer'] });
  await page.getByText(`${wanted.length} questions`, { exact: true }).waitFor();
  assert.ok(wanted.length > 50);
  assert.ok(await box(page, 'role', 'peer').evaluate((one) => one === document.activeElement));
  await page.getByRole('button', { name: 'Show more' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((id) => document.activeElement?.closest('[data-question]')?.getAttribute('data-question') === id, wanted[50]);
  await context.close();
});

test('axe finds nothing, and a phone has the sheet', async () => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const { page, complaints, context } = await visit('by/stage/open.html', { viewport: { width: 360, height: 780 }, colorScheme });
    await page.getByRole('link', { name: 'Narrow down' }).click();
    const sheet = page.getByRole('dialog', { name: 'Narrow down' });
    await sheet.getByRole('checkbox', { name: /^A peer/ }).check();
    await sheet.getByRole('button', { name: 'Show the questions' }).click();
    const wanted = expected('stage=open', { role: ['peer'] });
    assert.deepEqual(await found(page, wanted.length), wanted);
    assert.equal(await sideways(page), 0);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test('where the index cannot be read the page stays, and says what to do', async () => {
  const index = join(folder, 'assets/search/en');
  renameSync(index, index + '.away');
  try {
    const { page, context } = await visit('questions/many.html');
    const before = await ids(page);
    await box(page, 'stage', 'open').check();
    await page.getByRole('alert').filter({ visible: true }).waitFor();
    assert.equal(await page.getByRole('alert').getByRole('link').getAttribute('href'), '../index-all.html');
    assert.deepEqual(await ids(page), before);
    assert.deepEqual(await axe(page), []);
    renameSync(index + '.away', index);
    await box(page, 'mood', 'bold').check();
    await found(page, expected('many', { stage: ['open'], mood: ['bold'] }).length);
    assert.equal(await page.getByRole('alert').isVisible(), false);
    await context.close();
  } catch (fault) {
    renameSync(index + '.away', index);
    throw fault;
  }
});

test('without a script the filters of every list lead to pages', async () => {
  for (const path of ['questions/many-2.html', 'by/stage/open-2.html']) {
    const { page, context } = await visit(path, { javaScriptEnabled: false });
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.locator('.filters a', { hasText: 'A peer' }).click();
    assert.match(page.url(), /by\/role\/peer\.html$/);
    await context.close();
  }
});
