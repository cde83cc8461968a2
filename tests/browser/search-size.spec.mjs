// What searching costs beside the index: as it is published, and compressed as hosts do.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { built } from './support/site.mjs';

/** @param {string} text */
const weight = (text) => gzipSync(text, { level: 9 }).length;

/** @param {string} name the start of a script's name under assets/ */
function published(name) {
  const files = readdirSync(join(built(), 'assets')).filter((file) => file.startsWith(name + '.') && file.endsWith('.js'));
  assert.equal(files.length, 1, name);
  return readFileSync(join(built(), 'assets', String(files[0])), 'utf8');
}

test('the engine, the dialog, the page and what opens them have at most 12 kB', () => {
  const search = weight(published('search')), page = published('page');
  // What opens the dialog is the last part of the script that every page has.
  const start = page.lastIndexOf('(()=>{customElements.define("prepbook-search"');
  assert.ok(start > 0);
  const opener = weight(page) - weight(page.slice(0, start));
  console.log({ search, opener });
  assert.ok(search + opener <= 12_000, `${search} + ${opener}`);
});

test('the manifest of this book has at most 5 kB', () => {
  assert.ok(gzipSync(readFileSync(join(built(), 'assets/search/en/m.js'))).length <= 5_000);
});
