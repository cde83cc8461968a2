// What one can do with a question card: add it to the plan, copy it, share it. The buttons are made here, because they need this script.

{
  const { make, copy, spoken } = prepElement;

  class PrepbookActions extends HTMLElement {
    /** @type {(() => void) | undefined} */
    #stop;
    /** @type {HTMLElement | undefined} */
    #status;
    /** @type {HTMLElement | undefined} */
    #see;
    /** The question as it was taken out of the plan, with what was written into its blanks. @type {{ one: any, at: number } | undefined} */
    #taken;

    connectedCallback() {
      if (this.dataset.ready !== undefined) return;
      const template = document.querySelector('template.prepbook-actions');
      if (!(template instanceof HTMLTemplateElement)) return;
      this.dataset.ready = '';
      const buttons = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      for (const button of buttons.querySelectorAll('button')) {
        const act = button.dataset.act ?? '';
        if (!this.#may(act)) button.remove();
        else button.addEventListener('click', () => void this.#do(act, button));
      }
      this.#status = make('span', { class: 'hidden', role: 'status' });
      this.append(buttons, this.#status);
      const plan = this.querySelector('[data-act="plan"]');
      if (!plan) return;
      const store = prepDevice.open();
      const show = () => this.#showPlanned(/** @type {HTMLButtonElement} */ (plan));
      this.#stop = store.subscribe(show);
      show();
    }

    disconnectedCallback() {
      this.#stop?.();
    }

    /** @param {string} act */
    #may(act) {
      // What should not be asked, or can be looked up, is not for a plan; its page names the better question.
      if (act === 'plan') return this.dataset.risk !== 'avoid' && this.dataset.lookup !== 'yes';
      if (act === 'copy') return this.dataset.risk !== 'avoid';
      return act !== 'share' || this.dataset.url !== undefined;
    }

    /** @param {string} act @param {HTMLButtonElement} button */
    async #do(act, button) {
      if (act === 'plan') return this.#togglePlan(button);
      const text = spoken(this.dataset.ask ?? '');
      if (act === 'copy') return this.#say(button, await copy(text));
      const url = new URL(this.dataset.url ?? '', document.baseURI).href;
      if (navigator.share) {
        try {
          return void (await navigator.share({ text, url }));
        } catch {
          // Closed without choosing, or not allowed here: the address goes to the clipboard.
        }
      }
      this.#say(button, await copy(url));
    }

    /** @param {HTMLButtonElement} button @param {boolean} done */
    #say(button, done) {
      const label = button.querySelector('span');
      const words = done ? button.dataset.done : button.dataset.failed;
      if (!label || !words) return;
      // Pressed again while it says so, it has its own words in mind, not these.
      const before = label.dataset.before ??= label.textContent ?? '';
      label.textContent = words;
      if (this.#status) this.#status.textContent = words;
      setTimeout(() => {
        label.textContent = before;
        if (this.#status) this.#status.textContent = '';
      }, 2000);
    }

    /** @returns {{ items: any[], others: any[] } & Record<string, any>} */
    #plan() {
      const plan = prepDevice.open().read('plan', /** @type {Record<string, any>} */ ({}));
      return { ...plan, items: plan.items ?? [], others: plan.others ?? [] };
    }

    /** @param {HTMLButtonElement} button */
    #togglePlan(button) {
      const plan = this.#plan();
      const id = this.dataset.id ?? '';
      const at = plan.items.findIndex((one) => one.id === id);
      const there = at >= 0;
      const facets = this.dataset.facets ?? this.closest('[data-facets]')?.getAttribute('data-facets') ?? '';
      const minutes = Number(this.dataset.minutes) || 3;
      const added = this.#taken ?? { at: plan.items.length, one: { id, ask: (this.dataset.ask ?? '').slice(0, 600), minutes, facets: facets.slice(0, 1000) } };
      this.#taken = there ? { at, one: plan.items[at] } : undefined;
      if (there) plan.items.splice(at, 1);
      else plan.items.splice(added.at, 0, added.one);
      const saved = prepDevice.open().write('plan', { ...plan, touched: true });
      const words = there ? button.dataset.removed : saved ? button.dataset.done : button.dataset.unsaved;
      if (!this.#status) return;
      this.#status.textContent = words ?? '';
      // That nothing is kept has to be seen as well.
      this.#status.classList.toggle('hidden', there || saved);
    }

    /** A link to the planner, where the book has one. @param {string | undefined} words */
    #link(words) {
      const { root = '', planner } = document.documentElement.dataset;
      if (!planner || !words) return undefined;
      const link = make('a', { class: 'button button-quiet', href: root + planner }, words);
      this.#status?.before(link);
      return link;
    }

    /** @param {HTMLButtonElement} button */
    #showPlanned(button) {
      const there = this.#plan().items.some((one) => one.id === this.dataset.id);
      button.setAttribute('aria-pressed', String(there));
      const label = button.querySelector('span');
      const words = there ? button.dataset.on : button.dataset.off;
      if (label && words) label.textContent = words;
      // What is not kept, no other page would show.
      if (!there || prepDevice.open().place === 'memory') return void this.#see?.remove();
      const see = /** @type {HTMLElement | null} */ (document.querySelector('template.prepbook-actions'))?.dataset.see;
      if (!this.#see?.isConnected) this.#see = this.#link(see);
    }
  }

  if (!customElements.get('prepbook-actions')) customElements.define('prepbook-actions', PrepbookActions);
}
