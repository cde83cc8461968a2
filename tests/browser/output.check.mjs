// The built site as files: what a browser, a crawler and a validator rely on. No browser is needed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Parser } from 'htmlparser2';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { built } from './support/site.mjs';

/** @typedef {{ ids: Set<string>, links: { tag: string, attribute: string, value: string, rel: string }[], inline: string[], title: string, description: string, refresh: boolean, html: string, scripts: string[], styles: string[], tools: boolean }} Page */

let folder = '';
/** @type {Map<string, Page>} */
const pages = new Map();
/** @type {Set<string>} */
const files = new Set();

/** @param {string} html @returns {Page} */
function read(html) {
  /** @type {Page} */
  const page = { ids: new Set(), links: [], inline: [], title: '', description: '', refresh: false, html, scripts: [], styles: [], tools: false };
  let within = '';
  const parser = new Parser({
    onopentag(tag, attributes) {
      within = tag;
      if (attributes.id) page.ids.add(attributes.id);
      if (attributes.style !== undefined) page.inline.push(`style on ${tag}`);
      if (tag === 'style') page.inline.push('a style element');
      if (tag === 'script' && !attributes.src && !['application/ld+json', 'application/json'].includes(attributes.type)) page.inline.push('a script without src');
      for (const name of Object.keys(attributes)) if (/^on/i.test(name)) page.inline.push(`${name} on ${tag}`);
      if (tag === 'script' && attributes.src) page.scripts.push(attributes.src);
      if (tag === 'link' && attributes.rel === 'stylesheet') page.styles.push(attributes.href);
      if (tag === 'meta' && attributes.name === 'description') page.description = attributes.content;
      if (tag === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') page.refresh = true;
      if (tag === 'body' && attributes.class?.split(' ').includes('page-tool')) page.tools = true;
      for (const attribute of ['href', 'src']) if (attributes[attribute] !== undefined) page.links.push({ tag, attribute, value: attributes[attribute], rel: attributes.rel ?? '' });
    },
    ontext(text) { if (within === 'title' && !page.title) page.title = text; },
    onclosetag() { within = ''; },
  }, { decodeEntities: true });
  parser.write(html);
  parser.end();
  return page;
}

/** @param {string} at @param {string} below */
function walk(at, below) {
  for (const entry of readdirSync(at, { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) walk(join(at, entry.name), path);
    else files.add(path);
  }
}

before(() => {
  folder = built();
  walk(folder, '');
  for (const path of files) if (path.endsWith('.html')) pages.set(path, read(readFileSync(join(folder, path), 'utf8')));
  assert.ok(pages.size > 300, `only ${pages.size} pages`);
});

const isExternal = (/** @type {string} */ address) => /^[a-z][a-z0-9+.-]*:/i.test(address) || address.startsWith('//');
const isPrint = (/** @type {string} */ path) => path.endsWith('.print.html');

/** @param {string} from @param {string} address */
function target(from, address) {
  const [path, fragment] = address.split('#');
  const file = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), decodeURIComponent(path.split('?')[0])));
  return { file, fragment: fragment === undefined ? undefined : decodeURIComponent(fragment) };
}

test('every address of the site leads to a file that is there, and to a place in it', () => {
  const broken = [];
  for (const [path, page] of pages) {
    if (path === '404.html') continue;
    for (const { value } of page.links) {
      if (isExternal(value)) continue;
      const { file, fragment } = target(path, value);
      if (!files.has(file)) broken.push(`${path}: ${value}`);
      // The fragment of the search page is its state.
      else if (fragment && !fragment.includes('=') && pages.has(file) && !pages.get(file)?.ids.has(fragment)) broken.push(`${path}: ${value} (no such place)`);
    }
  }
  assert.deepEqual(broken.slice(0, 20), []);
});

test('addresses are relative and name a file, so that the site works in a sub-folder and from disk', () => {
  const wrong = [];
  for (const [path, page] of pages) {
    if (path === '404.html') continue;
    for (const { value } of page.links) if (!isExternal(value) && (value.startsWith('/') || /\/(#|\?|$)/.test(value) || value === '')) wrong.push(`${path}: ${value}`);
  }
  assert.deepEqual(wrong.slice(0, 20), []);
});

test('nothing is inline, so that the strictest policy holds', () => {
  const inline = [...pages].flatMap(([path, page]) => page.inline.map((what) => `${path}: ${what}`));
  assert.deepEqual(inline.slice(0, 20), []);
});

test('no page asks anybody else for anything', () => {
  const asked = [];
  for (const [path, page] of pages) for (const { tag, value, rel } of page.links) {
    const passive = tag === 'a' || (tag === 'link' && /canonical|license|alternate|author/.test(rel));
    if (!passive && isExternal(value)) asked.push(`${path}: ${tag} ${value}`);
  }
  assert.deepEqual(asked, []);
});

test('without a script every page can be reached from the home page', () => {
  const seen = new Set(['index.html']);
  const queue = ['index.html'];
  while (queue.length) {
    const path = /** @type {string} */ (queue.pop());
    for (const { tag, value } of pages.get(path)?.links ?? []) {
      if (tag !== 'a' || isExternal(value)) continue;
      const { file } = target(path, value);
      if (pages.has(file) && !seen.has(file)) { seen.add(file); queue.push(file); }
    }
  }
  const lost = [...pages].filter(([path, page]) => !seen.has(path) && path !== '404.html' && !page.refresh && !isPrint(path)).map(([path]) => path);
  assert.deepEqual(lost, []);
});

test('titles and descriptions are there, and each is only once', () => {
  for (const what of /** @type {const} */ (['title', 'description'])) {
    const by = new Map();
    for (const [path, page] of pages) {
      if (page.refresh || isPrint(path)) continue;
      assert.ok(page[what].trim(), `${path} has no ${what}`);
      by.set(page[what], [...(by.get(page[what]) ?? []), path]);
    }
    const twice = [...by].filter(([, paths]) => paths.length > 1).map(([text, paths]) => `${text}: ${paths.join(', ')}`);
    assert.deepEqual(twice.slice(0, 10), [], what);
  }
});

test('pages stay light: 35 kB compressed with styles and scripts, 60 kB with a tool', () => {
  const sizes = new Map();
  const size = (/** @type {string} */ path) => {
    if (!sizes.has(path)) sizes.set(path, gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
    return sizes.get(path);
  };
  const heavy = [];
  let heaviest = ['', 0];
  for (const [path, page] of pages) {
    if (path === '404.html' || isPrint(path) || /^(sources|glossary)\.html$/.test(path)) continue;
    const parts = [...new Set([...page.styles, ...page.scripts].map((address) => target(path, address).file))];
    const total = size(path) + parts.reduce((sum, file) => sum + size(file), 0);
    const limit = page.tools ? 60_000 : 35_000;
    if (total > limit) heavy.push(`${path}: ${total}`);
    if (!page.tools && total > heaviest[1]) heaviest = [path, total];
  }
  console.log(`# heaviest page without a tool: ${heaviest[0]} ${heaviest[1]} bytes`);
  assert.deepEqual(heavy, []);
});

test('html-validate finds nothing', async () => {
  const loader = new FileSystemConfigLoader({
    root: true,
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      // Matters of taste: how long a title is, and that what scrolls can be reached by keyboard without being a widget.
      'long-title': 'off',
      'no-trailing-whitespace': 'off',
      'tel-non-breaking': 'off',
      // Navigation stands twice, for narrow and for wide screens; a style sheet shows one of the two. axe looks at what is shown.
      'unique-landmark': 'off',
      // A box that scrolls sideways is a region so that the keyboard reaches it; it is no section of the text.
      'prefer-native-element': ['error', { exclude: ['region'] }],
    },
  });
  const validator = new HtmlValidate(loader);
  const found = [];
  for (const [path, page] of pages) {
    const report = await validator.validateString(page.html, path);
    for (const result of report.results) for (const { ruleId, message, line } of result.messages) found.push(`${path}:${line} ${ruleId}: ${message}`);
  }
  assert.deepEqual(found.slice(0, 20), [], `${found.length} findings`);
});

test('the Nu HTML checker finds nothing', () => {
  const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const filter = join(mkdtempSync(join(tmpdir(), 'prepbook-vnu-')), 'filter.txt');
  writeFileSync(filter, '');
  let output = '';
  try {
    execFileSync('java', ['-Xss4m', '-jar', jar, '--format', 'gnu', '--errors-only', '--skip-non-html', '--filterfile', filter, folder], { maxBuffer: 1 << 28, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    output = String(/** @type {any} */ (error).stderr);
  }
  const found = output.split('\n').filter(Boolean).map((line) => line.replace(/^"?file:.*public\//, ''));
  assert.deepEqual(found.slice(0, 20), [], `${found.length} findings`);
});
