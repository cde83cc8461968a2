// <prepbook-whole-list data-root data-within data-languages>: stands in the place of a list over several pages while choices narrow it.
// What fits comes from the search index, which has every question of the list; loaded with the search when the first choice is made.
(() => {
  /** @typedef {{ engine: any, facets: any[] }} Index the facets are the book's own */
  /** @typedef {{ index: Index, doc: number, exact: boolean, bank: number }} Hit */
  /** @typedef {{ id: string, values: string[][] }} Tags a facet with its values, each an id and a label */
  /** @typedef {Record<string, string[]>} Where */

  // How many cards at a time, how many facets a card names, and how many facets at the end of an index are not the book's own.
  const STEP = 50, FACTS = 3, BUILT_IN = 4;
  const { make, fill } = prepElement;

  customElements.define("prepbook-whole-list", class extends HTMLElement {
    /** @type {Where} */
    within = JSON.parse(this.dataset.within ?? "{}");
    root = this.dataset.root ?? "";
    cards = /** @type {HTMLElement} */ (this.querySelector(".cards"));
    broken = /** @type {HTMLElement} */ (this.querySelector(".broken"));
    further = /** @type {HTMLElement} */ (this.querySelector(".further"));
    /** @type {Hit[]} */
    hits = [];
    /** @type {Promise<Index[]> | undefined} */
    opened;

    connectedCallback() {
      this.further.onclick = () => this.more();
    }

    /**
     * What of the list fits, and how many would with each other value. Asks once more with a fresh index where files are gone
     * because the site was published anew.
     * @param {Where} where @param {string[]} facets
     */
    async find(where, facets) {
      try {
        return await this.search(where, facets);
      } catch {
        this.opened = undefined;
        return this.search(where, facets);
      }
    }

    /** @param {Where} where @param {string[]} facets */
    async search(where, facets) {
      /** @type {Hit[]} */
      const hits = [];
      /** @type {Record<string, Record<string, number>>} */
      const counts = {};
      for (const index of await (this.opened ??= this.open())) {
        const { engine, facets: own } = index;
        const found = await engine.find("", { where: { ...where, ...this.within }, count: facets, sort: "order", limit: Infinity, bare: true });
        const banks = await engine.facet("_bank"), within = own.filter(({ id }) => this.within[id]);
        for (const { doc } of found.hits) hits.push({ index, doc, exact: within.every((facet) => has(facet, doc, this.within[facet.id])), bank: numbers(banks, doc)[0] });
        for (const facet of own) if (found.counts[facet.id]) tally(facet, found.counts[facet.id], counts[facet.id] ??= {});
      }
      hits.sort((a, b) => Number(b.exact) - Number(a.exact) || a.bank - b.bank || a.doc - b.doc);
      return { hits, counts, first: await this.draw(hits.slice(0, STEP)) };
    }

    /** Opens the index of each language that the list has questions in, one after the other: from disk their files may share names. */
    async open() {
      const indexes = [];
      for (const language of (this.dataset.languages ?? "").split(" ")) {
        const engine = await /** @type {any} */ (globalThis).PrepbookSearch.at(`${this.root}assets/search/${language}/`);
        const facets = await Promise.all(engine.facets.slice(0, -BUILT_IN).map((/** @type {string} */ id) => engine.facet(id)));
        indexes.push({ engine, facets });
      }
      return indexes;
    }

    /** @param {{ hits: Hit[], first: Node[] }} found */
    show({ hits, first }) {
      this.hits = hits;
      this.cards.replaceChildren(...first);
      this.toggle(true);
    }

    /** Makes room for the list as it was. */
    clear() {
      this.hits = [];
      this.cards.replaceChildren();
      this.toggle(false);
    }

    /** @param {boolean} on */
    toggle(on) {
      this.cards.hidden = !on;
      this.further.hidden = this.hits.length <= this.cards.childElementCount;
    }

    async more() {
      const { hits } = this, at = this.cards.childElementCount;
      try {
        const cards = await this.draw(hits.slice(at, at + STEP));
        if (hits !== this.hits || at !== this.cards.childElementCount) return;
        this.cards.append(...cards);
        this.toggle(true);
        this.cards.children[at]?.querySelector("a")?.focus();
      } catch {
        this.broken.hidden = false;
      }
    }

    /** @param {Hit[]} hits */
    draw(hits) {
      return Promise.all(hits.map(async ({ index: { engine, facets }, doc }) => {
        const tags = facets.map((facet) => ({ id: facet.id, values: numbers(facet, doc).map((number) => facet.values[number]) }));
        return this.card(await engine.row(doc), tags);
      }));
    }

    /** @param {any} row @param {Tags[]} tags */
    card(row, tags) {
      const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
      const card = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
      const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (card.querySelector(selector));
      const [from, to, ask, risk, lookup, better, betterUrl] = row.card, { id, title, minutes } = row, url = this.root + row.url;
      Object.assign(card.dataset, { question: id, facets: tags.flatMap((facet) => facet.values.map(([value]) => `${facet.id}=${value}`)).join(" ") });
      card.classList.toggle("question-avoid", risk === "avoid");
      for (const flag of card.querySelectorAll("[data-risk]")) if (flag.getAttribute("data-risk") !== risk) flag.remove();
      if (better) link(part(".better a"), this.root + betterUrl, [better]);
      else part(".better").remove();
      link(part(".ask a"), url, ask ? drawn(title) : [title]);
      facts(part(".facts"), minutes, tags);
      tell(card, row.text.slice(from, to), risk === "avoid");
      Object.assign(part("prepbook-actions").dataset, { ask: ask || title, url, id, risk: risk || "safe", lookup: lookup || "no", minutes: minutes || 3 });
      return card;
    }
  });

  /** The numbers of a document's values. @param {any} facet @param {number} doc @returns {number[]} */
  const numbers = (facet, doc) => facet.sets[facet.column[doc]];

  /** Whether a document has one of these values itself. @param {any} facet @param {number} doc @param {string[]} values */
  const has = (facet, doc, values) => numbers(facet, doc).some((number) => values.includes(facet.values[number][0]));

  /** @param {any} facet @param {number[]} counts @param {Record<string, number>} sums */
  function tally(facet, counts, sums) {
    counts.forEach((count, at) => { sums[facet.values[at][0]] = (sums[facet.values[at][0]] ?? 0) + count; });
  }

  /** A question with its blanks, which are in brackets, drawn. @param {string} title */
  const drawn = (title) => title.split(/\[([^\]]+)\]/).map((piece, at) => at % 2 ? make("span", { class: "blank" }, piece) : piece);

  /** What parts/question-facts.html says. @param {HTMLElement} list @param {number} minutes @param {Tags[]} tags */
  function facts(list, minutes, tags) {
    const first = /** @type {HTMLElement} */ (list.firstElementChild);
    if (minutes) first.textContent = fill(first.textContent ?? "", { n: minutes });
    else first.remove();
    const single = tags.filter(({ values }) => values.length === 1).slice(0, FACTS);
    list.append(...single.map(({ values }) => make("li", {}, values[0][1])));
  }

  /** What the answer tells, or why not to ask: the index has no more of it than plain words. @param {HTMLElement} card @param {string} text @param {boolean} avoid */
  function tell(card, text, avoid) {
    for (const reveal of card.querySelectorAll(".reveal")) {
      if (text && reveal.hasAttribute("data-avoid") === avoid) /** @type {Element} */ (reveal.querySelector("p")).textContent = text;
      else reveal.remove();
    }
  }

  /** @param {HTMLElement} element @param {string} url @param {(Node | string)[]} content */
  function link(element, url, content) {
    element.setAttribute("href", url);
    element.replaceChildren(...content);
  }
})();
