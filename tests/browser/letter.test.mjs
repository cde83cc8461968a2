import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { load } from './support/scripts.mjs';

const { prepLetter } = load('letter.js');
const content = new URL('../../content/', import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, content), 'utf8');
const config = parse(/```composer\n([^]*?)```/.exec(read('tools/template-filler.md'))?.[1] ?? '');
const shared = parse(read('records/slots.yaml')).slots;
const vars = Object.fromEntries([.../^([a-z-]+) = "?([^"#\n]+?)"?\s*(?:#.*)?$/gm[Symbol.matchAll](read('../book.toml'))].map(([, key, value]) => [key, value]));

/** The book's own drafts, as the page offers them. */
const letters = readdirSync(new URL('templates/', content)).filter((name) => name !== 'index.md').map((name) => {
  const [, front, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(read(`templates/${name}`)) ?? [];
  const meta = parse(front);
  const plain = (/** @type {string} */ text) => text.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (_, key) => vars[key] ?? '?');
  const message = plain(body.split(/^## /m)[0].trim());
  const used = new Set([...`${meta.subject ?? ''}\n${message}`.matchAll(/\{(\w+)\}/g)].map((found) => found[1]));
  const slots = [...(meta.slots ?? []), ...shared].filter((/** @type {any} */ slot) => used.has(slot.id))
    .map((/** @type {any} */ slot) => ({ id: slot.id, label: slot.label ?? slot.id, kind: slot.type ?? 'text', required: slot.required ?? false, default: String(slot.default ?? ''), max: slot.max ?? 0, example: String(slot.example ?? ''), help: '', options: (slot.options ?? []).map(String) }));
  return { id: meta.id ?? name.replace('.md', ''), title: meta.title, channel: meta.channel, unit: meta.channel === 'linkedin-note' ? 'characters' : 'words', soft: meta.limit?.soft ?? 0, hard: meta.limit?.hard ?? 0, subject: plain(meta.subject ?? ''), message, slots };
});
const cold = letters.find((one) => one.id === 'cold-email') ?? assert.fail('cold-email');
const examples = (/** @type {any} */ letter) => Object.fromEntries(letter.slots.map((/** @type {any} */ slot) => [slot.id, slot.example]));
const check = (/** @type {any} */ letter, /** @type {any} */ values, /** @type {string} */ kind) => {
  const message = prepLetter.filled(letter.message, values, letter.slots);
  const subject = prepLetter.filled(letter.subject, values, letter.slots);
  return prepLetter.checks(config, letter, values, message, subject).find((/** @type {any} */ one) => one.kind === kind);
};

test('every draft of the book, filled with its examples, may be copied and is within its limit', () => {
  assert.ok(letters.length >= 20);
  for (const letter of letters) for (const tone of config.tones) {
    const values = examples(letter);
    const message = prepLetter.filled(prepLetter.toned(letter.message, config, tone), values, letter.slots);
    const subject = prepLetter.filled(letter.subject, values, letter.slots);
    const left = prepLetter.missing(letter, message, subject);
    assert.deepEqual([left.slots.map((/** @type {any} */ one) => one.id), left.loose], [[], false], letter.id);
    assert.doesNotMatch(message + subject, /[{}]/);
    if (letter.hard && !tone.thanks) assert.ok(prepLetter.length(message, letter.unit) <= letter.hard, `${letter.id}: ${prepLetter.length(message, letter.unit)}`);
  }
});

test('any blank left, in the letter or its subject, keeps it closed and is named', () => {
  for (const letter of letters) for (const slot of letter.slots.filter((/** @type {any} */ one) => one.required)) {
    const values = { ...examples(letter), [slot.id]: '  ' };
    const left = prepLetter.missing(letter, prepLetter.filled(letter.message, values, letter.slots), prepLetter.filled(letter.subject, values, letter.slots));
    assert.deepEqual(left.slots.map((/** @type {any} */ one) => one.id), [slot.id], letter.id);
  }
});

test('braces from anywhere keep it closed', () => {
  for (const evil of ['{', '}', '{nobody}', '{{ x }}', 'a } b']) {
    const values = { ...examples(cold), topic: evil };
    const message = prepLetter.filled(cold.message, values, cold.slots);
    const left = prepLetter.missing(cold, message, '');
    assert.ok(left.slots.length > 0 || left.loose, evil);
  }
  const edited = cold.message + '\n{my_own}';
  const left = prepLetter.missing(cold, prepLetter.filled(edited, examples(cold), cold.slots), '');
  assert.ok(left.loose);
});

test('an optional blank that is empty leaves no hole', () => {
  const slots = [{ id: 'a', required: true }, { id: 'link', required: false }];
  assert.equal(prepLetter.filled('Hello {a} {link}, bye.\n\n{a}\n{link}', { a: 'Jo' }, slots), 'Hello Jo, bye.\n\nJo');
});

test('what was written is left as it is: only the holes of empty blanks are closed', () => {
  const slots = [{ id: 'a', required: true }, { id: 'link', required: false }, { id: 'more', required: false }];
  const filled = (/** @type {string} */ text, values = {}) => prepLetter.filled(text, { a: 'your talk about .NET and C# :) yes', ...values }, slots);
  assert.equal(filled('On {a}.  Two spaces, as I like them.'), 'On your talk about .NET and C# :) yes.  Two spaces, as I like them.');
  assert.equal(filled('Bonjour {link} !\n\n{a} {link} {more}, a {more} b\n{link} c {more}\nd'), 'Bonjour !\n\nyour talk about .NET and C# :) yes, a b\nc\nd');
  assert.equal(filled('Bonjour {link} !', { link: 'Ana' }), 'Bonjour Ana !');
});

test('a draft that was rewritten is closed by the blanks it has, and by being empty', () => {
  const missing = (/** @type {string} */ draft) => prepLetter.missing(cold, prepLetter.filled(draft, {}, cold.slots), '');
  assert.deepEqual(missing('Dear Ana,\n\nthanks.'), { slots: [], loose: false, empty: false });
  assert.deepEqual(missing('Dear {first_name}').slots.map((/** @type {any} */ one) => one.id), ['first_name']);
  assert.ok(missing(' \n').empty);
});

test('tones change the greeting and the thanks, and nothing else', () => {
  const warm = config.tones.find((/** @type {any} */ one) => one.id === 'warm');
  const out = prepLetter.toned(cold.message, config, warm);
  assert.ok(out.startsWith('Hello {first_name},'));
  assert.ok(out.includes(warm.thanks));
  assert.equal(prepLetter.toned(cold.message, config, undefined), cold.message);
});

test('length counts words, or characters as people see them', () => {
  assert.equal(prepLetter.length('  one  two\nthree ', 'words'), 3);
  assert.equal(prepLetter.length('aé😀', 'characters'), 3);
  assert.equal(prepLetter.length(' ', 'words'), 0);
});

test('the check: a job asked for, a reason that fits anybody, our own example', () => {
  const good = { ...examples(cold), specific_reason: 'your article on home visits named the part our course leaves out' };
  assert.ok(check(cold, good, 'job').ok, '“not a job” is no asking');
  assert.ok(!check(cold, { ...good, topic: 'a job in your team' }, 'job').ok);
  assert.ok(!check(cold, { ...good, topic: 'any openings' }, 'job').ok);
  assert.ok(check(cold, good, 'reason').ok);
  assert.ok(!check(cold, { ...good, specific_reason: 'of your impressive career in this field' }, 'reason').ok);
  assert.ok(!check(cold, { ...good, specific_reason: 'you are nice' }, 'reason').ok);
  assert.equal(check(cold, examples(cold), 'reason').say, 'example');
  assert.ok(!check(cold, { ...good, first_name: 'priya' }, 'name').ok);
});

test('a mail link carries everything, line ends as mail wants them, and nothing when too long', () => {
  const link = prepLetter.mailto('A & b?', 'Line one\n\n+ 100% “ü”');
  const url = new URL(link);
  assert.equal(url.searchParams.get('subject'), 'A & b?');
  assert.ok(link.includes('%0D%0A%0D%0A%2B%20100%25'));
  assert.equal(prepLetter.mailto('', 'x'.repeat(5000)), '');
});
