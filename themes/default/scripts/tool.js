// What all tools have in common: their words, their body, a voice for those who listen, and the line that says where things are kept.

// By then all of the page's scripts have run, and its tools stand; what waited for them can be shown.
document.addEventListener('DOMContentLoaded', () => { document.documentElement.dataset.tools = ''; });

// What is half done and belongs to this tab, so that it outlives the page; where the browser does not let it, it does not.
var prepTab = (() => {
  const { name } = prepDevice.open();
  const key = (/** @type {string} */ what) => `${name}:${what}`;
  /** @param {() => any} act */
  const attempt = (act) => { try { return act(); } catch { return null; } };

  /** @param {string} what @returns {any} */
  const recall = (what) => attempt(() => JSON.parse(sessionStorage.getItem(key(what)) ?? 'null'));

  /** @param {string} what @param {any} value */
  const hold = (what, value) => attempt(() => sessionStorage.setItem(key(what), JSON.stringify(value)));

  /** @param {...string} which */
  const drop = (...which) => attempt(() => which.forEach((what) => sessionStorage.removeItem(key(what))));

  const forget = () => drop('form', 'plan');
  // Erased in another tab, it is erased here; before the tools hear of it.
  window.addEventListener('storage', (event) => { if (event.newValue === null && (event.key === name || event.key === null)) forget(); }, true);

  // On another day, other things are due.
  let day = new Date().toDateString();
  document.addEventListener('visibilitychange', () => {
    const before = day;
    day = new Date().toDateString();
    if (day !== before) prepDevice.open().refresh();
  });

  return { recall, hold, drop, forget };
})();

class PrepTool extends HTMLElement {
  /** What the block's body says. @type {any} */
  body = {};
  word = prepElement.words(document.createElement('div'));
  store = prepDevice.open();
  /** @type {HTMLElement} */
  #voice = prepElement.make('p', { class: 'hidden', role: 'status' });
  /** The same for those who look. */
  #line = prepElement.make('p', { class: 'tool-said' });
  /** What was used last. Asking for the focus is not enough: not every browser gives it to a button that is pressed. @type {Element | undefined} */
  #used;
  /** @type {(() => void) | undefined} */
  #stop;
  /** @type {Intl.DateTimeFormat | undefined} */
  #days;

  connectedCallback() {
    if (this.dataset.ready === undefined) {
      this.dataset.ready = '';
      this.word = prepElement.words(this);
      this.body = JSON.parse(this.querySelector('script[type="application/json"]')?.textContent || '{}');
      this.append(this.#voice);
      for (const kind of ['focusin', 'click']) this.addEventListener(kind, (event) => { this.#used = /** @type {Element} */ (event.target); });
      this.start();
    }
    this.#stop ??= this.store.subscribe(() => this.changed());
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Builds the tool; called once. */
  start() {}

  /** An element of a drawing, with attributes and children. @param {string} tag @param {Record<string, string | number>} [properties] @param {...(Node | string)} children */
  static draw(tag, properties = {}, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(properties)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
  }

  /** A part of the tool that its template is known to have. @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** Something was kept, here or in another tab. */
  changed() {}

  /** Says something to those who listen; the screen shows it by itself. @param {string} text */
  say(text) {
    this.#line.remove();
    // The same words twice in a row are read once only, so an invisible letter tells them apart.
    this.#voice.textContent = this.#voice.textContent === text ? text + '\u200B' : text;
  }

  /** Says something that nothing on the screen shows, and writes it beside what was used. @param {string} text @param {Element | undefined} [used] */
  tell(text, used = this.#used) {
    this.say(text);
    this.#line.textContent = text;
    if (text) (used?.closest('.tool-buttons, label, table') ?? used)?.after(this.#line);
  }

  /** Keeps a section; says so if it cannot be kept on the device. @param {string} section @param {any} value */
  keep(section, value) {
    const before = this.store.place;
    this.store.write(section, value);
    if (before !== this.store.place) this.tell(this.troubleWords());
  }

  /**
   * A line that says what was done and offers to take it back.
   * @param {HTMLElement} box
   * @param {string} said
   * @param {() => void} back
   * @returns {HTMLButtonElement}
   */
  offer(box, said, back) {
    const { make } = prepElement;
    const button = make('button', { type: 'button', class: 'button button-small', onclick: () => { box.replaceChildren(); back(); } }, this.word('undo'));
    box.replaceChildren(make('p', {}, said, ' ', button));
    return button;
  }

  /** Copies, and says whether it worked. @param {string} text @param {string} [done] what to say if it did */
  async copy(text, done = this.word('copied')) {
    this.tell((await prepElement.copy(text)) ? done : this.word('not_copied'));
  }

  /** Saves a text as a file. @param {string} name @param {string} type @param {string} text */
  download(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type: type + ';charset=utf-8' }));
    const link = prepElement.make('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** Why things are not kept as they should be, in words. */
  troubleWords() {
    return this.store.trouble === '' ? '' : this.word('trouble_' + this.store.trouble);
  }

  /** Today, where the reader is. */
  today() {
    return prepCalendar.dayOf(new Date());
  }

  /** A day in the reader's language. @param {string} day */
  dayWords(day) {
    if (!prepCalendar.isDay(day)) return '';
    // Made once: a chart of 500 people writes thousands of days, and making this takes longer than using it.
    this.#days ??= new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
    return this.#days.format(new Date(day + 'T12:00:00Z'));
  }

  /** An identifier for a calendar entry that is the same every time. @param {string} what */
  uid(what) {
    return `${what}-${document.documentElement.dataset.book ?? 'book'}@prepbook`;
  }

  /** The line that says where things are kept, with export, import and erase. If they are not, that stands over everything. */
  deviceLine() {
    const { make } = prepElement;
    const trouble = make('p', { class: 'tool-trouble', role: 'alert' });
    const show = () => { trouble.textContent = this.troubleWords(); trouble.hidden = trouble.textContent === ''; };
    show();
    this.store.subscribe(show);
    this.prepend(trouble);
    const file = make('input', { type: 'file', accept: '.json,application/json', class: 'hidden', tabindex: '-1', 'aria-label': this.word('import') });
    const result = make('div', { class: 'tool-result' });
    file.addEventListener('change', () => void this.#import(file, result));
    const button = (/** @type {string} */ word, /** @type {() => void} */ act) => make('button', { type: 'button', class: 'button button-quiet', onclick: act }, this.word(word));
    return make('div', { class: 'tool-device' },
      make('details', {}, make('summary', {}, this.word('kept_here')),
        make('p', {}, this.word('kept_how')),
        make('div', { class: 'tool-buttons' },
          button('export', () => {
            this.download('prepbook-data.json', 'application/json', this.store.exported());
            this.tell(this.word('exported'));
          }),
          button('import', () => file.click()), file,
          button('erase', () => this.#erase(result))),
        result));
  }

  /** @param {HTMLInputElement} file @param {HTMLElement} result */
  async #import(file, result) {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const { make } = prepElement;
    /** @type {ImportResult} */
    const outcome = chosen.size > 8_000_000 ? { ok: false, reasons: [this.word('import_large')], sections: [] } : prepTransfer.read(this.store, await chosen.text());
    const said = !outcome.ok ? this.word('refused') : outcome.saved ? this.word('imported') : `${this.word('imported')} ${this.troubleWords()}`;
    const { back } = outcome;
    if (back) {
      this.offer(result, said, () => {
        back();
        result.closest('details')?.querySelector('summary')?.focus();
        this.say(this.word('import_back'));
      });
    } else result.replaceChildren(make('p', {}, said), make('ul', {}, ...outcome.reasons.map((reason) => make('li', {}, reason))));
    this.say(said);
    file.value = '';
  }

  /** Asks once more before it erases: what is gone is gone. @param {HTMLElement} result */
  #erase(result) {
    const { make } = prepElement;
    // The button that was pressed is gone; the line it belongs to is not.
    const back = () => result.closest('details')?.querySelector('summary')?.focus();
    const done = () => {
      this.store.erase();
      prepTab.forget();
      result.replaceChildren(make('p', {}, this.word('erased')));
      back();
      this.say(this.word('erased'));
    };
    const yes = make('button', { type: 'button', class: 'button button-careful', onclick: done }, this.word('erase_yes'));
    const no = make('button', { type: 'button', class: 'button button-quiet', onclick: () => { result.replaceChildren(); back(); } }, this.word('erase_no'));
    result.replaceChildren(make('p', {}, this.word('erase_sure')), make('div', { class: 'tool-buttons' }, yes, no));
    yes.focus();
  }
}
