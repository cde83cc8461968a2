// Practice: the questions of this page one at a time, in an order that a number fixes, so that two people can practise the same set.

{
  const { make, words, copy } = prepElement;

  class PrepbookPractice extends HTMLElement {
    #word = words(document.createElement('div'));
    #seed = 0;
    #at = 0;
    /** @type {HTMLElement[]} */
    #cards = [];
    /** @type {HTMLDialogElement | undefined} */
    #dialog;

    connectedCallback() {
      if (this.dataset.ready !== undefined) return;
      this.dataset.ready = '';
      this.#word = words(this);
      if (this.#found().length < 2) return;
      this.append(make('button', { type: 'button', class: 'button button-quiet', onclick: () => this.#begin(prepShuffle.seed(Date.now())) }, this.#word('start')));
      // The list may still be narrowed by what the address says; that comes first.
      addEventListener('load', () => void this.#fromAddress(), { once: true });
      if (document.readyState === 'complete') void this.#fromAddress();
    }

    /** The questions that are shown and may be asked. */
    #found() {
      return /** @type {HTMLElement[]} */ ([...document.querySelectorAll('main [data-question]')]).filter((card) => !card.closest('[hidden]') && !card.classList.contains('question-avoid'));
    }

    async #fromAddress() {
      await /** @type {any} */ (document.querySelector('prepbook-filters'))?.settled;
      const seed = Number(new URLSearchParams(location.hash.slice(1)).get('practice') ?? NaN);
      if (Number.isInteger(seed) && !this.#dialog) this.#begin(seed);
    }

    /** @param {number} seed */
    #begin(seed) {
      this.#seed = seed;
      this.#at = 0;
      this.#cards = prepShuffle.order(this.#found(), seed, (card) => card.dataset.question ?? '');
      if (this.#cards.length === 0) return;
      const dialog = make('dialog', { class: 'practice', 'aria-label': this.#word('title') });
      this.#dialog = dialog;
      dialog.addEventListener('close', () => { dialog.remove(); this.#dialog = undefined; this.querySelector('button')?.focus(); });
      this.append(dialog);
      this.#draw();
      dialog.showModal();
      dialog.querySelector('h2')?.focus();
    }

    #draw() {
      const card = this.#cards[this.#at];
      const body = card.querySelector('.question-body');
      const ask = make('h2', { tabindex: '-1' }, ...[...(card.querySelector('.ask a') ?? card).childNodes].map((node) => node.cloneNode(true)));
      const note = make('p', { role: 'status', class: 'practice-note' }, this.#word('at', { n: this.#at + 1, all: this.#cards.length }));
      const button = (/** @type {string} */ word, /** @type {() => void} */ go, main = false, off = false) =>
        make('button', { type: 'button', class: main ? 'button' : 'button button-quiet', onclick: go, disabled: off }, this.#word(word));
      const link = async () => {
        note.textContent = this.#word((await copy(this.#address())) ? 'link_done' : 'link_failed');
      };
      this.#dialog?.replaceChildren(note, ask,
        body ? make('details', {}, make('summary', {}, this.#word('reveal')), body.cloneNode(true)) : '',
        make('div', { class: 'tool-buttons' }, button('previous', () => this.#go(-1), false, this.#at === 0), button('next', () => this.#go(1), true, this.#at === this.#cards.length - 1),
          button('link', () => void link()), button('close', () => this.#dialog?.close())));
    }

    /** @param {number} by */
    #go(by) {
      this.#at = Math.min(this.#cards.length - 1, Math.max(0, this.#at + by));
      this.#draw();
      this.#dialog?.querySelector('h2')?.focus();
    }

    #address() {
      const hash = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
      hash.set('practice', String(this.#seed));
      return new URL('#' + hash, location.href).href;
    }
  }

  if (!customElements.get('prepbook-practice')) customElements.define('prepbook-practice', PrepbookPractice);
}
