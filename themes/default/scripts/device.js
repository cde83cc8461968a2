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
      if (event.key === opened.name || event.key === null) opened.refresh();
    });
    // A page that the browser put aside and shows again as it was has not heard of what was written meanwhile, and would write over it.
    window.addEventListener('pageshow', (event) => { if (event.persisted) opened.refresh(); });
    return opened;
  }

  return { open };
})();
