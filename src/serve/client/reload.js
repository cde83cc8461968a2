// The preview's side in the browser: hears of every build, brings the page up to date in place where that is safe and
// loads it anew where it is not, shows what is wrong over the page, and says in a bar how the page stands.
(() => {
  'use strict';
  const own = '/__prepbook/';
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const options = new URL(script.src);
  let generation = Number(options.search.slice(1)) || 0;
  const path = () => decodeURIComponent(location.pathname).replace(/^\//, '').replace(/(^|\/)$/, '$1index.html');
  const follows = () => sessionStorage.getItem('prepbook-follow') === 'yes';
  if (new URLSearchParams(location.search).has('prepbook-follow')) sessionStorage.setItem('prepbook-follow', 'yes');

  /** The page as it came from the server, before scripts changed it. @type {Document | null} */
  let pristine = null;

  /** @param {string} html */
  const parse = (html) => new DOMParser().parseFromString(html, 'text/html');

  async function fetchPage() {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    return parse(await answer.text());
  }

  /** The addresses of a document's scripts, ours without its generation. @param {Document} page */
  const scripts = (page) => [...page.scripts].map((one) => (one.getAttribute('src') || '').replace(/(__prepbook\/reload\.js).*/, '$1')).join('\n');

  /** @param {Element} element */
  const isLively = (element) => element.localName.includes('-') || [...element.querySelectorAll('*')].some((one) => one.localName.includes('-'));

  /**
   * Brings `live` from what `before` says to what `after` says. Gives false, having perhaps done a part, where scripts have changed
   * what would have to change. @param {Node} live @param {Node} before @param {Node} after @returns {boolean}
   */
  function patch(live, before, after) {
    if (before.isEqualNode(after)) return true;
    if (live.nodeType === Node.TEXT_NODE && after.nodeType === Node.TEXT_NODE) {
      live.nodeValue = after.nodeValue;
      return true;
    }
    if (!(live instanceof Element && before instanceof Element && after instanceof Element)) return replace(live, after);
    if (live.localName !== after.localName || live.localName.includes('-')) return replace(live, after);
    if (!isAsItCame(live, before)) return replace(live, after);
    attributes(live, before, after);
    return children(live, before, after);
  }

  /**
   * Whether scripts added or removed nothing in an element, save what they appended to the body.
   * @param {Element} live @param {Element} before
   */
  function isAsItCame(live, before) {
    const more = live.childNodes.length - before.childNodes.length;
    if (more !== 0 && live !== document.body) return false;
    return [...before.childNodes].every((one, at) => live.childNodes[at]?.nodeName === one.nodeName);
  }

  /**
   * What is the same at the beginning and at the end stays, with all that the reader did to it.
   * @param {Element} live @param {Element} before @param {Element} after
   */
  function children(live, before, after) {
    const [shown, old, next] = [live, before, after].map((one) => [...one.childNodes]);
    const most = Math.min(old.length, next.length);
    let start = 0;
    while (start < most && old[start].isEqualNode(next[start])) start += 1;
    let end = 0;
    while (end < most - start && old[old.length - 1 - end].isEqualNode(next[next.length - 1 - end])) end += 1;
    const [gone, came] = [shown.slice(start, old.length - end), next.slice(start, next.length - end)];
    if (gone.length === came.length) return came.every((one, at) => patch(gone[at], old[start + at], one));
    const fresh = came.map((one) => document.importNode(one, true));
    if ([...gone, ...fresh].some((one) => one instanceof Element && isLively(one))) return false;
    gone.forEach((one) => one.remove());
    for (const one of fresh) live.insertBefore(one, shown[old.length - end] ?? null);
    return true;
  }

  /** @param {Node} live @param {Node} after */
  function replace(live, after) {
    const next = document.importNode(after, true);
    const lively = (live instanceof Element && isLively(live)) || (next instanceof Element && isLively(next));
    if (lively || !live.parentNode || live === document.body) return false;
    live.parentNode.replaceChild(next, live);
    return true;
  }

  /** Only what the server changed: what a script added stays. @param {Element} live @param {Element} before @param {Element} after */
  function attributes(live, before, after) {
    for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) live.removeAttribute(name);
    for (const { name, value } of [...after.attributes]) if (before.getAttribute(name) !== value) live.setAttribute(name, value);
  }

  /** Swaps style sheets without a flash: the old one goes when the new one has come. @param {Document} after */
  function styles(after) {
    const wanted = [...after.querySelectorAll('link[rel=stylesheet]')].map((link) => link.getAttribute('href') || '');
    const links = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll('link[rel=stylesheet]:not([data-prepbook])')]);
    const old = links.filter((link) => !wanted.includes(link.getAttribute('href') || ''));
    const there = links.map((link) => link.getAttribute('href'));
    const fresh = wanted.filter((href) => !there.includes(href));
    let waiting = fresh.length;
    const done = () => { if (--waiting <= 0) old.forEach((link) => link.remove()); };
    if (!waiting) done();
    for (const href of fresh) {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      link.onload = link.onerror = done;
      (old[old.length - 1] || links[links.length - 1] || document.head.lastElementChild)?.after(link);
    }
  }

  /** What the head tells others of the page. @param {Document} after */
  function describe(after) {
    const [old, next] = [document, after].map((page) => [...page.head.querySelectorAll('meta[name=description], meta[property]')]);
    document.title = after.title;
    document.querySelector('title')?.after(...next.map((one) => document.importNode(one, true)));
    old.forEach((one) => one.remove());
  }

  const FIELDS = 'input, textarea, select';
  const FOCUSED = `${FIELDS}, a[href], button, summary, [tabindex]`;
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

  /** Elements of one kind by a name that stays theirs when others come before them. @param {string} kind @returns {Map<string, any>} */
  function named(kind) {
    /** @type {Map<string, Element>} */ const names = new Map();
    /** @type {Map<string, number>} */ const alike = new Map();
    for (const one of document.querySelectorAll(kind)) {
      const home = one.closest('[id], [data-question]');
      const name = `${home?.id || home?.getAttribute('data-question') || ''} ${one.localName}`;
      const at = alike.get(name) ?? 0;
      alike.set(name, at + 1);
      names.set(`${name} ${at}`, one);
    }
    return names;
  }

  /** @param {Field} field */
  const isTicked = (field) => field instanceof HTMLInputElement && /checkbox|radio/.test(field.type);

  /** Scroll, focus, what was typed and what was opened, the search too. */
  function keep() {
    const focus = [...named(FOCUSED)].find(([, one]) => one === document.activeElement);
    const typed = /** @type {HTMLInputElement} */ (focus?.[1]);
    let caret = null;
    try { caret = [typed.selectionStart, typed.selectionEnd]; } catch { /* a field without a caret */ }
    return {
      path: path(), x: scrollX, y: scrollY, focus: focus?.[0], caret, searches: !!document.querySelector('dialog[open] prepbook-search-box'),
      values: [...named(FIELDS)].map(([name, field]) => [name, isTicked(field) ? field.checked : field.value]),
      open: [...named('details')].map(([name, one]) => [name, one.open]),
    };
  }

  /** Scroll, focus and what was typed survive a load. */
  function reload(kept = keep()) {
    try { sessionStorage.setItem('prepbook-kept', JSON.stringify(kept)); } catch { /* without storage the page is loaded all the same */ }
    location.reload();
  }

  function restore() {
    const text = sessionStorage.getItem('prepbook-kept');
    sessionStorage.removeItem('prepbook-kept');
    /** @type {ReturnType<typeof keep> | null} */ const kept = text ? JSON.parse(text) : null;
    if (!kept || kept.path !== path()) return;
    // Its field is there once it is open.
    if (kept.searches) /** @type {HTMLElement | null} */ (document.querySelector('[data-search-open]'))?.click();
    const fields = named(FIELDS);
    for (const [name, value] of kept.values) retype(fields.get(name), value);
    const details = named('details');
    for (const [name, open] of kept.open) if (details.has(name)) details.get(name).open = open;
    refocus(kept);
    scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' });
  }

  /** @param {Field | undefined} field @param {string | boolean} value */
  function retype(field, value) {
    if (!field || field.type === 'file') return;
    if (typeof value === 'boolean') {
      if (!(field instanceof HTMLInputElement) || field.checked === value) return;
      field.checked = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    } else if (field.value !== value) {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  /** @param {{ focus?: string, caret: (number | null)[] | null }} kept */
  function refocus({ focus, caret }) {
    const one = focus === undefined ? null : named(FOCUSED).get(focus);
    if (!one) return;
    one.focus({ preventScroll: true });
    try { if (caret) one.setSelectionRange(...caret); } catch { /* a field without a caret */ }
  }

  /** The page without our script, which names the generation. @param {Document} page */
  const markup = (page) => page.documentElement.outerHTML.replace(/__prepbook\/reload\.js\?\d*/g, '');

  /** The same without its style sheets. @param {Document} page */
  const unstyled = (page) => markup(page).replace(/<link rel="stylesheet"[^>]*>/g, '');

  /**
   * Whether the search that this page has loaded may be another one now: whatever was saved may have changed it, save a style.
   * @param {Document} before @param {Document} after
   */
  const isSearchOld = (before, after) => 'PrepbookSearch' in window && (markup(before) === markup(after) || unstyled(before) !== unstyled(after));

  /** Whether the page shows one of these files. @param {Document} page @param {string[]} files */
  const shows = (page, files) => [...page.querySelectorAll('img, source, video, audio')].some((one) => {
    const address = one.getAttribute('src');
    return address && files.includes(decodeURIComponent(new URL(address, location.href).pathname).slice(1));
  });

  /**
   * Brings the page up to date if it changed, or one of the files that it shows. Fails if the server cannot be reached.
   * @param {string[]} files
   */
  async function update(files) {
    const after = await fetchPage();
    const before = pristine;
    if (!before || scripts(before) !== scripts(after) || shows(after, files) || isSearchOld(before, after)) return reload();
    if (markup(before) === markup(after)) return;
    pristine = after;
    styles(after);
    describe(after);
    attributes(document.documentElement, before.documentElement, after.documentElement);
    // Our script stands at the end of the body in all three; the bar is not part of any.
    const mine = document.body.querySelector(':scope > .pb-status');
    const pressed = mine?.querySelector(':focus');
    mine?.remove();
    const strip = (/** @type {Document} */ page) => page.querySelectorAll('script[src*="__prepbook"]').forEach((one) => one.setAttribute('src', ''));
    strip(before);
    const copy = /** @type {Document} */ (after.cloneNode(true));
    strip(copy);
    const kept = keep();
    const whole = patch(document.body, before.body, copy.body);
    if (mine) document.body.append(mine);
    if (pressed instanceof HTMLElement) pressed.focus({ preventScroll: true });
    if (!whole) return reload(kept);
    refocus(kept);
  }

  function panel() {
    if (!document.querySelector('link[data-prepbook]')) {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = `${own}preview.css`;
      link.dataset.prepbook = '';
      document.head.append(link);
    }
  }

  /** The report goes, and the focus is where it was. */
  function uncover() {
    const box = /** @type {HTMLDialogElement | null} */ (document.querySelector('.pb-overlay'));
    box?.close();
    box?.remove();
  }

  /** @param {string} html */
  function problems(html) {
    const list = document.createElement('div');
    list.innerHTML = html;
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('.place'))) editor(place);
    return list;
  }

  /** @param {string | null | undefined} html */
  function overlay(html) {
    if (!html) return uncover();
    const there = document.querySelector('.pb-overlay');
    // Another report is read on from where the last one was.
    if (there) {
      const inside = there.contains(document.activeElement);
      there.lastElementChild?.replaceWith(problems(html));
      if (inside && !there.contains(document.activeElement)) there.querySelector('button')?.focus({ preventScroll: true });
      return;
    }
    panel();
    const box = document.createElement('dialog');
    box.className = 'pb-overlay';
    box.lang = 'en';
    box.dir = 'ltr';
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-label', 'Problems in the book');
    // The page's own keys are for a page that can be seen.
    box.onkeydown = (event) => event.stopPropagation();
    box.onclose = () => box.remove();
    const bar = document.createElement('div');
    bar.className = 'pb-bar';
    const title = document.createElement('h1');
    title.textContent = `The book has errors. ${status.shown ? 'The last good page is below.' : 'Nothing can be shown yet.'}`;
    const close = document.createElement('button');
    close.textContent = status.shown ? 'Show the page' : 'Close';
    close.onclick = uncover;
    bar.append(title, close);
    box.append(bar, problems(html));
    document.body.append(box);
    // A page that cannot be seen is not in the way of the keyboard, nor is a dialog of its own on top of the report.
    box.showModal();
  }

  /** The place of a problem opens the author's editor, where `editor-url` says how. @param {HTMLElement} place */
  function editor(place) {
    const template = status.editor;
    if (!template) return;
    const link = document.createElement('a');
    const part = (/** @type {string | undefined} */ word) => encodeURIComponent(word || '1');
    const file = (place.dataset.path || '').split('/').map(encodeURIComponent).join('/');
    link.href = template.replace('{path}', file).replace('{line}', part(place.dataset.line)).replace('{column}', part(place.dataset.column));
    link.textContent = place.textContent;
    place.replaceChildren(link);
  }

  /** What the server says of the page. @type {any} */
  let status = {};

  async function bar() {
    let next;
    try { next = await (await fetch(`${own}status?${encodeURIComponent(path())}`, { cache: 'no-store' })).json(); } catch { return; }
    status = next || {};
    overlay(status.errors);
    if (!next) return;
    panel();
    const old = document.querySelector('.pb-status');
    const inside = old?.contains(document.activeElement);
    old?.remove();
    const box = document.createElement('div');
    box.className = 'pb-status';
    box.lang = 'en';
    box.dir = 'ltr';
    box.setAttribute('role', 'status');
    const say = (/** @type {string} */ words, loud = false) => {
      const part = document.createElement(loud ? 'b' : 'span');
      part.textContent = words;
      box.append(part);
    };
    const press = (/** @type {string} */ words, /** @type {() => void} */ then) => {
      const button = document.createElement('button');
      button.textContent = words;
      button.onclick = then;
      box.append(button);
      return button;
    };
    // Whoever has closed the report still has to see why a save does not show.
    if (status.errors) {
      say(`the book has errors: ${status.shown ? 'this is the last good page' : 'nothing can be shown yet'}`, true);
      press('Show the errors', () => overlay(status.errors));
    }
    if (status.draft) say('draft', true);
    if (status.overdue) say('review overdue', true);
    if (status.warnings) say(`${status.warnings} on this page`, true);
    say(status.all_warnings === 1 ? '1 warning' : `${status.all_warnings} warnings`);
    say(`${Math.ceil(status.bytes / 1000)} kB`);
    if (status.source) say(status.source);
    const hide = press('Hide', () => {
      box.remove();
      sessionStorage.setItem('prepbook-bar', 'no');
      document.querySelector('main')?.focus({ preventScroll: true });
    });
    if (sessionStorage.getItem('prepbook-bar') !== 'no') document.body.append(box);
    if (inside) hide.focus({ preventScroll: true });
  }

  /** @typedef {{ since: number, generation: number, changed: string[] | null, edited: string | null, errors: string | null }} News */

  /**
   * One piece of news after the other, so that a later page never meets an earlier one's answer, and none before the page is as its
   * reader left it.
   */
  let queue = /** @type {Promise<void>} */ (new Promise((done) => addEventListener('load', () => begin().finally(done))));
  /** @param {News} news */
  const hear = (news) => { queue = queue.then(() => take(news)).catch(() => {}); };

  /** @param {News} news */
  async function take(news) {
    if (news.generation === generation) return;
    // A tab that slept has missed more than the others say.
    if (generation < news.since) { check(); return; }
    // A server that was started anew counts from elsewhere.
    const lost = news.generation < generation || !news.changed;
    const before = generation;
    generation = news.generation;
    if (!news.errors) {
      uncover();
      if (!lost && follow(news)) return;
      if (lost) return reload();
      try {
        await update(news.changed || []);
      } catch {
        // The line broke between the news and the page: what is shown is still the old one.
        generation = before;
        retry();
        return;
      }
    }
    await bar();
  }

  /** Goes to the page that was edited, if it is to be followed and is another one. Gives whether it does. @param {News} news */
  function follow({ edited, generation: heard }) {
    if (!follows() || !edited || edited === path()) return false;
    // The next page comes from a later generation if another file was saved meanwhile, and would hear nothing of that.
    sessionStorage.setItem('prepbook-heard', `${heard}`);
    location.pathname = `/${edited.split('/').map(encodeURIComponent).join('/')}`;
    return true;
  }

  // A browser opens six connections to a host. One tab holds the stream and tells the others.
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('prepbook') : null;
  if (channel) channel.onmessage = ({ data }) => hear(data);

  function listen() {
    return new Promise(() => {
      let source = new EventSource(`${own}events?${generation}`);
      const open = () => {
        source.onmessage = ({ data }) => {
          const news = JSON.parse(data);
          channel?.postMessage(news);
          hear(news);
        };
        source.onerror = () => {
          // The browser tries again by itself unless the server turned it away; then we do.
          if (source.readyState === EventSource.CLOSED) setTimeout(() => { source = new EventSource(`${own}events?${generation}`); open(); }, 1000);
        };
      };
      open();
    });
  }

  if (navigator.locks) navigator.locks.request('prepbook', listen);
  else listen();
  document.addEventListener('visibilitychange', () => { if (!document.hidden) check(); });

  /** What a sleeping tab missed. Gives whether the server could be asked. */
  async function check() {
    try {
      const news = await (await fetch(`${own}news?${generation}`, { cache: 'no-store' })).json();
      if (news) hear(news);
      return true;
    } catch { /* the server is gone; the stream comes back when it does */ }
    return false;
  }

  const retry = () => setTimeout(async () => { if (!(await check())) retry(); }, 1000);

  async function begin() {
    restore();
    const heard = sessionStorage.getItem('prepbook-heard');
    sessionStorage.removeItem('prepbook-heard');
    try {
      const came = await fetchPage();
      // If the book was saved meanwhile, it is not the page that is shown.
      if (came.querySelector(`script[src$="reload.js${options.search}"]`)) pristine = came;
      const news = heard && await (await fetch(`${own}news?${heard}`, { cache: 'no-store' })).json();
      if (news && news.changed && !news.errors && follow(news)) return;
    } catch { /* then the first change loads the page anew */ }
    await bar();
    check();
  }
})();
