// <prepbook-search-page>: every result with filters beside it. What is asked stands in the address after the #, so that it can be kept
// and sent, the way back works, and no host's log ever has it.
(() => {
  const { make } = prepElement, { open, inside, verdict, fault, remember, word, root, host } = prepSearch, PAGE = 20;

  customElements.define("prepbook-search-page", class extends HTMLElement {
    /** @type {Record<string, string[]>} */
    where = {};
    query = "";
    sort = "";
    limit = PAGE;
    turn = 0;
    field = make("input", { type: "search", id: "search-field", "aria-describedby": "search-state", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search" });
    order = make("select", { id: "search-sort" }, ...["", "minutes", "order"].map((value) => make("option", { value }, word("sort_" + (value || "best")))));
    state = make("p", { class: "search-state", id: "search-state", role: "status" });
    chosen = make("ul", { class: "chosen" });
    list = make("ol", { class: "hits" });
    next = make("button", { type: "button", class: "button button-quiet", hidden: true, onclick: () => this.further() }, word("further"));
    filters = make("aside", { class: "filters", "aria-label": word("filters") });

    connectedCallback() {
      if (this.contains(this.list)) return;
      let wait = 0;
      const form = make("form", { role: "search", class: "search-form" }, make("label", { for: "search-field" }, word("label")), this.field, make("label", { for: "search-sort" }, word("sort")), this.order);
      form.addEventListener("submit", (event) => { event.preventDefault(); this.ask(true); });
      this.field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => this.ask(false), 120); });
      this.field.addEventListener("change", () => remember(this.field.value));
      this.order.addEventListener("change", () => { this.sort = this.order.value; this.ask(true); });
      this.filters.addEventListener("change", (event) => this.filter(/** @type {HTMLInputElement} */ (event.target)));
      this.replaceChildren(form, make("div", { class: "with-filters" }, make("div", { class: "results" }, this.state, this.chosen, this.list, this.next), this.filters));
      if (host.dataset.offline !== undefined && "serviceWorker" in navigator && location.protocol.startsWith("http")) this.append(this.keeper());
      addEventListener("hashchange", () => this.restore());
      this.restore();
    }

    /** The button that puts the whole site on the device. */
    keeper() {
      const state = make("span", { role: "status" }), button = make("button", { type: "button", class: "button button-quiet" }, word("keep"));
      button.addEventListener("click", async () => {
        button.disabled = true;
        try {
          navigator.serviceWorker.addEventListener("message", ({ data: { done, all, failed } }) => {
            state.textContent = failed ? word("broken") : done === all ? word("kept") : word("keeping", { n: done, all });
          });
          await navigator.serviceWorker.register(root + "sw.js");
          (await navigator.serviceWorker.ready).active?.postMessage("keep");
        } catch {
          state.textContent = word("broken");
          button.disabled = false;
        }
      });
      return make("p", { class: "search-keep" }, button, " ", state);
    }

    /** Takes what is asked from the address. */
    restore() {
      const state = new URLSearchParams(location.hash.slice(1));
      this.query = this.field.value = state.get("q") ?? "";
      this.sort = this.order.value = state.get("sort") ?? "";
      this.where = {};
      for (const [name, values] of state) if (name !== "q" && name !== "sort") this.where[name] = values.split(",").filter(Boolean);
      this.limit = PAGE;
      this.search();
    }

    /** @param {boolean} step whether the way back should lead here */
    ask(step) {
      this.query = this.field.value;
      this.limit = PAGE;
      const parts = [["q", this.query], ...Object.entries(this.where).map(([name, values]) => [name, values.join(",")]), ["sort", this.sort]].filter(([, value]) => value);
      const address = "#" + parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%20", "+")}`).join("&");
      if (address !== location.hash) history[step ? "pushState" : "replaceState"](null, "", address);
      this.search();
    }

    /** @param {HTMLInputElement} box */
    filter({ name, value, checked }) {
      const values = (this.where[name] ?? []).filter((one) => one !== value);
      this.where[name] = checked ? [...values, value] : values;
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
      try {
        const engine = await open(), count = engine.facets.filter((/** @type {string} */ id) => id !== "bank");
        const found = await engine.find(query, { where, sort: sort || (query.trim() ? "" : "order"), count, limit });
        const facets = await Promise.all(count.map((/** @type {string} */ id) => engine.facet(id)));
        const more = found.total > found.hits.length;
        await engine.show(found, limit > PAGE);
        if (turn !== this.turn) return;
        this.list.replaceChildren(...found.hits.map((/** @type {any} */ hit) => make("li", { class: "hit hit-" + hit.row.kind }, make("a", { href: root + hit.row.url }, ...inside(engine, found, hit.row)))));
        this.next.hidden = !more;
        const chips = this.chips(facets);
        this.state.textContent = verdict(found, query) || word("many", { n: found.total });
        this.chosen.replaceChildren(...chips);
        this.draw(facets, found.counts);
        if (!found.total) await this.loosen(engine, turn, facets);
      } catch {
        if (turn === this.turn) this.state.replaceChildren(...fault());
      }
    }

    /** The values that are chosen, each to be taken away. @param {any[]} facets */
    chips(facets) {
      return facets.flatMap((facet) => (this.where[facet.id] ?? []).map((value) => {
        const label = facet.values.find((/** @type {string[]} */ one) => one[0] === value)?.[1] ?? value;
        const drop = () => { this.filter(/** @type {any} */ ({ name: facet.id, value, checked: false })); this.field.focus(); };
        return make("li", {}, make("button", { type: "button", class: "chip", "aria-label": word("remove", { label }), onclick: drop }, label + " ×"));
      }));
    }

    /** Says which choice to take away, and what that would give. @param {any} engine @param {number} turn @param {any[]} facets */
    async loosen(engine, turn, facets) {
      const tries = facets.filter((facet) => this.where[facet.id]?.length).map(async (facet) => {
        const { total } = await engine.find(this.query, { where: { ...this.where, [facet.id]: [] } });
        const drop = () => { this.where[facet.id] = []; this.ask(true); this.field.focus(); };
        return total ? make("li", {}, make("button", { type: "button", class: "button button-quiet", onclick: drop }, word("without", { label: facet.label, n: total }))) : "";
      });
      const ways = (await Promise.all(tries)).filter((way) => way !== "");
      if (turn === this.turn) this.list.replaceChildren(...ways, make("li", {}, make("a", { href: root + "index-all.html" }, word("all"))));
    }

    /** Draws the filters once and then only changes counts, so that focus stays. @param {any[]} facets @param {Record<string, number[]>} counts */
    draw(facets, counts) {
      if (!this.filters.firstChild) this.filters.append(...facets.map((facet, at) => make("details", { class: "filter", open: at < 3, "data-facet": facet.id }, make("summary", {}, facet.label),
        make("fieldset", {}, make("legend", { class: "hidden" }, facet.label), ...facet.values.map((/** @type {string[]} */ [value, label]) =>
          make("label", {}, make("input", { type: "checkbox", name: facet.id, value }), make("span", {}, label), " ", make("span", { class: "count" })))))));
      for (const box of this.filters.querySelectorAll("input")) {
        const facet = facets.find((one) => one.id === box.name), at = facet.values.findIndex((/** @type {string[]} */ one) => one[0] === box.value);
        const label = /** @type {HTMLElement} */ (box.closest("label")), count = counts[box.name]?.[at] ?? 0;
        box.checked = this.where[box.name]?.includes(box.value) ?? false;
        /** @type {HTMLElement} */ (label.querySelector(".count")).textContent = String(count);
        label.hidden = !count && !box.checked;
      }
    }
  });
})();
