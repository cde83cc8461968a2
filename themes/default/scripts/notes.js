// The sheet for notes; the starred questions of the plan stand on it.

{
  const { make, spoken } = prepElement;

  class PrepbookNotes extends PrepSheet {
    start() {
      const holder = /** @type {HTMLElement | null} */ (this.querySelector('[data-from-plan]'));
      if (holder) this.#questions(holder);
      super.start();
    }

    /** One field for each starred question; without a plan, the field stays as it is. @param {HTMLElement} holder */
    #questions(holder) {
      const plan = this.store.read('plan', /** @type {Record<string, any>} */ ({}));
      const starred = (plan.items ?? []).filter((/** @type {any} */ one) => one.star);
      if (starred.length === 0) return;
      holder.replaceWith(...starred.map((/** @type {any} */ one) => {
        const said = spoken(one.ask, one.fills);
        return make('div', { class: 'sheet-part', 'data-write': `q-${one.id}`, 'data-lines': holder.dataset.lines ?? '3' }, make('p', { class: 'sheet-label' }, '\u2605 ' + said));
      }));
    }
  }

  if (!customElements.get('prepbook-notes')) customElements.define('prepbook-notes', PrepbookNotes);
}
