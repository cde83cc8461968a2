// Loads the theme's classic scripts as a page does: one after the other into one global scope.
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../themes/default/scripts/', import.meta.url);

/**
 * @param {...string} names file names in the theme's scripts folder
 * @returns {any} the global scope
 */
export function load(...names) {
  for (const name of names) {
    const file = new URL(name, folder);
    runInThisContext(readFileSync(file, 'utf8'), { filename: fileURLToPath(file) });
  }
  return globalThis;
}

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed. @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
