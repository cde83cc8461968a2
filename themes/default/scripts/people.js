// What the target list and the progress chart share: the same people, one form to change them, tables in and out.

class PrepPeople extends PrepTool {
  /** A letter that is written from right to left. */
  static #LEFTWARDS = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
  /** @type {Contact[]} */
  rows = [];
  /** @type {TrackerConfig} */
  config = { nudge_days: 5, closing_days: 10, thanks_days: 2, touch_days: [75, 180], keep_days: 365, working_days: [1, 2, 3, 4, 5], statuses: [], funnel: [] };
  #writing = false;
  /** Says that a form was left unsaved, and leads back to it. @type {HTMLElement | undefined} */
  #left;
  /** @type {Map<Contact, { element: HTMLElement, also: string }>} */
  #drawn = new Map();

  start() {
    const { word } = this;
    // A name in Hebrew or Arabic must not turn the words beside it round.
    const within = (/** @type {string | number} */ value) => (PrepPeople.#LEFTWARDS.test(String(value)) ? `\u2068${value}\u2069` : value);
    this.word = (/** @type {string} */ key, values = {}) => word(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, within(value)])));
    this.config = { ...this.config, ...this.body };
    this.readRows();
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector('template[data-form]'));
    this.find('[data-sheet]').replaceWith(template.content.cloneNode(true));
    this.append(this.deviceLine());
    this.find('[data-act="add"]').addEventListener('click', () => {
      const [slipped, today] = [this.#slipped, this.today()];
      if (slipped && !this.rows.some((row) => row.id === slipped.row.id)) this.edit(slipped.row);
      else this.edit(prepContacts.fresh(prepContacts.nextId(this.rows), today, { deleteAfter: prepCalendar.addDays(today, this.config.keep_days) }));
    });
    this.find('[data-act="csv"]').addEventListener('click', () => this.#exportTable());
    const file = /** @type {HTMLInputElement} */ (this.find('[data-file]'));
    this.find('[data-act="csv-in"]').addEventListener('click', () => file.click());
    file.addEventListener('change', () => void this.#importTable(file));
    this.dataset.live = '';
    if (this.#slipped) this.#leave(this.#slipped);
  }

  /** A form that was closed by mistake or lost with its page; what was erased is not there. @returns {{ row: Contact, at: keyof Contact, draft: Contact } | null} */
  get #slipped() {
    const form = prepTab.recall('form');
    return form && { ...form, draft: prepContacts.fresh(form.row.id, this.today(), form.draft) };
  }

  readRows() {
    const kept = this.store.read('contacts', /** @type {Partial<Contact>[]} */ ([]));
    this.rows = kept.map((row, at) => prepContacts.fresh(row.id ?? `p${at + 1}`, this.today(), row));
  }

  changed() {
    if (this.#writing) return;
    if (this.store.empty && !this.#slipped) this.#left?.remove();
    this.readRows();
    this.show();
  }

  /** Draws everything that depends on the rows. */
  show() {}

  /**
   * One element for each row. Those of rows that are as they were stay where they are: with 500 people the browser would else measure
   * thousands of buttons anew after each press.
   * @param {HTMLElement} list
   * @param {Contact[]} rows
   * @param {(row: Contact) => HTMLElement} draw
   * @param {(row: Contact) => string} [also] what else the element depends on
   */
  showRows(list, rows, draw, also = () => '') {
    const before = this.#drawn;
    this.#drawn = new Map(rows.map((row) => {
      const old = before.get(row);
      const now = also(row);
      return [row, old?.also === now ? old : { element: draw(row), also: now }];
    }));
    for (const [row, { element }] of before) if (this.#drawn.get(row)?.element !== element) element.remove();
    let place = list.firstElementChild;
    for (const { element } of this.#drawn.values()) {
      if (element === place) place = place.nextElementSibling;
      else list.insertBefore(element, place);
    }
  }

  /** @param {Contact[]} rows @param {string} [said] @param {Record<string, string | number>} [values] */
  save(rows, said, values) {
    const focused = document.activeElement?.getAttribute('data-key');
    this.rows = rows;
    this.#writing = true;
    this.keep('contacts', rows);
    this.#writing = false;
    this.show();
    if (focused) /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
    if (said) this.say(this.word(said, values));
  }

  /** What readers call a value. @param {string} field @param {string} value */
  label(field, value) {
    return this.options(field).find((one) => one.value === value)?.label ?? value;
  }

  /** What a field may be, from the block's body and the book's facets. @param {string} field @returns {{ value: string, label: string }[]} */
  options(field) {
    const holder = /** @type {HTMLTemplateElement | null} */ (this.querySelector(`template[data-options="${field}"]`));
    return [...(holder?.content.querySelectorAll('[data-value]') ?? [])].map((one) => ({ value: one.getAttribute('data-value') ?? '', label: one.textContent ?? '' }));
  }

  /** The fields of the form, in groups by the heading's word. @returns {[string, (keyof Contact)[]][]} */
  groups() {
    return [['who', ['name', 'position', 'company', 'industry', 'role', 'circle', 'link', 'reason', 'via', 'permission']]];
  }

  /** Opens the form. @param {Contact} row @param {keyof Contact} [at] the field to start in @param {Contact} [draft] what was written before */
  edit(row, at = 'name', draft = this.#slipped?.row.id === row.id ? this.#slipped.draft : { ...row }) {
    const { make } = prepElement;
    let [done, mistake] = [false, false];
    this.#left?.remove();
    /** @type {Map<keyof Contact, HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>} */
    const fields = new Map();
    const problem = make('p', { class: 'form-problem', role: 'alert' });
    const title = `${this.id}-form-title`;
    const sections = this.groups().map(([heading, names]) => make('fieldset', {}, make('legend', {}, this.word('g_' + heading)), ...names.map((name) => {
      const field = this.#field(name, draft);
      fields.set(name, field);
      field.addEventListener('change', () => {
        draft = prepContacts.dated(this.config, { ...draft, ...this.#given(fields) }, name);
        for (const [other, input] of fields) if (/(Due)$/.test(other)) input.value = String(draft[other] ?? '');
      });
      return make('label', { class: `form-${name}` }, make('span', {}, this.word('f_' + name)), field);
    })));
    /** What stands in the form and is not in the row. @returns {Partial<Contact>} */
    const changes = () => Object.fromEntries(Object.entries({ ...draft, ...this.#given(fields) }).filter(([name, value]) => String(value) !== String(row[/** @type {keyof Contact} */ (name)])));
    const save = () => {
      const some = changes();
      const name = some.name ?? row.name;
      if (!name.trim()) {
        problem.textContent = this.word('name_missing');
        return fields.get('name')?.focus();
      }
      // A year of two digits, a talk of a hundred hours: the browser says what is wrong, in its own words.
      if (![...fields.values()].every((field) => field.reportValidity())) return;
      done = true;
      dialog.close();
      // Only what was changed here: another tab may have moved the same person on while the form was open.
      const known = this.rows.some((one) => one.id === row.id);
      this.save(known ? this.rows.map((one) => (one.id === row.id ? { ...one, ...some } : one)) : [...this.rows, { ...row, ...some }], 'saved', { name });
    };
    const dialog = make('dialog', { class: 'people-form', 'aria-labelledby': title },
      make('h2', { id: title }, row.name ? this.word('edit_title', { name: row.name }) : this.word('add')), problem, ...sections,
      make('div', { class: 'tool-buttons form-foot' }, make('button', { type: 'button', class: 'button button-main', onclick: save }, this.word('save')),
        make('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, this.word('cancel'))));
    dialog.addEventListener('keydown', (event) => {
      // An Enter that ends the writing of a name letter by letter, as in Japanese or Chinese, has this code.
      if (event.key === 'Enter' && event.keyCode !== 229 && event.target instanceof HTMLInputElement) { event.preventDefault(); save(); }
    });
    // What is being written stands nowhere else yet; the browser asks before it is gone.
    const ask = (/** @type {BeforeUnloadEvent} */ event) => { if (Object.keys(changes()).length > 0) event.preventDefault(); };
    window.addEventListener('beforeunload', ask);
    dialog.addEventListener('input', () => prepTab.hold('form', { row, at, draft: { ...draft, ...this.#given(fields) } }));
    dialog.addEventListener('cancel', () => { mistake = true; });
    const from = document.activeElement;
    dialog.addEventListener('close', () => {
      window.removeEventListener('beforeunload', ask);
      dialog.remove();
      const back = this.querySelector(`[data-key="edit:${CSS.escape(row.id)}"]`) ?? from;
      if (back instanceof HTMLElement && back.isConnected) back.focus();
      else this.find('[data-act="add"]').focus();
      // Escape, and the way back of a phone, close a long form by mistake as easily as on purpose.
      prepTab.drop('form');
      if (done || Object.keys(changes()).length === 0) return;
      const form = { row, at, draft: { ...draft, ...this.#given(fields) } };
      this.#leave(form);
      if (!mistake) return;
      // The buttons for that form lead back to it as well; and the way back is looked at, far down in a long list, too.
      prepTab.hold('form', form);
      this.#left?.querySelector('button')?.focus();
    });
    this.append(dialog);
    dialog.showModal();
    fields.get(at)?.focus();
  }

  /** Keeps what was written in a form that was closed unsaved. @param {{ row: Contact, at: keyof Contact, draft: Contact }} form */
  #leave({ row, at, draft }) {
    const { make } = prepElement;
    this.#left = make('p', {}, this.word('unsaved'), ' ', make('button', { type: 'button', class: 'button button-small', onclick: () => this.edit(row, at, draft) }, this.word('unsaved_open')));
    this.find('[data-undo]').replaceChildren(this.#left);
    this.say(this.word('unsaved'));
  }

  /** @param {keyof Contact} name @param {Contact} row */
  #field(name, row) {
    const { make } = prepElement;
    const options = this.options(name);
    const value = row[name];
    if (options.length > 0) {
      const field = make('select', {}, make('option', { value: '' }, this.word('none')), ...options.map((one) => make('option', { value: one.value }, one.label)));
      field.value = String(value);
      return field;
    }
    if (typeof value === 'boolean') {
      const field = make('select', {}, make('option', { value: 'no' }, this.word('no')), make('option', { value: 'yes' }, this.word('yes')));
      field.value = value ? 'yes' : 'no';
      return field;
    }
    const most = name === 'reason' ? this.body.reason_max ?? 120 : name === 'learned' ? this.body.learned_max ?? 200 : name === 'link' ? 500 : 200;
    if (Array.isArray(value)) {
      const field = make('textarea', { rows: '2', maxlength: '2000' });
      field.value = value.filter((one) => typeof one === 'string').join('\n');
      return field;
    }
    if (name === 'reason' || name === 'learned') {
      const field = make('textarea', { rows: '2', maxlength: most });
      field.value = String(value);
      return field;
    }
    const type = /(Day|Due|Sent|After)$/.test(name) ? 'date' : name === 'talkTime' ? 'time' : typeof value === 'number' ? 'number' : 'text';
    const field = make('input', { type, maxlength: type === 'text' ? most : undefined, min: type === 'number' ? 5 : type === 'date' ? '2000-01-01' : undefined, max: type === 'number' ? 240 : type === 'date' ? '2999-12-31' : undefined, autocomplete: 'off', inputmode: name === 'link' ? 'url' : undefined });
    field.value = String(value);
    return field;
  }

  /** @param {Map<keyof Contact, HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>} fields @returns {Partial<Contact>} */
  #given(fields) {
    /** @type {any} */
    const out = {};
    const sample = /** @type {any} */ (prepContacts.fresh('', this.today()));
    for (const [name, field] of fields) {
      const kind = sample[name];
      if (typeof kind === 'boolean') out[name] = field.value === 'yes';
      else if (typeof kind === 'number') out[name] = Number(field.value) || kind;
      else if (Array.isArray(kind)) out[name] = field.value.split(/\n|;/).map((one) => one.trim().slice(0, 200)).filter(Boolean);
      else out[name] = field.value.trim();
    }
    return out;
  }

  /** Throws a row away; says so, and offers to take it back. @param {Contact} row */
  discard(row) {
    const before = this.rows;
    const after = before.filter((one) => one.id !== row.id);
    this.save(after, 'removed', { name: row.name });
    this.offer(this.find('[data-undo]'), this.word('removed', { name: row.name }), () => {
      this.save(prepContacts.undone(this.rows, before, after), 'restored', { name: row.name });
      this.find('[data-act="add"]').focus();
    }).focus();
  }

  #exportTable() {
    this.download('people.csv', 'text/csv', prepCsv.write(prepContacts.table(this.rows)));
    this.tell(this.word('csv_made', { n: this.rows.length }));
  }

  /** @param {HTMLInputElement} file */
  async #importTable(file) {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const { make } = prepElement;
    const box = this.find('[data-undo]');
    const before = this.rows;
    const found = chosen.size > 4_000_000 ? undefined : prepContacts.merged(this.rows, prepCsv.read(prepCsv.text(await chosen.arrayBuffer())), this.config, this.today());
    file.value = '';
    if (!found || found.added + found.changed === 0) {
      const words = this.word(found ? 'csv_none' : 'csv_large');
      box.replaceChildren(make('p', { class: 'form-problem' }, words));
      return this.say(words);
    }
    this.save(found.rows, 'csv_read', { added: found.added, changed: found.changed });
    this.offer(box, this.word('csv_read', { added: found.added, changed: found.changed }), () => {
      this.save(prepContacts.undone(this.rows, before, found.rows));
      this.find('[data-act="add"]').focus();
    });
    if (found.problems.length > 0) box.append(make('p', {}, this.word('csv_skipped', { what: found.problems.map((one) => one.slice(0, 40)).join(', ') })));
  }
}
