// Writes a book of any size, the same one for the same numbers; guides also in the layout of other tools, with the same text.
//   node tests/bench/generate.mjs FOLDER [--guides N] [--questions N] [--banks N] [--words N] [--copies]
//                                        [--layout prepbook|zola|hugo|mdbook|cobalt] [--no-search]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LAYOUTS, TITLE } from './layouts.mjs';
import { random as generator } from '../browser/support/scripts.mjs';
import { paragraph, phrase } from './prose.mjs';

const PER_SECTION = 50;

/** @param {string} name */
function text(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** @param {string} name @param {number} otherwise */
const number = (name, otherwise) => Number(text(name) ?? otherwise);

/** @param {number} at @param {number} all @param {number} length @param {import('./layouts.mjs').Layout} layout */
function guide(at, all, length, layout) {
  const random = generator(at * 7919 + 1);
  const link = () => {
    const other = Math.floor(random() * all);
    return random() < 0.7 ? ` See [${phrase(random, 2, 4)}](${layout.link(Math.floor(other / PER_SECTION), other)}).` : '';
  };
  const page = { title: phrase(random, 3, 6), summary: phrase(random, 10, 16), section: Math.floor(at / PER_SECTION), at };
  const list = (/** @type {number} */ items, /** @type {string} */ mark) => Array.from({ length: items }, () => `${mark} ${phrase(random, 6, 12)}`).join('\n');
  const row = () => `| ${phrase(random, 1, 3)} | ${phrase(random, 2, 5)} | ${Math.floor(random() * 100)} |`;
  const table = `| ${phrase(random, 1, 2)} | ${phrase(random, 1, 2)} | ${phrase(random, 1, 1)} |\n|---|---|---:|\n${Array.from({ length: 4 }, row).join('\n')}`;
  const parts = [paragraph(random, 45) + link()];
  // Five sections are paragraphs; lists, table, quotation and headings have about 150 words.
  const text = () => paragraph(random, Math.max(20, Math.floor((length - 45 - 150) / 5) - 7)) + link();
  const sections = [text, text, () => list(5, '-'), text, () => table, () => `${text()}\n\n> ${phrase(random, 10, 18)}.`, () => `${text()}\n\n${list(4, '1.')}`];
  sections.forEach((section, number) => parts.push(`${number % 2 ? '###' : '##'} ${phrase(random, 2, 5)}`, section()));
  return { page, body: `${parts.join('\n\n')}\n` };
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

const folder = process.argv[2];
if (!folder || folder.startsWith('--')) throw new Error('say the folder to write to');
const layout = LAYOUTS[text('layout') ?? 'prepbook'];
if (!layout) throw new Error(`say one of these layouts: ${Object.keys(LAYOUTS).join(', ')}`);
const write = (/** @type {string} */ path, /** @type {string} */ words) => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, words);
};
rmSync(join(folder, dirname(layout.home)), { recursive: true, force: true });

/** @type {import('./layouts.mjs').Section[]} */ const sections = [];
const guides = number('guides', 1000);
for (let at = 0; at < guides; at += 1) {
  const { page, body } = guide(at, guides, number('words', 600), layout);
  if (at % PER_SECTION === 0) sections.push({ title: `Section ${page.section}`, summary: `The guides of section ${page.section}, fifty of them.`, guides: [] });
  sections[page.section].guides.push(page);
  write(layout.guide(page.section, at), `${layout.head(page, at + 1, page.section)}\n${body}`);
}
sections.forEach((section, at) => {
  const list = layout.list ? `\n${layout.list(section)}\n` : '';
  write(layout.section(at), `${layout.head(section, at + 1)}\nWhat there is to read.\n${list}`);
});
write(layout.home, `${layout.head({ title: TITLE, summary: 'Guides and questions of any number, for measuring.' }, 1)}\nGuides and questions.\n`);
const book = { search: !process.argv.includes('--no-search'), copies: process.argv.includes('--copies'), sections };
for (const [path, words] of Object.entries(layout.rest(book))) write(path, words);

const total = number('questions', 0);
const banks = layout === LAYOUTS.prepbook ? number('banks', Math.ceil(total / 200)) : 0;
for (let bank = 0; bank < banks; bank += 1) {
  const size = Math.floor((total * (bank + 1)) / banks) - Math.floor((total * bank) / banks);
  write(`content/banks/b${bank}.yaml`, questions(bank, size));
}
