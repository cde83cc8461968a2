// <prepbook-actions data-ask data-url data-id>: copy and share for a question. What it says and draws comes from the page's
// <template class="prepbook-actions">. When it is filled it sends "prepbook:actions", so that other scripts can add to it.
(() => {
  customElements.define("prepbook-actions", class extends HTMLElement {
    connectedCallback() {
      const words = document.querySelector("template.prepbook-actions");
      if (this.firstChild || !(words instanceof HTMLTemplateElement)) return;
      this.append(words.content.cloneNode(true));
      if (this.dataset.risk === "avoid") this.querySelector("[data-act=copy]")?.remove();
      this.addEventListener("click", (event) => {
        const button = event.target instanceof Element ? event.target.closest("button[data-act]") : null;
        if (button instanceof HTMLButtonElement) this.act(button);
      });
      this.dispatchEvent(new CustomEvent("prepbook:actions", { bubbles: true }));
    }

    /** @param {HTMLButtonElement} button */
    async act(button) {
      const ask = (this.dataset.ask ?? "").replace(/\{[^{}]*\}/g, "…");
      const url = new URL(this.dataset.url ?? "", location.href).href;
      if (button.dataset.act === "copy") return say(button, await copy(ask));
      if (button.dataset.act !== "share") return;
      if (!navigator.share) return say(button, await copy(url));
      try {
        await navigator.share({ title: ask, url });
      } catch {
        // Closed without sharing.
      }
    }
  });

  /**
   * @param {string} text
   * @returns {Promise<boolean>}
   */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  /**
   * The button says for two seconds what happened; the same words go to screen readers.
   * @param {HTMLButtonElement} button
   * @param {boolean} done
   */
  function say(button, done) {
    const label = button.querySelector("span");
    if (!label) return;
    const before = (label.dataset.before ??= label.textContent ?? "");
    label.textContent = (done ? button.dataset.done : button.dataset.failed) ?? before;
    label.setAttribute("role", "status");
    button.focus();
    setTimeout(() => {
      label.removeAttribute("role");
      label.textContent = before;
    }, 2000);
  }
})();
