// The sheet for notes; the starred questions of the plan stand on it.

{
  const { make, spoken } = prepElement;
  const STAR = '\u2605 ';
  const LABEL = 'label-';

  class PrepbookNotes extends PrepSheet {
    start() {
      const holder = /** @type {HTMLElement | null} */ (this.querySelector('[data-from-plan]'));
      if (holder) this.#questions(holder);
      super.start();
    }

    /**
     * One field for each starred question; without any, the field for all of them stays. What was written to questions that are starred no
     * more, or before any was, stays on the sheet.
     * @param {HTMLElement} holder
     */
    #questions(holder) {
      const plan = this.store.read('plan', /** @type {Record<string, any>} */ ({}));
      const kept = this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}))[this.sheet] ?? {};
      const part = (/** @type {string} */ id, /** @type {string} */ label) =>
        make('div', { class: 'sheet-part', 'data-write': id, 'data-lines': holder.dataset.lines ?? '3' }, make('p', { class: 'sheet-label' }, label));
      const starred = (plan.items ?? []).filter((/** @type {any} */ one) => one.star).map((/** @type {any} */ one) => part(`q-${one.id}`, STAR + spoken(one.ask, one.fills)));
      const there = new Set(starred.map((/** @type {HTMLElement} */ one) => one.dataset.write));
      const earlier = Object.keys(kept).filter((id) => id.startsWith('q-') && kept[id].trim() !== '' && !there.has(id)).map((id) => part(id, kept[LABEL + id] ?? this.word('earlier')));
      holder.before(...starred, ...earlier);
      if (starred.length > 0 && !kept[holder.dataset.write ?? '']?.trim()) holder.remove();
    }

    /** The question, which may have left the plan by the time the notes are read. @param {string} id */
    beside(id) {
      const label = this.querySelector(`[data-write="${CSS.escape(id)}"] .sheet-label`)?.textContent ?? '';
      return id.startsWith('q-') ? { [LABEL + id]: label.replace(STAR, '') } : super.beside(id);
    }
  }

  if (!customElements.get('prepbook-notes')) customElements.define('prepbook-notes', PrepbookNotes);
}
