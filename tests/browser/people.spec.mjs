import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { axe, built, launch, open, serve, sideways } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

async function people(/** @type {string} */ tool, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'Europe/London', ...options });
  const { page, complaints } = await open(context);
  await page.clock.setFixedTime(new Date('2026-11-26T10:00:00Z'));
  await page.goto(`${site.url}tools/${tool}.html`);
  await page.waitForSelector('.people[data-live]');
  return { context, page, complaints, said: () => page.locator('.people > [role=status]').textContent() };
}

/** @param {import('playwright-core').Page} page @param {Record<string, string>} fields */
async function add(page, fields) {
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  for (const [label, text] of Object.entries(fields)) {
    if (await dialog.getByRole('combobox', { name: label, exact: true }).count() > 0) await dialog.getByRole('combobox', { name: label, exact: true }).selectOption(text);
    else await dialog.getByLabel(label, { exact: true }).fill(text);
  }
  await dialog.getByRole('button', { name: 'Save' }).click();
}

test('a target list: added, chosen, changed, removed, taken back; the focus never lost', async () => {
  const { context, page, complaints, said } = await people('target-list');
  await page.getByRole('button', { name: 'Add a person' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  assert.match(await page.getByRole('alert').filter({ visible: true }).first().textContent() ?? '', /name first/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-act')), 'add');
  await add(page, { Name: 'Priya Raman', Position: 'Epidemiologist', Circle: 'alumni', 'Why this person': 'her talk on tracing outbreaks' });
  await add(page, { Name: 'Mr Tan', Circle: 'know' });
  assert.match(await page.locator('[data-sum]').textContent() ?? '', /^Names: 2 of 10\. Circles: 2\. Chosen to start with: 0 of 3/);
  await page.getByLabel('Among my first three: Mr Tan').check();
  assert.match(await page.locator('[data-sum]').textContent() ?? '', /: 1 of 3/);
  assert.equal(await page.locator('tbody tr').first().locator('th').textContent(), 'Mr Tan');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Remove: Mr Tan' }).click();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.getByRole('button', { name: 'Take it back' }).click();
  assert.equal(await page.locator('tbody tr').count(), 2);
  assert.equal(await said(), 'Mr Tan is back.');
  await page.reload();
  await page.waitForSelector('.people[data-live]');
  assert.equal(await page.locator('tbody tr').count(), 2);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('taking a removal back leaves what was written since', async () => {
  const { context, page } = await people('target-list');
  for (const name of ['Priya', 'Mr Tan']) await add(page, { Name: name });
  await page.getByRole('button', { name: 'Remove: Priya' }).click();
  await add(page, { Name: 'Dr Ortiz' });
  await page.getByRole('button', { name: 'Take it back' }).click();
  assert.deepEqual(await page.locator('tbody tr th').allTextContents(), ['Priya', 'Mr Tan', 'Dr Ortiz']);
  await context.close();
});

test('two tabs that add somebody at the same time keep both, and one that changes a person leaves what the other did', async () => {
  const { context, page, complaints } = await people('tracker');
  const other = (await open(context)).page;
  await other.goto(site.url + 'tools/tracker.html');
  await other.waitForSelector('.people[data-live]');
  const name = (/** @type {import('playwright-core').Page} */ tab) => tab.getByRole('dialog').getByLabel('Name', { exact: true });
  for (const tab of [page, other]) await tab.getByRole('button', { name: 'Add a person' }).click();
  for (const [tab, text] of /** @type {const} */ ([[page, 'Priya'], [other, 'Mr Tan']])) {
    await name(tab).fill(text);
    await tab.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.person h3', { hasText: text }).waitFor();
  }
  assert.deepEqual(await page.locator('.person h3').allTextContents(), ['Priya', 'Mr Tan']);
  await page.getByRole('button', { name: 'Change: Priya' }).click();
  await other.getByRole('button', { name: 'Written to: Priya', exact: true }).click();
  await page.locator('.person-status', { hasText: 'Written to' }).waitFor();
  await name(page).fill('Priya Raman');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  assert.equal(await page.locator('.person').first().locator('.person-status').textContent(), 'Written to');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a form closed by mistake gives back what was written in it', async () => {
  const { context, page, said } = await people('target-list');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Priya');
  await page.getByRole('dialog').getByRole('combobox', { name: 'Circle' }).selectOption('alumni');
  const asked = new Promise((resolve) => page.once('dialog', (dialog) => { resolve(dialog.type()); void dialog.dismiss(); }));
  void page.reload().catch(() => {});
  assert.equal(await asked, 'beforeunload');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add a person' }).click();
  assert.equal(await page.getByRole('dialog').getByLabel('Name', { exact: true }).inputValue(), 'Priya');
  await page.keyboard.press('Escape');
  await page.getByText('What you wrote is not saved.').filter({ visible: true }).first().waitFor();
  assert.match(await said() ?? '', /^What you wrote is not saved\./);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Go on writing');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('dialog').getByRole('combobox', { name: 'Circle' }).inputValue(), 'alumni');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  assert.deepEqual(await page.locator('tbody tr th').allTextContents(), ['Priya']);
  assert.equal(await page.getByRole('button', { name: 'Go on writing' }).count(), 0);
  await page.getByRole('button', { name: 'Change: Priya' }).click();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('button', { name: 'Go on writing' }).count(), 0, 'nothing was written');
  await context.close();
});

test('a form that was lost with its page is there again, until it is saved, given up or erased', async () => {
  const { context, page } = await people('target-list');
  const lose = async () => {
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.waitForSelector('.people[data-live]');
  };
  const add = page.getByRole('button', { name: 'Add a person' });
  const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
  await add.click();
  await name.fill('Priya');
  await lose();
  await page.getByRole('button', { name: 'Go on writing' }).click();
  assert.equal(await name.inputValue(), 'Priya');
  await lose();
  await add.click();
  assert.equal(await name.inputValue(), 'Priya');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Change: Priya' }).click();
  await name.fill('Somebody else');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await page.waitForSelector('.people[data-live]');
  assert.equal(await page.getByRole('button', { name: 'Go on writing' }).count(), 0);
  await add.click();
  await name.fill('SECRET');
  await page.keyboard.press('Escape');
  await page.getByText('Kept on this device only').click();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase it all' }).click();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await add.click();
  assert.equal(await name.inputValue(), '');
  await context.close();
});

test('a next step is read where it is due; done with, the focus stays, and it can be had back', async () => {
  const { context, page } = await people('tracker');
  await add(page, { Name: 'نور', 'My next step': 'Read the report she sent', By: '2026-11-26' });
  const due = page.locator('[data-due] li');
  assert.match(await due.textContent() ?? '', /^Your next step after \u2068نور\u2069 today.*Read the report she sent/);
  await page.getByRole('button', { name: 'Done: نور' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await due.count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Take it back');
  await page.keyboard.press('Enter');
  assert.match(await due.textContent() ?? '', /Read the report she sent/);
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^Done/);
  await context.close();
});

test('on another day, other things are due, and one working day stays', async () => {
  const { context, page, said } = await people('tracker');
  await add(page, { Name: 'Priya' });
  await page.getByRole('button', { name: 'Written to: Priya', exact: true }).click();
  assert.ok(await page.locator('[data-nothing]').isHidden());
  await page.clock.setFixedTime(new Date('2026-12-09T10:00:00Z'));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  assert.match(await page.locator('[data-due]').textContent() ?? '', /Send Priya a closing note, then stop tomorrow/);
  await page.getByText('Days and reminders').click();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) await page.getByLabel(day).click();
  assert.ok(await page.getByLabel('Friday').isChecked());
  assert.equal(await page.locator('.tracker-settings .tool-said').textContent(), await said());
  assert.match(await said() ?? '', /One working day has to stay/);
  await context.close();
});

test('a number or a day that cannot be keeps the form open', async () => {
  const { context, page } = await people('tracker');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Priya');
  for (const [field, slip, right] of [['minutes', '-30', '30'], ['minutes', '99999999999999', '30'], ['talkDay', '0026-12-01', '2026-12-01']]) {
    await dialog.locator(`.form-${field} input`).fill(slip);
    await dialog.getByRole('button', { name: 'Save' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.closest('label')?.className), `form-${field}`);
    await dialog.locator(`.form-${field} input`).fill(right);
  }
  await dialog.getByRole('button', { name: 'Save' }).click();
  assert.equal(await page.locator('.person').count(), 1);
  await context.close();
});

test('a move draws the one person anew and leaves the others as they stand', async () => {
  const { context, page } = await people('tracker');
  for (const name of ['Priya', 'Mr Tan', 'Dr Ortiz']) await add(page, { Name: name });
  await page.locator('.person').evaluateAll((all) => all.forEach((one) => { /** @type {HTMLElement} */ (one).title = 'as before'; }));
  await page.getByRole('button', { name: 'Written to: Mr Tan', exact: true }).click();
  assert.deepEqual(await page.locator('.person').evaluateAll((all) => all.map((one) => /** @type {HTMLElement} */ (one).title)), ['as before', '', 'as before']);
  assert.deepEqual(await page.locator('.person h3').allTextContents(), ['Priya', 'Mr Tan', 'Dr Ortiz']);
  await page.getByRole('button', { name: 'Remove: Priya' }).click();
  await page.locator('[data-undo]').getByRole('button', { name: 'Take it back' }).click();
  assert.deepEqual(await page.locator('.person h3').allTextContents(), ['Priya', 'Mr Tan', 'Dr Ortiz']);
  await context.close();
});

test('a step taken by mistake can be taken back, with its dates and without what was written since', async () => {
  const { context, page, said } = await people('tracker');
  for (const name of ['Priya', 'Mr Tan']) await add(page, { Name: name });
  const person = page.locator('.person').first();
  await person.getByRole('button', { name: 'Written to: Priya', exact: true }).click();
  await person.getByRole('button', { name: 'Change: Priya' }).click();
  await page.getByRole('dialog').getByLabel('Company', { exact: true }).fill('City health');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const back = page.getByRole('button', { name: 'Take it back: Priya' });
  await back.focus();
  await page.keyboard.press('Enter');
  assert.equal(await said(), 'Priya: On the list.');
  assert.doesNotMatch(await person.textContent() ?? '', /Nudge/);
  assert.match(await person.textContent() ?? '', /City health/);
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^Change: Priya/);
  assert.equal(await page.getByRole('button', { name: /^Take it back/ }).count(), 0);
  await page.reload();
  await page.waitForSelector('.people[data-live]');
  assert.equal(await person.locator('.person-status').textContent(), 'On the list');
  await context.close();
});

test('the example that is shown has the focus, and can be thrown away', async () => {
  const { context, page } = await people('tracker');
  await page.getByRole('button', { name: 'Show me an example' }).focus();
  await page.keyboard.press('Enter');
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^Change: Priya/);
  await context.close();
});

test('the Enter that ends the writing of a name with an input method does not save the form', async () => {
  const { context, page } = await people('target-list');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).focus();
  const session = await context.newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'たなか', selectionStart: 3, selectionEnd: 3 });
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Enter', code: 'Enter' });
  await session.send('Input.insertText', { text: '田中' });
  assert.equal(await page.getByRole('dialog').count(), 1);
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.locator('tbody tr th').allTextContents(), ['田中']);
  await context.close();
});

test('nobody is lost to a year typed with six digits or to a table with an odd time', async () => {
  const { context, page, complaints } = await people('tracker');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Priya');
  await page.getByRole('dialog').locator('.form-talkDay input').focus();
  await page.keyboard.type('12102026666');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  assert.equal(await page.getByRole('dialog').count(), 1);
  await page.getByRole('dialog').locator('.form-talkDay input').fill('2026-12-10');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.locator('[data-file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('name,talkTime\nMr Tan,three in the afternoon\n') });
  await page.locator('.person').nth(1).waitFor();
  await page.reload();
  await page.waitForSelector('.people[data-live]');
  assert.deepEqual(await page.locator('.person h3').allTextContents(), ['Priya', 'Mr Tan']);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a person from the list to the last thank-you, with what is due each time (ST8)', async () => {
  const { context, page, complaints } = await people('tracker');
  await add(page, { Name: 'Priya', 'Who named them': 'Dr Ortiz' });
  const person = page.locator('.person');
  const move = async (/** @type {string} */ to) => person.getByRole('button', { name: `${to}: Priya`, exact: true }).click();
  await move('Written to');
  assert.match(await person.textContent() ?? '', /Nudge Priya, once Thu, Dec 3, 2026|Nudge Priya, once Thu,? 3 Dec 2026/);
  await page.clock.setFixedTime(new Date('2026-12-04T10:00:00Z'));
  await page.reload();
  await page.waitForSelector('.people[data-live]');
  assert.match(await page.locator('[data-due]').textContent() ?? '', /Nudge Priya, once yesterday/);
  await page.locator('[data-due]').getByRole('button', { name: 'Nudged: Priya' }).click();
  await move('Date agreed');
  const dialog = page.getByRole('dialog');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'date', 'the date is asked for at once');
  await dialog.getByLabel('Day of the talk').fill('2026-12-08');
  await dialog.getByLabel('Time', { exact: true }).fill('15:00');
  assert.equal(await dialog.getByLabel('Thank by').inputValue(), '2026-12-10');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.clock.setFixedTime(new Date('2026-12-08T16:00:00Z'));
  await page.reload();
  await page.waitForSelector('.people[data-live]');
  await page.locator('[data-due]').getByRole('button', { name: 'We talked: Priya' }).click();
  assert.match(await page.locator('[data-due]').textContent() ?? '', /Thank Priya/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Reminders for my calendar' }).click()]);
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /DTSTART;VALUE=DATE:20261210/);
  assert.match(file, /SUMMARY:Thank-you note due/);
  assert.ok(!file.includes('Priya') && !file.includes('Ortiz'), 'no name in the calendar');
  await page.locator('[data-due]').getByRole('button', { name: 'Thanked them: Priya' }).click();
  await page.locator('[data-due]').getByRole('button', { name: 'Thanked: Priya' }).click();
  assert.match(await page.locator('[data-sums]').textContent() ?? '', /^Talks held: 1\. Thanked on time: 1\./);
  await page.getByText('As a table').first().click();
  assert.deepEqual(await page.locator('[data-funnel-rows] td').allTextContents(), ['1', '1', '1', '1']);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('tables go out defused and come back', async () => {
  const { context, page } = await people('tracker');
  await add(page, { Name: '=HYPERLINK("http://evil")', Company: '+1' });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export a table (CSV)' }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text, /"'=HYPERLINK\(""http:\/\/evil""\)",,'\+1,/);
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page.locator('[data-file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.waitForFunction(() => document.querySelectorAll('.person').length === 1);
  assert.equal(await page.locator('.person h3').textContent(), '=HYPERLINK("http://evil")');
  await page.locator('[data-file]').setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('<html><script>alert(1)</script>') });
  await page.getByText('No people found in this file').first().waitFor();
  await context.close();
});

test('where words run from right to left, the drawings keep theirs inside', async () => {
  const { context, page } = await people('tracker', { viewport: { width: 360, height: 780 } });
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await page.getByRole('button', { name: 'Show me an example' }).click();
  const outside = await page.locator('.chart-pair svg').evaluateAll((all) => all.flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter((one) => one.getBoundingClientRect().left < frame.left - 1 || one.getBoundingClientRect().right > frame.right + 1).map((one) => one.textContent);
  }));
  assert.deepEqual(outside, []);
  await context.close();
});

test('what a person wrote is never markup', async () => {
  const { context, page, complaints } = await people('tracker');
  await add(page, { Name: '<img src=x onerror=alert(1)>', Company: '"><script>alert(1)</script>' });
  assert.equal(await page.locator('.person img, .person script').count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('at 320 px, by touch, the chart and the form fit', async () => {
  const { context, page } = await people('tracker', { viewport: { width: 320, height: 640 }, hasTouch: true });
  await page.getByRole('button', { name: 'Show me an example' }).tap();
  assert.equal(await sideways(page), 0);
  await page.getByRole('button', { name: /^Change/ }).first().tap();
  assert.equal(await sideways(page), 0);
  assert.deepEqual(await axe(page, 'dialog'), []);
  const small = await page.locator('dialog button, dialog input, dialog select').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 24).length);
  assert.equal(small, 0);
  await context.close();
});
