// Look it up or ask? Each question goes on a heap; then the page says what it thinks, and where to look. No points, no score.

{
  const { make } = prepElement;

  class PrepbookSorter extends PrepTool {
    /** @type {{ heaps: { id: string, label: string, about?: string }[], tests?: { ask: string, heap: string }[] }} */
    config = { heaps: [] };
    state = { heaps: /** @type {Record<string, string>} */ ({}), own: /** @type {{ id: string, ask: string, heap: string }[]} */ ([]) };
    #writing = false;

    start() {
      this.config = this.body;
      this.#read();
      for (const one of this.querySelectorAll('[data-sort]')) this.#enhance(/** @type {HTMLElement} */ (one));
      this.#mix();
      const template = /** @type {HTMLTemplateElement} */ (this.querySelector('template[data-form]'));
      this.append(template.content.cloneNode(true));
      this.append(this.deviceLine());
      this.find('[data-act="add"]').addEventListener('click', () => this.#add());
      this.find('[data-own]').addEventListener('keydown', (event) => {
        // An Enter that ends the writing of a word letter by letter, as in Japanese or Chinese, has this code.
        if (event.key === 'Enter' && event.keyCode !== 229) this.#add();
      });
      this.find('[data-act="again"]').addEventListener('click', () => {
        const before = this.state.heaps;
        this.state.heaps = {};
        this.#keep();
        this.#offerBack('again_done', () => { this.state.heaps = { ...before, ...this.state.heaps }; });
      });
      this.dataset.live = '';
      this.show();
    }

    #read() {
      const kept = this.store.read('sorted', /** @type {Record<string, any>} */ ({}));
      this.state = { heaps: kept.heaps ?? {}, own: kept.own ?? [] };
    }

    changed() {
      if (this.#writing) return;
      this.#read();
      this.show();
    }

    #keep() {
      this.#writing = true;
      this.keep('sorted', this.state);
      this.#writing = false;
      this.show();
    }

    /** In the page the questions stand under their heaps; to be sorted, they stand in one list in another order, the same every time. */
    #mix() {
      const list = this.find('[data-list]');
      const all = [...this.querySelectorAll('[data-sort]')];
      const mark = (/** @type {Element} */ one) => [...(one.getAttribute('data-sort') ?? '')].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
      list.append(...all.sort((a, b) => mark(a) - mark(b)));
      for (const heap of this.querySelectorAll('[data-heap]')) heap.remove();
      list.hidden = false;
    }

    /** @param {HTMLElement} entry */
    #enhance(entry) {
      const id = entry.dataset.sort ?? '';
      const name = `${this.id}-${id}`;
      const legend = make('legend', {}, ...entry.querySelector('[data-ask]')?.childNodes ?? []);
      const choices = this.config.heaps.map((heap) => make('label', {}, make('input', { type: 'radio', name, value: heap.id, onchange: () => {
        this.state.heaps = { ...this.state.heaps, [id]: heap.id };
        this.#keep();
        this.say(entry.querySelector('[data-verdict]')?.textContent ?? '');
      } }), ' ', heap.label));
      entry.querySelector('[data-ask]')?.replaceWith(make('fieldset', {}, legend, ...choices), make('p', { 'data-verdict': true, hidden: true }));
    }

    show() {
      let sorted = 0;
      const all = this.querySelectorAll('[data-sort]');
      for (const one of all) {
        const entry = /** @type {HTMLElement} */ (one);
        const chosen = this.state.heaps[entry.dataset.sort ?? ''];
        if (chosen) sorted += 1;
        for (const radio of entry.querySelectorAll('input')) radio.checked = radio.value === chosen;
        const heap = this.config.heaps.find((other) => other.id === entry.dataset.belongs);
        const verdict = /** @type {HTMLElement} */ (entry.querySelector('[data-verdict]'));
        verdict.hidden = !chosen;
        verdict.textContent = !chosen ? '' : `${this.word(chosen === heap?.id ? 'same' : 'other', { heap: heap?.label ?? '' })} ${heap?.about ?? ''}`;
        const where = /** @type {HTMLElement | null} */ (entry.querySelector('[data-where]'));
        if (where) where.hidden = !chosen;
      }
      this.find('[data-progress]').textContent = this.word('progress', { n: sorted, all: all.length });
      this.find('[data-own-list]').replaceChildren(...this.state.own.map((one) => this.#own(one)));
    }

    #add() {
      const field = /** @type {HTMLInputElement} */ (this.find('[data-own]'));
      const ask = field.value.trim();
      if (!ask) {
        field.focus();
        return this.tell(this.word('own_empty'));
      }
      // Drawn, not counted: with the number of one that was removed here, the plan and the notes would take it for that one.
      this.state.own = [...this.state.own, { id: `own-sorted-${Math.random().toString(36).slice(2, 12)}`, ask, heap: '' }];
      field.value = '';
      this.#keep();
      this.say(this.word('own_added'));
    }

    /** @param {{ id: string, ask: string, heap: string }} one */
    #own(one) {
      const change = (/** @type {string} */ heap) => {
        this.state.own = this.state.own.map((other) => (other.id === one.id ? { ...other, heap } : other));
        this.#keep();
        /** @type {HTMLElement | null} */ (this.querySelector(`input[name="${this.id}-${one.id}"][value="${heap}"]`))?.focus();
      };
      const choices = this.config.heaps.map((heap) => {
        const radio = make('input', { type: 'radio', name: `${this.id}-${one.id}`, value: heap.id, onchange: () => change(heap.id) });
        radio.checked = heap.id === one.heap;
        return make('label', {}, radio, ' ', heap.label);
      });
      const button = (/** @type {string} */ word, /** @type {() => void} */ go) => make('button', { type: 'button', class: 'button button-small', 'aria-label': `${this.word(word)}: ${one.ask}`, onclick: go }, this.word(word));
      return make('li', {}, make('fieldset', {}, make('legend', {}, one.ask), ...choices), make('div', { class: 'tool-buttons' },
        one.heap !== '' && one.heap !== this.config.heaps[0]?.id ? button('to_plan', () => this.#plan(one)) : '',
        button('remove', () => {
          this.state.own = this.state.own.filter((other) => other.id !== one.id);
          this.#keep();
          this.#offerBack('removed', () => { this.state.own = [...this.state.own, one]; });
        })));
    }

    /** @param {string} said @param {() => void} back */
    #offerBack(said, back) {
      this.say(this.word(said));
      this.offer(this.find('[data-undo]'), this.word(said), () => {
        back();
        this.#keep();
        this.find('[data-own]').focus();
        this.say(this.word('restored'));
      }).focus();
    }

    /** @param {{ id: string, ask: string }} one */
    #plan(one) {
      const plan = this.store.read('plan', /** @type {Record<string, any>} */ ({}));
      const items = plan.items ?? [];
      if (!items.some((/** @type {any} */ other) => other.id === one.id)) {
        items.push({ id: one.id, ask: one.ask.slice(0, 600), minutes: 3, facets: '', block: 'middle', star: false, looked: false, asked: false, own: true });
      }
      this.#writing = true;
      this.keep('plan', { ...plan, items, others: plan.others ?? [], touched: true });
      this.#writing = false;
      this.tell(this.word('planned'));
    }
  }

  if (!customElements.get('prepbook-sorter')) customElements.define('prepbook-sorter', PrepbookSorter);
}
