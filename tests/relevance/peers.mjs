// Other engines beside ours: `npm install && node peers.mjs SITE` prints one table for the queries of this folder. Each engine gets the
// same documents, with the texts that our index keeps of them, and as good a set-up as its manual suggests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import MiniSearch from 'minisearch';
import { withPagefind } from './pagefind.mjs';

createRequire(import.meta.url)('../../themes/default/scripts/search-core.js');
const core = globalThis.PrepbookSearch;
const index = join(resolve(process.argv[2] ?? '../../public'), 'assets/search/en');
const ours = await core.open(async (/** @type {string} */ key) => {
  const text = readFileSync(join(index, key + '.js'), 'utf8');
  return JSON.parse(text.slice(text.indexOf(',') + 1, text.lastIndexOf(')')));
});
const LETTERS = /** @type {Record<string, string>} */ ({ question: 'q', guide: 'g', section: 'g', template: 't', checklist: 'k', tool: 'w' });
const rows = await Promise.all(Array.from({ length: ours.size }, async (_, id) => ({ number: id, ...(await ours.row(id)) })));
const names = rows.map((row) => `${LETTERS[row.kind] ?? row.kind}:${row.id}`), known = new Set(names);

function withMiniSearch() {
  const engine = new MiniSearch({ idField: 'number', fields: ['title', 'crumb', 'text'], searchOptions: { boost: { title: 3 }, prefix: (_, at, all) => at === all.length - 1, fuzzy: (word) => (word.length > 6 ? 2 : word.length > 3 ? 1 : false), maxFuzzy: 2 } });
  engine.addAll(rows);
  // The better of its two ways: all words, or any where that finds nothing.
  return (/** @type {string} */ query) => {
    const all = engine.search(query, { combineWith: 'AND' });
    return (all.length ? all : engine.search(query)).slice(0, 20).map((hit) => Number(hit.id));
  };
}

/** @param {string} file @param {(query: string) => number[] | Promise<number[]>} find */
async function score(file, find) {
  let number = 0, first = 0, three = 0, reciprocal = 0, gain = 0, zero = 0;
  for (const line of readFileSync(new URL(file, import.meta.url), 'utf8').trim().split('\n').slice(1)) {
    const [, , query = '', , , primary = '', also = ''] = line.split('\t');
    const wanted = primary.split(' ').filter((name) => known.has(name)), useful = also.split(' ').filter((name) => known.has(name));
    if (!wanted.length) continue;
    const list = [...new Set((await find(query)).map((at) => names[at] ?? ''))], place = list.findIndex((name) => wanted.includes(name));
    const sum = (/** @type {number[]} */ grades) => grades.slice(0, 10).reduce((total, grade, at) => total + grade / Math.log2(at + 2), 0);
    number++;
    if (place === 0) first++;
    if (place >= 0 && place < 3) three++;
    if (place >= 0) reciprocal += 1 / (place + 1);
    if (!list.length) zero++;
    gain += sum(list.map((name) => (wanted.includes(name) ? 7 : useful.includes(name) ? 1 : 0))) / sum([...wanted.map(() => 7), ...useful.map(() => 1)]);
  }
  return [number, ...[first, three, reciprocal, gain, zero].map((sum) => (sum / number).toFixed(3))];
}

const peer = await withPagefind(rows);
const engines = {
  prepbook: async (/** @type {string} */ query) => (await ours.find(query)).hits.map((/** @type {any} */ hit) => hit.doc),
  pagefind: peer.find,
  minisearch: withMiniSearch(),
};
console.log(['engine', 'queries', 'number', 'success@1', 'success@3', 'MRR', 'nDCG@10', 'nothing found'].join('\t'));
for (const file of ['queries-dev.tsv', 'queries-own.tsv', 'queries-held.tsv', 'queries-blind.tsv', 'queries-fresh.tsv']) {
  for (const [name, find] of Object.entries(engines)) console.log([name, file.replace('.tsv', ''), ...(await score(file, find))].join('\t'));
}
await peer.end();
