// Moving a question of the plan with a mouse, a pen or a finger: within its part of the talk and from one part to another.

var prepPlanDrag = (() => {
  /** So near the edge of the screen, in pixels, the page moves along; and so far at a time. */
  const EDGE = 72;
  const STEP = 10;

  /**
   * Follows the pointer until it is lifted. `drop` is told in which list the entry lies then; a drag that the browser calls off puts it back.
   * @param {PointerEvent} event
   * @param {HTMLElement} entry
   * @param {HTMLElement[]} lists
   * @param {{ drop: (list: HTMLElement, at: number) => void, cancel: () => void }} done
   */
  function start(event, entry, lists, done) {
    event.preventDefault();
    entry.classList.add('is-dragged');
    let height = event.clientY;
    let frame = 0;
    const place = () => {
      const list = under(lists, height);
      const others = [...list.children].filter((one) => one !== entry);
      const after = others.find((one) => height < middle(one)) ?? null;
      if (entry.parentElement !== list || entry.nextElementSibling !== after) list.insertBefore(entry, after);
    };
    const scroll = () => {
      const by = height < EDGE ? -STEP : height > window.innerHeight - EDGE ? STEP : 0;
      if (by !== 0) {
        window.scrollBy(0, by);
        place();
      }
      frame = requestAnimationFrame(scroll);
    };
    const move = (/** @type {PointerEvent} */ now) => {
      height = now.clientY;
      place();
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      entry.classList.remove('is-dragged');
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', off);
    };
    const up = () => {
      stop();
      const list = /** @type {HTMLElement} */ (entry.parentElement);
      done.drop(list, [...list.children].indexOf(entry));
    };
    const off = () => {
      stop();
      done.cancel();
    };
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', off);
    frame = requestAnimationFrame(scroll);
  }

  /** @param {Element} one */
  function middle(one) {
    const box = one.getBoundingClientRect();
    return box.top + box.height / 2;
  }

  /** The list at this height: the last that begins above it. A list without entries has its heading to aim at. @param {HTMLElement[]} lists @param {number} height */
  function under(lists, height) {
    return lists.findLast((list) => (list.parentElement ?? list).getBoundingClientRect().top <= height) ?? lists[0];
  }

  return { start };
})();
