// The message composer: a form and a letter that grows beside it. Its rules are in letter.js; the drafts stand in the page.

{
  const { make } = prepElement;

  class PrepbookComposer extends PrepTool {
    /** @type {ComposerConfig} */
    config = {};
    /** @type {Map<string, Letter>} */
    letters = new Map();
    state = { template: '', tone: '', values: /** @type {Record<string, string>} */ ({}), edits: /** @type {Record<string, string>} */ ({}) };
    #writing = false;

    start() {
      this.config = this.body;
      for (const one of this.querySelectorAll('[data-letter]')) this.#readLetter(/** @type {HTMLElement} */ (one));
      if (this.letters.size === 0) return;
      this.#read();
      const template = /** @type {HTMLTemplateElement} */ (this.querySelector('template[data-form]'));
      this.find('[data-static]').replaceWith(template.content.cloneNode(true));
      this.append(this.deviceLine());
      this.#fromAddress();
      window.addEventListener('hashchange', () => { if (this.#fromAddress()) this.show(); });
      this.find('[data-choose]').addEventListener('change', (event) => this.#set({ template: /** @type {HTMLSelectElement} */ (event.target).value }, true));
      this.find('[data-tone]').addEventListener('change', (event) => this.#set({ tone: /** @type {HTMLSelectElement} */ (event.target).value }, true));
      this.find('[data-act="copy"]').addEventListener('click', () => this.#send(() => void this.copy(this.message())));
      this.find('[data-act="copy-subject"]').addEventListener('click', () => this.#send(() => void this.copy(this.subject())));
      const mail = /** @type {HTMLAnchorElement} */ (this.find('[data-act="mail"]'));
      mail.addEventListener('click', () => { if (!mail.href) this.#send(() => this.say(this.word('mail_long'))); });
      // Without an address it is no link, which the keys would press.
      mail.addEventListener('keydown', (event) => {
        if (mail.href || !['Enter', ' '].includes(event.key)) return;
        event.preventDefault();
        mail.click();
      });
      this.find('[data-act="see"]').addEventListener('click', () => { this.find('[data-letter-title]').focus(); this.find('[data-letter-title]').scrollIntoView(); });
      this.find('[data-act="forget"]').addEventListener('click', () => {
        const { values } = this.state;
        this.#set({ values: {} }, true);
        this.#offerBack('forgotten', () => ({ values: { ...values, ...this.state.values } }));
      });
      this.find('[data-act="original"]').addEventListener('click', () => {
        const { template, edits } = this.state;
        this.#edit(undefined);
        if (edits[template] !== undefined) this.#offerBack('original_back', () => ({ edits: { ...this.state.edits, [template]: edits[template] } }));
      });
      this.find('[data-edit]').addEventListener('input', (event) => this.#edit(/** @type {HTMLTextAreaElement} */ (event.target).value));
      this.dataset.live = '';
      this.show();
    }

    /** @param {HTMLElement} one */
    #readLetter(one) {
      const { letter = '', title = '', channel = '', unit = 'words', soft = '', hard = '' } = one.dataset;
      const content = (/** @type {string} */ name) => /** @type {HTMLTemplateElement | null} */ (one.querySelector(`template[data-${name}]`))?.content;
      const slots = [...(content('slots')?.querySelectorAll('[data-slot]') ?? [])].map((slot) => {
        const { slot: id = '', label = '', kind = 'text', max = '', example = '', help = '', value = '', required } = /** @type {HTMLElement} */ (slot).dataset;
        return { id, label, kind, required: required !== undefined, default: value, max: Number(max) || 0, example, help, options: [...slot.children].map((option) => option.textContent ?? '') };
      });
      this.letters.set(letter, {
        id: letter, title, channel, unit: unit === 'characters' ? 'characters' : 'words', soft: Number(soft) || 0, hard: Number(hard) || 0,
        subject: content('subject')?.textContent ?? '', message: (content('message')?.textContent ?? '').trim(), slots,
      });
    }

    #read() {
      const kept = this.store.read('letters', /** @type {Record<string, any>} */ ({}));
      const first = this.config.template && this.letters.has(this.config.template) ? this.config.template : [...this.letters.keys()][0];
      this.state = { template: this.letters.has(kept.template) ? kept.template : first, tone: kept.tone ?? this.config.tones?.[0]?.id ?? '', values: kept.values ?? {}, edits: kept.edits ?? {} };
    }

    /** `#letter=cold-email` opens that draft. */
    #fromAddress() {
      const asked = new URLSearchParams(location.hash.slice(1)).get('letter');
      if (!asked || !this.letters.has(asked)) return false;
      this.state.template = asked;
      return true;
    }

    changed() {
      if (this.#writing || this.letters.size === 0) return;
      this.#read();
      this.show();
    }

    /** @param {Partial<PrepbookComposer['state']>} change @param {boolean} whole whether the form is to be drawn anew */
    #set(change, whole) {
      this.state = { ...this.state, ...change };
      this.#writing = true;
      this.keep('letters', this.state);
      this.#writing = false;
      if (whole) this.show();
      else this.#showLetter();
    }

    /** What was written since stays. @param {string} said @param {() => Partial<PrepbookComposer['state']>} before */
    #offerBack(said, before) {
      this.say(this.word(said));
      this.offer(this.find('[data-undo]'), this.word(said), () => {
        this.#set(before(), true);
        this.find('[data-letter-title]').focus();
        this.say(this.word('back_again'));
      }).focus();
    }

    /** @param {string | undefined} text */
    #edit(text) {
      const edits = { ...this.state.edits };
      if (text === undefined) delete edits[this.state.template];
      else edits[this.state.template] = text;
      this.#set({ edits }, text === undefined);
    }

    get letter() {
      return /** @type {Letter} */ (this.letters.get(this.state.template));
    }

    get tone() {
      return this.config.tones?.find((one) => one.id === this.state.tone);
    }

    /** What stands in the blanks: what was written, else what the tone or the slot proposes. */
    values() {
      /** @type {Record<string, string>} */
      const out = {};
      for (const slot of this.letter.slots) {
        const proposed = slot.id === this.config.minutes_slot && this.tone?.minutes ? String(this.tone.minutes) : slot.default;
        out[slot.id] = this.state.values[slot.id] ?? proposed;
      }
      return out;
    }

    draft() {
      return this.state.edits[this.state.template] ?? prepLetter.toned(this.letter.message, this.config, this.tone);
    }

    message() {
      return prepLetter.filled(this.draft(), this.values(), this.letter.slots);
    }

    subject() {
      return prepLetter.filled(this.letter.subject, this.values(), this.letter.slots);
    }

    /** What is in the way of sending: a slot to fill in, or else only words for it; nothing if all is well. @returns {{ slot?: string, words: string, short: string } | undefined} */
    #closed() {
      const { slots, loose, empty } = prepLetter.missing(this.letter, this.message(), this.subject());
      const [first] = slots;
      if (first) return { slot: first.id, words: this.word('closed', { labels: slots.map((slot) => slot.label).join(', ') }), short: this.word('still_missing', { label: first.label }) };
      const words = loose ? this.word('braces') : empty ? this.word('nothing') : '';
      return words ? { words, short: words } : undefined;
    }

    /** Does `act` if no blank is left; else says which, and goes there. @param {() => void} act */
    #send(act) {
      const closed = this.#closed();
      if (!closed) return act();
      this.say(closed.short);
      if (closed.slot) this.#go(closed.slot);
      else {
        /** @type {HTMLDetailsElement} */ (this.find('[data-editor]')).open = true;
        this.find('[data-edit]').focus();
      }
    }

    /** @param {string} slot */
    #go(slot) {
      const field = /** @type {HTMLElement | null} */ (this.querySelector(`[data-field="${CSS.escape(slot)}"]`));
      field?.focus();
      field?.scrollIntoView({ block: 'center' });
    }

    show() {
      const { letter } = this;
      /** @type {HTMLSelectElement} */ (this.find('[data-choose]')).value = letter.id;
      const tone = /** @type {HTMLSelectElement} */ (this.find('[data-tone]'));
      tone.value = this.state.tone;
      this.find('[data-tone-about]').textContent = this.tone?.about ?? '';
      const values = this.values();
      const focused = document.activeElement?.getAttribute('data-field');
      this.find('[data-fields]').replaceChildren(...letter.slots.map((slot) => this.#field(slot, values[slot.id])));
      if (focused) this.#go(focused);
      /** @type {HTMLTextAreaElement} */ (this.find('[data-edit]')).value = this.draft();
      this.#showLetter();
    }

    /** @param {LetterSlot} slot @param {string} value */
    #field(slot, value) {
      const id = `${this.id}-${slot.id}`;
      const common = { id, 'data-field': slot.id, 'aria-describedby': `${id}-help`, maxlength: slot.max > 0 && slot.kind !== 'choice' ? slot.max : undefined, 'aria-required': slot.required ? 'true' : undefined, autocomplete: 'off' };
      const kinds = /** @type {Record<string, Record<string, string>>} */ ({ url: { inputmode: 'url' }, phone: { type: 'tel' }, number: { inputmode: 'numeric' } });
      const field = slot.kind === 'choice'
        ? make('select', common, make('option', { value: '' }, this.word('choose')), ...slot.options.map((option) => make('option', { value: option }, option)))
        : slot.kind === 'long' || slot.kind === 'list' || slot.max > 100 ? make('textarea', { ...common, rows: '3' }) : make('input', { type: 'text', ...kinds[slot.kind], ...common });
      field.value = value;
      const count = make('span', { class: 'field-count' });
      const showCount = () => { count.textContent = slot.max > 0 && slot.kind !== 'choice' && field.value.length > slot.max * 0.7 ? this.word('left', { n: slot.max - [...field.value].length }) : ''; };
      field.addEventListener('input', () => { showCount(); this.#set({ values: { ...this.state.values, [slot.id]: field.value } }, false); });
      showCount();
      return make('div', { class: 'field' }, make('label', { for: id }, slot.label, slot.required ? '' : ' ' + this.word('optional')), field,
        make('p', { id: `${id}-help`, class: 'field-help' }, slot.help, slot.help && slot.example ? ' ' : '', slot.example ? this.word('example', { text: slot.example }) : '', ' ', count));
    }

    /** The letter alone: called on every key, so that the form keeps its focus. */
    #showLetter() {
      const { letter } = this;
      const values = this.values();
      const draw = (/** @type {string} */ text) => prepLetter.pieces(prepLetter.closed(text, values, letter.slots), values).map((piece) => this.#piece(piece));
      this.find('[data-subject-line]').hidden = letter.subject === '';
      this.find('[data-subject-out]').replaceChildren(...draw(letter.subject));
      this.find('[data-message-out]').replaceChildren(...draw(this.draft()));
      this.find('[data-act="copy-subject"]').hidden = letter.subject === '';
      this.#showMeter();
      this.#showChecks();
      const closed = this.#closed();
      const mail = /** @type {HTMLAnchorElement} */ (this.find('[data-act="mail"]'));
      const link = closed ? '' : prepLetter.mailto(this.subject(), this.message());
      mail.hidden = letter.channel !== 'email';
      const words = closed?.words ?? (link || mail.hidden ? '' : this.word('mail_long'));
      this.find('[data-closed]').hidden = words === '';
      this.find('[data-closed]').textContent = words;
      for (const act of ['copy', 'copy-subject']) this.find(`[data-act="${act}"]`).setAttribute('aria-disabled', String(closed !== undefined));
      mail.setAttribute('aria-disabled', String(!link));
      if (link) mail.href = link;
      else mail.removeAttribute('href');
      mail.setAttribute('role', link ? 'link' : 'button');
      mail.tabIndex = 0;
    }

    /** @param {LetterPiece} piece */
    #piece(piece) {
      const slot = piece.slot;
      if (slot === undefined) return document.createTextNode(piece.text);
      const known = this.letter.slots.find((one) => one.id === slot);
      const label = known?.label ?? slot;
      return piece.text === ''
        ? make('button', { type: 'button', class: 'blank is-empty', 'aria-label': `${label} ${this.word('is_empty')}`, onclick: () => this.#go(slot) }, label)
        : make('button', { type: 'button', class: 'blank', onclick: () => this.#go(slot) }, piece.text);
    }

    #showMeter() {
      const { letter } = this;
      const size = prepLetter.length(this.message(), letter.unit);
      const meter = /** @type {HTMLMeterElement} */ (this.find('[data-meter]'));
      const most = letter.hard || letter.soft;
      meter.hidden = most === 0;
      meter.max = Math.max(most * 1.25, 1);
      meter.low = letter.soft || most;
      meter.high = most;
      meter.optimum = 0;
      meter.value = size;
      const state = most > 0 && size > most ? 'over' : letter.soft > 0 && size > letter.soft ? 'long' : 'fine';
      const words = this.word(most > 0 ? `meter_${letter.unit}` : `meter_${letter.unit}_free`, { n: size, most }) + (state === 'fine' ? '' : ' ' + this.word('meter_' + state, { n: size - most }));
      const line = this.find('[data-meter-words]');
      line.textContent = words;
      line.dataset.state = state;
      this.find('[data-jump-words]').textContent = words;
      meter.textContent = words;
    }

    #showChecks() {
      const found = prepLetter.checks(this.config, { ...this.letter, message: this.draft() }, this.values(), this.message(), this.subject());
      this.find('[data-checks]').replaceChildren(...found.map((check) =>
        make('li', { class: check.ok ? 'is-well' : 'is-open' }, make('span', { class: 'check-mark', 'aria-hidden': 'true' }, check.ok ? '\u2713' : '\u25CB'),
          make('span', {}, this.word(`check_${check.kind}_${check.ok ? 'ok' : check.say === 'example' ? 'example' : 'open'}`, { say: check.say ?? '' })))));
    }
  }

  if (!customElements.get('prepbook-composer')) customElements.define('prepbook-composer', PrepbookComposer);
}
