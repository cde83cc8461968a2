// The two ways in which a story is walked: with a finger on a phone, and with nothing but the keys on a laptop. Neither may use a mouse,
// and the keys reach what they press by Tab alone, from where the focus is.

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 * @typedef {object} Hand
 * @property {string} name
 * @property {import('playwright-core').BrowserContextOptions} device
 * @property {(page: Page, what: Locator) => Promise<void>} press buttons, links, what opens
 * @property {(page: Page, what: Locator) => Promise<void>} tick boxes and choices
 * @property {(page: Page, what: Locator, text: string) => Promise<void>} write
 * @property {(page: Page, what: Locator, label: string) => Promise<void>} choose from a list
 */

/** Puts a finger on the middle of `what`, which nothing may cover; a closed button can be pressed, too, and says why it is closed. @param {Page} page @param {Locator} what */
async function tap(page, what) {
  await what.waitFor();
  await what.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  const place = await what.evaluate((one) => {
    const box = one.getClientRects()[0];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    return { x, y, by: hit && (one.contains(hit) || hit.contains(one)) ? '' : hit?.outerHTML.slice(0, 120) ?? 'nothing' };
  });
  if (place.by) throw new Error(`covered by ${place.by}`);
  await page.touchscreen.tap(place.x, place.y);
}

/** @type {Hand} */
export const finger = {
  name: 'by touch at 360 px',
  device: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true },
  press: tap,
  tick: tap,
  async write(page, what, text) {
    await tap(page, what);
    await what.fill('');
    await page.keyboard.insertText(text);
  },
  async choose(page, what, label) {
    await tap(page, what);
    // The list itself is drawn by the device.
    await what.selectOption({ label });
  },
};

/** Moves the focus to `what` as Tab does, and sees that it can be seen there. @param {Page} page @param {Locator} what */
async function reach(page, what) {
  await what.waitFor();
  const back = await what.evaluate((one) => Boolean(document.activeElement && document.activeElement !== document.body && one.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING));
  for (let count = 0; count < 400; count += 1) {
    const at = await what.evaluate((one) => {
      const now = document.activeElement;
      if (now === one) return 'there';
      // Of choices of one kind Tab reaches the chosen one; the arrows go on from it.
      return now instanceof HTMLInputElement && one instanceof HTMLInputElement && now.type === 'radio' && now.name === one.name ? 'beside' : 'away';
    });
    if (at === 'there') break;
    await page.keyboard.press(at === 'beside' ? 'ArrowRight' : back ? 'Shift+Tab' : 'Tab');
  }
  const seen = await what.evaluate((one) => {
    const box = one.getBoundingClientRect();
    return { focused: document.activeElement === one, outline: getComputedStyle(one).outlineStyle !== 'none', inside: box.bottom > 0 && box.top < window.innerHeight };
  });
  if (!seen.focused || !seen.outline || !seen.inside) throw new Error(`not reached by keyboard: ${await what.evaluate((one) => one.outerHTML.slice(0, 120))} ${JSON.stringify(seen)}`);
}

/** @type {Hand} */
export const keys = {
  name: 'by keyboard at 1280 px',
  device: { viewport: { width: 1280, height: 900 } },
  async press(page, what) {
    await reach(page, what);
    await page.keyboard.press('Enter');
  },
  async tick(page, what) {
    await reach(page, what);
    if (!(await what.isChecked())) await page.keyboard.press('Space');
  },
  async write(page, what, text) {
    await reach(page, what);
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  },
  async choose(page, what, label) {
    await reach(page, what);
    // Letters typed on a closed list choose the entry that begins with them.
    await page.keyboard.type(label);
    if (await what.evaluate((one) => /** @type {HTMLSelectElement} */ (one).selectedOptions[0]?.text) !== label) throw new Error(`not chosen by keyboard: ${label}`);
  },
};
