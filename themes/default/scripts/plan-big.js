// The plan in large type, for the conversation itself: what to ask, ticked as one goes, and the minutes that have passed.

var prepPlanBig = (() => {
  const { make } = prepElement;
  /**
   * Opens it over the page. The talk goes on while it is closed, and while the page is gone: one looks something up and comes back, and a
   * phone that was locked has often thrown the page away.
   * @param {HTMLElement} tool where it stands in the document
   * @param {PlannerConfig} config
   * @param {Agenda} agenda
   * @param {{ word: (key: string, values?: Record<string, string | number>) => string, said: (one: AgendaItem) => string, asked: (one: AgendaItem, asked: boolean) => void, began: () => number, begin: () => void }} how
   */
  function open(tool, config, agenda, { word, said, asked, began, begin }) {
    const time = prepAgenda.timing(config, agenda.wishes.length);
    const line = (/** @type {AgendaItem} */ one) => {
      const box = make('input', { type: 'checkbox' });
      box.checked = one.asked;
      box.addEventListener('change', () => asked(one, box.checked));
      return make('li', {}, make('label', {}, box, make('span', {}, one.star ? '\u2605 ' : '', said(one))));
    };
    const parts = time.parts.filter((part) => part.part !== 'spare').map((part) =>
      make('section', {}, make('h2', {}, part.label), make('ul', {}, ...agenda.items.filter((one) => one.block === part.part).map(line))));
    const clock = make('p', { class: 'big-clock' });
    const passed = () => Math.floor((Date.now() - began()) / 60_000);
    // After an hour more than was asked for, it is another talk. One that has yet to begin was measured with a clock that was wrong.
    if (passed() < 0 || passed() > time.length + 60) begin();
    const tick = () => { clock.textContent = word('big_clock', { n: passed(), length: time.length }); };
    tick();
    const timer = setInterval(tick, 5000);
    const dialog = make('dialog', { class: 'plan-big', 'aria-label': word('big_title') },
      make('div', { class: 'big-head' }, clock, make('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, word('close'))),
      ...parts, config.more_time ? make('p', { class: 'big-more' }, config.more_time) : '',
      make('p', { class: 'big-foot' }, make('button', { type: 'button', class: 'button', onclick: () => { begin(); tick(); } }, word('big_again'))));
    const wake = stayLit();
    dialog.addEventListener('close', () => {
      clearInterval(timer);
      wake();
      dialog.remove();
    });
    tool.append(dialog);
    dialog.showModal();
  }

  /**
   * Keeps the screen lit, where the browser can: nobody wants to unlock a phone in front of the person they talk to. Returns how to stop.
   * @returns {() => void}
   */
  function stayLit() {
    /** @type {WakeLockSentinel | undefined} */
    let lock;
    let over = false;
    const ask = async () => {
      // Given back by the browser whenever the page is out of sight; refused when the battery is low.
      if (over || document.visibilityState !== 'visible') return;
      try {
        lock = await navigator.wakeLock?.request('screen');
        if (over) await lock?.release();
      } catch { /* it goes dark as always */ }
    };
    void ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }

  return { open };
})();
