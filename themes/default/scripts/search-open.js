// <prepbook-search data-root data-lang data-scripts data-key [data-also] [data-shortcuts]>: holds the link to the search page and, on a press of
// it, / or Ctrl-K, opens a dialog. The rest of the search is loaded then, and typing is accepted before it has come; where
// it does not come, a line says so, and typing asks for it again.
(() => {
  customElements.define("prepbook-search", class extends HTMLElement {
    /** @type {HTMLDialogElement | undefined} */
    dialog;
    /** Whether what searching needs was asked for. */
    loaded = false;
    line = /** @type {HTMLElement} */ (this.querySelector("p"));

    connectedCallback() {
      if (this.dataset.ready !== undefined || typeof HTMLDialogElement !== "function") return;
      this.dataset.ready = "";
      for (const link of document.querySelectorAll("[data-search-open]")) {
        link.addEventListener("pointerenter", () => this.load());
        link.addEventListener("focus", () => this.load());
        link.addEventListener("click", (event) => {
          const { ctrlKey, metaKey, shiftKey } = /** @type {MouseEvent} */ (event);
          if (!ctrlKey && !metaKey && !shiftKey) this.open(event);
        });
      }
      if (this.dataset.shortcuts !== undefined) addEventListener("keydown", (event) => {
        const { key, ctrlKey, metaKey, altKey, shiftKey } = event, command = ctrlKey || metaKey, target = /** @type {HTMLElement} */ (event.target);
        // The field of a dialog just closed keeps the focus until the browser draws again: only one that is shown is written in.
        const writes = target.isContentEditable || target.matches("input, textarea, select") && target.getClientRects().length > 0;
        const asked = command ? key.toLowerCase() === "k" && !shiftKey : key === "/" && !writes;
        if (asked && !altKey && !document.querySelector("dialog[open]")) this.open(event);
      });
    }

    /** Loads what searching needs, once. */
    load() {
      if (this.loaded) return;
      this.loaded = true;
      for (const path of (this.dataset.scripts ?? "").split(" ")) {
        const script = document.createElement("script");
        script.src = this.dataset.root + path;
        script.async = false;
        script.onerror = () => this.line.hidden = this.loaded = false;
        document.head.append(script);
      }
    }

    /** @param {Event} event */
    open(event) {
      event.preventDefault();
      const field = /** @type {HTMLElement | null} */ (document.querySelector("prepbook-search-page input"));
      if (field) return field.focus();
      this.load();
      const { make, words } = prepElement, word = words(this);
      if (!this.dialog) {
        const box = document.createElement("prepbook-search-box");
        const input = make("input", { type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list", "aria-label": word("label"), placeholder: word("placeholder"), autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", oninput: () => this.load() });
        box.append(make("div", { class: "search-field" }, input, make("button", { type: "button", class: "button button-quiet", onclick: () => this.dialog?.close() }, word("close"))));
        this.dialog = make("dialog", { class: "search-dialog", "aria-label": word("title"), onclick: (/** @type {Event} */ event) => event.target === this.dialog && this.dialog?.close(), oncancel: (/** @type {Event} */ event) => {
          if (!input.value) return;
          event.preventDefault();
          input.value = "";
          input.dispatchEvent(new Event("input"));
        } }, box, this.line);
        document.body.append(this.dialog);
      }
      this.dialog.showModal();
      this.dialog.querySelector("input")?.select();
    }
  });
})();
