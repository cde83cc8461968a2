// A table is a stop for the keyboard only where it has to be scrolled, and is called by the heading above it. Without the script
// every table is a stop.
(() => {
  if (typeof ResizeObserver !== "function") return;
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  let heading = "";
  for (const one of document.querySelectorAll("main :is(h1, h2, h3, h4, .table)")) {
    if (!one.matches(".table")) {
      heading = one.textContent.trim();
      continue;
    }
    if (!one.hasAttribute("aria-label")) {
      one.setAttribute("role", "group");
      one.setAttribute("aria-label", heading);
    }
    watcher.observe(one);
  }
})();
