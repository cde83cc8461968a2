// The progress chart: what is due, the people, and two drawings with their tables. Its rules are in contacts.js.

{
  const { make } = prepElement;
  const { draw } = PrepTool;
  const MOVES = /** @type {Record<string, string>} */ ({ nudge: 'nudged', closing: 'closing', talk: 'held', thanks: 'thanked', reflect: 'reflected' });

  class PrepbookTracker extends PrepPeople {
    /** The last step, to take it back. @type {{ before: Contact, after: Contact } | undefined} */
    #step;

    start() {
      super.start();
      this.#readSettings();
      this.find('[data-act="ics"]').addEventListener('click', () => this.#calendar());
      this.find('[data-act="example"]').addEventListener('click', () => this.#example());
      for (const one of this.querySelectorAll('[data-setting]')) one.addEventListener('change', () => this.#saveSettings());
      this.show();
    }

    changed() {
      this.#readSettings();
      super.changed();
    }

    groups() {
      /** @type {[string, (keyof Contact)[]][]} */
      const more = [['message', ['channel', 'firstSent', 'nudgeDue', 'closingDue']], ['talk', ['talkDay', 'talkTime', 'minutes', 'format']],
        ['after', ['thanksDue', 'thanksSent', 'referrerThanked', 'learned', 'nextStep', 'nextDue', 'peopleNamed', 'touchDue', 'deleteAfter']]];
      return [...super.groups(), ...more];
    }

    #readSettings() {
      const kept = this.store.read('settings', /** @type {Record<string, any>} */ ({}));
      const set = (/** @type {string} */ name, /** @type {number} */ usual) => kept[name] ?? usual;
      const body = /** @type {TrackerConfig} */ ({ ...this.config, ...this.body });
      Object.assign(this.config, body, { nudge_days: set('nudgeDays', body.nudge_days), closing_days: set('closingDays', body.closing_days), thanks_days: set('thanksDays', body.thanks_days),
        keep_days: set('keepDays', body.keep_days), working_days: kept.workingDays?.length > 0 ? kept.workingDays : body.working_days });
    }

    #saveSettings() {
      const number = (/** @type {string} */ name, /** @type {number} */ most) => Math.min(most, Math.max(0, Math.round(Number(/** @type {HTMLInputElement} */ (this.find(`[data-setting="${name}"]`)).value) || 0)));
      const workingDays = [...this.querySelectorAll('[data-setting="workingDays"]')].filter((one) => /** @type {HTMLInputElement} */ (one).checked).map((one) => Number(/** @type {HTMLInputElement} */ (one).value));
      // Without any, no date could be worked out.
      if (workingDays.length === 0) {
        this.show();
        return this.tell(this.word('working_none'));
      }
      this.keep('settings', { nudgeDays: number('nudgeDays', 90), closingDays: number('closingDays', 180), thanksDays: number('thanksDays', 30), keepDays: number('keepDays', 3660) || 365, workingDays });
      this.tell(this.word('settings_saved'));
    }

    show() {
      const { config } = this;
      const fields = /** @type {Record<string, number>} */ ({ nudgeDays: config.nudge_days, closingDays: config.closing_days, thanksDays: config.thanks_days, keepDays: config.keep_days });
      for (const one of this.querySelectorAll('[data-setting]')) {
        const field = /** @type {HTMLInputElement} */ (one);
        const name = field.dataset.setting ?? '';
        if (name === 'workingDays') field.checked = config.working_days.includes(Number(field.value));
        else field.value = String(fields[name]);
      }
      const empty = this.rows.length === 0;
      this.find('[data-empty]').hidden = !empty;
      for (const one of this.querySelectorAll('[data-filled]')) /** @type {HTMLElement} */ (one).hidden = empty;
      this.#showDue();
      const names = new Set(this.rows.map((row) => row.name.trim().toLowerCase()));
      const unknown = (/** @type {Contact} */ row) => row.peopleNamed.some((name) => !names.has(name.trim().toLowerCase()));
      this.showRows(this.find('[data-rows]'), this.rows, (row) => this.#row(row, unknown(row)), (row) => `${this.today()} ${unknown(row)} ${this.#moved(row)}`);
      this.#showFunnel();
      this.#showTimeline();
    }

    #showDue() {
      const found = prepContacts.due(this.rows, this.today());
      this.find('[data-due]').replaceChildren(...found.map((one) => {
        const row = /** @type {Contact} */ (this.rows.find((other) => other.id === one.id));
        const when = one.days < 0 ? this.word(one.days === -1 ? 'overdue_one' : 'overdue', { n: -one.days }) : one.days === 0 ? this.word('today') : this.word(one.days === 1 ? 'in_days_one' : 'in_days', { n: one.days, day: this.dayWords(one.day) });
        return make('li', { class: one.days < 0 ? 'is-late' : '' }, make('p', {}, make('b', {}, this.word('due_' + one.kind, { name: row.name })), ' ', make('span', { class: 'due-when' }, when)),
          one.kind === 'step' ? make('p', { class: 'due-step' }, row.nextStep) : '',
          make('div', { class: 'tool-buttons' }, ...this.#dueButtons(one, row)));
      }));
      this.find('[data-nothing]').hidden = found.length > 0;
    }

    /** @param {ContactDue} one @param {Contact} row */
    #dueButtons(one, row) {
      const button = (/** @type {string} */ word, /** @type {() => void} */ go) =>
        make('button', { type: 'button', class: 'button button-small', 'data-key': `due:${word}:${row.id}`, 'aria-label': `${this.word(word)}: ${row.name}`, onclick: go }, this.word(word));
      if (one.kind === 'delete') return [button('delete_now', () => this.discard(row)), button('keep_longer', () => this.#change(row, { deleteAfter: prepCalendar.addDays(this.today(), this.config.keep_days) }))];
      if (one.kind === 'step') return [button('step_done', () => this.#change(row, { nextStep: '', nextDue: '' }))];
      if (one.kind === 'referrer') return [button('done_referrer', () => this.#change(row, { referrerThanked: true }))];
      if (one.kind === 'touch') return [button('done_touch', () => this.#change(row, prepContacts.touched(this.config, row, this.today())))];
      return [button('done_' + one.kind, () => this.#move(row, MOVES[one.kind]))];
    }

    /** Changes a person, and offers to take it back; the button that was pressed is gone. @param {Contact} row @param {Partial<Contact>} some */
    #change(row, some) {
      const key = document.activeElement?.getAttribute('data-key') ?? '';
      const next = { ...row, ...some };
      const said = /** @type {const} */ (['saved', { name: row.name }]);
      this.save(this.rows.map((one) => (one.id === row.id ? next : one)), ...said);
      this.offer(this.find('[data-undo]'), this.word(...said), () => {
        this.#back(row, next, ...said);
        /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus();
      }).focus();
    }

    /**
     * Takes a change back; what was written since stays.
     * @param {Contact} before
     * @param {Contact} after
     * @param {string} said
     * @param {Record<string, string>} values
     */
    #back(before, after, said, values) {
      const some = Object.fromEntries(Object.entries(before).filter(([name, value]) => value !== after[/** @type {keyof Contact} */ (name)]));
      this.save(this.rows.map((one) => (one.id === before.id ? { ...one, ...some } : one)), said, values);
    }

    /** @param {Contact} row @param {string} to */
    #move(row, to) {
      const next = prepContacts.move(this.config, row, to, this.today());
      this.#step = { before: row, after: next };
      this.save(this.rows.map((one) => (one.id === row.id ? next : one)), 'moved', { name: row.name, status: this.label('status', to) });
      if (!this.contains(document.activeElement)) /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="edit:${CSS.escape(row.id)}"]`))?.focus();
      // A date that has been agreed has to be written down; the form asks for it.
      if (to === 'scheduled' || to === 'rescheduled') this.edit(next, 'talkDay');
    }

    /** Whether the last step was this person's: a button pressed by mistake leads on only, never back. @param {Contact} row */
    #moved(row) {
      return this.#step?.after.id === row.id && this.#step.after.status === row.status;
    }

    /** Takes the last step back, with the dates that came of it. @param {Contact} row */
    #stepBack(row) {
      const { before, after } = /** @type {{ before: Contact, after: Contact }} */ (this.#step);
      this.#step = undefined;
      this.#back(before, after, 'moved', { name: row.name, status: this.label('status', before.status) });
      /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="edit:${CSS.escape(row.id)}"]`))?.focus();
    }

    /** @param {Contact} row @param {boolean} unknown whether somebody they named is not here yet */
    #row(row, unknown) {
      const button = (/** @type {string} */ key, /** @type {string} */ word, /** @type {() => void} */ go, quiet = true) =>
        make('button', { type: 'button', class: `button button-small${quiet ? ' button-quiet' : ''}`, 'data-key': `${key}:${row.id}`, 'aria-label': `${word}: ${row.name}`, onclick: go }, word);
      const moves = prepContacts.moves(this.config, row, this.today());
      const where = [row.position, row.company].filter(Boolean).join(', ');
      const next = prepContacts.due([row], this.today(), 3660)[0];
      return make('li', { class: 'person' },
        make('div', { class: 'person-head' }, make('h3', {}, row.name), make('span', { class: 'person-status' }, this.label('status', row.status))),
        where ? make('p', { class: 'person-where' }, where) : '',
        row.learned ? make('p', { class: 'person-learned' }, row.learned) : '',
        next ? make('p', { class: 'person-next' }, this.word('due_' + next.kind, { name: row.name }), ' ', make('span', { class: 'due-when' }, this.dayWords(next.day))) : '',
        make('div', { class: 'tool-buttons' }, ...moves.map((to) => to.from
          ? make('span', { class: 'person-wait' }, this.word('move_from', { status: to.label, day: this.dayWords(to.from) }))
          : button('move:' + to.id, this.word('move_to', { status: to.label }), () => this.#move(row, to.id), false)),
        this.#moved(row) ? button('step-back', this.word('undo'), () => this.#stepBack(row)) : '',
        button('edit', this.word('edit'), () => this.edit(row)),
        unknown ? button('branch', this.word('branch'), () => this.#branch(row)) : '',
        button('remove', this.word('remove'), () => this.discard(row))));
    }

    /** @param {Contact} row */
    #branch(row) {
      const rows = prepContacts.branch(this.rows, row, this.today());
      this.save(rows, 'branched', { n: rows.length - this.rows.length });
    }

    #showFunnel() {
      const steps = prepContacts.funnel(this.config, this.rows);
      const most = Math.max(1, ...steps.map((one) => one.count));
      const height = steps.length * 34;
      const svg = draw('svg', { viewBox: `0 0 400 ${height}`, class: 'chart-funnel', 'aria-hidden': 'true' });
      steps.forEach((step, at) => {
        const width = (step.count / most) * 250;
        if (step.count > 0) svg.append(draw('rect', { x: (125 - width / 2 + 130).toFixed(1), y: at * 34 + 3, width: Math.max(2, width).toFixed(1), height: 26, rx: 4, class: `funnel-${at}` }));
        svg.append(draw('text', { x: 0, y: at * 34 + 21, class: 'chart-label' }, step.label), draw('text', { x: 255, y: at * 34 + 21, class: step.count > 0 ? 'chart-number' : 'chart-none', 'text-anchor': 'middle' }, String(step.count)));
      });
      this.find('[data-funnel]').replaceChildren(svg);
      this.find('[data-funnel-rows]').replaceChildren(...steps.map((step) => make('tr', {}, make('th', { scope: 'row' }, step.label), make('td', {}, String(step.count)))));
      const sums = prepContacts.sums(this.config, this.rows);
      this.find('[data-sums]').textContent = this.word('sums', { held: sums.held, onTime: sums.onTime, fields: sums.fields, roles: sums.roles });
    }

    #showTimeline() {
      const moves = prepContacts.timeline(this.rows);
      /** @type {Map<string, typeof moves>} */
      const byPerson = new Map();
      for (const one of moves) byPerson.set(one.id, [...(byPerson.get(one.id) ?? []), one]);
      const names = new Map(this.rows.map((row) => [row.id, row.name]));
      const rows = this.rows.filter((row) => byPerson.has(row.id));
      const first = moves[0]?.day ?? this.today();
      const span = Math.max(1, prepCalendar.daysBetween(first, this.today()));
      const height = rows.length * 26 + 24;
      const svg = draw('svg', { viewBox: `0 0 400 ${height}`, class: 'chart-time', 'aria-hidden': 'true' });
      rows.forEach((row, at) => {
        const y = at * 26 + 14;
        const x = (/** @type {string} */ day) => 120 + Math.min(1, prepCalendar.daysBetween(first, day) / span) * 270;
        const mine = byPerson.get(row.id) ?? [];
        svg.append(draw('text', { x: 0, y: y + 5, class: 'chart-label' }, [...row.name].length > 16 ? [...row.name].slice(0, 15).join('') + '\u2026' : row.name),
          draw('line', { x1: x(mine[0].day).toFixed(1), y1: y, x2: x(mine[mine.length - 1].day).toFixed(1), y2: y, class: 'time-line' }),
          ...mine.map((one) => draw('circle', { cx: x(one.day).toFixed(1), cy: y, r: 5, class: ['held', 'thanked', 'reflected', 'warm'].includes(one.status) ? 'time-talk' : 'time-step' })));
      });
      svg.append(draw('text', { x: 120, y: height - 4, class: 'chart-axis' }, this.dayWords(first)), draw('text', { x: 396, y: height - 4, class: 'chart-axis', 'text-anchor': 'end' }, this.word('today')));
      this.find('[data-time]').replaceChildren(svg);
      this.find('[data-time-rows]').replaceChildren(...moves.map((one) => make('tr', {}, make('td', {}, this.dayWords(one.day)), make('th', { scope: 'row' }, names.get(one.id) ?? ''), make('td', {}, this.label('status', one.status)))));
    }

    /** A row to look at and throw away. */
    #example() {
      const day = (/** @type {number} */ ago) => prepCalendar.addDays(this.today(), -ago);
      const row = prepContacts.fresh(prepContacts.nextId(this.rows), day(9), { name: this.word('example_name'), position: this.word('example_position'), company: this.word('example_company'), reason: this.word('example_reason') });
      this.save([...this.rows, prepContacts.move(this.config, row, 'contacted', day(8))], 'example_added');
      // The button that was pressed is gone with the empty chart.
      /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="edit:${CSS.escape(row.id)}"]`))?.focus();
    }

    #calendar() {
      const found = prepContacts.due(this.rows, this.today(), 366).filter((one) => one.kind !== 'delete');
      if (found.length === 0) return this.tell(this.word('ics_none'));
      const events = found.map((one) => {
        const row = /** @type {Contact} */ (this.rows.find((other) => other.id === one.id));
        const talk = one.kind === 'talk' && row.talkTime;
        // A day that has passed is put on today, or the calendar would hide it.
        const day = one.day < this.today() ? this.today() : one.day;
        // Another talk with the same person is another entry.
        const held = prepContacts.talks(this.config, row).filter(({ last }) => !last).length;
        const what = { uid: this.uid([one.kind, one.id, ...(held > 0 ? [held] : [])].join('-')), title: this.word('ics_' + one.kind) };
        return talk ? { ...what, start: prepCalendar.moment(day, row.talkTime), minutes: prepContacts.within('minutes', row.minutes), remind: 60 } : { ...what, start: day, remind: 0 };
      });
      this.download('reminders.ics', 'text/calendar', prepCalendar.file(events, new Date()));
      this.tell(this.word('ics_made', { n: events.length }));
    }
  }

  if (!customElements.get('prepbook-tracker')) customElements.define('prepbook-tracker', PrepbookTracker);
}
