// Before the first paint: the reader's choice of appearance, and a mark that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const scheme = localStorage.getItem("prepbook-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
  } catch {
    // Storage may be forbidden: the device decides then.
  }
})();
