// <prepbook-search-page>: every result with filters beside it. What is asked stands in the address after the #, so that it can be kept
// and sent, the way back works, and no host's log ever has it.
(() => {
  const { make } = prepElement, { open, inside, verdict, fault, everything, teller, typed, remember, word, root } = prepSearch, PAGE = 20;

  /** A button. @param {(event: Event) => void} onclick @param {string} text @param {Record<string, any>} [properties] */
  const button = (onclick, text, properties) => make("button", { type: "button", class: "button button-quiet", ...properties, onclick }, text);

  customElements.define("prepbook-search-page", class extends HTMLElement {
    /** @type {Record<string, string[]>} */
    where = {};
    /** @type {{ box: HTMLInputElement, count: HTMLElement, line: HTMLElement, at: number }[]} */
    boxes = [];
    query = "";
    sort = "";
    limit = PAGE;
    turn = 0;
    /** Whether the way back should lead to what is asked now. */
    settled = false;
    field = make("input", { type: "search", id: "search-field", "aria-describedby": "search-state", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search" });
    order = make("select", { id: "search-sort" }, ...["", "minutes", "order"].map((value) => make("option", { value }, word("sort_" + (value || "best")))));
    chosen = make("ul", { class: "chosen" });
    list = make("ol", { class: "hits" });
    teller = teller(this.list);
    next = button(() => this.further(), word("further"), { hidden: true });
    filters = make("aside", { class: "filters", "aria-label": word("filters") });

    connectedCallback() {
      if (this.contains(this.list)) return;
      const form = make("form", { role: "search", class: "search-form", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.ask(true); } }, make("label", { for: "search-field" }, word("label")), this.field, make("label", { for: "search-sort" }, word("sort")), this.order);
      typed(this.field, 120, () => this.ask(false));
      this.field.addEventListener("change", () => remember(this.field.value));
      this.order.addEventListener("change", () => { this.sort = this.order.value; this.ask(true); });
      this.filters.addEventListener("change", (event) => this.filter(/** @type {HTMLInputElement} */ (event.target)));
      this.replaceChildren(form, make("div", { class: "with-filters" }, make("div", { class: "results" }, button(() => this.filters.querySelector("summary")?.focus(), word("filters")), ...this.teller.nodes, this.chosen, this.list, this.next), this.filters));
      // Not for the way past the header, which is an address within the page as well.
      addEventListener("hashchange", () => location.hash !== "#main" && this.restore());
      this.restore();
    }

    /** Takes what is asked from the address. */
    restore() {
      const state = new URLSearchParams(location.hash.slice(1));
      this.query = this.field.value = state.get("q") ?? "";
      this.sort = this.order.value = state.get("sort") ?? "";
      this.where = {};
      for (const [name, values] of state) if (name !== "q" && name !== "sort") this.where[name] = values.split(",").filter(Boolean);
      this.limit = PAGE;
      this.settled = !!this.query;
      this.search();
    }

    /** @param {boolean} step whether the way back should lead here */
    ask(step) {
      this.query = this.field.value;
      this.limit = PAGE;
      const parts = [["q", this.query], ...Object.entries(this.where), ["sort", this.sort]].filter(([, value]) => value.length);
      const address = "#" + new URLSearchParams(parts.map(([name, value]) => [name, String(value)]));
      if (address !== location.hash) history[step || this.settled ? "pushState" : "replaceState"](null, "", address);
      this.settled = step;
      this.search();
    }

    /** @param {HTMLInputElement} box */
    filter({ name, value, checked }) {
      this.where[name] = [...(this.where[name] ?? []).filter((one) => one !== value), ...(checked ? [value] : [])];
      this.ask(true);
    }

    async further() {
      const at = this.list.children.length;
      this.limit += PAGE;
      await this.search();
      /** @type {HTMLElement | null} */ (this.list.children[at]?.querySelector("a"))?.focus();
    }

    async search() {
      const turn = ++this.turn, { query, where, sort, limit } = this;
      this.teller.wait();
      try {
        // The last two are of banks and risks, for lists.
        const engine = await open(where.lang?.[0]), count = engine.facets.slice(0, -2);
        const found = await engine.find(query, { where, sort: sort || (query.trim() ? "" : "order"), count, limit });
        const facets = await Promise.all(count.map((/** @type {string} */ id) => engine.facet(id)));
        if (turn !== this.turn) return;
        this.list.replaceChildren(...found.hits.map((/** @type {any} */ hit) => make("li", { class: "hit hit-" + hit.row.kind }, make("a", { href: root + hit.row.url }, ...inside(engine, found, hit.row)))));
        this.next.hidden = !found.more;
        const chips = this.chips(facets);
        this.teller.say(verdict(found, query));
        this.chosen.replaceChildren(...chips);
        this.draw(facets, found.counts);
        if (!found.total) await this.loosen(engine, turn, facets);
      } catch {
        if (turn !== this.turn) return;
        this.next.hidden = true;
        this.list.replaceChildren();
        this.teller.say(...fault());
      }
    }

    /** The values that are chosen, each to be taken away. @param {any[]} facets */
    chips(facets) {
      return facets.flatMap((facet) => (this.where[facet.id] ?? []).map((value) => {
        const label = new Map(facet.values).get(value) ?? value;
        const drop = () => { this.filter(/** @type {any} */ ({ name: facet.id, value, checked: false })); this.field.focus(); };
        return make("li", {}, button(drop, label + " ×", { class: "chip", "aria-label": word("remove", { label }) }));
      }));
    }

    /** Says which choice to take away, and what that would give. @param {any} engine @param {number} turn @param {any[]} facets */
    async loosen(engine, turn, facets) {
      const tries = facets.filter((facet) => this.where[facet.id]?.length).map(async (facet) => {
        const { total } = await engine.find(this.query, { where: { ...this.where, [facet.id]: [] }, bare: true });
        const drop = () => { this.where[facet.id] = []; this.ask(true); this.field.focus(); };
        return total ? make("li", {}, button(drop, word("without", { label: facet.label, n: total }))) : "";
      });
      const ways = (await Promise.all(tries)).filter((way) => way !== "");
      if (turn === this.turn) this.list.replaceChildren(...ways, make("li", {}, everything()));
    }

    /** Draws the filters once and then only changes counts, so that focus stays. @param {any[]} facets @param {Record<string, number[]>} counts */
    draw(facets, counts) {
      if (!this.boxes.length) this.filters.append(...facets.map(({ id, label, values }, at) => make("details", { class: "filter", open: at < 3, "data-facet": id }, make("summary", {}, label),
        make("fieldset", {}, make("legend", { class: "hidden" }, label), ...values.map((/** @type {string[]} */ [value, label], /** @type {number} */ at) => {
          const box = make("input", { type: "checkbox", name: id, value }), count = make("span", { class: "count" }), line = make("label", {}, box, make("span", {}, label), " ", count);
          this.boxes.push({ box, count, line, at });
          return line;
        })))));
      for (const { box, count, line, at } of this.boxes) {
        const number = counts[box.name]?.[at] ?? 0;
        box.checked = this.where[box.name]?.includes(box.value) ?? false;
        count.textContent = String(number);
        line.hidden = !number && !box.checked;
      }
    }
  });
})();
