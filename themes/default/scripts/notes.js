// The sheet for notes; the starred questions of the plan stand on it.

{
  const { make, spoken } = prepElement;
  const STAR = '\u2605 ';
  const LABEL = 'label-';

  class PrepbookNotes extends PrepSheet {
    /** The field for all questions of the plan, which goes where each has its own. @type {HTMLElement | null} */
    #holder = null;

    start() {
      this.#holder = this.querySelector('[data-from-plan]');
      this.#questions();
      super.start();
    }

    changed() {
      this.#questions();
      super.changed();
    }

    /**
     * One field for each starred question; without any, the field for all of them stays. What was written to questions that are starred no
     * more, or before any was, stays on the sheet.
     */
    #questions() {
      const holder = this.#holder;
      if (!holder) return;
      const plan = this.store.read('plan', /** @type {Record<string, any>} */ ({}));
      const kept = this.store.read('sheets', /** @type {Record<string, Record<string, string>>} */ ({}))[this.sheet] ?? {};
      const written = (/** @type {string} */ id) => (kept[id] ?? '').trim() !== '';
      const starred = (plan.items ?? []).filter((/** @type {any} */ one) => one.star).map((/** @type {any} */ one) => [`q-${one.id}`, STAR + spoken(one.ask, one.fills)]);
      const wanted = new Map(starred);
      for (const id of Object.keys(kept)) if (id.startsWith('q-') && written(id) && !wanted.has(id)) wanted.set(id, kept[LABEL + id] ?? this.word('earlier'));
      // A plan that changes in another tab takes nobody's pen away.
      for (const part of this.querySelectorAll('[data-write^="q-"]')) {
        if (!wanted.delete(part.getAttribute('data-write') ?? '') && !part.contains(document.activeElement)) part.remove();
      }
      for (const [id, label] of wanted) {
        const part = make('div', { class: 'sheet-part', 'data-write': id, 'data-lines': holder.dataset.lines ?? '3' }, make('p', { class: 'sheet-label' }, label));
        holder.before(part);
        if (this.dataset.live !== undefined) this.addField(part);
      }
      holder.hidden = starred.length > 0 && !written(holder.dataset.write ?? '');
    }

    /** The question, which may have left the plan by the time the notes are read. @param {string} id */
    beside(id) {
      const label = this.querySelector(`[data-write="${CSS.escape(id)}"] .sheet-label`)?.textContent ?? '';
      return id.startsWith('q-') ? { [LABEL + id]: label.replace(STAR, '') } : super.beside(id);
    }
  }

  if (!customElements.get('prepbook-notes')) customElements.define('prepbook-notes', PrepbookNotes);
}
