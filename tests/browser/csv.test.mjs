import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, random } from './support/scripts.mjs';

const { prepCsv } = load('csv.js');

test('what a spreadsheet would run as a formula is written as text and comes back whole', () => {
  const rows = [['=1+1', '+44 20', '-3', '@here', "'=quoted", '\t=x', "''-", '＝1'], ['plain', "it's", '', 'a=b', ' ', '"', 'ä, ö', 'two\nlines']];
  const text = prepCsv.write(rows);
  for (const line of text.slice(1).split('\r\n')) for (const cell of line.split(',')) assert.doesNotMatch(cell, /^"?[=+\-@]/);
  assert.deepEqual(prepCsv.read(text), rows);
});

test('any table comes back as it was', () => {
  const next = random(7);
  const letters = ['=', "'", '"', ',', ';', '\t', '\r', '\n', '-', '@', ' ', 'a', 'é', '你', '😀', '+', '0'];
  for (let round = 0; round < 500; round += 1) {
    const cell = () => Array.from({ length: Math.floor(next() * 6) }, () => letters[Math.floor(next() * letters.length)]).join('');
    const rows = Array.from({ length: 1 + Math.floor(next() * 4) }, () => Array.from({ length: 3 }, cell));
    rows.unshift(['name', 'reason', 'status']);
    assert.deepEqual(prepCsv.read(prepCsv.write(rows)), rows, `round ${round}`);
  }
});

test('separators and line ends of other programs are understood', () => {
  assert.deepEqual(prepCsv.read('a;b\r\n1;"x;y"\r\n'), [['a', 'b'], ['1', 'x;y']]);
  assert.deepEqual(prepCsv.read('a\tb\n1\t2'), [['a', 'b'], ['1', '2']]);
  assert.deepEqual(prepCsv.read('a,b\r1,2\r'), [['a', 'b'], ['1', '2']]);
  assert.deepEqual(prepCsv.read('a,"open'), [['a', 'open']]);
});

test('a table is read however a spreadsheet saved it', () => {
  const bytes = (/** @type {number[]} */ ...all) => new Uint8Array(all).buffer;
  assert.equal(prepCsv.text(bytes(0xEF, 0xBB, 0xBF, 0x4A, 0xC3, 0xBC)), 'Jü');
  assert.equal(prepCsv.text(bytes(0x4A, 0xFC, 0x72)), 'Jür');
  assert.equal(prepCsv.text(bytes(0xFF, 0xFE, 0x4A, 0, 0xFC, 0)), 'Jü');
});
