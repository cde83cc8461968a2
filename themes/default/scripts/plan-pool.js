// The questions that a plan is chosen from: the lists that stand in the page, a button at each question and a field that narrows them down.

class PrepPlanPool {
  /** @type {Map<string, PoolQuestion>} */
  questions = new Map();
  /** @type {Map<string, HTMLElement>} */
  #entries = new Map();
  #tool;
  #add;

  /** @param {PrepTool} tool the planner @param {(id: string) => void} add what a press on the button of a question does */
  constructor(tool, add) {
    this.#tool = tool;
    this.#add = add;
  }

  /** Reads the lists. */
  read() {
    for (const list of this.#tool.querySelectorAll('[data-pool]')) {
      const block = /** @type {AgendaBlock} */ (list.getAttribute('data-pool'));
      for (const entry of list.querySelectorAll('[data-id]')) this.#take(/** @type {HTMLElement} */ (entry), block);
    }
  }

  /** @param {HTMLElement} entry @param {AgendaBlock} block */
  #take(entry, block) {
    const { make, spoken } = prepElement;
    const { id = '', minutes = '', facets = '', risk = 'safe', lookup = 'no', format = 'both' } = entry.dataset;
    // Where the lists of two parts have it, it belongs to the first.
    if (this.questions.has(id)) return entry.remove();
    const ask = entry.dataset.ask ?? entry.querySelector('a')?.textContent ?? '';
    this.questions.set(id, { id, ask, minutes: Number(minutes) || prepAgenda.USUAL_MINUTES, facets: prepAgenda.facetsOf(facets), block, risk, lookup, format });
    this.#entries.set(id, entry);
    const word = this.#tool.word('add');
    entry.append(make('button', { type: 'button', class: 'button button-small', 'data-key': `${id}:add`, 'aria-label': `${word}: ${spoken(ask)}`, onclick: () => this.#add(id) }, '+ ', word));
  }

  get all() {
    return [...this.questions.values()];
  }

  /** What the list says beside a question. @param {string} id @param {string} part its selector */
  beside(id, part) {
    return this.#entries.get(id)?.querySelector(part);
  }

  /** Shows what is not in the plan and was searched for, or else what fits its wishes. @param {PlannerConfig} config @param {Agenda} agenda */
  show(config, agenda) {
    const planned = new Set(agenda.items.map((one) => one.id));
    const sought = /** @type {HTMLInputElement} */ (this.#tool.find('[data-search]')).value.toLowerCase();
    let shown = 0;
    for (const one of this.questions.values()) {
      const fits = sought !== '' ? one.ask.toLowerCase().includes(sought) : prepAgenda.plannable(one) && prepAgenda.misfits(config, agenda.wishes, one.facets).length === 0;
      const entry = /** @type {HTMLElement} */ (this.#entries.get(one.id));
      entry.hidden = planned.has(one.id) || !fits;
      if (!entry.hidden) shown += 1;
    }
    this.#tool.find('[data-found]').textContent = this.#tool.word('found', { n: shown });
  }

  /**
   * The button that was pressed is gone with its question; the focus goes to the next one in the list.
   * @param {string} id
   * @returns {boolean} false where no question is left to go on to
   */
  goOn(id) {
    const entry = this.#entries.get(id);
    if (!entry || (document.activeElement !== document.body && !entry.contains(document.activeElement))) return true;
    const all = [...this.#entries.values()];
    const after = all.slice(all.indexOf(entry)).filter((one) => !one.hidden);
    const next = after.find((one) => one.parentElement === entry.parentElement) ?? after[0] ?? all.findLast((one) => !one.hidden);
    next?.querySelector('button')?.focus({ preventScroll: true });
    return next !== undefined;
  }
}
