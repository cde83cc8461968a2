// What searching a large book costs and finds: `npm install && node large.mjs [--pagefind] SITE…` prints a line for each built site.
// The queries are made from the site's own documents by a seeded generator; what should be found is decided without any engine.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch, serve } from '../browser/support/site.mjs';
import { queries } from './queries.mjs';

/** @typedef {import('./queries.mjs').Query} Query */

createRequire(import.meta.url)('../../themes/default/scripts/search-core.js');
const core = globalThis.PrepbookSearch;
const versus = process.argv.includes('--pagefind'), sites = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const median = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
const most = (/** @type {number[]} */ list) => Math.max(0, ...list);
const late = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)] ?? 0;
const share = (/** @type {boolean[]} */ list) => list.filter(Boolean).length / list.length;

/** @param {string} site */
async function measure(site) {
  const folder = join(site, 'assets/search/en');
  /** @type {Map<string, number>} */ const sizes = new Map();
  let asked = /** @type {Set<string>} */ (new Set());
  const load = async (/** @type {string} */ key) => {
    const bytes = readFileSync(join(folder, key + '.js')), text = bytes.toString();
    if (!sizes.has(key)) sizes.set(key, gzipSync(bytes, { level: 6 }).length);
    asked.add(key);
    return JSON.parse(text.slice(text.indexOf(',') + 1, text.lastIndexOf(')')));
  };
  const engine = await core.open(load);
  const rows = await Promise.all(Array.from({ length: (await engine.find('', { bare: true })).total }, async (_, number) => ({ number, ...(await engine.row(number)) })));
  const sets = queries(rows);
  const script = readdirSync(join(site, 'assets')).find((name) => /^search\.[0-9a-f]+\.js$/.test(name));
  const interfaceSize = gzipSync(readFileSync(join(site, 'assets', String(script))), { level: 6 }).length;

  /** Bytes of a first search on this site, to its first hit and to all that the dialog shows. @param {Query} query */
  const first = async (query) => {
    asked = new Set();
    const weigh = () => interfaceSize + [...asked].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
    const fresh = await core.open(load), [hit] = (await fresh.find(query.text, { bare: true })).hits;
    if (hit) await fresh.row(hit.doc);
    const one = weigh();
    await fresh.find(query.text);
    return { one, all: weigh() };
  };
  const weigh = async (/** @type {Query[]} */ list) => {
    const sums = [];
    for (const query of list.slice(0, 60)) sums.push(await first(query));
    return { one: sums.map((sum) => sum.one / 1000), all: sums.map((sum) => sum.all / 1000) };
  };
  const hits = async (/** @type {string} */ text) => (await engine.find(text)).hits.slice(0, 10).map((/** @type {any} */ hit) => hit.doc);
  /** Of how many queries one of the first ten hits is right. @param {Query[]} list */
  const right = async (list) => {
    const seen = [];
    for (const { text, relevant } of list) seen.push((await hits(text)).some((/** @type {number} */ doc) => relevant.has(doc)));
    return share(seen);
  };
  /** The mean of one divided by the place of the document that was meant. @param {(text: string) => Promise<number[]>} find */
  const reciprocal = async (find) => {
    let sum = 0;
    for (const { text, target } of sets.two) {
      const place = (await find(text)).indexOf(target);
      if (place >= 0) sum += 1 / (place + 1);
    }
    return sum / sets.two.length;
  };

  const clean = await weigh([...sets.one, ...sets.two]), misspelt = await weigh(sets.slip);
  const times = await inBrowser(site, { clean: [...sets.one.slice(0, 75), ...sets.two.slice(0, 75)], misspelt: [...sets.slip.slice(0, 75), ...sets.slips.slice(0, 75)] });
  const figures = {
    documents: rows.length,
    'first result kB, median (most)': `${median(clean.one).toFixed(1)} (${most(clean.one).toFixed(1)})`,
    'misspelt': `${median(misspelt.one).toFixed(1)} (${most(misspelt.one).toFixed(1)})`,
    'all shown': median(clean.all).toFixed(1),
    'p95 ms': late(times.clean ?? []).toFixed(1),
    'misspelt p95 ms': late(times.misspelt ?? []).toFixed(1),
    'one edit hit@10': (await right(sets.slip)).toFixed(3),
    'two edits': (await right(sets.slips)).toFixed(3),
    'unseen form': (await right(sets.unseen)).toFixed(3),
    'two words MRR': (await reciprocal(hits)).toFixed(3),
  };
  if (!versus) return figures;
  const { withPagefind } = await import('./pagefind.mjs'), peer = await withPagefind(rows);
  const theirs = (await reciprocal((text) => peer.find(text, 10))).toFixed(3);
  await peer.end();
  return { ...figures, 'Pagefind’s': theirs };
}

/** How long each query takes once its files are there: the best of three. @param {string} site @param {Record<string, Query[]>} sets */
async function inBrowser(site, sets) {
  const host = await serve(site), browser = await launch(), page = await browser.newPage();
  await page.goto(host.url + 'search.html');
  const texts = Object.fromEntries(Object.entries(sets).map(([name, list]) => [name, list.map((query) => query.text)]));
  const times = await page.evaluate(async (texts) => {
    const engine = await /** @type {any} */ (globalThis).PrepbookSearch.at('assets/search/en/');
    /** @type {Record<string, number[]>} */ const out = {};
    for (const [name, list] of Object.entries(texts)) {
      out[name] = [];
      for (const text of list) {
        let best = Infinity;
        await engine.find(text, { bare: true });
        for (let turn = 0; turn < 3; turn++) {
          const start = performance.now();
          await engine.find(text, { bare: true });
          best = Math.min(best, performance.now() - start);
        }
        out[name].push(best);
      }
    }
    return out;
  }, texts);
  await browser.close();
  host.close();
  return times;
}

if (!sites.length) throw new Error('say which built sites to measure');
for (const site of sites) console.log(site, await measure(resolve(site)));
