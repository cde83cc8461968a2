// A built site in a browser, under the policy it is meant for. The site is built once per run with the binary of this repository.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.xml': 'application/xml', '.png': 'image/png' };
const axeSource = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** The program: PREPBOOK, or what was built for release, or for debugging. */
export function binary() {
  const path = [process.env.PREPBOOK, join(root, 'target/release/prepbook'), join(root, 'target/debug/prepbook')].find((path) => path && existsSync(path));
  if (!path) throw new Error('no prepbook binary: run cargo build, or set PREPBOOK');
  return path;
}

/** A new folder with a small book in it. @param {Record<string, string>} files their texts by their paths */
export function book(files) {
  const folder = mkdtempSync(join(tmpdir(), 'prepbook-book-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The folder of the built book: PREPBOOK_SITE, or built now. */
export function built() {
  if (process.env.PREPBOOK_SITE) return process.env.PREPBOOK_SITE;
  const folder = join(mkdtempSync(join(tmpdir(), 'prepbook-site-')), 'public');
  execFileSync(binary(), ['build', root, '-d', folder, '--quiet'], { stdio: 'inherit' });
  process.env.PREPBOOK_SITE = folder;
  return folder;
}

/** Serves a folder with the strictest policy that the site promises to work under. @param {string} folder @param {string} [base] where it stands on its host */
export async function serve(folder, base = '/') {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const path = asked.startsWith(base) ? join(folder, normalize(asked.slice(base.length))) : '';
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
    if (!file.startsWith(folder) || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': `${TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? 'application/octet-stream'}; charset=utf-8`, 'Content-Security-Policy': "default-src 'self'" });
    response.end(readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}${base}`, close: () => server.close() };
}

/** A browser as the tests use it. @param {...string} more arguments for it */
export function launch(...more) {
  const args = [...more, '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/**
 * A page that remembers everything it complains about.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function open(context) {
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  // What is still on its way when the page is left is called off, and no fault of the page.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} (${why})`);
  });
  return { page, complaints };
}

/** What axe finds, in short. @param {import('playwright-core').Page} page @param {string} [within] */
export async function axe(page, within) {
  // Through the debugger, since the page's own policy lets no script in.
  await page.evaluate(axeSource + ';undefined');
  const result = await page.evaluate(async (selector) => {
    // @ts-expect-error axe was put there by the line above
    return await axe.run(selector ? { include: [selector] } : document, { resultTypes: ['violations'] });
  }, within);
  return result.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.slice(0, 3).map((/** @type {any} */ node) => node.html.slice(0, 160)).join(' | ')}`);
}

/** How far the page scrolls sideways. @param {import('playwright-core').Page} page */
export function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
