// What holds for every page of the built book, whatever stands on it: no violation in either theme, an empty console under the policy,
// nothing asked of anybody else, nothing that moves while it loads, nothing that scrolls sideways.
// A run looks at the fewest pages that show every class and element of the theme; PREPBOOK_SWEEP=all looks at all of them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { axe, built, launch, open, serve, sideways } from './support/site.mjs';

const folder = built();
// Only the page for addresses that are not there needs to know where the site stands.
const base = /data-root="([^"]*)"/.exec(readFileSync(join(folder, '404.html'), 'utf8'))?.[1] ?? '/';
const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html')).sort();
const paths = process.env.PREPBOOK_SWEEP === 'all' ? all : spread(all);

/** Pages that together show everything that any page shows: at each step the one with the most that is new for its length. @param {string[]} pages */
function spread(pages) {
  const left = new Map(pages.map((path) => { const html = readFileSync(join(folder, path), 'utf8'); return [path, { length: html.length, shows: kinds(html) }]; }));
  /** @type {string[]} */
  const chosen = [];
  for (;;) {
    const [path, { shows }] = [...left].reduce((one, other) => (other[1].shows.size / other[1].length > one[1].shows.size / one[1].length ? other : one));
    if (shows.size === 0) return chosen.sort();
    chosen.push(path);
    for (const other of left.values()) other.shows = new Set([...other.shows].filter((kind) => !shows.has(kind)));
  }
}

/** The classes and the kinds of element in a page's markup. @param {string} html */
function kinds(html) {
  const classes = [...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, names]) => names.split(/\s+/).map((name) => '.' + name));
  return new Set([...classes, ...[...html.matchAll(/<([a-z][a-z0-9-]*)/g)].map(([, name]) => name)]);
}

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => { site = await serve(folder, base); browser = await launch(); });
after(async () => { await browser.close(); site.close(); });

/** Notes what moves without the reader having done anything, and how much of the screen that is. */
function watchShifts() {
  const page = /** @type {any} */ (globalThis);
  page.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of /** @type {any[]} */ (list.getEntries())) {
      // A header of which the first half was drawn before the second had come is the line's doing, not the page's.
      const streamed = entry.sources.every((/** @type {any} */ { node }) => (node instanceof Element ? node : node?.parentElement)?.closest('.site-header'));
      if (!entry.hadRecentInput && !streamed) page.shifts.push(`${entry.value.toFixed(4)} ${entry.sources.map((/** @type {any} */ source) => source.node?.className || source.node?.nodeName).join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const width of [360, 1280]) {
    test(`${paths.length} of ${all.length} pages, ${colorScheme}, ${width} px`, async () => {
      const context = await browser.newContext({ viewport: { width, height: width < 400 ? 780 : 900 }, colorScheme });
      await context.addInitScript(watchShifts);
      // As over a slow line: what a script builds comes after the first paint, when it could move what is read already.
      if (colorScheme === 'light') await context.route(/\/assets\/(?!first\.)[^/]*\.js$/, async (route) => { await setTimeout(200); await route.continue(); });
      const { page, complaints } = await open(context);
      /** @type {string[]} */
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      /** @type {string[]} */
      const found = [];
      for (const path of paths) {
        await page.goto(site.url + path);
        const faults = await axe(page);
        if (await sideways(page) > 0) faults.push('scrolls sideways');
        faults.push(...(await page.evaluate(() => /** @type {any} */ (globalThis).shifts)).map((/** @type {string} */ shift) => 'moved: ' + shift));
        faults.push(...complaints.splice(0), ...asked.splice(0).filter((url) => !url.startsWith(site.url) || url.includes('?')).map((url) => 'asked for ' + url));
        found.push(...faults.map((fault) => `${path}: ${fault}`));
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}
