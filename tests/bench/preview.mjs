// Measures the preview in a real Chromium, on a book of any size, and prints a table: from a save until it is painted in an open
// tab, many tabs at once, restarts, hostile clients, and what it costs to do nothing. Each line says what was seen, not only how
// fast; a case that goes wrong ends the run.
//   node tests/bench/preview.mjs [--guides N] [--questions N] [--rounds N] [CASE…]      cases: see CASES at the end
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/support/site.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const binary = process.env.PREPBOOK ?? join(repository, 'target/release/prepbook');
const book = mkdtempSync(join(tmpdir(), 'prepbook-preview-'));
const EDITED = 'content/s0/g7.md';
const PAGE = 's0/g7.html';

/** @param {string} name @param {number} otherwise */
function number(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const rounds = number('rounds', 20);
const now = () => performance.timeOrigin + performance.now();
const sleep = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
const read = (/** @type {string} */ path) => readFileSync(join(book, path), 'utf8');
/** @param {string} path @param {string} text */
function save(path, text) {
  mkdirSync(dirname(join(book, path)), { recursive: true });
  writeFileSync(join(book, path), text);
  return now();
}

/** @param {number[]} times */
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)].toFixed(0);
  return `median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} ms (${times.length} times)`;
}

/** @param {string} what @param {string} figures */
const say = (what, figures) => console.log(`| ${what} | ${figures} |`);

class Server {
  url = '';
  port = '0';
  /** @type {import('node:child_process').ChildProcess} */ process = /** @type {any} */ (null);

  /** @param {string[]} options */
  async start(...options) {
    this.process = spawn(binary, ['serve', book, '-p', this.port, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.url = await new Promise((resolve) => {
      let said = '';
      this.process.stderr?.on('data', (part) => {
        const found = /http:\/\/[\d.]+:(\d+)\//.exec(said += part);
        if (found) [, this.port] = found;
        if (found) resolve(found[0]);
      });
    });
    while ((await this.get('')).status !== 200) await sleep(20);
    await this.settle();
  }

  async stop() {
    const gone = new Promise((done) => this.process.once('exit', done));
    this.process.kill();
    await gone;
  }

  /** Waits until the index is there and every page was drawn once: next to nothing is done for a second, as by a server that polls. */
  async settle() {
    await this.get('assets/search/none');
    for (let before = -1; this.cpu() - before > 0.2; await sleep(1000)) before = this.cpu();
  }

  /** @param {string} path */
  get(path) {
    return fetch(this.url + path);
  }

  /** Seconds of CPU so far. */
  cpu() {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  memory() {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, 'utf8'))?.[1]) / 1000);
  }
}

const server = new Server();
/** @type {import('playwright-core').Browser} */ let browser;

/** A page as an author has it open. @param {string} path @param {import('playwright-core').BrowserContext} [context] */
async function open(path, context) {
  const page = await (context ?? (await browser.newContext())).newPage();
  await page.goto(server.url + path);
  await page.locator('.pb-status').waitFor();
  await page.evaluate(() => { /** @type {any} */ (window).same = true; });
  return page;
}

/**
 * The same, for a change still to come: the page looks for itself at each frame, so that the way to it and back is not counted.
 * A page that is loaded anew meanwhile is looked at from outside. @template T
 * @param {import('playwright-core').Page} page @param {(wanted: T) => boolean} holds @param {T} wanted
 */
function willBePainted(page, holds, wanted) {
  const watch = (/** @type {(wanted: any) => boolean} */ holds, /** @type {any} */ wanted) => new Promise((done) => {
    const now = () => done(performance.timeOrigin + performance.now());
    const look = () => requestAnimationFrame(() => (holds(wanted) ? setTimeout(now) : look()));
    look();
  });
  return page.evaluate(`(${watch})(${holds}, ${JSON.stringify(wanted)})`).catch(() => painted(page, holds, wanted));
}

/** When what `holds` asks for had been painted. @template T @param {import('playwright-core').Page} page @param {(wanted: T) => boolean} holds @param {T} wanted */
async function painted(page, holds, wanted) {
  for (;;) {
    await page.waitForFunction(/** @type {any} */ (holds), wanted, { timeout: 60000 });
    try {
      return await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())))));
    } catch { /* the page was patched and then loaded anew all the same: painted is what comes then */ }
  }
}

const says = (/** @type {string} */ word) => document.documentElement.textContent?.includes(word) ?? false;

/**
 * Saves a file again and again, each time with another word in it, and waits for that word in an open page.
 * @param {string} what @param {string} path @param {(text: string, word: string) => string} change
 * @param {(word: string) => boolean} [holds]
 */
async function saves(what, path, change, holds = says) {
  const page = await open(PAGE);
  const before = existsSync(join(book, path)) ? read(path) : null;
  const times = [];
  const cpu = server.cpu();
  for (let round = 0; round < rounds; round += 1) {
    const word = `${round + 1}${Date.now() % 10000}`;
    const seen = willBePainted(page, holds, `word${word}`);
    await sleep(50);
    const at = save(path, change(before ?? '', `word${word}`));
    times.push((await seen) - at);
    await sleep(300 + 50 * (round % 7));
  }
  const kept = (await page.evaluate(() => /** @type {any} */ (window).same)) ? 'in place' : 'loaded anew';
  await server.settle();
  say(what, `${spread(times)}, ${kept}; ${((server.cpu() - cpu) / rounds).toFixed(2)} s of CPU each`);
  if (before === null) rmSync(join(book, 'themes'), { recursive: true });
  else save(path, before);
  await page.context().close();
  await server.settle();
}

const body = () => saves('a sentence', EDITED, (text, word) => `${text}\nIt ends with ${word}.\n`);
const title = () => saves('a title', EDITED, (text, word) => text.replace(/^title: .*/m, `title: About ${word}`));
const settings = () => saves('`book.toml`', 'book.toml', (text, word) => text.replace(/^title = .*/m, `title = "A book of ${word}"`));
const template = () => saves('a template', 'themes/default/templates/parts/footer.html', (_, word) => `<footer>Made by ${word}</footer>`);
const style = () => saves('a style', 'themes/default/styles/prose.css', (_, word) => `body { --painted: ${word}; outline: 3px solid }`,
  (word) => getComputedStyle(document.body).getPropertyValue('--painted').trim() === word);

async function follow() {
  await server.stop();
  await server.start('--follow');
  const page = await open(`${PAGE}?prepbook-follow`);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const at = 10 + (round % 30);
    const started = save(`content/s0/g${at}.md`, `${read(`content/s0/g${at}.md`)}\nFollow me to round${round}x.\n`);
    times.push((await painted(page, says, `round${round}x`)) - started);
    if (!page.url().includes(`/g${at}.html`)) throw new Error(`the page is ${page.url()}`);
    await sleep(500);
  }
  say('`--follow`, to the page that was saved', spread(times));
  await page.context().close();
  await server.stop();
  await server.start();
}

/** Until a change is served over HTTP, and until the search index has it. */
async function served() {
  /** @type {number[]} */ const pages = [];
  /** @type {number[]} */ const index = [];
  const before = read(EDITED);
  for (let round = 0; round < rounds; round += 1) {
    const word = `polled${round}x`;
    const known = await (await server.get('assets/search/en/m.js')).text();
    const at = save(EDITED, `${before}\nIt ends with ${word}.\n`);
    const until = async (/** @type {string} */ path, /** @type {(text: string) => boolean} */ holds) => {
      while (!holds(await (await server.get(path)).text())) await sleep(0);
      return now() - at;
    };
    await Promise.all([
      until(PAGE, (text) => text.includes(word)).then((time) => pages.push(time)),
      until('assets/search/en/m.js', (text) => text !== known).then((time) => index.push(time)),
    ]);
    await sleep(300);
  }
  save(EDITED, before);
  await server.settle();
  say('save → served', spread(pages));
  say('save → search up to date', spread(index));
}

/** @param {number} count @param {(page: import('playwright-core').Page) => Promise<unknown>} act */
async function together(count, act) {
  const context = await browser.newContext();
  const pages = [];
  for (let one = 0; one < count; one += 1) pages.push(await open(PAGE, context));
  let requests = 0;
  let lost = 0;
  /** @type {number[]} */ const wire = [];
  for (const page of pages) {
    page.on('request', () => { requests += 1; });
    // An event stream and a fetch that a new page cuts off are not lost.
    page.on('requestfailed', (request) => { if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? '')) lost += 1; });
    page.on('requestfinished', (request) => {
      const { requestStart, responseEnd } = request.timing();
      if (requestStart >= 0 && responseEnd >= 0) wire.push(responseEnd - requestStart);
    });
  }
  await Promise.all(pages.map(act));
  await Promise.all(pages.map((page) => page.locator('.pb-status').waitFor()));
  await sleep(500);
  return { context, pages, told: () => `${requests} requests, ${lost} lost, on the wire ${spread(wire)}` };
}

async function tabs() {
  const twelve = await together(12, async (page) => { for (let round = 0; round < 5; round += 1) await page.reload(); });
  say('12 tabs reload together, 5 times', twelve.told());
  await twelve.context.close();
  const fifty = await together(50, async () => {});
  const before = read(EDITED);
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const at = save(EDITED, `${before}\nFifty see round${round}y.\n`);
    times.push(Math.max(...await Promise.all(fifty.pages.map((page) => painted(page, says, `round${round}y`)))) - at);
    await sleep(1000);
  }
  say('50 tabs, a sentence, until the last one has it', `${spread(times)}; ${fifty.told()}`);
  save(EDITED, before);
  await fifty.context.close();
  await server.settle();
}

async function restart() {
  const page = await open(PAGE);
  const before = read(EDITED);
  await server.stop();
  save(EDITED, `${before}\nWritten while the server was away.\n`);
  await server.start();
  const at = now();
  say('the server was away, until its page is up to date', `${((await painted(page, says, 'Written while the server was away')) - at).toFixed(0)} ms after it was up and had done its work`);
  await page.context().setOffline(true);
  save(EDITED, `${before}\nWritten while the tab was asleep.\n`);
  await sleep(2000);
  const back = now();
  await page.context().setOffline(false);
  say('the tab was cut off, until it is up to date', `${((await painted(page, says, 'Written while the tab was asleep')) - back).toFixed(0)} ms`);
  save(EDITED, before);
  await page.context().close();
}

async function branch() {
  const git = (/** @type {string[]} */ ...rest) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...rest], { cwd: book, stdio: 'pipe' });
  const before = read(EDITED);
  git('init', '-q', '-b', 'first');
  git('add', '.');
  git('commit', '-qm', 'first');
  git('checkout', '-qb', 'second');
  save(EDITED, `${before}\nOf the second branch.\n`);
  for (let at = 100; at < 300; at += 1) rmSync(join(book, `content/s${Math.floor(at / 50)}/g${at}.md`), { force: true });
  save('content/extra/new.md', '---\ntitle: New\nsummary: A page of the second branch.\n---\nNew here.\n');
  // Links to what is gone would be errors; the branch mends them.
  execFileSync('sh', ['-c', 'grep -rlE "g(1[0-9][0-9]|2[0-9][0-9])\\.md" content | xargs -r sed -i -E "s/\\]\\([^)]*\\/g(1[0-9][0-9]|2[0-9][0-9])\\.md\\)/](..\\/s0\\/g7.md)/g"'], { cwd: book });
  git('add', '.');
  git('commit', '-qm', 'second');
  git('checkout', '-q', 'first');
  await server.settle();
  const page = await open(PAGE);
  const times = [];
  for (const [name, word, gone] of [['second', 'Of the second branch.', 404], ['first', '', 200], ['second', 'Of the second branch.', 404], ['first', '', 200]]) {
    const at = now();
    git('checkout', '-q', String(name));
    const done = now() - at;
    await painted(page, (/** @type {any} */ wanted) => (document.body.textContent?.includes('Of the second branch.') ?? false) === (wanted !== ''), word);
    times.push(now() - at - done);
    const status = (await server.get('s2/g120.html')).status;
    if (status !== gone) throw new Error(`on ${name}, a page of the other branch answers ${status}`);
    await server.settle();
  }
  say('a branch switched, after git is done', spread(times));
  await page.context().close();
  rmSync(join(book, '.git'), { recursive: true });
}

async function burst() {
  const page = await open(PAGE);
  const before = read(EDITED);
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    let at = 0;
    for (let one = 0; one < 100; one += 1) {
      at = save(EDITED, `${before}\nSaved as ${round}n${one}n.\n`);
      await sleep(8);
    }
    times.push((await painted(page, says, `Saved as ${round}n99n.`)) - at);
  }
  say('100 saves in a second, until the last one is painted', spread(times));
  save(EDITED, before);
  await page.context().close();
  await server.settle();
}

async function polled() {
  await server.stop();
  await server.start('--poll');
  const cpu = server.cpu();
  await sleep(10000);
  say('`--poll`, nothing changed', `${((server.cpu() - cpu) * 10).toFixed(1)} % of a core`);
  await saves('`--poll`, a sentence', EDITED, (text, word) => `${text}\nIt ends with ${word}.\n`);
  await server.stop();
  await server.start();
}

async function idle() {
  const page = await open(PAGE);
  await server.settle();
  const cpu = server.cpu();
  await sleep(60000);
  say('a minute of nothing, one tab open', `${(server.cpu() - cpu).toFixed(2)} s of CPU, ${((server.cpu() - cpu) / 0.6).toFixed(2)} %; ${server.memory()} MB`);
  await page.context().close();
}

/** How long a page takes, asked for again and again on lines of its own. @param {number} times */
async function fetches(times) {
  const taken = [];
  for (let one = 0; one < times; one += 1) {
    const at = now();
    const answer = await fetch(server.url + PAGE, { headers: { Connection: 'close' } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`a page answers ${answer.status}`);
    taken.push(now() - at);
    await sleep(20);
  }
  return spread(taken);
}

async function hostile() {
  say('a page, nobody else', `${await fetches(100)}; ${server.memory()} MB`);
  /** @type {import('node:net').Socket[]} */ const lines = [];
  const closed = { number: 0 };
  const connect = (/** @type {string} */ first) => {
    const line = createConnection(Number(server.port), '127.0.0.1', () => { if (first) line.write(first); });
    line.on('error', () => {}).on('close', () => { closed.number += 1; }).resume();
    lines.push(line);
    return line;
  };
  for (let one = 0; one < 200; one += 1) connect('');
  for (let one = 0; one < 100; one += 1) {
    const line = connect('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    const drip = setInterval(() => (line.destroyed ? clearInterval(drip) : line.write('a')), 700);
  }
  const started = now();
  say('the same beside 200 silent and 100 trickling lines', `${await fetches(100)}; ${server.memory()} MB`);
  while (closed.number < 300 && now() - started < 60000) await sleep(50);
  say('those lines', `${closed.number} of 300 closed after ${((now() - started) / 1000).toFixed(1)} s`);
  const heads = Promise.all(Array.from({ length: 20 }, () => new Promise((done) => {
    const line = createConnection(Number(server.port), '127.0.0.1', () => line.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(10_000_000)}\r\n\r\n`));
    line.on('data', (part) => done(String(part).split('\r\n')[0])).on('error', () => done('reset')).on('close', () => done('closed'));
    lines.push(line);
  })));
  const during = await fetches(50);
  say('the same beside 20 heads of 10 MB', `${during}; ${server.memory()} MB; they hear: ${[...new Set(await heads)].join(', ')}`);
  lines.forEach((line) => line.destroy());
}

const CASES = { body, title, template, settings, style, follow, served, tabs, restart, branch, burst, polled, idle, hostile };

const wanted = Object.entries(CASES).filter(([name]) => !process.argv.slice(2).some((one) => one in CASES) || process.argv.includes(name));
const [guides, questions] = [number('guides', 5000), number('questions', 20000)];
execFileSync('node', [join(repository, 'tests/bench/generate.mjs'), book, '--guides', String(guides), '--questions', String(questions)]);
try {
  await server.start();
  browser = await launch();
  say(`${guides} guides, ${questions} questions`, `${server.memory()} MB, ${server.cpu().toFixed(1)} s of CPU until all was drawn`);
  console.log('|---|---|');
  for (const [, measure] of wanted) await measure();
} finally {
  await browser?.close();
  server.process?.kill();
  rmSync(book, { recursive: true, force: true });
}
