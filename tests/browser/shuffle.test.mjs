import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/scripts.mjs';

const { prepShuffle } = load('shuffle.js');
const ids = Array.from({ length: 30 }, (_, at) => `q${at}`);
const self = (/** @type {string} */ id) => id;

test('one seed, one order, whatever order the page has them in', () => {
  assert.deepEqual(prepShuffle.order(ids, 42, self), prepShuffle.order([...ids].reverse(), 42, self));
  assert.notDeepEqual(prepShuffle.order(ids, 42, self), prepShuffle.order(ids, 43, self));
  assert.deepEqual([...prepShuffle.order(ids, 42, self)].sort(), [...ids].sort());
});
