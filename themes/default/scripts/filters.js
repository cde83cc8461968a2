// <prepbook-filters [data-whole] …>: turns the links to facet pages into choices that narrow this list in place: its cards, where all of
// them are on this page, else what <prepbook-whole-list> finds. What is chosen stands in the address after the #, so that it can be kept
// and sent, and no host's log ever has it. Without script the links lead to pages.
(() => {
  /** @typedef {{ element: HTMLElement, facets: Map<string, Set<string>> }} Card */
  /** @typedef {{ facet: string, any: string | undefined, value: string, label: string, input: HTMLInputElement, count: Element | null, all: number }} Choice */

  customElements.define("prepbook-filters", class extends HTMLElement {
    /** @type {Card[]} */
    cards = [];
    /** @type {Choice[]} */
    choices = [];
    chosen = document.createElement("ul");
    total = document.querySelector(".total");
    all = this.total?.textContent ?? "";
    /** The list over several pages, where there is a search to find it. @type {any} */
    list = document.querySelector("prepbook-search") && document.querySelector("prepbook-whole-list");
    /** @type {Promise<void> | undefined} */
    loading;
    turn = 0;
    /** When what is shown is what was chosen. @type {Promise<void> | undefined} */
    settled;

    connectedCallback() {
      if (this.dataset.ready !== undefined || (this.dataset.whole === undefined && !this.list)) return;
      this.dataset.ready = "";
      this.cards = [...document.querySelectorAll(".cards > [data-facets]")].map((element) => read(/** @type {HTMLElement} */ (element)));
      for (const link of this.querySelectorAll("a[data-value]")) this.choices.push(choice(/** @type {HTMLElement} */ (link)));
      this.chosen.className = "chosen";
      document.querySelector(".list-bar")?.after(this.chosen);
      this.addEventListener("change", () => this.narrow(true));
      // Not for the way past the header, which is an address within the page as well.
      addEventListener("hashchange", () => /^$|=/.test(location.hash) && this.restore());
      sheet(this);
      this.restore();
    }

    /** Takes the choices from the address. */
    restore() {
      const wanted = location.hash.includes("=") ? new URLSearchParams(location.hash.slice(1)) : new URLSearchParams();
      for (const item of this.choices) item.input.checked = wanted.get(item.facet)?.split(",").includes(item.value) ?? false;
      this.narrow(false);
    }

    /** @param {boolean} write whether the address is to say so */
    narrow(write) {
      const active = this.choices.filter((item) => item.input.checked);
      this.draw(active);
      if (write) history.replaceState(null, "", address(active));
      if (this.list) this.settled = this.find(active);
      else this.sift(active, write);
    }

    /**
     * Hides the cards of this page that do not fit.
     * @param {Choice[]} active
     * @param {boolean} write
     */
    sift(active, write) {
      let shown = 0;
      for (const card of this.cards) {
        const fits = matches(card, active);
        card.element.hidden = !fits;
        if (fits) shown++;
      }
      this.count((item) => {
        const others = active.filter((other) => other.facet !== item.facet);
        return this.cards.filter((card) => matches(card, others) && has(card, item)).length;
      });
      for (const line of document.querySelectorAll(".any-from")) /** @type {HTMLElement} */ (line).hidden = active.length > 0;
      if (active.length) this.tell(shown);
      else if (this.total) this.total.textContent = this.all;
    }

    /**
     * Shows what fits of a list over several pages in the place of this one; without a choice this page as it was.
     * @param {Choice[]} active
     */
    async find(active) {
      const turn = ++this.turn;
      if (!active.length) return this.back(false);
      try {
        await this.load();
        const found = await this.list.find(wanted(active), [...new Set(this.choices.map((item) => item.facet))]);
        if (turn !== this.turn) return;
        this.list.show(found);
        this.swap(true, false);
        this.count((item) => found.counts[item.facet][item.value] ?? 0);
        this.tell(found.hits.length);
      } catch {
        if (turn === this.turn) this.back(true);
      }
    }

    /** Shows this page as it was. @param {boolean} broken whether that is because the index cannot be read */
    back(broken) {
      this.list.clear?.();
      this.swap(false, broken);
      this.count((item) => item.all);
      if (this.total && this.total.textContent !== this.all) this.total.textContent = this.all;
    }

    /**
     * @param {boolean} found whether what was found stands in the place of this page's cards
     * @param {boolean} broken
     */
    swap(found, broken) {
      for (const part of document.querySelectorAll(".results > :is(.cards, .pages)")) /** @type {HTMLElement} */ (part).hidden = found;
      this.list.querySelector(".broken").hidden = !broken;
    }

    /** Loads the search, and what shows its results as this list. */
    load() {
      if (!this.loading && this.total) this.total.textContent = this.list.dataset.wait;
      this.loading ??= load(this.list).catch((fault) => {
        this.loading = undefined;
        throw fault;
      });
      return this.loading;
    }

    /** @param {(item: Choice) => number} number what each choice would give */
    count(number) {
      for (const item of this.choices) {
        const count = number(item);
        if (item.count) item.count.textContent = String(count);
        item.input.parentElement?.toggleAttribute("data-zero", count === 0);
      }
    }

    /** @param {number} shown how many questions fit */
    tell(shown) {
      const words = (shown === 0 && this.dataset.none) || (shown === 1 ? this.dataset.one : this.dataset.other) || "{n}";
      if (this.total) this.total.textContent = words.replace("{n}", String(shown));
    }

    /** @param {Choice[]} active */
    draw(active) {
      this.chosen.replaceChildren();
      const clear = () => {
        for (const item of this.choices) item.input.checked = false;
      };
      for (const item of active) this.chip(`${item.label} ×`, (this.dataset.remove ?? "{label}").replace("{label}", item.label), () => (item.input.checked = false));
      if (active.length > 1) this.chip(this.dataset.clear ?? "×", "", clear);
    }

    /**
     * @param {string} text
     * @param {string} label
     * @param {() => void} act
     */
    chip(text, label, act) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.textContent = text;
      if (label) button.setAttribute("aria-label", label);
      button.addEventListener("click", () => {
        act();
        this.narrow(true);
        const next = this.chosen.querySelector("button") ?? this.choices[0]?.input;
        if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      });
      item.append(button);
      this.chosen.append(item);
    }
  });

  /**
   * @param {HTMLElement} element
   * @returns {Card}
   */
  function read(element) {
    /** @type {Map<string, Set<string>>} */
    const facets = new Map();
    for (const pair of (element.dataset.facets ?? "").split(" ")) {
      const [facet = "", value = ""] = pair.split("=");
      facets.set(facet, (facets.get(facet) ?? new Set()).add(value));
    }
    return { element, facets };
  }

  /**
   * Puts a checkbox in the place of a link.
   * @param {HTMLElement} link
   * @returns {Choice}
   */
  function choice(link) {
    const facet = /** @type {HTMLElement | null} */ (link.closest("[data-facet]"));
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "checkbox";
    label.append(input, ...link.childNodes);
    link.replaceWith(label);
    const count = label.querySelector(".count");
    const text = (label.textContent ?? "").replace(count?.textContent ?? "", "").trim();
    return { facet: facet?.dataset.facet ?? "", any: facet?.dataset.any, value: link.dataset.value ?? "", label: text, input, count, all: Number(count?.textContent) };
  }

  /**
   * @param {Card} card
   * @param {Choice} item
   */
  function has(card, item) {
    const values = card.facets.get(item.facet);
    return values !== undefined && (values.has(item.value) || (item.any !== undefined && values.has(item.any)));
  }

  /**
   * One of the chosen values in every facet that has any chosen.
   * @param {Card} card
   * @param {Choice[]} active
   */
  function matches(card, active) {
    return active.every((item) => active.some((other) => other.facet === item.facet && has(card, other)));
  }

  /** The chosen values by facet. @param {Choice[]} active */
  function wanted(active) {
    /** @type {Record<string, string[]>} */
    const parts = {};
    for (const item of active) (parts[item.facet] ??= []).push(item.value);
    return parts;
  }

  /** @param {Choice[]} active */
  function address(active) {
    const hash = Object.entries(wanted(active)).map(([facet, values]) => `${facet}=${values.join(",")}`).join("&");
    return hash ? `#${hash}` : location.pathname;
  }

  /**
   * Loads the scripts of the search, then the one of a list over several pages.
   * @param {HTMLElement} list
   * @returns {Promise<void>}
   */
  async function load(list) {
    await customElements.whenDefined("prepbook-search");
    /** @type {any} */ (document.querySelector("prepbook-search")).load();
    const script = document.createElement("script");
    script.src = (list.dataset.root ?? "") + list.dataset.script;
    script.async = false;
    return new Promise((resolve, reject) => {
      script.onload = () => resolve();
      script.onerror = reject;
      document.head.append(script);
    });
  }

  /**
   * On small screens the button opens the filters as a sheet.
   * @param {HTMLElement} filters
   */
  function sheet(filters) {
    const aside = filters.closest("aside");
    const opener = document.querySelector(".to-filters");
    if (!aside || !opener || typeof HTMLDialogElement !== "function") return;
    const dialog = document.createElement("dialog");
    dialog.className = "sheet";
    dialog.setAttribute("aria-labelledby", "filters-title");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button sheet-close";
    close.textContent = filters.dataset.show ?? "×";
    close.addEventListener("click", () => dialog.close());
    const place = document.createComment("");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      aside.replaceWith(place);
      dialog.append(aside, close);
      document.body.append(dialog);
      dialog.showModal();
    });
    dialog.addEventListener("close", () => {
      place.replaceWith(aside);
      dialog.remove();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
})();
