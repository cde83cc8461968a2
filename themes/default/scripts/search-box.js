// <prepbook-search-box>: the field and the list of the search dialog, and what it shares with the search page.
const prepSearch = (() => {
  const { make, words } = prepElement;
  const host = /** @type {HTMLElement} */ (document.querySelector("prepbook-search"));
  const word = words(host, "search"), { root, lang, also = "", key } = /** @type {Record<string, string>} */ (host.dataset), MEMORY = `prepbook-${key}-searches`;
  /** @type {Record<string, Promise<any>>} */
  const engines = {};

  /** The engine of a language; none: of the page's. */
  const open = (of = lang) => engines[of] ??= /** @type {any} */ (globalThis).PrepbookSearch.at(`${root}assets/search/${of}/`).catch((/** @type {unknown} */ fault) => {
    delete engines[of];
    throw fault;
  });

  /** Text with what answers the query marked. @param {any} found @param {any} engine @param {string} text @param {number} [width] */
  const marked = (engine, found, text, width) => engine.mark(text, found.slots, width).map((/** @type {string} */ piece, /** @type {number} */ at) => at % 2 ? make("mark", {}, piece) : piece);

  /** What stands in a hit: kind, title, where it is, excerpt. @param {any} engine @param {any} found @param {any} row */
  const inside = (engine, found, row) => [
    make("span", { class: "hit-title" }, ...marked(engine, found, row.title)),
    make("span", { class: "hit-where" }, [word("kind_" + row.kind), row.crumb, row.minutes ? word("minutes", { n: row.minutes }) : ""].filter(Boolean).join(" · ")),
    make("span", { class: "hit-text" }, ...(row.text ? marked(engine, found, row.text, 25) : [])),
  ];

  /** What to say of a result. @param {any} found @param {string} query */
  function verdict({ total, weak, fixed }, query) {
    if (!total) return word("none", { query: query.trim() });
    const count = word(weak ? "weak" : total === 1 ? "one" : "many", { n: total });
    return [count, ...Object.entries(fixed).map(([wrong, right]) => word("fixed", { wrong, right }))].join(" ");
  }

  /** A line that says what was found, and says it aloud once typing rests: a message at every letter would talk over the letters.
   * @param {HTMLElement} list where it stands */
  function teller(list) {
    const line = make("p", { class: "search-state", id: "search-state" }), live = make("p", { class: "hidden", role: "status" });
    let wait = 0;
    return {
      nodes: [line, live],
      /** Until something is said nothing can be chosen of what was found before; where that takes long, it is said. */
      wait() {
        list.inert = true;
        clearTimeout(wait);
        wait = setTimeout(() => { live.textContent = line.textContent = word("busy"); }, 500);
      },
      say(/** @type {(Node | string)[]} */ ...content) {
        list.inert = false;
        line.replaceChildren(...content);
        clearTimeout(wait);
        wait = setTimeout(() => { live.textContent = line.textContent; }, 500);
      },
    };
  }

  /** Calls `work` once typing rests for `time` milliseconds. @param {HTMLInputElement} field @param {number} time @param {() => void} work */
  function typed(field, time, work) {
    let wait = 0;
    field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(work, time); });
  }

  /** The way to everything. */
  const everything = () => make("a", { href: root + "index-all.html" }, word("all"));
  /** What to say when the index cannot be read. */
  const fault = () => [word("broken") + " ", everything()];

  /** Earlier searches on this device, the latest first. @returns {string[]} */
  function recent() {
    try { return (localStorage.getItem(MEMORY) ?? "").split("\n").filter(Boolean); } catch { return []; }
  }

  /** @param {string} [query] none: forget all */
  function remember(query) {
    const text = query?.trim() ?? "";
    try {
      if (query === undefined) localStorage.removeItem(MEMORY);
      else if (text.length > 1) localStorage.setItem(MEMORY, [text, ...recent().filter((item) => item !== text)].slice(0, 5).join("\n"));
    } catch { /* Without storage nothing is remembered. */ }
  }

  /** The page with what is found. @param {string} query */
  const address = (query) => `${root}search.html#${new URLSearchParams({ q: query })}${also}`;

  customElements.define("prepbook-search-box", class extends HTMLElement {
    list = make("div", { role: "listbox", id: "search-list", tabindex: "-1", class: "search-list", "aria-label": word("results"), onclick: () => remember(this.field.value) });
    teller = teller(this.list);
    more = make("a", { class: "search-more" }, word("more"));
    turn = 0;
    /** @type {HTMLElement[]} */
    rows = [];
    active = -1;

    get field() { return /** @type {HTMLInputElement} */ (this.querySelector("input")); }

    connectedCallback() {
      if (this.contains(this.list)) return;
      const { field } = this;
      this.append(...this.teller.nodes, this.list, make("p", { class: "search-foot" }, this.more));
      typed(field, 60, () => this.search());
      field.addEventListener("keydown", (event) => this.key(event));
      this.search();
    }

    /** Lets what leads on lead to what is asked, and gives that. */
    aim() {
      const query = this.field.value;
      this.more.href = address(query);
      return query;
    }

    async search() {
      const turn = ++this.turn, query = this.aim();
      this.choose(-1);
      this.rows = [];
      if (!query.trim()) return this.earlier();
      this.teller.wait();
      try {
        const engine = await open(), found = await engine.find(query);
        if (turn === this.turn) this.draw(engine, found, query);
      } catch {
        if (turn !== this.turn) return;
        this.earlier([]);
        this.say(...fault());
      }
    }

    /** @param {any} engine @param {any} found @param {string} query */
    draw(engine, found, query) {
      /** @type {Map<string, any[]>} */
      const groups = new Map();
      for (const { row } of found.hits.slice(0, 12)) {
        const kind = row.kind === "section" ? "guide" : row.kind;
        groups.set(kind, [...(groups.get(kind) ?? []), row]);
      }
      this.list.replaceChildren(...[...groups].map(([kind, rows]) => make("div", { role: "group", "aria-label": word("kinds_" + kind) },
        make("p", { class: "hit-kind", "aria-hidden": "true" }, word("kinds_" + kind)),
        ...rows.map((row) => this.option({ href: root + row.url, class: "hit hit-" + row.kind }, inside(engine, found, row))))));
      this.say(verdict(found, query));
    }

    /** @param {Record<string, any>} properties @param {(Node | string)[]} content */
    option(properties, content) {
      const row = make("a", { ...properties, role: "option", id: "search-" + this.rows.length, tabindex: "-1", "aria-selected": "false" }, ...content);
      this.rows.push(row);
      return row;
    }

    /** Earlier searches, while nothing is asked. @param {string[]} [queries] */
    earlier(queries = recent()) {
      this.list.replaceChildren(...queries.map((query) => this.option({ href: address(query), class: "hit", onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        this.field.value = query;
        this.field.focus();
        this.search();
      } }, [query])));
      if (!queries.length) return this.say(word("start"));
      this.say(word("recent") + " ", make("button", { type: "button", class: "chip", onclick: () => { remember(); this.search(); this.field.focus(); } }, word("forget")));
    }

    /** @param {(Node | string)[]} content */
    say(...content) {
      this.teller.say(...content);
      this.field.setAttribute("aria-expanded", String(this.rows.length > 0));
    }

    /** @param {number} at */
    choose(at) {
      this.rows[this.active]?.setAttribute("aria-selected", "false");
      this.active = at;
      const row = this.rows[at];
      if (!row) return this.field.removeAttribute("aria-activedescendant");
      row.setAttribute("aria-selected", "true");
      row.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", row.id);
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      const { rows, active } = this, step = +(event.key === "ArrowDown") - +(event.key === "ArrowUp");
      // Of letters that are still put together; one browser says so with this code alone.
      if (event.keyCode === 229) return;
      if (step && rows.length) {
        event.preventDefault();
        // Round and round, and between the last and the first one none.
        this.choose((active + step + rows.length + 2) % (rows.length + 1) - 1);
      } else if (event.key === "Enter") {
        event.preventDefault();
        // The last letters may not have been searched for yet.
        this.aim();
        const link = /** @type {HTMLAnchorElement} */ (rows[active] ?? this.more);
        link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
        remember(this.field.value);
      }
    }
  });

  return { open, inside, verdict, fault, everything, teller, typed, remember, word, root };
})();
