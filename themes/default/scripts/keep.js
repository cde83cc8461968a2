// <prepbook-keep>: the button that puts the whole site on the device.
(() => {
  const { make } = prepElement, { word, root } = prepSearch;

  customElements.define("prepbook-keep", class extends HTMLElement {
    state = make("span", { role: "status" });
    button = make("button", { type: "button", class: "button button-quiet", onclick: () => this.keep() }, word("keep"));

    connectedCallback() {
      if (!("serviceWorker" in navigator) || !location.protocol.startsWith("http")) return;
      this.replaceChildren(make("p", { class: "search-keep" }, this.button, " ", this.state));
    }

    async keep() {
      const { serviceWorker } = navigator;
      this.button.disabled = true;
      try {
        serviceWorker.addEventListener("message", ({ data: { done, all, failed } }) => {
          this.state.textContent = failed ? word("broken") : done === all ? word("kept") : word("keeping", { n: done, all });
        });
        await serviceWorker.register(root + "sw.js");
        (await serviceWorker.ready).active?.postMessage("keep");
      } catch {
        this.state.textContent = word("broken");
        this.button.disabled = false;
      }
    }
  });
})();
