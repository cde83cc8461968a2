// The conversation planner. Its rules are in agenda.js, the questions to choose from in plan-pool.js.

{
  const { make, spoken } = prepElement;
  const MORE = '\u2026';
  /** @typedef {AgendaItem & { fills?: Record<string, string> }} Item */
  /** @typedef {{ agenda: Agenda, touched: boolean, talk: string }} Kept */

  class PrepbookPlanner extends PrepTool {
    /** @type {PlannerConfig} */
    config = { lengths: [], parts: [], plans: [] };
    #pool = new PrepPlanPool(this, (id) => this.#add(id));
    /** @type {Agenda} */
    agenda = { wishes: { length: 20, prefer: {}, match: {}, format: '' }, items: [], others: [] };
    touched = false;
    /** The talk, and what it is called in a calendar: it is the same talk when it is moved, and another one with the next plan. */
    when = { day: '', time: '', talk: '' };
    /** Whether what is shown came with a link while a plan of the reader's own is kept. */
    shared = false;
    #writing = false;

    start() {
      const form = /** @type {HTMLTemplateElement} */ (this.querySelector('template[data-form]'));
      this.find('[data-agenda]').replaceWith(form.content.cloneNode(true));
      const any = Object.fromEntries([...this.querySelectorAll('[data-facet]')].map((one) => [one.getAttribute('data-facet'), one.getAttribute('data-any')]));
      this.config = { ...this.body, any };
      this.#pool.read();
      this.find('.plan-pools').append(this.find('.plan-jump'));
      this.append(this.deviceLine());
      this.#wire();
      this.#load();
      window.addEventListener('hashchange', () => {
        // Not for the way past the header, which is an address within the page as well.
        if (!location.hash.startsWith('#plan=') && (location.hash !== '' || !this.shared)) return;
        this.#load();
        this.show();
      });
      this.dataset.live = '';
      this.show();
    }

    #wire() {
      for (const field of this.querySelectorAll('[data-wish]')) field.addEventListener('change', () => this.#wished());
      this.find('[data-act="propose"]').addEventListener('click', () => this.#proposeNow());
      this.find('[data-act="fill"]').addEventListener('click', () => this.#change(() => {
        this.agenda = { ...prepAgenda.propose(this.config, this.#pool.all, this.agenda.wishes, this.agenda.items), others: this.agenda.others };
      }, 'filled'));
      this.find('[data-act="order"]').addEventListener('click', () => this.#change(() => { this.agenda.items = prepAgenda.order(this.config, this.agenda.items); }, 'ordered'));
      this.find('[data-act="clear"]').addEventListener('click', () => {
        const before = this.#kept();
        this.#change(() => { this.agenda.items = []; this.agenda.others = []; this.when.talk = ''; }, 'cleared');
        this.#offerBack(before, 'cleared')?.focus();
      });
      this.find('[data-act="print"]').addEventListener('click', () => window.print());
      this.find('[data-act="copy"]').addEventListener('click', () => void this.copy(prepPlanText.write(this.config, this.agenda, { word: this.word, said: (one) => this.#spoken(one) }), this.#copied()));
      this.find('[data-act="link"]').addEventListener('click', () => void this.copy(this.#address()));
      this.find('[data-act="ics"]').addEventListener('click', () => this.#calendar());
      this.find('[data-act="big"]').addEventListener('click', () => prepPlanBig.open(this, this.config, this.agenda, {
        word: this.word, said: (one) => this.#spoken(one), asked: (one, asked) => this.#change(() => { this.agenda.items = this.agenda.items.map((item) => (item.id === one.id ? { ...item, asked } : item)); }),
        began: () => this.store.read('talk', /** @type {{ began?: number }} */ ({})).began ?? 0, begin: () => this.keep('talk', { began: Date.now() }),
      }));
      this.find('[data-act="own"]').addEventListener('click', () => this.#own());
      this.find('[data-own="ask"]').addEventListener('keydown', (event) => {
        // An Enter that ends the writing of a word letter by letter, as in Japanese or Chinese, has this code.
        if (event.key === 'Enter' && event.keyCode !== 229) this.#own();
      });
      this.find('[data-act="take"]').addEventListener('click', () => this.#take());
      this.find('[data-act="mine"]').addEventListener('click', () => this.#mine());
      this.find('[data-act="see"]').addEventListener('click', () => this.#toPlan());
      this.find('[data-search]').addEventListener('input', () => this.#pool.show(this.config, this.agenda));
      for (const name of /** @type {const} */ (['day', 'time'])) {
        const field = /** @type {HTMLInputElement} */ (this.find(`[data-when="${name}"]`));
        field.addEventListener('change', () => {
          // A day after one that has passed is that of the next talk.
          if (name === 'day' && this.when.day < this.today()) this.when.talk = '';
          this.when[name] = field.value;
          this.keepAll();
        });
      }
    }

    changed() {
      if (this.#writing) return;
      this.find('[data-undo]').replaceChildren();
      // A plan that came with a link is not the one that changed.
      if (this.shared) return;
      this.#fromStore();
      this.show();
    }

    /** What it writes itself is no news to it. @param {string} section @param {any} value */
    keep(section, value) {
      this.#writing = true;
      super.keep(section, value);
      this.#writing = false;
    }

    #load() {
      this.shared = false;
      this.#fromStore();
      this.#fromAddress();
    }

    /**
     * A shared plan opens as it was shared. It takes the place of the reader's own only when they say so; where they have none, it becomes
     * theirs when it is changed.
     */
    #fromAddress() {
      const found = prepPlanAddress.unpack(location.hash, this.#pool.questions);
      if (!found) return;
      const own = this.touched && this.agenda.items.length + this.agenda.others.length > 0;
      // Somebody who opens a link of their own wants the plan with what they wrote into its blanks.
      if (own && prepPlanAddress.pack(this.agenda, this.#pool.questions) === prepPlanAddress.pack(found.agenda, this.#pool.questions)) return;
      this.shared = own;
      this.agenda = found.agenda;
      this.touched = true;
      const held = own && prepTab.recall('plan');
      if (held && held.hash === location.hash) this.#read(held.plan);
      if (own) this.say(this.word('shared'));
      if (found.lost > 0) this.find('[data-undo]').replaceChildren(make('p', { role: 'alert' }, this.word('lost', { n: found.lost })));
    }

    /** Keeps the shared plan in the place of the reader's own. */
    #take() {
      const before = this.store.read('plan', undefined);
      this.shared = false;
      this.#change(() => {}, 'taken');
      const back = () => {
        this.store.write('plan', before);
        this.#toPlan();
        this.say(this.word('back_again'));
      };
      this.offer(this.find('[data-undo]'), this.word('taken'), back).focus();
    }

    /** Leaves the shared plan. */
    #mine() {
      history.replaceState(null, '', location.pathname + location.search);
      this.#load();
      this.show();
      this.#toPlan();
      this.say(this.word('back_again'));
    }

    /** What the plan is now, to come back to. @returns {Kept} */
    #kept() {
      return { agenda: structuredClone(this.agenda), touched: this.touched, talk: this.when.talk };
    }

    /** Offers to take a change back that throws something away. @param {Kept} before @param {string} said */
    #offerBack(before, said) {
      if (before.agenda.items.length + before.agenda.others.length === 0) return undefined;
      return this.offer(this.find('[data-undo]'), this.word(said, { n: this.agenda.items.length }), () => {
        this.#change(() => { this.agenda = { ...before.agenda, wishes: this.agenda.wishes }; }, 'back_again');
        this.touched = before.touched;
        this.when.talk = before.talk;
        this.keepAll();
        this.#toPlan();
      });
    }

    #proposeNow() {
      const before = this.#kept();
      this.find('[data-undo]').replaceChildren();
      this.when.talk = '';
      this.#propose();
      this.keepAll();
      // A plan that was only proposed is no loss.
      if (before.touched) this.#offerBack(before, 'proposed');
      this.say(this.word('proposed', { n: this.agenda.items.length }));
    }

    #fromStore() {
      this.#read(this.store.read('plan', /** @type {Record<string, any>} */ ({})));
    }

    /** @param {Record<string, any>} kept */
    #read(kept) {
      const wishes = { length: kept.length ?? this.config.length ?? 20, prefer: kept.prefer ?? {}, match: kept.match ?? {}, format: kept.format ?? '' };
      this.when = { day: kept.day ?? '', time: kept.time ?? '', talk: kept.talk ?? '' };
      this.touched = kept.touched ?? false;
      this.agenda = {
        wishes: { ...wishes, length: prepAgenda.within(wishes.length) },
        items: (kept.items ?? []).map((/** @type {any} */ one) => this.#known(one)).filter(Boolean),
        others: (kept.others ?? []).map((/** @type {any} */ one) => this.#known(one)).filter(Boolean),
      };
      if (!this.touched) this.#propose();
    }

    /** A kept question with what the book says about it today. @param {any} kept */
    #known(kept) {
      const now = this.#pool.questions.get(kept.id);
      if (now && !prepAgenda.plannable(now)) return undefined;
      const base = now ?? { ...prepAgenda.own(kept.ask ?? '', kept.minutes ?? 3, kept.block ?? 'middle', kept.id), facets: prepAgenda.facetsOf(kept.facets ?? '') };
      const block = prepAgenda.blocks(this.config).includes(kept.block) ? kept.block : base.block;
      return { ...base, block, star: kept.star ?? false, looked: kept.looked ?? false, asked: kept.asked ?? false, own: kept.own ?? false, who: kept.who ?? '', fills: kept.fills ?? {} };
    }

    keepAll() {
      const { wishes, items, others } = this.agenda;
      const entry = (/** @type {any} */ one) => ({ id: one.id, ask: one.ask, minutes: one.minutes, facets: prepAgenda.facetText(one.facets), block: one.block, own: one.own, fills: one.fills ?? {} });
      const plan = {
        length: wishes.length, prefer: wishes.prefer, match: wishes.match, format: wishes.format, ...this.when, touched: this.touched,
        items: items.map((one) => ({ ...entry(one), star: one.star, looked: one.looked, asked: one.asked })),
        others: others.map((one) => ({ ...entry(one), who: one.who })),
      };
      if (this.shared) {
        // Until the reader says which plan is to be kept, the address keeps what is changed here, and this tab what no address should tell.
        history.replaceState(null, '', this.#address());
        return prepTab.hold('plan', { hash: location.hash, plan });
      }
      this.keep('plan', plan);
      // A shared address describes the plan as it came; once changed, the one on the device counts.
      if (location.hash.startsWith('#plan=')) history.replaceState(null, '', location.pathname + location.search);
    }

    /** @param {() => void} change @param {string} [said] @param {Record<string, string | number>} [values] */
    #change(change, said, values) {
      this.find('[data-undo]').replaceChildren();
      change();
      this.touched = true;
      this.keepAll();
      this.show();
      const time = prepAgenda.timing(this.config, this.agenda.wishes.length);
      if (said) this.say(`${this.word(said, values)} ${this.#sum(time)}`);
    }

    #propose() {
      this.agenda = { ...prepAgenda.propose(this.config, this.#pool.all, this.agenda.wishes), others: this.agenda.others };
      this.touched = false;
      this.show();
    }

    #wished() {
      /** @type {Wishes} */
      const wishes = { length: this.agenda.wishes.length, prefer: {}, match: {}, format: '' };
      for (const one of this.querySelectorAll('[data-wish]')) {
        const field = /** @type {HTMLInputElement} */ (one);
        const [kind, facet] = (field.dataset.wish ?? '').split(':');
        if (kind === 'length' && field.checked) {
          const other = /** @type {HTMLInputElement} */ (this.find('[data-wish="minutes"]'));
          wishes.length = field.value === 'other' ? prepAgenda.within(Number(other.value) || wishes.length) : Number(field.value);
        }
        if (kind === 'format') wishes.format = field.value;
        if ((kind === 'prefer' || kind === 'match') && field.value) wishes[kind][facet] = field.value;
      }
      this.agenda.wishes = wishes;
      if (!this.touched) this.#propose();
      this.keepAll();
      this.show();
      this.say(this.#sum(prepAgenda.timing(this.config, wishes.length)));
    }

    /** @param {string} id */
    #add(id) {
      const found = this.#pool.questions.get(id);
      if (!found || this.agenda.items.some((one) => one.id === id)) return;
      this.#change(() => {
        this.agenda.others = this.agenda.others.filter((one) => one.id !== id);
        const at = this.agenda.items.findLastIndex((one) => one.block === found.block);
        const first = this.agenda.items.findIndex((one) => found.block === 'opening' ? true : one.block === 'closing');
        this.agenda.items.splice(at >= 0 ? at + 1 : first >= 0 ? first : this.agenda.items.length, 0, prepAgenda.item(found));
      }, 'added');
      // Only to show where it went.
      this.querySelector(`[data-entry="${CSS.escape(id)}"]`)?.classList.add('just-added');
      if (!this.#pool.goOn(id)) this.#toPlan();
    }

    #own() {
      const field = /** @type {HTMLInputElement} */ (this.find('[data-own="ask"]'));
      const minutes = /** @type {HTMLInputElement} */ (this.find('[data-own="minutes"]'));
      const ask = field.value.trim();
      if (!ask) {
        field.focus();
        return this.tell(this.word('own_empty'), this.find('[data-act="own"]'));
      }
      const own = prepAgenda.own(ask, Math.min(60, Math.max(1, Number(minutes.value) || 3)), 'middle');
      field.value = '';
      this.#change(() => {
        const at = this.agenda.items.findIndex((one) => one.block === 'closing');
        this.agenda.items.splice(at < 0 ? this.agenda.items.length : at, 0, { ...prepAgenda.item(own), own: true });
      }, 'added');
    }

    /** What is said aloud: blanks as filled in, else as three dots. @param {{ ask: string, fills?: Record<string, string> }} one */
    #spoken(one) {
      return spoken(one.ask, one.fills);
    }

    /** @param {Timing} time */
    #sum(time) {
      const excess = prepAgenda.over(time, this.agenda.items);
      if (excess > 0) return this.word('sum_over', { n: this.#number(excess), length: time.length });
      return this.word('sum', { n: this.#number(prepAgenda.total(time, this.agenda.items)), length: time.length });
    }

    /** @param {number} number */
    #number(number) {
      return new Intl.NumberFormat(document.documentElement.lang || undefined).format(number);
    }

    show() {
      const focused = document.activeElement?.closest('[data-key]')?.getAttribute('data-key');
      this.find('[data-shared]').hidden = !this.shared;
      this.#showForm();
      this.#showBar();
      this.#showWarnings();
      this.#showItems();
      this.#showOthers();
      this.#pool.show(this.config, this.agenda);
      if (focused) /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
    }

    #showForm() {
      const { wishes } = this.agenda;
      const listed = this.config.lengths.includes(wishes.length);
      for (const one of this.querySelectorAll('[data-wish]')) {
        const field = /** @type {HTMLInputElement} */ (one);
        const [kind, facet] = (field.dataset.wish ?? '').split(':');
        if (kind === 'length') field.checked = field.value === (listed ? String(wishes.length) : 'other');
        if (kind === 'minutes' && !listed) field.value = String(wishes.length);
        if (kind === 'format') field.value = wishes.format;
        if (kind === 'prefer' || kind === 'match') field.value = wishes[kind][facet] ?? '';
      }
      for (const name of /** @type {const} */ (['day', 'time'])) /** @type {HTMLInputElement} */ (this.find(`[data-when="${name}"]`)).value = this.when[name];
      const time = prepAgenda.timing(this.config, wishes.length);
      this.find('[data-act="fill"]').hidden = !this.touched || this.agenda.items.length === 0 || prepAgenda.over(time, this.agenda.items) > 0;
      this.find('[data-act="propose"]').textContent = this.word(this.touched ? 'propose_again' : 'propose');
    }

    #showBar() {
      const time = prepAgenda.timing(this.config, this.agenda.wishes.length);
      const excess = prepAgenda.over(time, this.agenda.items);
      this.find('[data-bar]').replaceChildren(prepPlanBar.draw(prepAgenda.bar(this.config, this.agenda), this.#sum(time)));
      const sum = this.find('[data-sum]');
      sum.textContent = this.#sum(time);
      sum.classList.toggle('is-over', excess > 0);
      this.find('[data-jump]').textContent = this.#sum(time);
    }

    #showWarnings() {
      const found = prepAgenda.warnings(this.config, this.agenda).filter((one) => one.id === undefined || one.kind === 'careful-first');
      const list = found.map((one) => make('li', {}, this.word('warn_' + one.kind.replaceAll('-', '_'), { n: this.#number(one.count ?? 0) }),
        one.move ? make('button', { type: 'button', class: 'button button-small', 'data-key': 'fix:' + one.kind, onclick: () => this.#toOther(one.move ?? '') },
          this.word('fix', { ask: this.#short(one.move) })) : ''));
      this.find('[data-warnings]').replaceChildren(...list);
      this.find('[data-warnings]').hidden = list.length === 0;
    }

    /** @param {string} id */
    #short(id) {
      const one = this.agenda.items.find((item) => item.id === id);
      const words = (one ? this.#spoken(one) : '').split(' ');
      return words.slice(0, 6).join(' ') + (words.length > 6 ? MORE : '');
    }

    #showItems() {
      const { items, wishes } = this.agenda;
      const time = prepAgenda.timing(this.config, wishes.length);
      const warnings = prepAgenda.warnings(this.config, this.agenda);
      /** @type {HTMLElement[]} */
      const sections = [];
      let at = 0;
      for (const part of time.parts) {
        const block = part.part === 'own' || part.part === 'spare' ? undefined : part.part;
        const inside = items.filter((one) => one.block === block);
        const minutes = this.word('part_minutes', { from: this.#number(at), n: this.#number(part.minutes) });
        const head = make('h3', {}, part.label, ' ', make('span', { class: 'part-minutes' }, part.id === 'introduction' && time.introduction ? time.introduction : minutes));
        const list = make('ol', { class: 'plan-items', 'data-block': block }, ...inside.map((one) => this.#entry(one, warnings)));
        sections.push(make('section', { class: `plan-part plan-${part.part}` }, head, block ? list : ''));
        at += part.minutes;
      }
      this.find('[data-items]').replaceChildren(...sections);
    }

    /** @param {Item} one @param {AgendaWarning[]} warnings */
    #entry(one, warnings) {
      const said = this.#spoken(one);
      const act = (/** @type {string} */ name, /** @type {() => void} */ go, /** @type {Record<string, any>} */ more = {}) =>
        make('button', { type: 'button', class: 'button button-small', 'data-key': `${one.id}:${name}`, 'aria-label': `${this.word(name)}: ${said}`, onclick: go, ...more }, this.word(name));
      const notes = warnings.filter((note) => note.id === one.id && note.kind !== 'careful-first').map((note) => this.#note(one, note));
      const why = this.#pool.beside(one.id, '[data-why]');
      const handle = make('span', { class: 'plan-handle', 'aria-hidden': 'true', onpointerdown: (/** @type {Event} */ event) => this.#drag(/** @type {PointerEvent} */ (event)) }, '\u2807');
      return make('li', { 'data-entry': one.id, class: one.star ? 'is-starred' : '' },
        make('div', { class: 'plan-ask' }, handle,
          make('p', {}, one.star ? make('span', { class: 'plan-star', 'aria-hidden': 'true' }, '\u2605 ') : '', make('span', { class: 'plan-said' }, said), ' ', make('span', { class: 'plan-minutes' }, this.word('minutes', { n: this.#number(one.minutes) }))),
        ),
        ...this.#blanks(one), ...notes,
        make('div', { class: 'plan-lines', 'aria-hidden': 'true' }),
        make('div', { class: 'plan-actions' },
          act('up', () => this.#move(one.id, -1), { disabled: !prepAgenda.move(this.config, this.agenda.items, one.id, -1) }),
          act('down', () => this.#move(one.id, 1), { disabled: !prepAgenda.move(this.config, this.agenda.items, one.id, 1) }),
          act('star', () => this.#change(() => { one.star = !one.star; }, one.star ? 'unstarred' : 'starred'), { 'aria-pressed': String(one.star) }),
          make('details', { class: 'plan-more' }, make('summary', { 'data-key': `${one.id}:more`, 'aria-label': `${this.word('more')}: ${said}` }, this.word('more')),
            make('p', { class: 'plan-why' }, make('b', {}, this.word('reasons') + ' '), this.#reasons(one)),
            why ? make('p', { class: 'plan-why' }, make('b', {}, this.word('why') + ' '), why.textContent ?? '') : '',
            make('div', { class: 'tool-buttons' }, act('someone_else', () => this.#toOther(one.id)), act('remove', () => this.#remove(one.id))),
            ...this.#swaps(one))));
    }

    /** Why a question is there, in words. @param {Item} one */
    #reasons(one) {
      const found = prepAgenda.reasons(this.config, this.agenda.wishes, one);
      return found.map(({ kind, facet = '', value = '' }) => this.word('reason_' + kind, { value: this.#label(facet, value) })).join(' ') || this.word('reason_chosen');
    }

    /** The blanks of a question, with what readers call them. @param {Item} one */
    #slots(one) {
      return [...one.ask.matchAll(/\{(\w+)\}/g)].map(([, slot]) =>
        ({ slot, name: this.#pool.beside(one.id, `[data-slot="${CSS.escape(slot)}"]`)?.textContent ?? slot.replaceAll('_', ' ') }));
    }

    /** Fields for the blanks of a question. @param {Item} one */
    #blanks(one) {
      return this.#slots(one).map(({ slot, name }) => {
        const field = make('input', { type: 'text', maxlength: '300', value: one.fills?.[slot] ?? '', 'data-key': `${one.id}:blank:${slot}` });
        // Kept, and read aloud anew, with every letter, and never drawn anew: a press on a button right after it, or Tab, would miss what
        // was put in the place of the button.
        field.addEventListener('input', () => {
          const entry = this.find(`[data-entry="${CSS.escape(one.id)}"]`);
          const before = this.#spoken(one);
          one.fills = { ...one.fills, [slot]: field.value };
          const said = this.#spoken(one);
          /** @type {HTMLElement} */ (entry.querySelector('.plan-said')).textContent = said;
          for (const act of entry.querySelectorAll('[aria-label]')) act.setAttribute('aria-label', (act.getAttribute('aria-label') ?? '').replace(before, () => said));
          this.touched = true;
          this.keepAll();
          this.#showForm();
        });
        return make('label', { class: 'plan-blank' }, this.word('blank', { name }), field);
      });
    }

    /** What is said once the plan is copied: three dots stand where a blank was left, so it says which. */
    #copied() {
      const open = /** @type {Item[]} */ (this.agenda.items).flatMap((one) => this.#slots(one).filter(({ slot }) => !one.fills?.[slot]?.trim()).map(({ name }) => name));
      return open.length > 0 ? this.word('copied_open', { names: [...new Set(open)].join(', ') }) : this.word('copied');
    }

    /** @param {Item} one @param {AgendaWarning} note */
    #note(one, note) {
      if (note.kind === 'lookup') {
        const box = make('input', { type: 'checkbox', 'data-key': `${one.id}:looked`, onchange: () => { this.#change(() => { one.looked = true; }, 'looked'); this.#focus(`${one.id}:more`); } });
        const where = this.#pool.beside(one.id, '[data-where]');
        return make('div', { class: 'plan-note' }, make('label', {}, box, ' ', this.word('looked_up')), where ? make('span', { class: 'plan-where' }, ' ', ...[...where.childNodes].map((node) => node.cloneNode(true))) : '');
      }
      const facet = this.querySelector(`[data-facet="${CSS.escape(note.say ?? '')}"]`)?.getAttribute('data-label') ?? note.say ?? '';
      return make('p', { class: 'plan-note' }, note.kind === 'mismatch' ? note.say ?? '' : this.word('warn_' + note.kind, { facet }));
    }

    /** @param {Item} one */
    #swaps(one) {
      const found = prepAgenda.swaps(this.config, this.#pool.all, this.agenda, one.id);
      if (found.length === 0) return [];
      return [make('p', { class: 'plan-swap-title' }, this.word('swap')), make('ul', { class: 'plan-swaps' }, ...found.map((other) =>
        make('li', {}, make('button', { type: 'button', class: 'button button-small', 'data-key': `${one.id}:swap:${other.id}`, onclick: () => this.#swap(one.id, other) },
          this.#spoken(other), ' ', make('span', { class: 'plan-minutes' }, this.word('minutes', { n: this.#number(other.minutes) }))))))];
    }

    /** @param {string} id @param {PoolQuestion} other */
    #swap(id, other) {
      this.#change(() => { this.agenda.items = this.agenda.items.map((one) => (one.id === id ? { ...prepAgenda.item(other), star: one.star } : one)); }, 'swapped');
      this.#focus(`${other.id}:more`);
    }

    /** @param {string} id @param {number} by */
    #move(id, by) {
      const items = prepAgenda.move(this.config, this.agenda.items, id, by);
      if (!items) return;
      this.#put(id, items);
      // At the end of the plan the button used last is closed; its neighbour is not.
      if (document.activeElement === document.body || /** @type {HTMLButtonElement} */ (document.activeElement).disabled) this.#focus(`${id}:${by < 0 ? 'down' : 'up'}`);
    }

    /** @param {PointerEvent} event */
    #drag(event) {
      const entry = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.currentTarget).closest('[data-entry]'));
      const lists = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.plan-items')]);
      prepPlanDrag.start(event, entry, lists, {
        drop: (list, at) => this.#put(entry.dataset.entry ?? '', prepAgenda.place(this.config, this.agenda.items, entry.dataset.entry ?? '', /** @type {AgendaBlock} */ (list.dataset.block), at)),
        cancel: () => this.show(),
      });
    }

    /** Takes over items in which one was moved, and says where it is now. @param {string} id @param {AgendaItem[]} items */
    #put(id, items) {
      const before = this.#item(id).block;
      this.#change(() => { this.agenda.items = items; });
      const { block } = this.#item(id);
      const inside = items.filter((one) => one.block === block);
      const place = { at: inside.findIndex((one) => one.id === id) + 1, all: inside.length, part: this.config.parts.find((part) => part.part === block)?.label ?? '' };
      this.say(this.word(block === before ? 'moved' : 'moved_part', place));
    }

    /** An item of the plan that is known to be there. @param {string} id */
    #item(id) {
      return /** @type {Item} */ (this.agenda.items.find((one) => one.id === id));
    }

    /** @param {string} key */
    #focus(key) {
      /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus();
    }

    /** @param {string} id */
    #remove(id) {
      const before = this.#kept();
      this.#change(() => { this.agenda.items = this.agenda.items.filter((one) => one.id !== id); }, 'removed');
      this.#offerBack(before, 'removed')?.focus();
    }

    /** To the head of the plan. */
    #toPlan() {
      const heading = this.find('[data-title]');
      heading.tabIndex = -1;
      heading.focus();
    }

    /** @param {string} id */
    #toOther(id) {
      const one = this.agenda.items.find((item) => item.id === id);
      if (!one) return;
      this.#change(() => {
        this.agenda.items = this.agenda.items.filter((item) => item.id !== id);
        this.agenda.others.push({ ...one, who: prepAgenda.whoElse(this.config, this.agenda.wishes, one.facets) });
      }, 'to_other');
      this.#toPlan();
    }

    #showOthers() {
      const { others } = this.agenda;
      const box = this.find('[data-others]');
      box.hidden = others.length === 0;
      this.find('[data-others-list]').replaceChildren(...others.map((one) => {
        const who = this.#label(this.config.other ?? '', one.who);
        return make('li', {}, make('p', {}, this.#spoken(one), ' ', make('span', { class: 'plan-minutes' }, who ? this.word('ask_whom', { who }) : this.word('ask_anyone'))),
          make('div', { class: 'tool-buttons' },
            make('button', { type: 'button', class: 'button button-small', 'data-key': `${one.id}:back`, 'aria-label': `${this.word('back')}: ${this.#spoken(one)}`, onclick: () => this.#back(one) }, this.word('back')),
            make('button', { type: 'button', class: 'button button-small', 'data-key': `${one.id}:drop`, onclick: () => this.#drop(one), 'aria-label': `${this.word('remove')}: ${this.#spoken(one)}` }, this.word('remove'))));
      }));
    }

    /** @param {OtherItem} one */
    #drop(one) {
      const before = this.#kept();
      this.#change(() => { this.agenda.others = this.agenda.others.filter((other) => other !== one); }, 'removed');
      this.#offerBack(before, 'removed')?.focus();
    }

    /** @param {OtherItem} one */
    #back(one) {
      if (this.#pool.questions.has(one.id)) this.#add(one.id);
      else {
        this.#change(() => {
          this.agenda.others = this.agenda.others.filter((other) => other !== one);
          this.agenda.items.push({ ...prepAgenda.item(one), own: one.own });
        }, 'added');
      }
      this.#focus(`${one.id}:more`);
    }

    /** What readers call a facet value. @param {string} facet @param {string} value */
    #label(facet, value) {
      return this.querySelector(`[data-facet="${CSS.escape(facet)}"] option[value="${CSS.escape(value)}"]`)?.textContent ?? '';
    }

    #address() {
      return new URL('#' + prepPlanAddress.pack(this.agenda, this.#pool.questions), location.href).href;
    }

    #calendar() {
      if (!prepCalendar.isDay(this.when.day) || !this.when.time) {
        const missing = this.find(`[data-when="${prepCalendar.isDay(this.when.day) ? 'time' : 'day'}"]`);
        missing.focus();
        return this.tell(this.word('ics_missing'), this.find('[data-act="ics"]'));
      }
      this.when.talk ||= prepAgenda.drawn();
      this.keepAll();
      const start = prepCalendar.moment(this.when.day, this.when.time);
      // The title gives nothing away on a shared screen; the questions are for the reader's own eyes and stay out as well.
      const event = { uid: this.uid(`talk-${this.when.talk}`), start, minutes: this.agenda.wishes.length, title: this.word('ics_title'), remind: 60 };
      this.download('conversation.ics', 'text/calendar', prepCalendar.file([event], new Date()));
      this.tell(this.word('ics_made'));
    }
  }

  if (!customElements.get('prepbook-planner')) customElements.define('prepbook-planner', PrepbookPlanner);
}
