// <prepbook-scheme data-label data-auto data-light data-dark>: the reader's choice of appearance, kept on the device.
(() => {
  const KEY = "prepbook-scheme";
  const root = document.documentElement;

  customElements.define("prepbook-scheme", class extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const field = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = this.dataset.label ?? "";
      field.append(legend);
      for (const value of ["auto", "light", "dark"]) {
        const label = document.createElement("label");
        const input = document.createElement("input");
        input.type = "radio";
        input.name = KEY;
        input.value = value;
        input.checked = value === (root.dataset.theme ?? "auto");
        label.append(input, this.dataset[value] ?? value);
        field.append(label);
      }
      field.addEventListener("change", (event) => {
        if (event.target instanceof HTMLInputElement) choose(event.target.value);
      });
      this.append(field);
    }
  });

  /** @param {string} value */
  function choose(value) {
    if (value === "auto") delete root.dataset.theme;
    else root.dataset.theme = value;
    try {
      if (value === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, value);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }
})();
