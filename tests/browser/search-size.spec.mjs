// What a search costs before the first result: as it is published, and compressed as hosts do.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { built } from './support/site.mjs';

/** @param {string} name the start of a file's name under assets/ */
function weight(name) {
  const file = readdirSync(join(built(), 'assets')).find((file) => file.startsWith(name + '.') && file.endsWith('.js'));
  assert.ok(file, name);
  return gzipSync(readFileSync(join(built(), 'assets', String(file))), { level: 9 }).length;
}

test('the engine and the dialog have at most 12 kB, the page another 3', () => {
  const engine = weight('search-core'), dialog = weight('search-box'), page = weight('search-page');
  console.log({ engine, dialog, page });
  assert.ok(engine + dialog <= 12_000, `${engine} + ${dialog}`);
  assert.ok(page <= 3_000, String(page));
});

test('the manifest of this book has at most 5 kB', () => {
  assert.ok(gzipSync(readFileSync(join(built(), 'assets/search/en/m.js'))).length <= 5_000);
});
