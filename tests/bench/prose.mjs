// Sentences of any length, the same ones for the same seed. Their words are those of this repository's own content, as often
// as they are used there, so that indexes and lists have natural shapes; rarer ones are made from them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const content = fileURLToPath(new URL('../../content/', import.meta.url));

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
export function phrase(random, least, most) {
  const length = least + Math.floor(random() * (most - least + 1));
  const text = Array.from({ length }, () => word(random)).join(' ');
  return text[0].toUpperCase() + text.slice(1);
}

/** A sentence as an author writes it: now and then with a number, a comma, or a word that is set off. @param {() => number} random */
function sentence(random) {
  const words = phrase(random, 8, 20).split(' ');
  const at = 1 + Math.floor(random() * (words.length - 2));
  const kind = random();
  if (kind < 0.08) words[at] = `**${words[at]}**`;
  else if (kind < 0.16) words[at] = `*${words[at]}*`;
  else if (kind < 0.24) words[at] = String(2 + Math.floor(random() * 60));
  else if (kind < 0.5) words[at] += ',';
  return `${words.join(' ')}${random() < 0.15 ? '?' : '.'}`;
}

/** @param {() => number} random @param {number} length in words, at least */
export function paragraph(random, length) {
  const sentences = [];
  for (let count = 0; count < length; ) {
    const next = sentence(random);
    count += next.split(' ').length;
    sentences.push(next);
  }
  return sentences.join(' ');
}
