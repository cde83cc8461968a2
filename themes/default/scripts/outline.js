// Marks the heading being read in the outline beside the text. An enhancement: without it the outline is a list of links.
(() => {
  const links = [...document.querySelectorAll(".outline-side a")];
  /** The heading that a link leads to. @param {Element} link */
  const at = (link) => decodeURIComponent(link.getAttribute("href")?.slice(1) ?? "");
  const headings = links.flatMap((link) => document.getElementById(at(link)) ?? []);
  if (!headings.length || typeof IntersectionObserver !== "function") return;

  const mark = () => {
    // A little below where a jump puts a heading: the next one may follow after a few lines.
    const line = 96;
    const ends = scrollY + innerHeight >= document.documentElement.scrollHeight - 4;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
    const current = (ends ? headings : passed).at(-1);
    for (const link of links) {
      if (current && at(link) === current.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  }, { passive: true });
  mark();
})();
