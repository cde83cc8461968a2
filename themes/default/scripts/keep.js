// <prepbook-keep>: the button that puts the whole site on the device, and takes it away again.
(() => {
  const { make } = prepElement, { word, root } = prepSearch;
  // As offline.js calls them.
  const STORE = `prepbook-${document.querySelector("prepbook-search")?.getAttribute("data-key")}`, STAMPS = "prepbook-stamps";

  customElements.define("prepbook-keep", class extends HTMLElement {
    state = make("span", { role: "status" });
    button = make("button", { type: "button", class: "button button-quiet", onclick: () => this.press() });
    /** Whether all of the site is on the device. */
    kept = false;

    async connectedCallback() {
      const { serviceWorker } = navigator;
      if (!serviceWorker || !location.protocol.startsWith("http")) return;
      serviceWorker.addEventListener("message", ({ data: { done, all, failed } }) => {
        if (failed || done === all) this.show(!failed, failed ? "keep_failed" : "kept");
        else this.state.textContent = word("keeping", { n: done, all });
      });
      this.replaceChildren(make("p", { class: "search-keep" }, this.button, " ", this.state));
      const kept = await caches.has(STORE) && await (await caches.open(STORE)).match(STAMPS);
      this.show(!!kept, kept ? "kept" : undefined);
    }

    /** @param {boolean} kept @param {string} [state] what to say of it */
    show(kept, state) {
      this.kept = kept;
      this.button.textContent = word(kept ? "unkeep" : "keep");
      this.button.disabled = false;
      this.state.textContent = state ? word(state) : "";
    }

    async press() {
      this.button.disabled = true;
      try {
        if (this.kept) {
          await (await navigator.serviceWorker.getRegistration(root || "./"))?.unregister();
          await caches.delete(STORE);
          return this.show(false);
        }
        await navigator.serviceWorker.register(root + "sw.js");
        (await navigator.serviceWorker.ready).active?.postMessage("keep");
      } catch {
        this.show(this.kept, "keep_failed");
      }
    }
  });
})();
