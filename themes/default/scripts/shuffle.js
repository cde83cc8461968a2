// The same order for the same seed, on every device. No DOM.

var prepShuffle = (() => {
  /** Numbers from 0 to below 1. @param {number} seed */
  function numbers(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  /**
   * The items in an order that depends only on their ids and the seed, not on the order they come in.
   * @template T
   * @param {T[]} items
   * @param {number} seed
   * @param {(item: T) => string} id
   * @returns {T[]}
   */
  function order(items, seed, id) {
    const next = numbers(seed);
    const out = [...items].sort((a, b) => (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0));
    for (let at = out.length - 1; at > 0; at -= 1) {
      const other = Math.floor(next() * (at + 1));
      [out[at], out[other]] = [out[other], out[at]];
    }
    return out;
  }

  /** A seed short enough to read out. @param {number} moment */
  function seed(moment) {
    return Math.floor(numbers(moment)() * 10_000);
  }

  return { order, seed };
})();
