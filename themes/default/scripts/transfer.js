// A file that was exported, on its way back into the store. No DOM.

/** @typedef {{ ok: boolean, reasons: string[], sections: string[], saved?: boolean, back?: () => void }} ImportResult */

var prepTransfer = (() => {
  const MOST_BYTES = 2_000_000;

  /**
   * Takes the sections of an exported file in place of those of `store`; a file with anything strange in it is refused as a whole.
   * @param {PrepStore} store
   * @param {string} text
   * @returns {ImportResult}
   */
  function read(store, text) {
    const { complain, KIND, VERSION, MIGRATIONS, SECTIONS } = prepStore;
    const refused = (/** @type {string[]} */ reasons) => ({ ok: false, reasons, sections: [] });
    if (text.length > MOST_BYTES) return refused(['the file is larger than 2 MB']);
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      return refused(['the file is not JSON']);
    }
    if (found === null || typeof found !== 'object' || found.kind !== KIND) return refused(['the file was not exported from a book like this one']);
    if (!Number.isInteger(found.version) || found.version < 0) return refused(['the file names no version']);
    if (found.version > VERSION) return refused(['the file comes from a newer version of this book']);
    if (found.data === null || typeof found.data !== 'object' || Array.isArray(found.data)) return refused(['the file holds no data']);
    let moved = found.data;
    for (let at = found.version; at < VERSION; at += 1) moved = MIGRATIONS[at](moved);
    /** @type {string[]} */
    const wrong = [];
    complain(moved, SECTIONS, 'data', wrong);
    return wrong.length > 0 ? refused(wrong) : { ok: true, reasons: [], sections: Object.keys(moved), ...store.take(moved) };
  }

  return { read };
})();
