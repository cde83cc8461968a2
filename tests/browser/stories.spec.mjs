// The students' stories, ST1 to ST12, each walked to its end: with a finger on a phone and with nothing but the keys on a laptop.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { finger, keys } from './support/hand.mjs';
import { axe, built, launch, open, serve, sideways } from './support/site.mjs';

const folder = built();
/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(folder); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

/**
 * @typedef {object} Walk
 * @property {import('./support/hand.mjs').Hand} hand
 * @property {import('playwright-core').Page} page
 * @property {(what: import('playwright-core').Locator) => Promise<void>} press
 * @property {(what: import('playwright-core').Locator) => Promise<void>} tick
 * @property {(what: import('playwright-core').Locator, text: string) => Promise<void>} write
 * @property {(what: import('playwright-core').Locator, label: string) => Promise<void>} choose
 */

/** A story in both ways, with an empty console to its end. @param {string} story @param {string} path where it begins @param {(walk: Walk) => Promise<void>} go */
function walk(story, path, go) {
  for (const hand of [finger, keys]) {
    test(`${story}, ${hand.name}`, async (run) => {
      const context = await browser.newContext({ ...hand.device, permissions: ['clipboard-read', 'clipboard-write'], timezoneId: 'Europe/London' });
      run.after(() => context.close());
      const { page, complaints } = await open(context);
      await page.goto(site.url + path);
      await go({
        hand, page, press: (what) => hand.press(page, what), tick: (what) => hand.tick(page, what),
        write: (what, text) => hand.write(page, what, text), choose: (what, label) => hand.choose(page, what, label),
      });
      assert.deepEqual(complaints, []);
    });
  }
}

/** @param {import('playwright-core').Page} page */
const clip = (page) => page.evaluate(() => navigator.clipboard.readText());
/** @param {import('playwright-core').Page} page @param {() => Promise<void>} press */
async function file(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFile(await download.path(), 'utf8');
}
/** @param {import('playwright-core').Page} page */
const live = (page) => page.waitForSelector('.tool[data-live]');

walk('ST1: what this is, why, how long and the first step stand on the first screen, and one press leads on', 'index.html', async ({ page, press }) => {
  const height = page.viewportSize()?.height ?? 0;
  for (const words of ['What you do.', 'Why.', 'How long.', 'First step.', 'Start here', 'Nervous? Start here']) {
    const box = await page.locator('main').getByText(words, { exact: true }).first().boundingBox();
    assert.ok(box && box.y + box.height <= height, `${words}: ${JSON.stringify(box)}`);
  }
  // A share or a ratio needs its source beside it.
  for (const text of await page.locator('main p').allInnerTexts()) assert.ok(!/\d\s?%|\bpercent\b/.test(text) || /\[\d+\]/.test(text), text);
  await press(page.getByRole('link', { name: 'Start here', exact: true }));
  await page.waitForURL('**/guides/what-it-is.html');
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
});

walk('ST2: questions for the person I meet, narrowed down, kept in the address, with a way out of nothing', 'questions/path.html', async ({ hand, page, press, tick }) => {
  const total = page.locator('.total');
  const shown = () => page.locator('.question').filter({ visible: true }).count();
  const choices = async () => {
    if (hand === finger) await press(page.getByRole('link', { name: 'Narrow down' }));
  };
  const done = async () => {
    if (hand === finger) await press(page.getByRole('button', { name: 'Show the questions' }));
  };
  assert.equal(await total.getAttribute('role'), 'status');
  await choices();
  await tick(page.getByRole('checkbox', { name: /^Opening/ }));
  await done();
  const opening = await shown();
  await choices();
  await tick(page.getByRole('checkbox', { name: /^Middle/ }));
  await done();
  const both = await shown();
  assert.ok(both > opening, 'OR within a facet');
  await choices();
  await tick(page.getByRole('checkbox', { name: /^Deeper/ }));
  await done();
  const deep = await shown();
  assert.ok(deep < both, 'AND across facets');
  assert.match(await total.innerText(), new RegExp(`^${deep} question`));
  assert.match(page.url(), /#stage=open,middle&depth=deep$/);
  await page.reload();
  assert.equal(await shown(), deep);
  await press(page.locator('.question .ask a').filter({ visible: true }).first());
  await page.waitForURL('**/q/*.html');
  await page.goBack();
  await page.waitForFunction((wanted) => [...document.querySelectorAll('.question')].filter((one) => one.checkVisibility()).length === wanted, deep);
  await press(page.getByRole('button', { name: 'Remove: Middle' }));
  if (await shown() === 0) {
    assert.match(await total.innerText(), /Take one choice away/);
    await press(page.getByRole('button', { name: 'Remove: Deeper' }));
    assert.equal(await shown(), opening);
  }
});

walk('ST3: in a hurry, in my own words', 'guides/index.html', async ({ page, press, write }) => {
  const asked = /** @type {[string, RegExp][]} */ ([
    ['elevater pitch exampel', /your-introduction|pitch-timer/], ['coffee chat', /what-it-is|informational-interview/],
    ['whats a good way to say thank you', /thank-you/],
  ]);
  for (const [query, wanted] of asked) {
    await press(page.locator('[data-search-open]'));
    const field = page.getByRole('combobox', { name: 'Search questions and pages' });
    await write(field, query);
    await page.waitForFunction((text) => document.querySelector('[role="option"]') && /** @type {HTMLInputElement} */ (document.querySelector('[role="combobox"]')).value === text, query);
    // Results change once more when the last letter has been looked up.
    await page.waitForFunction((source) => [...document.querySelectorAll('[role="option"]')].slice(0, 3).some((one) => new RegExp(source).test(one.getAttribute('href') ?? '')), wanted.source);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  }
});

walk('ST4: a plan for 20 minutes that fits, is mine, survives a reload and is one sheet of paper', 'tools/planner.html', async ({ page, press, tick, write, choose }) => {
  await live(page);
  await tick(page.getByLabel('20', { exact: true }));
  await choose(page.getByLabel('Who you meet'), 'A manager');
  // The courtesies are for everybody: who else, and may I say that it was you.
  const closing = await page.locator('.plan-closing .plan-said').allTextContents();
  assert.deepEqual(closing, ['Who else would you talk to if you were in my place?', 'When I write to them, may I say that you suggested it?']);
  assert.match(await page.locator('[data-sum]').innerText(), /^(1[5-9]|20)(\.5)? of 20 minutes planned/);
  await write(page.getByLabel('Fill in: Why this person'), 'you know both sides of the ward.');
  await press(page.locator('.plan-middle').getByRole('button', { name: /^Down/ }).first());
  await press(page.locator('.plan-middle').getByRole('button', { name: /^Star/ }).last());
  await press(page.locator('[data-pool="middle"] li:not([hidden]) button').first());
  assert.match(await page.locator('[data-sum]').innerText(), /^Too long by/);
  await press(page.locator('[data-key="fix:over"]'));
  assert.match(await page.locator('[data-sum]').innerText(), / of 20 minutes planned/);
  const asks = await page.locator('.plan-items .plan-said').allTextContents();
  await page.reload();
  await live(page);
  assert.deepEqual(await page.locator('.plan-items .plan-said').allTextContents(), asks);
  assert.ok(asks.some((text) => text.includes('both sides of the ward')));
  assert.equal(((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length, 1);
  await press(page.getByRole('button', { name: 'Copy as text' }));
  assert.match(await clip(page), /both sides of the ward/);
  await press(page.getByRole('button', { name: 'Big type for the talk' }));
  await tick(page.getByRole('dialog').getByRole('checkbox').first());
  await press(page.getByRole('dialog').getByRole('button', { name: 'Close' }));
  assert.equal(await page.getByRole('dialog').count(), 0);
});

walk('ST5: an email that does not sound like a form', 'templates/cold-email.html', async ({ page, press, write, choose }) => {
  await press(page.getByRole('link', { name: 'Fill it in' }));
  await live(page);
  const copy = page.getByRole('button', { name: 'Copy the message' });
  await press(copy);
  assert.match(await page.locator('prepbook-composer > [role=status]').innerText(), /^Not copied\. Still blank: /);
  assert.ok(await page.evaluate(() => document.activeElement?.matches('[data-field]')), 'and leads there');
  await choose(page.getByLabel('Who reads it'), 'A director, or somebody very busy');
  for (const [label, text] of Object.entries({
    Field: 'community nursing', 'Their name': 'Priya', 'Who you are': 'a first-year nursing student at Northfield', 'Why this person': 'your article on home visits named the part our course leaves out',
    'Your topic': 'how a day on the road runs', 'Times you can offer': 'Monday at lunch or Friday after 4 pm', 'Your name': 'Jo Lind',
  })) {
    const field = page.getByLabel(label, { exact: true });
    assert.match(await page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`).innerText(), /For example: /, label);
    await write(field, text);
  }
  assert.match(await page.locator('[data-meter-words]').innerText(), /^\d+ of at most \d+ words\.$/);
  await press(copy);
  const text = await clip(page);
  assert.match(text, /Priya[^]*home visits[^]*Jo Lind$/);
  assert.doesNotMatch(text, /[{}]|…/);
});

walk('ST6: my introduction, counted and timed', 'tools/pitch-timer.html', async ({ page, press, tick, write }) => {
  await live(page);
  await tick(page.getByLabel('30 seconds'));
  await write(page.getByLabel('Now: who and where you are'), 'I am in my first year of nursing at Northfield.');
  await write(page.getByLabel('Why them'), 'You have a job that I would like.');
  assert.match(await page.locator('[data-total]').innerText(), /^18 words, about \d+ of 30 seconds\.$/);
  assert.match(await page.locator('[data-flags]').innerText(), /last sentence says “job”/);
  await press(page.getByRole('button', { name: 'Start', exact: true }));
  assert.equal(await page.locator('prepbook-pitch > [role=status]').textContent(), 'Now: who and where you are');
  await page.waitForFunction(() => document.querySelector('[data-clock]')?.textContent === '0:01');
  await press(page.getByRole('button', { name: 'Pause' }));
  assert.match(await page.locator('prepbook-pitch > [role=status]').textContent() ?? '', /^Paused at 0:0\d$/);
  await press(page.getByRole('button', { name: 'From the start' }));
  assert.equal(await page.locator('[data-clock]').innerText(), '0:00');
});

walk('ST7: I typed a bad question and find the better one first', 'index.html', async ({ page, press, write }) => {
  await press(page.locator('[data-search-open]'));
  await write(page.getByRole('combobox', { name: 'Search questions and pages' }), 'how much do you make');
  const first = page.getByRole('option').first();
  await page.waitForFunction(() => /avoid-/.test(document.querySelector('[role="option"]')?.getAttribute('href') ?? ''));
  if (await page.evaluate(() => navigator.maxTouchPoints > 0)) await press(first);
  else {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  }
  await page.waitForURL('**/q/avoid-*.html');
  const page1 = page.locator('.question-page');
  assert.match(await page1.locator('.better').innerText(), /^Ask this in its place:/);
  assert.ok((await page1.locator('.why-not').innerText()).length > 40, 'the reason');
  const tops = await Promise.all(['.better', '.why-not'].map(async (part) => (await page1.locator(part).boundingBox())?.y ?? 0));
  assert.ok(tops[0] < tops[1], 'the better one comes first');
  await press(page1.locator('.better a'));
  await page.waitForURL((url) => !url.pathname.includes('avoid-'));
  assert.equal(await page.getByRole('button', { name: 'Add to plan' }).count(), 1);
});

walk('ST8: the people I write to, on my device only', 'tools/tracker.html', async ({ hand, page, press, write }) => {
  await live(page);
  await page.clock.setFixedTime(new Date('2026-11-26T10:00:00Z'));
  await press(page.getByRole('button', { name: 'Add a person' }));
  await write(page.getByRole('dialog').getByLabel('Name', { exact: true }), 'Priya');
  await press(page.getByRole('dialog').getByRole('button', { name: 'Save' }));
  await press(page.getByRole('button', { name: 'Written to: Priya', exact: true }));
  await press(page.getByRole('button', { name: 'Date agreed: Priya', exact: true }));
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Day of the talk').fill('2026-11-25');
  await press(dialog.getByRole('button', { name: 'Save' }));
  await press(page.locator('[data-due]').getByRole('button', { name: 'We talked: Priya' }));
  assert.match(await page.locator('[data-due]').innerText(), /Thank Priya/);
  assert.match(await file(page, () => press(page.getByRole('button', { name: 'Reminders for my calendar' }))), /SUMMARY:Thank-you note due/);
  assert.match(await file(page, () => press(page.getByRole('button', { name: 'Export a table (CSV)' }))), /Priya/);
  await press(page.locator('.tool-device summary'));
  assert.match(await page.locator('.tool-device').innerText(), /Nothing is sent anywhere/);
  await press(page.getByRole('button', { name: 'Erase everything' }));
  await press(page.getByRole('button', { name: 'Yes, erase it all' }));
  assert.equal(await page.locator('.person').count(), 0);
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('prepbook:')).length), 0, hand.name);
});

test('ST9: by keyboard one gets past the header, sees where one is, and every tool can be reached from the list', async (run) => {
  const context = await browser.newContext(keys.device);
  run.after(() => context.close());
  const { page } = await open(context);
  await page.goto(site.url + 'tools/index.html');
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
});

test('ST9: what has the focus is never wholly behind what stays at the edge of the screen', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 560 } });
  const { page } = await open(context);
  for (const [path, ready, steps] of /** @type {const} */ ([['planner', 'Propose a plan', 130], ['tracker', 'Add a person', 30], ['template-filler', '', 40]])) {
    await page.goto(`${site.url}tools/${path}.html`);
    await page.waitForSelector('[data-live]');
    if (ready) await page.getByRole('button', { name: ready }).click();
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let count = 0; count < steps; count += 1) {
        await page.keyboard.press(key);
        const behind = await page.evaluate(() => {
          const one = document.activeElement;
          const box = (one?.closest('label') ?? one)?.getBoundingClientRect();
          if (!one || one === document.body || !box || box.width < 3) return '';
          const free = [0.15, 0.5, 0.85].some((down) => [0.15, 0.5, 0.85].some((along) => {
            const hit = document.elementFromPoint(box.left + box.width * along, box.top + box.height * down);
            return hit && (one.contains(hit) || hit.contains(one));
          }));
          return free ? '' : one.outerHTML.slice(0, 90);
        });
        assert.equal(behind, '', `${path}, ${key}`);
      }
    }
  }
  await context.close();
});

test('ST9: at 320 px and at 200 % what one presses is large enough and nothing scrolls sideways', async (run) => {
  for (const options of [{ viewport: { width: 320, height: 640 }, hasTouch: true }, { viewport: { width: 640, height: 450 } }]) {
    const context = await browser.newContext(options);
    run.after(() => context.close());
    const { page } = await open(context);
    for (const path of ['index.html', 'questions/path.html', 'q/wrong-belief.html', 'templates/cold-email.html', 'checklists/before-talk.html', 'search.html', '404.html']) {
      await page.goto(site.url + path);
      assert.equal(await sideways(page), 0, path);
      const small = await page.locator('main :is(button, select, input, summary, .button)').evaluateAll((all) => all.filter((one) => {
        const box = (one.closest('label') ?? one).getBoundingClientRect();
        return box.height > 0 && (box.height < 24 || box.width < 18);
      }).map((one) => one.outerHTML.slice(0, 100)));
      assert.deepEqual(small, [], path);
    }
  }
});

test('ST10: without script everything can be read, the lists lead on, and the first page is light', async (run) => {
  for (const { device } of [finger, keys]) {
    const context = await browser.newContext({ ...device, javaScriptEnabled: false });
    run.after(() => context.close());
    const { page } = await open(context);
    for (const [path, words] of [['questions/path.html', 'What did you believe about this job'], ['templates/cold-email.html', 'Dear'], ['checklists/before-talk.html', 'questions'], ['guides/nerves.html', 'Nervous'], ['by/role/director.html', 'director'], ['tools/planner.html', 'Who else would you talk to']]) {
      await page.goto(site.url + path);
      assert.ok((await page.locator('main').innerText()).includes(words), path);
    }
    await page.goto(site.url + 'questions/path.html');
    await page.locator('.filters a', { hasText: 'Opening' }).click();
    assert.match(page.url(), /by\/stage\/open\.html$/);
  }
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)].map((found) => found[1]);
  const size = gzipSync(html).length + files.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).length, 0);
  assert.ok(size < 100_000, String(size));
});

walk('ST11: anxious, one press from home, with nothing red and nothing that counts against me', 'index.html', async ({ page, press }) => {
  await press(page.getByRole('link', { name: 'Nervous? Start here' }));
  await page.waitForURL('**/guides/nerves.html');
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Nervous/);
  for (const path of ['guides/nerves.html', 'tools/pitch-timer.html', 'tools/tracker.html', 'questions/avoid.html']) {
    await page.goto(site.url + path);
    const red = await page.locator('main *').evaluateAll((all) => {
      const context = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d', { willReadFrequently: true }));
      const isRed = (/** @type {string} */ colour) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [r, g, b, alpha] = context.getImageData(0, 0, 1, 1).data;
        return alpha > 0 && r > 150 && g < r / 2.6 && b < r / 2.6;
      };
      const colours = new Map(all.flatMap((one) => { const style = getComputedStyle(one); return [style.color, style.backgroundColor, style.borderInlineStartColor].map((colour) => [colour, one.outerHTML.slice(0, 80)]); }));
      return [...colours].filter(([colour]) => isRed(colour));
    });
    assert.deepEqual(red, [], path);
    assert.doesNotMatch(await page.locator('main').innerText(), /\b(streaks?|your score|you scored|level up|badges?)\b/i, path);
  }
});

test('ST12: on paper no sheet is cut at the side, navigation is gone, addresses are written out, and the pack starts each sheet anew', async (run) => {
  const context = await browser.newContext({ viewport: { width: 690, height: 1000 } });
  run.after(() => context.close());
  const { page } = await open(context);
  await page.emulateMedia({ media: 'print' });
  for (const path of ['tools/print-pack.html', 'tools/planner.html', 'tools/tracker.html', 'tools/target-list.html', 'tools/notes-sheet.html', 'tools/reflection.html', 'checklists/before-talk.html', 'guides/thank-you.html', 'templates/thank-you.html', 'questions/path.html']) {
    await page.goto(site.url + path);
    const over = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('main *')].filter((one) => getComputedStyle(one).position !== 'absolute').map((one) => one.getBoundingClientRect().right - document.documentElement.clientWidth)));
    assert.ok(over < 2, `${path}: ${over} px`);
    assert.ok(!(await page.locator('.site-header').isVisible()));
    assert.ok(await page.locator('.print-address').isVisible(), path);
  }
  await page.goto(site.url + 'tools/print-pack.html');
  const pages = ((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  assert.ok(pages >= 6, `${pages} pages`);
});
