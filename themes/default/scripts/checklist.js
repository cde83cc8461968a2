// A checklist that remembers, on this device, what is ticked.

{
  const { make, words } = prepElement;

  class PrepbookChecklist extends HTMLElement {
    /** @type {(() => void) | undefined} */
    #stop;
    /** @type {Map<string, HTMLInputElement>} */
    #boxes = new Map();
    #word = words(document.createElement('div'));
    /** @type {HTMLElement | undefined} */
    #count;
    #back = make('button', { type: 'button', class: 'button button-quiet', hidden: true });

    connectedCallback() {
      if (this.dataset.ready !== undefined) return;
      this.dataset.ready = '';
      this.#word = words(this);
      for (const item of this.querySelectorAll('[data-item]')) this.#enhance(/** @type {HTMLElement} */ (item));
      if (this.#boxes.size === 0) return;
      this.#count = make('p', { class: 'checklist-count', role: 'status' });
      const clear = make('button', { type: 'button', class: 'button button-quiet', onclick: () => this.#clear() }, this.#word('clear'));
      this.append(make('div', { class: 'checklist-foot' }, this.#count, clear, this.#back));
      this.#stop = prepDevice.open().subscribe(() => this.#show());
      this.#show();
    }

    disconnectedCallback() {
      this.#stop?.();
    }

    /** @param {HTMLElement} item */
    #enhance(item) {
      const box = item.querySelector('.box');
      const text = box?.nextElementSibling;
      if (!box || !text) return;
      const id = `tick-${this.dataset.id ?? ''}-${item.dataset.item ?? ''}`;
      const input = make('input', { type: 'checkbox', class: 'box', id, onchange: () => this.#save(this.#ticked()) });
      const label = make('label', { for: id });
      const reason = text.querySelector('.reason');
      while (text.firstChild && text.firstChild !== reason) label.append(text.firstChild);
      // A paragraph may not stand in a label; its words may.
      for (const paragraph of label.querySelectorAll('p')) paragraph.replaceWith(...paragraph.childNodes);
      // In the place and the size of the drawn box, so that nothing moves.
      box.replaceWith(input);
      text.prepend(label);
      this.#boxes.set(item.dataset.item ?? '', input);
    }

    #ticked() {
      return [...this.#boxes].filter(([, one]) => one.checked).map(([tick]) => tick);
    }

    /** Takes all ticks away; until the next one is set, they can be had back. */
    #clear() {
      const before = this.#ticked();
      this.#save([]);
      this.#back.textContent = this.#word('undo');
      this.#back.hidden = before.length === 0;
      this.#back.onclick = () => {
        this.querySelector('button')?.focus();
        this.#save(before);
      };
    }

    /** @param {string[]} ticked */
    #save(ticked) {
      this.#back.hidden = true;
      const store = prepDevice.open();
      const checks = store.read('checks', /** @type {Record<string, string[]>} */ ({}));
      store.write('checks', { ...checks, [this.dataset.id ?? '']: ticked });
    }

    #show() {
      const ticked = prepDevice.open().read('checks', /** @type {Record<string, string[]>} */ ({}))[this.dataset.id ?? ''] ?? [];
      for (const [id, box] of this.#boxes) box.checked = ticked.includes(id);
      const done = [...this.#boxes.values()].filter((box) => box.checked).length;
      const memory = prepDevice.open().place === 'memory' ? ' ' + this.#word('memory') : '';
      if (this.#count) this.#count.textContent = this.#word('count', { n: done, all: this.#boxes.size }) + memory;
    }
  }

  if (!customElements.get('prepbook-checklist')) customElements.define('prepbook-checklist', PrepbookChecklist);
}
