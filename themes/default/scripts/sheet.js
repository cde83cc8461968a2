// A sheet to write on: lines on paper, fields that remember on the screen. The notes and the reflection sheet are both one.

class PrepSheet extends PrepTool {
  #writing = false;
  /** @type {Map<string, HTMLTextAreaElement>} */
  #fields = new Map();
  /** @type {Map<string, HTMLInputElement>} */
  #boxes = new Map();

  start() {
    const { make } = prepElement;
    for (const one of this.querySelectorAll('[data-write]')) this.addField(/** @type {HTMLElement} */ (one));
    for (const one of this.querySelectorAll('[data-tick]')) this.#addBox(/** @type {HTMLElement} */ (one));
    const button = (/** @type {string} */ word, /** @type {() => void} */ go) => make('button', { type: 'button', class: 'button', onclick: go }, this.word(word));
    this.append(make('div', { class: 'tool-buttons sheet-out' }, button('print', () => window.print()), button('copy', () => void this.copy(this.text())), button('empty', () => this.#empty())),
      make('div', { 'data-undo': true }), this.deviceLine());
    // On a page that is this sheet and nothing else, its name stands over it already.
    const title = /** @type {HTMLElement | null} */ (this.querySelector('.sheet-title'));
    if (title) title.hidden = title.textContent === document.querySelector('h1')?.textContent;
    this.dataset.live = '';
    this.fill();
  }

  /** Where this sheet keeps its words: sheets of one page or book do not mix. */
  get sheet() {
    return this.dataset.sheet ?? this.id;
  }

  /** @param {HTMLElement} holder */
  addField(holder) {
    const { make } = prepElement;
    const id = holder.dataset.write ?? '';
    const label = holder.querySelector('.sheet-label');
    const field = make('textarea', { rows: holder.dataset.lines ?? '2', maxlength: '10000', placeholder: ' ', id: `${this.id}-${id}` });
    if (label) {
      label.id = `${this.id}-${id}-label`;
      field.setAttribute('aria-labelledby', label.id);
    }
    field.addEventListener('input', () => this.#save(id, field.value));
    for (const line of holder.querySelectorAll('.write-lines')) line.remove();
    holder.append(field);
    this.#fields.set(id, field);
  }

  /** @param {HTMLElement} holder */
  #addBox(holder) {
    const { make } = prepElement;
    const id = holder.dataset.tick ?? '';
    const box = make('input', { type: 'checkbox', onchange: () => this.#save(id, box.checked ? 'yes' : '') });
    const words = [...holder.childNodes].filter((node) => !(node instanceof Element && node.classList.contains('box')));
    holder.replaceChildren(make('label', {}, box, ' ', make('span', {}, ...words)));
    this.#boxes.set(id, box);
  }

  /** @param {string} id @param {string} text */
  #save(id, text) {
    const sheets = this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}));
    this.#writing = true;
    this.keep('sheets', { ...sheets, [this.sheet]: { ...sheets[this.sheet], [id]: text, ...this.beside(id) } });
    this.#writing = false;
  }

  /** What is kept beside the words of a field. @param {string} _id @returns {Record<string, string>} */
  beside(_id) {
    return {};
  }

  changed() {
    if (!this.#writing) this.fill();
  }

  fill() {
    const kept = this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}))[this.sheet] ?? {};
    for (const [id, field] of this.#fields) if (field.value !== (kept[id] ?? '')) field.value = kept[id] ?? '';
    for (const [id, box] of this.#boxes) box.checked = kept[id] === 'yes';
  }

  /** The sheet as plain text, without what is empty. */
  text() {
    const lines = [this.querySelector('.sheet-title')?.textContent ?? ''];
    for (const field of this.#fields.values()) {
      if (field.value.trim()) lines.push('', this.querySelector(`#${CSS.escape(field.getAttribute('aria-labelledby') ?? '')}`)?.textContent ?? '', field.value.trim());
    }
    for (const box of this.#boxes.values()) lines.push(`${box.checked ? '[x]' : '[ ]'} ${box.parentElement?.textContent?.trim() ?? ''}`);
    return lines.join('\n').trim() + '\n';
  }

  /** Empties the sheet; what was there can be taken back at once. */
  #empty() {
    const before = this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}))[this.sheet] ?? {};
    const put = (/** @type {Record<string, string>} */ words, /** @type {string} */ said) => {
      const sheets = this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}));
      this.keep('sheets', { ...sheets, [this.sheet]: words });
      this.fill();
      this.say(this.word(said));
    };
    put({}, 'emptied');
    this.offer(this.find('[data-undo]'), this.word('emptied'), () => {
      // What was written since stays.
      const since = Object.entries(this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}))[this.sheet] ?? {}).filter(([, text]) => text !== '');
      put({ ...before, ...Object.fromEntries(since) }, 'restored');
      /** @type {HTMLElement | null} */ (this.querySelector('.sheet-out button:last-child'))?.focus();
    }).focus();
  }
}
