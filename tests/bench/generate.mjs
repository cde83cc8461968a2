// Writes a book of any size, the same one for the same numbers. Its words are those of this repository's own content, as
// often as they are used there, so that indexes and lists have natural shapes; rarer ones are made from them.
//   node tests/bench/generate.mjs FOLDER [--guides N] [--questions N] [--banks N] [--words N] [--search no] [--copies yes]
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const content = fileURLToPath(new URL('../../content/', import.meta.url));

/** @param {string} name @param {number} otherwise */
function number(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

function generator(/** @type {number} */ seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** 20,000 words, the most frequent first. */
function vocabulary() {
  /** @type {Map<string, number>} */ const counts = new Map();
  for (const name of readdirSync(content, { recursive: true }).map(String).sort()) {
    if (!/\.(md|yaml)$/.test(name)) continue;
    for (const word of readFileSync(join(content, name), 'utf8').toLowerCase().match(/[a-z]{2,14}/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const found = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
  const words = new Set(found);
  for (const ending of ['able', 'ward', 'hood', 'ish', 'less', 'dom', 'wise']) {
    for (const word of found) if (words.size < 20000 && word.length > 3) words.add(word + ending);
  }
  return [...words];
}

const words = vocabulary();
// Zipf's law: the word at rank r is used as often as 1 / (r + 2.7).
const heights = words.map((_, rank) => 1 / (rank + 2.7));
for (let at = 1; at < heights.length; at += 1) heights[at] += heights[at - 1];

/** @param {() => number} random */
function word(random) {
  const height = random() * heights[heights.length - 1];
  let low = 0;
  let high = heights.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heights[middle] < height) low = middle + 1;
    else high = middle;
  }
  return words[low];
}

/** @param {() => number} random @param {number} least @param {number} most */
function phrase(random, least, most) {
  const length = least + Math.floor(random() * (most - least + 1));
  const text = Array.from({ length }, () => word(random)).join(' ');
  return text[0].toUpperCase() + text.slice(1);
}

/** @param {() => number} random @param {number} length */
function paragraph(random, length) {
  let text = '';
  for (let count = 0; count < length; ) {
    const sentence = phrase(random, 8, 20);
    count += sentence.split(' ').length;
    text += `${sentence}${random() < 0.15 ? '?' : '.'} `;
  }
  return text.trim();
}

/** @param {number} at @param {number} all @param {number} length */
function guide(at, all, length) {
  const random = generator(at * 7919 + 1);
  const link = () => {
    const other = Math.floor(random() * all);
    return random() < 0.7 ? ` See [${phrase(random, 2, 4)}](../s${Math.floor(other / 50)}/g${other}.md).` : '';
  };
  const parts = [`---\ntitle: ${phrase(random, 3, 6)}\nsummary: ${phrase(random, 10, 16)}\n---`, paragraph(random, 45) + link()];
  const each = Math.max(20, Math.floor((length - 45) / 7));
  for (let section = 0; section < 7; section += 1) {
    parts.push(`${section % 2 ? '###' : '##'} ${phrase(random, 2, 5)}`);
    if (section === 2) parts.push(Array.from({ length: 5 }, () => `- ${phrase(random, 6, 12)}`).join('\n'));
    else if (section === 4) parts.push(`| ${phrase(random, 1, 2)} | ${phrase(random, 1, 2)} |\n|---|---|\n${Array.from({ length: 4 }, () => `| ${phrase(random, 1, 3)} | ${phrase(random, 2, 5)} |`).join('\n')}`);
    else parts.push(paragraph(random, each) + link());
  }
  return `${parts.join('\n\n')}\n`;
}

/** @param {number} bank @param {number} size */
function questions(bank, size) {
  const random = generator(bank * 104729 + 5);
  const pick = (/** @type {string[]} */ from) => from[Math.floor(random() * from.length)];
  const lines = [`title: ${phrase(random, 2, 4)}`, `summary: ${phrase(random, 10, 14)}.`, 'questions:'];
  for (let at = 0; at < size; at += 1) {
    lines.push(`  - id: b${bank}-q${at}`, `    ask: ${phrase(random, 8, 16)}?`, `    reveals: ${phrase(random, 8, 14)}.`, `    follow_ups: ["${phrase(random, 5, 9)}?"]`, `    weak_version: ${phrase(random, 4, 7)}?`);
    lines.push(`    stage: ${pick(['open', 'middle', 'close'])}`, `    role: [${pick(['peer', 'director', 'any'])}]`, `    topic: t${Math.floor(random() * 20)}`);
  }
  return `${lines.join('\n')}\n`;
}

function toml() {
  const copies = process.argv.includes('--copies');
  const topics = Array.from({ length: 20 }, (_, at) => `{ id = "t${at}", label = "Topic ${at}" }`).join(', ');
  return `[book]
title = "A large book"

[output.html]
markdown-copies = ${copies}

[facets.stage]
label = "Stage"
values = [{ id = "open", label = "Opening" }, { id = "middle", label = "Middle" }, { id = "close", label = "Closing" }]

[facets.role]
label = "Who"
many = true
any = "any"
values = [{ id = "any", label = "Anyone" }, { id = "peer", label = "A peer" }, { id = "director", label = "A director" }]

[facets.topic]
label = "Topic"
values = [${topics}]
`;
}

const folder = process.argv[2];
if (!folder || folder.startsWith('--')) throw new Error('say the folder to write to');
const guides = number('guides', 1000);
const banks = number('banks', Math.ceil(number('questions', 0) / 200));
const total = number('questions', 0);
rmSync(join(folder, 'content'), { recursive: true, force: true });
const write = (/** @type {string} */ path, /** @type {string} */ text) => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
write('book.toml', toml());
write('content/index.md', '# A large book\n\nGuides and questions.\n');
for (let at = 0; at < guides; at += 1) {
  if (at % 50 === 0) write(`content/s${at / 50}/index.md`, `---\ntitle: Section ${at / 50}\nsummary: The guides of section ${at / 50}, fifty of them.\n---\nWhat there is to read.\n`);
  write(`content/s${Math.floor(at / 50)}/g${at}.md`, guide(at, guides, number('words', 600)));
}
for (let bank = 0; bank < banks; bank += 1) {
  const size = Math.floor((total * (bank + 1)) / banks) - Math.floor((total * bank) / banks);
  write(`content/banks/b${bank}.yaml`, questions(bank, size));
}
