// The one store of this page, and its ear for other tabs.

var prepDevice = (() => {
  /** @type {PrepStore | undefined} */
  let store;

  /** The store of this book on this device. */
  function open() {
    if (store) return store;
    const opened = prepStore.open({ storage: () => window.localStorage, key: document.documentElement.dataset.book ?? 'book' });
    store = opened;
    window.addEventListener('storage', (event) => {
      if (event.key !== opened.name && event.key !== null) return;
      // Erased there, it is erased here.
      if (event.newValue === null) drop();
      opened.refresh();
    });
    let day = new Date().toDateString();
    // A page that the browser put aside and shows again as it was has not heard of what was written meanwhile, and would write over it; and
    // on another day, other things are due.
    const wake = (/** @type {Event} */ event) => {
      const today = new Date().toDateString();
      if (today === day && !(event instanceof PageTransitionEvent && event.persisted)) return;
      day = today;
      opened.refresh();
    };
    window.addEventListener('pageshow', wake);
    window.addEventListener('focus', wake);
    document.addEventListener('visibilitychange', wake);
    return opened;
  }

  const name = (/** @type {string} */ what) => `${open().name}:${what}`;

  /** What is half done and belongs to this tab, so that it outlives the page; where the browser does not let it, it does not. @param {string} what @returns {any} */
  function recall(what) {
    try {
      return JSON.parse(sessionStorage.getItem(name(what)) ?? 'null');
    } catch {
      return null;
    }
  }

  /** @param {string} what @param {any} value */
  function hold(what, value) {
    try {
      sessionStorage.setItem(name(what), JSON.stringify(value));
    } catch { /* Then it is gone with the page, as all else there. */ }
  }

  /** Forgets what is half done. @param {...string} which all if none is named */
  function drop(...which) {
    try {
      for (const key of Object.keys(sessionStorage)) if (which.length > 0 ? which.some((what) => key === name(what)) : key.startsWith(name(''))) sessionStorage.removeItem(key);
    } catch { /* Nothing was held. */ }
  }

  return { open, recall, hold, drop };
})();
