import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { load } from './support/scripts.mjs';

const { prepSpeech } = load('speech.js');
const page = readFileSync(new URL('../../content/tools/pitch-timer.md', import.meta.url), 'utf8');
const config = parse(/```pitch\n([^]*?)```/.exec(page)?.[1] ?? '');
const [long, short] = config.shapes;
const kinds = (/** @type {string} */ text, shape = short, pace = 140) => prepSpeech.flags(config, shape, text, pace).map((/** @type {any} */ one) => one.kind);
const said = (/** @type {number} */ count) => Array.from({ length: count }, (_, at) => `word${at}${at % 12 === 11 ? '.' : ''}`).join(' ');

test('the parts of each shape add up to it', () => {
  for (const shape of config.shapes) assert.equal(shape.parts.reduce((/** @type {number} */ all, /** @type {any} */ part) => all + part.seconds, 0), shape.seconds);
});

test('words become seconds at a pace', () => {
  assert.equal(prepSpeech.words("I'm a second-year student — “yes”, 2nd year.").length, 7);
  assert.equal(prepSpeech.seconds(said(70), 140), 30);
  assert.equal(prepSpeech.seconds(said(210), 140), 90);
  assert.equal(Math.round(prepSpeech.seconds(said(195), 130)), 90);
  assert.equal(prepSpeech.words('').length, 0);
});

test('50 to 90 words for 30 seconds, 150 to 270 for 90, scaled by pace', () => {
  assert.deepEqual([49, 50, 90, 91].map((count) => kinds(said(count)).filter((kind) => kind === 'short' || kind === 'long').join()), ['short', '', '', 'long']);
  assert.deepEqual([149, 150, 270, 271].map((count) => kinds(said(count), long).filter((kind) => kind === 'short' || kind === 'long').join()), ['short', '', '', 'long']);
  assert.ok(kinds(said(90), short, 100).includes('long'), 'a slow speaker needs fewer words');
});

test('a job word counts in the last sentence only', () => {
  assert.ok(kinds('I study biology. I hope for a job.').includes('end-word'));
  assert.ok(kinds('I study biology. I hope for an Opportunity').includes('end-word'));
  assert.ok(!kinds('My first job was in a lab. I want to learn how you began.').includes('end-word'));
  assert.ok(!kinds('I want to learn about jobless growth.').includes('end-word'));
});

test('sentences over 25 words, and more than three in a row that begin with I', () => {
  const one = (/** @type {number} */ count) => Array.from({ length: count }, () => 'word').join(' ') + '.';
  assert.ok(!kinds(one(25)).includes('long-sentence'));
  assert.ok(kinds(one(26)).includes('long-sentence'));
  assert.ok(!kinds("I am Sam. I'm new. I like data.").includes('self-run'));
  assert.ok(kinds("I am Sam. I’m new. I like data. I've begun.").includes('self-run'));
  assert.ok(!kinds("I am Sam. I'm new. Data is fun. I've begun. I read.").includes('self-run'));
});

test('nothing written, nothing remarked', () => assert.deepEqual(kinds('  '), []));

test('each moment belongs to a part, to the end', () => {
  assert.deepEqual([0, 19.9, 20, 79.9, 80, 89.9].map((at) => prepSpeech.cue(long, at).at), [0, 0, 1, 3, 4, 4]);
  assert.ok(prepSpeech.cue(long, 90).over);
  assert.deepEqual([0, 59.9, 65, 90].map(prepSpeech.clock), ['0:00', '0:59', '1:05', '1:30']);
});
