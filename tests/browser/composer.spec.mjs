import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, launch, open, serve } from './support/site.mjs';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(built()); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

async function composer(options = {}, hash = '') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const { page, complaints } = await open(context);
  await page.goto(site.url + 'tools/template-filler.html' + hash);
  await page.waitForSelector('prepbook-composer[data-live]');
  const said = () => page.locator('prepbook-composer > [role=status]').textContent();
  const clip = () => page.evaluate(() => navigator.clipboard.readText());
  return { context, page, complaints, said, clip };
}

const WORDS = {
  'Their name': 'Priya', 'Who you are': 'a first-year nursing student at Northfield', 'Why this person': 'your article on home visits named the part our course leaves out',
  'Your topic': 'how a day on the road runs', 'Times you can offer': 'Monday at lunch or Friday after 4 pm', 'Your name': 'Jo Lind',
};

test('copying stays closed, names the blank, and goes to it; filled in, it copies plain text (ST5)', async () => {
  const { context, page, complaints, said, clip } = await composer();
  await page.evaluate(() => navigator.clipboard.writeText('before'));
  const copy = page.getByRole('button', { name: 'Copy the message' });
  // Closed buttons stay reachable, so that they can say why; a press on them is a press of the key.
  const press = async () => { await copy.focus(); await page.keyboard.press('Enter'); };
  await press();
  assert.equal(await clip(), 'before');
  assert.match(await said() ?? '', /Not copied\. Still blank: /);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'field');
  await page.getByLabel('Field', { exact: true }).fill('community nursing');
  for (const [label, text] of Object.entries(WORDS)) {
    await press();
    assert.equal(await clip(), 'before', 'closed until the last one');
    await page.getByLabel(label, { exact: true }).fill(text);
  }
  await copy.click();
  const message = await clip();
  assert.match(message, /^Dear Priya,\n\nI am a first-year nursing student/);
  assert.doesNotMatch(message, /[{}]/);
  assert.match(await page.locator('[data-meter-words]').textContent() ?? '', /^\d+ of at most 125 words\.$/);
  const href = await page.getByRole('link', { name: 'Open in my mail' }).getAttribute('href');
  assert.match(href ?? '', /^mailto:\?subject=Learning%20about%20community%20nursing/);
  await page.getByRole('button', { name: 'Copy the subject' }).click();
  assert.equal(await clip(), 'Learning about community nursing: 20 minutes?');
  assert.ok(await page.locator('[data-checks] .is-open').count() === 0, await page.locator('[data-checks]').innerText());
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the letter grows as one types; a press on a blank goes to its field', async () => {
  const { context, page } = await composer();
  await page.getByLabel('Their name', { exact: true }).pressSequentially('Priya');
  assert.match(await page.locator('[data-message-out]').innerText(), /^Dear Priya,/);
  await page.locator('[data-message-out] .blank.is-empty').first().click();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'your_situation');
  await context.close();
});

test('the reader sets the tone: another greeting, fewer minutes', async () => {
  const { context, page } = await composer();
  await page.getByLabel('Who reads it').selectOption('warm');
  assert.match(await page.locator('[data-message-out]').innerText(), /^Hello /);
  await page.getByLabel('Who reads it').selectOption('senior');
  assert.match(await page.locator('[data-subject-out]').innerText(), /15 minutes\?$/);
  await context.close();
});

test('words are kept over a reload and shared between drafts; a link opens a draft', async () => {
  const { context, page } = await composer();
  await page.getByLabel('Your name', { exact: true }).fill('Jo Lind');
  await page.getByRole('combobox', { name: 'Message' }).selectOption('thank-you');
  assert.equal(await page.getByLabel('Your name', { exact: true }).inputValue(), 'Jo Lind');
  await page.reload();
  await page.waitForSelector('prepbook-composer[data-live]');
  assert.equal(await page.getByRole('combobox', { name: 'Message' }).inputValue(), 'thank-you');
  await page.goto(site.url + 'tools/template-filler.html#letter=linkedin-note');
  await page.waitForFunction(() => document.querySelector('[data-meter-words]')?.textContent?.includes('characters'));
  await context.close();
});

test('emptied fields and a draft put back can be taken back, and what was written since stays', async () => {
  const { context, page, said } = await composer();
  const field = (/** @type {string} */ name) => page.getByLabel(name, { exact: true });
  await field('Their name').fill('Priya');
  await field('Your name').fill('Jo Lind');
  await page.getByRole('button', { name: 'Empty all fields' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await field('Their name').inputValue(), '');
  await field('Their name').fill('Dr Ortiz');
  await page.getByRole('button', { name: 'Take it back' }).click();
  assert.deepEqual([await field('Their name').inputValue(), await field('Your name').inputValue()], ['Dr Ortiz', 'Jo Lind']);
  assert.equal(await said(), 'Your words are back.');
  await page.getByText('Change the draft itself').click();
  await page.locator('[data-edit]').fill('Dear {first_name}, my own words.');
  await page.getByRole('button', { name: 'Empty all fields' }).click();
  assert.match(await page.locator('[data-message-out]').textContent() ?? '', /my own words/, 'a draft is no field');
  await page.getByRole('button', { name: 'Back to the original draft' }).click();
  assert.doesNotMatch(await page.locator('[data-message-out]').textContent() ?? '', /my own words/);
  await page.keyboard.press('Enter');
  assert.match(await page.locator('[data-message-out]').textContent() ?? '', /my own words/);
  await context.close();
});

test('what is copied is what is seen; a rewritten draft is closed by its own blanks alone', async () => {
  const { context, page, clip } = await composer({}, '#letter=thank-you');
  await page.getByText('Change the draft itself').click();
  await page.getByLabel('Day of the talk', { exact: true }).fill('Monday');
  const draft = page.locator('[data-edit]');
  await draft.fill('Dear Ana,  two spaces and .NET, C# :) yes\n\n- one\n  - two');
  const copy = page.getByRole('button', { name: 'Copy the message' });
  assert.equal(await page.locator('[data-closed]').isVisible(), false);
  await copy.click();
  assert.equal(await clip(), await draft.inputValue());
  assert.equal(await page.locator('[data-message-out]').innerText(), await draft.inputValue());
  assert.equal(await page.locator('.composer-out .tool-said').textContent(), 'Copied');
  await draft.fill(' ');
  assert.equal(await page.locator('[data-closed]').textContent(), 'The message is empty.');
  assert.equal(await copy.getAttribute('aria-disabled'), 'true');
  await context.close();
});

test('a message that no link can carry says so, and so do the keys on a closed one', async () => {
  const { context, page, said } = await composer({}, '#letter=thank-you');
  const mail = page.locator('[data-act="mail"]');
  for (const key of ['Enter', ' ']) {
    await mail.focus();
    await page.keyboard.press(key);
    assert.match(await said() ?? '', /^Not copied\. Still blank/);
    assert.equal(await page.evaluate(() => document.activeElement?.hasAttribute('data-field')), true);
  }
  await page.getByLabel('Day of the talk', { exact: true }).fill('Monday');
  await page.getByText('Change the draft itself').click();
  await page.locator('[data-edit]').fill('先日はお時間をいただき、誠にありがとうございました。'.repeat(20));
  assert.match(await page.locator('[data-closed]').textContent() ?? '', /Too long to hand over to a mail program/);
  await mail.focus();
  await page.keyboard.press('Enter');
  assert.match(await said() ?? '', /Too long to hand over/);
  assert.equal(await page.getByRole('button', { name: 'Copy the message' }).getAttribute('aria-disabled'), 'false');
  await context.close();
});

test('from a template one press leads to its blanks', async () => {
  const { context, page } = await composer();
  await page.goto(site.url + 'templates/thank-you.html');
  const links = page.getByRole('link', { name: 'Fill it in' });
  await links.first().click();
  await page.waitForSelector('prepbook-composer[data-live]');
  assert.equal(await page.getByRole('combobox', { name: 'Message' }).inputValue(), 'thank-you');
  await context.close();
});

test('a job asked for, and a draft with braces of one\'s own, are noticed', async () => {
  const { context, page, said, clip } = await composer();
  await page.evaluate(() => navigator.clipboard.writeText('before'));
  await page.getByLabel('Field', { exact: true }).fill('nursing');
  for (const [label, text] of Object.entries(WORDS)) await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByLabel('Your topic').fill('any job openings you have');
  assert.match(await page.locator('[data-checks]').innerText(), /sounds like asking for a job/);
  await page.getByText('Change the draft itself').click();
  await page.locator('[data-edit]').fill('Dear {first_name}, {oops}');
  await page.getByRole('button', { name: 'Copy the message' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await clip(), 'before');
  assert.match(await said() ?? '', /braces/);
  await page.getByRole('button', { name: 'Back to the original draft' }).click();
  await page.getByRole('button', { name: 'Copy the message' }).click();
  assert.match(await clip(), /^Dear Priya,/);
  await context.close();
});

test('on a phone the length stays in sight and leads to the letter', async () => {
  const { context, page } = await composer({ viewport: { width: 360, height: 780 }, hasTouch: true });
  await page.getByRole('textbox', { name: 'Who you are' }).tap();
  const jump = page.getByRole('button', { name: 'See the message' });
  assert.ok(await jump.isVisible());
  await jump.tap();
  await page.waitForTimeout(100);
  const box = await page.getByRole('heading', { name: 'The message' }).boundingBox();
  assert.ok(box && box.y >= -2 && box.y < 400, JSON.stringify(box));
  await context.close();
});
