// The target list: whom one could ask, in circles, with a reason each.

{
  const { make } = prepElement;

  class PrepbookTargets extends PrepPeople {
    start() {
      super.start();
      this.show();
    }

    show() {
      const chosen = this.rows.filter((row) => row.chosen).length;
      const circles = new Set(this.rows.map((row) => row.circle).filter(Boolean)).size;
      this.find('[data-sum]').textContent = this.word('sum', { n: this.rows.length, aim: this.body.aim ?? 10, circles, chosen, choose: this.body.choose ?? 3 });
      const table = this.find('[data-table]');
      table.hidden = this.rows.length === 0;
      this.find('[data-empty]').hidden = this.rows.length > 0;
      this.find('[data-act="csv"]').hidden = this.rows.length === 0;
      const rank = this.options('circle').map((one) => one.value);
      const sorted = [...this.rows].sort((a, b) => Number(b.chosen) - Number(a.chosen) || ((rank.indexOf(a.circle) + 99) % 99) - ((rank.indexOf(b.circle) + 99) % 99));
      this.showRows(this.find('[data-rows]'), sorted, (row) => this.#row(row));
    }

    /** @param {Contact} row */
    #row(row) {
      const cell = (/** @type {string} */ field, /** @type {(Node | string)[]} */ ...inside) => make('td', { 'data-label': this.word('f_' + field), class: 'cell-' + field }, ...inside);
      const choose = make('input', { type: 'checkbox', 'data-key': `choose:${row.id}`, 'aria-label': this.word('choose_name', { name: row.name }) });
      choose.checked = row.chosen;
      choose.addEventListener('change', () => this.save(this.rows.map((one) => (one.id === row.id ? { ...one, chosen: choose.checked } : one)), choose.checked ? 'chosen' : 'unchosen', { name: row.name }));
      return make('tr', { class: row.chosen ? 'is-chosen' : '' },
        cell('chosen', choose),
        make('th', { scope: 'row', 'data-label': this.word('f_name') }, row.name),
        cell('position', row.position), cell('company', row.company), cell('industry', this.label('industry', row.industry)), cell('circle', this.label('circle', row.circle)),
        cell('reason', row.reason || make('span', { class: 'is-missing' }, this.word('reason_missing'))),
        make('td', { class: 'cell-actions' }, make('div', { class: 'tool-buttons' },
          make('button', { type: 'button', class: 'button button-small', 'data-key': `edit:${row.id}`, 'aria-label': `${this.word('edit')}: ${row.name}`, onclick: () => this.edit(row, row.reason ? 'name' : 'reason') }, this.word('edit')),
          make('button', { type: 'button', class: 'button button-small', 'data-key': `remove:${row.id}`, 'aria-label': `${this.word('remove')}: ${row.name}`, onclick: () => this.discard(row) }, this.word('remove')))));
    }
  }

  if (!customElements.get('prepbook-targets')) customElements.define('prepbook-targets', PrepbookTargets);
}
