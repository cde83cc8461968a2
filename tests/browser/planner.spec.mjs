import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, built, launch, open, serve, sideways } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

/** @param {import('playwright-core').BrowserContextOptions} [options] */
async function planner(options, hash = '') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, complaints } = await open(context);
  await page.goto(site.url + 'tools/planner.html' + hash);
  await page.waitForSelector('prepbook-planner[data-live]');
  const asks = () => page.locator('.plan-items .plan-ask p').allTextContents();
  const said = () => page.locator('prepbook-planner > [role=status]').textContent();
  return { context, page, complaints, asks, said };
}

test('a plan for 20 minutes stands there at once, and survives a reload (ST4)', async () => {
  const { context, page, complaints, asks } = await planner();
  assert.match(await page.locator('[data-sum]').textContent() ?? '', /^(1\d|20)(\.5)? of 20 minutes planned/);
  assert.ok((await asks()).length >= 6);
  await page.getByLabel('Who you meet').selectOption('director');
  await page.getByLabel('15', { exact: true }).check();
  const changed = await asks();
  assert.match(await page.locator('[data-sum]').textContent() ?? '', / of 15 minutes/);
  await page.reload();
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.deepEqual(await asks(), changed);
  assert.equal(await page.getByLabel('Who you meet').inputValue(), 'director');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('from a blank that was filled in Tab goes on, a press right after it counts, and what was typed is kept', async () => {
  const { context, page, complaints } = await planner();
  const blank = page.locator('.plan-blank input').first();
  const id = await blank.evaluate((one) => one.closest('[data-entry]')?.getAttribute('data-entry'));
  await blank.focus();
  await page.keyboard.type('your talk for 1 $& more');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate((entry) => document.activeElement?.closest(`[data-entry="${entry}"]`), id), 'the focus is in the same entry');
  await blank.fill('your talk');
  const star = page.locator(`[data-key="${id}:star"]`);
  assert.match(await star.getAttribute('aria-label') ?? '', /your talk/);
  await star.click();
  assert.equal(await star.getAttribute('aria-pressed'), 'true');
  await blank.fill('your talk on bees');
  // Closed without leaving the field, as a phone does.
  await page.reload();
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.equal(await page.locator(`[data-entry="${id}"] .plan-blank input`).inputValue(), 'your talk on bees');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('by keyboard alone: choose, move, star, swap, send to someone else, own question', async () => {
  const { context, page, asks, said } = await planner();
  const press = async (/** @type {string} */ name, nth = 0) => {
    await page.locator('.plan-middle').getByRole('button', { name }).nth(nth).focus();
    await page.keyboard.press('Enter');
  };
  const before = await page.locator('.plan-middle .plan-ask p').allTextContents();
  await press('Down');
  const moved = await page.locator('.plan-middle .plan-ask p').allTextContents();
  assert.deepEqual(moved.slice(0, 2), [before[1], before[0]]);
  assert.match(await said() ?? '', /Now 2 of/);
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /^Down/, 'the focus stays on what moved');
  await press('Star', 2);
  assert.match(await said() ?? '', /[Ss]tar/);
  const more = page.locator('.plan-middle summary').first();
  await more.focus();
  await page.keyboard.press('Enter');
  const swap = page.locator('.plan-middle .plan-swaps button').first();
  const wanted = (await swap.textContent() ?? '').replace(/\s*\d+ min$/, '');
  await swap.focus();
  await page.keyboard.press('Enter');
  assert.ok((await asks()).some((text) => text.includes(wanted.trim())));
  await page.locator('.plan-middle summary').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.plan-middle').getByRole('button', { name: /^Ask someone else/ }).first().focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-others] li').waitFor();
  assert.match(await said() ?? '', /someone else/);
  await page.getByLabel('Your question').fill('What would you read first?');
  await page.getByRole('button', { name: 'Add it' }).focus();
  await page.keyboard.press('Enter');
  assert.ok((await asks()).some((text) => text.includes('What would you read first?')));
  await context.close();
});

test('too long: the bar is hatched, one sentence says so and offers the way out', async () => {
  const { context, page } = await planner();
  for (let count = 0; count < 4; count += 1) await page.locator('[data-pool="middle"] li:not([hidden]) button').first().click();
  assert.match(await page.locator('[data-sum]').textContent() ?? '', /Too long by \d+(\.5)? min for 20 minutes/);
  assert.ok(await page.locator('.bar-hatch').count() > 0);
  for (let count = 0; count < 9 && await page.locator('[data-key="fix:over"]').count() > 0; count += 1) await page.locator('[data-key="fix:over"]').click();
  assert.match(await page.locator('[data-sum]').textContent() ?? '', / of 20 minutes planned/);
  assert.ok(await page.locator('[data-others] li').count() > 0);
  await context.close();
});

/** Drags with a finger or the mouse, in small steps. @param {import('playwright-core').Page} page @param {boolean} touch @param {number[]} from @param {number[]} to */
async function drag(page, touch, [x, y], [endX, endY]) {
  const steps = Array.from({ length: 9 }, (_, at) => ({ x: x + ((endX - x) * at) / 8, y: y + ((endY - y) * at) / 8 }));
  if (touch) {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [steps[0]] });
    for (const point of steps.slice(1)) await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  } else {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (const point of steps.slice(1)) await page.mouse.move(point.x, point.y);
    await page.mouse.up();
  }
}

for (const touch of [true, false]) {
  const device = touch ? { hasTouch: true, viewport: { width: 360, height: 780 } } : {};

  test(`dragging by ${touch ? 'touch' : 'mouse'} puts a question in another place, and into another part of the talk`, async () => {
    const { context, page, said } = await planner(device);
    const middle = () => page.locator('.plan-middle .plan-ask p').allTextContents();
    const handle = page.locator('.plan-middle .plan-handle');
    const before = await middle();
    // Both places on the screen, and away from its edges, where the page would move along.
    await page.locator('.plan-middle').evaluate((part) => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 250));
    const from = await handle.first().boundingBox();
    const to = await page.locator('.plan-middle .plan-items > li').nth(1).boundingBox();
    assert.ok(from && to);
    await drag(page, touch, [from.x + 20, from.y + 20], [from.x + 20, to.y + to.height - 4]);
    assert.deepEqual((await middle()).slice(0, 2), [before[1], before[0]]);
    assert.match(await said() ?? '', /^Now 2 of/);
    const moved = (await middle())[0];
    const again = await handle.first().boundingBox();
    const opening = await page.locator('.plan-opening .plan-items > li').last().boundingBox();
    assert.ok(again && opening);
    await drag(page, touch, [again.x + 20, again.y + 20], [again.x + 20, opening.y + 12]);
    assert.ok((await page.locator('.plan-opening .plan-ask p').allTextContents()).includes(moved));
    assert.match(await said() ?? '', /^Now under “Thank them/);
    await page.reload();
    await page.waitForSelector('prepbook-planner[data-live]');
    assert.ok((await page.locator('.plan-opening .plan-ask p').allTextContents()).includes(moved), 'it stays there');
    await context.close();
  });

  test(`a drag by ${touch ? 'touch' : 'mouse'} to the edge of the screen takes the page along`, async () => {
    const { context, page } = await planner({ ...device, viewport: { width: touch ? 360 : 1280, height: 500 } });
    await page.locator('.plan-middle').evaluate((part) => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 120));
    const top = await page.evaluate(() => window.scrollY);
    const from = await page.locator('.plan-middle .plan-handle').first().boundingBox();
    assert.ok(from);
    const entry = page.locator('.plan-items > li').filter({ hasText: await page.locator('.plan-middle .plan-ask p').first().textContent() ?? '' });
    const cdp = touch ? await context.newCDPSession(page) : undefined;
    const point = (/** @type {number} */ y) => [{ x: from.x + 20, y }];
    if (cdp) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(from.y + 20) });
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(480) });
    } else {
      await page.mouse.move(from.x + 20, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(from.x + 20, 480);
    }
    await page.waitForFunction((least) => window.scrollY > least, top + 200);
    if (cdp) await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    else await page.mouse.up();
    assert.ok(await entry.evaluate((one) => Boolean(one.previousElementSibling) || !one.closest('.plan-middle')), 'it went along');
    await context.close();
  });
}

test('by keyboard a question goes from one part of the talk into the next and back', async () => {
  const { context, page, said } = await planner();
  const first = page.locator('.plan-middle .plan-items > li').first();
  const id = await first.getAttribute('data-entry');
  await first.getByRole('button', { name: /^Up/ }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.plan-opening .plan-items > li').last().getAttribute('data-entry'), id);
  assert.match(await said() ?? '', /^Now under “Thank them/);
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('data-key') ?? ''), new RegExp(`^${id}:up$`));
  await page.locator(`[data-key="${id}:down"]`).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.plan-middle .plan-items > li').first().getAttribute('data-entry'), id);
  assert.ok(await page.locator('.plan-items > li').first().getByRole('button', { name: /^Up/ }).isDisabled());
  assert.ok(await page.locator('.plan-items > li').last().getByRole('button', { name: /^Down/ }).isDisabled());
  await context.close();
});

test('a shared address opens the same plan on another device and sends nothing to a server', async () => {
  const one = await planner({ permissions: ['clipboard-read', 'clipboard-write'] });
  await one.page.getByLabel('What you want to find out').selectOption('enter');
  await one.page.locator('.plan-opening input').first().fill('your talk on clinics');
  await one.page.locator('.plan-opening input').first().blur();
  await one.page.getByRole('button', { name: 'Copy a link to this plan' }).click();
  const link = await one.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /planner\.html#plan=1&/);
  assert.ok(!link.includes('clinics'), 'what is personal stays');
  assert.ok(!new URL(link).search);
  const two = await planner({}, new URL(link).hash);
  const plain = (/** @type {string[]} */ list) => list.map((text) => text.replace('your talk on clinics.', '…'));
  assert.deepEqual(await two.asks(), plain(await one.asks()));
  await two.page.goBack().catch(() => {});
  await one.context.close();
  await two.context.close();
});

test('a plan from a link leaves the reader\'s own alone until they say so, and they can take that back', async () => {
  const { context, page, complaints, asks, said } = await planner();
  await page.getByLabel('Your question').fill('What would you read first?');
  await page.keyboard.press('Enter');
  await page.locator('.plan-opening input').first().fill('your talk on clinics');
  const own = await asks();
  const kept = () => page.evaluate(() => localStorage.getItem(`prepbook:${document.documentElement.dataset.book}`));
  const before = await kept();
  const address = site.url + 'tools/planner.html#plan=1&length=30&q=wrong-belief';
  await page.goto(address);
  const notice = page.locator('[data-shared]');
  await notice.waitFor();
  assert.equal((await asks()).length, 1);
  assert.match(await said() ?? '', /came with a link/);
  assert.deepEqual(await axe(page, 'prepbook-planner'), []);
  await page.locator('[data-pool="middle"] li:not([hidden]) button').first().click();
  await page.locator('[data-key="wrong-belief:star"]').click();
  assert.equal(await kept(), before, 'a change of the shared plan is not one of the own');
  await page.getByLabel('Your question').fill('And you?');
  await page.getByLabel('Minutes', { exact: true }).fill('2.25');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByLabel('Time, where you are').fill('10:00');
  await page.reload();
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.equal((await asks()).length, 3, 'but the address has it');
  assert.equal(await page.getByLabel('Time, where you are').inputValue(), '10:00', 'and the tab what stands in no address');
  await page.getByRole('button', { name: 'Back to my own plan' }).click();
  assert.deepEqual(await asks(), own);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Your plan');
  await page.goto(address);
  await page.getByRole('button', { name: 'Keep this one in its place' }).click();
  assert.ok(await notice.isHidden());
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /Take it back/);
  await page.keyboard.press('Enter');
  assert.deepEqual(await asks(), own);
  await page.goto(address);
  await page.getByRole('button', { name: 'Keep this one in its place' }).click();
  await page.reload();
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.equal((await asks()).length, 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the link of one\'s own plan opens it with what was written into its blanks', async () => {
  const { context, page, asks } = await planner({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('.plan-opening input').first().fill('your talk on clinics');
  const own = await asks();
  await page.getByRole('button', { name: 'Copy a link to this plan' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto('about:blank');
  await page.goto(link);
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.deepEqual(await asks(), own);
  assert.ok(await page.locator('[data-shared]').isHidden());
  await context.close();
});

test('what throws a plan away can be taken back: emptied, proposed anew, a question of one\'s own removed', async () => {
  const { context, page, asks, said } = await planner();
  const undo = page.locator('[data-undo]').getByRole('button', { name: 'Take it back' });
  await page.getByRole('button', { name: 'Propose a plan' }).click();
  assert.equal(await undo.count(), 0, 'what was only proposed is no loss');
  await page.getByLabel('Your question').fill('What would you read first?');
  await page.getByRole('button', { name: 'Add it' }).click();
  const own = await asks();
  await page.getByRole('button', { name: 'Empty the plan' }).focus();
  await page.keyboard.press('Enter');
  assert.equal((await asks()).length, 0);
  await page.keyboard.press('Enter');
  assert.deepEqual(await asks(), own, 'the focus is on the way back');
  assert.match(await said() ?? '', /^Your plan is back\./);
  await page.getByRole('button', { name: 'Propose a new plan' }).click();
  assert.notDeepEqual(await asks(), own);
  await undo.click();
  assert.deepEqual(await asks(), own);
  await page.locator('[data-key^="own-"][data-key$=":more"]').click();
  await page.locator('[data-key^="own-"][data-key$=":remove"]').click();
  await undo.click();
  assert.deepEqual(await asks(), own);
  await page.locator('[data-key^="own-"][data-key$=":star"]').click();
  assert.equal(await undo.count(), 0, 'not once something else was changed');
  await page.reload();
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.deepEqual((await asks()).map((ask) => ask.replace(/^\u2605 /, '')), own.map((ask) => ask.replace(/^\u2605 /, '')));
  await context.close();
});

test('adding from the list keeps the focus in it, and a phone shows what the plan has come to', async () => {
  const { context, page } = await planner({ viewport: { width: 360, height: 780 } });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-key') ?? document.activeElement?.tagName);
  const buttons = page.locator('[data-pool="middle"] li:not([hidden]) button');
  const next = await buttons.nth(3).getAttribute('data-key');
  await buttons.nth(2).focus();
  await page.keyboard.press('Enter');
  assert.equal(await focused(), next);
  const jump = page.locator('.plan-jump');
  assert.equal(await jump.locator('[data-jump]').textContent(), await page.locator('[data-sum]').textContent());
  const seen = await jump.evaluate((one) => one.getBoundingClientRect().bottom <= window.innerHeight + 1);
  assert.ok(seen, 'at the foot of the screen');
  await jump.getByRole('button', { name: 'See the plan' }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Your plan');
  await page.locator('.plan-middle summary').first().click();
  await page.locator('.plan-middle').getByRole('button', { name: /^Ask someone else/ }).first().click();
  const back = page.locator('[data-others-list]').getByRole('button', { name: /^Back into/ });
  await back.focus();
  await page.keyboard.press('Enter');
  assert.match(await focused() ?? '', /:more$/, 'where the question went');
  await context.close();
});

test('the text copied holds no brace, and the calendar file needs a day first', async () => {
  const { context, page, said } = await planner({ permissions: ['clipboard-read', 'clipboard-write'], timezoneId: 'Europe/London' });
  await page.getByRole('button', { name: 'Copy as text' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /A talk of 20 minutes/);
  assert.doesNotMatch(text, /[{}]/);
  assert.match(await said() ?? '', /^Copied, with three dots where a blank is open: Why this person\.$/);
  await page.getByLabel('Fill in: Why this person').fill('your talk on clinics.');
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await page.waitForFunction(() => document.querySelector('prepbook-planner > [role=status]')?.textContent === 'Copied');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /I asked you because your talk on clinics\. Shall/);
  await page.getByRole('button', { name: 'Calendar file' }).click();
  assert.match(await said() ?? '', /day and a time/);
  const line = page.locator('.plan-when .tool-said');
  assert.ok(await line.isVisible(), 'for those who look as well');
  assert.equal(await line.textContent(), await said());
  await page.getByLabel('Day', { exact: true }).fill('2027-03-28');
  await page.getByLabel('Time, where you are').fill('10:00');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Calendar file' }).click()]);
  const file = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8');
  assert.match(file, /DTSTART:20270328T090000Z\r\nDTEND:20270328T092000Z\r\nSUMMARY:Conversation\r\n/);
  const uid = async () => {
    const [again] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Calendar file' }).click()]);
    return /UID:.*/.exec(await (await import('node:fs/promises')).readFile(await again.path(), 'utf8'))?.[0];
  };
  const first = /UID:.*/.exec(file)?.[0];
  await page.reload();
  await page.getByLabel('Day', { exact: true }).fill('2027-03-29');
  assert.equal(await uid(), first, 'a talk that is moved stays the same');
  await page.getByRole('button', { name: 'Empty the plan' }).click();
  await page.locator('[data-undo]').getByRole('button', { name: 'Take it back' }).click();
  assert.equal(await uid(), first);
  await page.getByRole('button', { name: 'Propose a new plan' }).click();
  assert.notEqual(await uid(), first, 'another talk, on the same day');
  await context.close();
});

test('big type: a dialog with what to ask, ticked as one goes, closed by Escape', async () => {
  const { context, page } = await planner({ viewport: { width: 360, height: 780 } });
  await page.getByRole('button', { name: 'Big type for the talk' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your plan in big type' });
  await dialog.getByRole('checkbox').first().check();
  assert.match(await dialog.textContent() ?? '', /0 of 20 minutes/);
  assert.equal(await sideways(page), 0);
  assert.deepEqual(await axe(page, 'dialog'), []);
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.getByRole('button', { name: 'Big type for the talk' }).click();
  assert.ok(await page.getByRole('checkbox').first().isChecked());
  await context.close();
});

test('big type: the clock goes on while it is closed and over a reload, starts again when told, and with another talk', async () => {
  const { context, page } = await planner();
  const big = async () => {
    await page.getByRole('button', { name: 'Big type for the talk' }).click();
    return page.locator('.big-clock').textContent();
  };
  await page.clock.install({ time: new Date('2026-11-26T10:00:00Z') });
  assert.equal(await big(), '0 of 20 minutes');
  await page.keyboard.press('Escape');
  await page.clock.fastForward('07:00');
  assert.equal(await big(), '7 of 20 minutes');
  await page.reload();
  await page.clock.fastForward('02:00');
  assert.equal(await big(), '9 of 20 minutes');
  await page.getByRole('button', { name: 'Start the clock again' }).click();
  assert.equal(await page.locator('.big-clock').textContent(), '0 of 20 minutes');
  await page.keyboard.press('Escape');
  await page.clock.fastForward('02:00:00');
  assert.equal(await big(), '0 of 20 minutes');
  // A device whose clock was ahead, and is right again.
  await page.keyboard.press('Escape');
  await page.clock.setFixedTime(new Date('2026-11-25T10:00:00Z'));
  assert.equal(await big(), '0 of 20 minutes');
  await context.close();
});

test('big type: opening it leaves the offer to take back a change, and where nothing can be kept its clock goes on all the same', async () => {
  const { context, page } = await planner({});
  await page.getByRole('button', { name: 'Empty the plan' }).click();
  await page.getByRole('button', { name: 'Big type for the talk' }).click();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('[data-undo] button').count(), 1);
  await context.close();

  const closed = await browser.newContext();
  await closed.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }));
  const { page: bare } = await open(closed);
  await bare.clock.install({ time: new Date('2026-11-26T10:00:00Z') });
  await bare.goto(site.url + 'tools/planner.html');
  await bare.getByRole('button', { name: 'Big type for the talk' }).click();
  await bare.keyboard.press('Escape');
  await bare.clock.fastForward('07:00');
  await bare.getByRole('button', { name: 'Big type for the talk' }).click();
  assert.equal(await bare.locator('.big-clock').textContent(), '7 of 20 minutes');
  await closed.close();
});

test('big type: the screen stays lit while it is open, and where the browser refuses, nothing is said', async () => {
  for (const refused of [false, true]) {
    const context = await browser.newContext();
    await context.addInitScript((no) => {
      const held = /** @type {any} */ (window);
      held.lit = 0;
      Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
        if (no) throw new DOMException('low', 'NotAllowedError');
        held.lit += 1;
        return { release: async () => { held.lit -= 1; } };
      } } });
    }, refused);
    const { page, complaints } = await open(context);
    await page.goto(site.url + 'tools/planner.html');
    await page.waitForSelector('prepbook-planner[data-live]');
    const lit = () => page.evaluate(() => /** @type {any} */ (window).lit);
    await page.getByRole('button', { name: 'Big type for the talk' }).click();
    assert.equal(await lit(), refused ? 0 : 1);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('.plan-big'));
    assert.equal(await lit(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test('printed, the plan is one sheet', async () => {
  const { context, page } = await planner();
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal((pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length, 1);
  await page.getByLabel('30', { exact: true }).check();
  assert.equal(((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length, 1);
  await context.close();
});

test('without script it is a worksheet with the questions', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.url + 'tools/planner.html');
  assert.ok(await page.getByRole('table').isVisible());
  assert.ok(await page.getByRole('link', { name: 'Who else would you talk to if you were in my place?' }).first().isVisible());
  assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0);
  await context.close();
});

test('what a link has too much of is said where it is seen', async () => {
  const { context, page } = await planner();
  await page.goto(`${site.url}tools/planner.html?x#plan=1&length=30&q=nothing&${'own=middle,3,x&'.repeat(62)}`);
  await page.waitForSelector('prepbook-planner[data-live]');
  assert.equal(await page.locator('[data-undo]').innerText(), 'Questions of the shared plan that could not be taken over: 3.');
  await context.close();
});
