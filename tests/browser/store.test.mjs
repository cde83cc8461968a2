import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/scripts.mjs';

const { prepStore, prepTransfer } = load('store.js', 'transfer.js');

/** A storage that can be made to fail. */
function fake() {
  const kept = new Map();
  const self = {
    kept,
    /** @type {Error | undefined} */ fails: undefined,
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem(/** @type {string} */ key, /** @type {string} */ value) { if (self.fails) throw self.fails; kept.set(key, value); },
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
  return self;
}
const held = (/** @type {any} */ storage) => () => storage;
const quota = () => Object.assign(new Error('The quota has been exceeded'), { name: 'QuotaExceededError' });

test('what one tab writes another keeps', () => {
  const storage = fake();
  const one = prepStore.open({ storage: () => storage, key: 'a' });
  const two = prepStore.open({ storage: () => storage, key: 'a' });
  one.write('checks', { talk: ['x'] });
  two.write('sheets', { notes: { aim: 'y' } });
  let told = 0;
  one.subscribe(() => { told += 1; });
  one.refresh();
  assert.equal(told, 1);
  assert.deepEqual(one.read('sheets', {}), { notes: { aim: 'y' } });
  assert.deepEqual(two.read('checks', {}), { talk: ['x'] });
});

test('two books on one origin do not see each other', () => {
  const storage = fake();
  prepStore.open({ storage: () => storage, key: 'a' }).write('checks', { talk: ['x'] });
  assert.deepEqual(prepStore.open({ storage: () => storage, key: 'b' }).read('checks', {}), {});
});

test('a full storage says so, goes on in memory, and recovers', () => {
  const storage = fake();
  const store = prepStore.open({ storage: () => storage, key: 'a' });
  storage.fails = quota();
  assert.equal(store.write('checks', { talk: ['x'] }), false);
  assert.deepEqual([store.place, store.trouble], ['memory', 'full']);
  assert.deepEqual(store.read('checks', {}), { talk: ['x'] });
  storage.fails = undefined;
  assert.equal(store.write('checks', { talk: ['x', 'y'] }), true);
  assert.deepEqual([store.place, store.trouble], ['device', '']);
});

test('a tab that found no room takes nothing of another tab away, and keeps its own as soon as there is room', () => {
  const storage = fake();
  const one = prepStore.open({ storage: () => storage, key: 'a' });
  one.write('checks', { talk: ['x'] });
  storage.fails = quota();
  one.write('sheets', { notes: { aim: 'long' } });
  storage.fails = undefined;
  const two = prepStore.open({ storage: () => storage, key: 'a' });
  two.write('contacts', [{ id: 'p1', name: 'Ana Muster' }]);
  two.write('checks', { talk: ['y'] });
  one.refresh();
  assert.deepEqual([one.place, one.trouble], ['device', '']);
  one.write('sheets', { notes: { aim: 'longer' } });
  two.refresh();
  assert.deepEqual([two.read('contacts', [])[0]?.name, two.read('checks', {}), two.read('sheets', {})], ['Ana Muster', { talk: ['y'] }, { notes: { aim: 'longer' } }]);
});

test('what another tab erased does not come back from one that found no room', () => {
  for (const heard of [true, false]) {
    const storage = fake();
    const one = prepStore.open({ storage: () => storage, key: 'a' });
    const two = prepStore.open({ storage: () => storage, key: 'a' });
    one.write('checks', { talk: ['x'] });
    storage.fails = quota();
    one.write('sheets', { notes: { aim: 'SECRET' } });
    storage.fails = undefined;
    two.erase();
    if (heard) {
      one.refresh();
      assert.ok(one.empty);
      assert.equal(storage.kept.size, 0);
    }
    one.write('letters', { tone: 'warm' });
    assert.doesNotMatch([...storage.kept.values()].join(), /SECRET|talk/);
  }
});

test('an import that finds no room says that it is not on the device', () => {
  const storage = fake();
  const store = prepStore.open({ storage: () => storage, key: 'a' });
  store.write('checks', { talk: ['x'] });
  const file = store.exported();
  assert.equal(prepTransfer.read(store, file).saved, true);
  storage.fails = quota();
  assert.equal(prepTransfer.read(store, file).saved, false);
});

test('a forbidden storage says so and goes on in memory', () => {
  const store = prepStore.open({ storage: () => { throw new DOMException('denied', 'SecurityError'); }, key: 'a' });
  assert.deepEqual([store.place, store.trouble], ['memory', 'forbidden']);
  assert.equal(store.write('checks', { talk: ['x'] }), false);
  assert.deepEqual(store.read('checks', {}), { talk: ['x'] });
});

test('older data is moved on, newer data is left alone', () => {
  const storage = fake();
  storage.setItem('prepbook:a', JSON.stringify({ version: 1, data: { checks: { talk: ['x'] } } }));
  const same = (/** @type {any} */ data) => data;
  const migrations = [same, same, (/** @type {any} */ data) => ({ ...data, checks: { ...data.checks, more: ['y'] } })];
  const store = prepStore.open({ storage: () => storage, key: 'a', version: 3, migrations });
  assert.deepEqual(store.read('checks', {}), { talk: ['x'], more: ['y'] });
  store.write('sheets', {});
  assert.equal(JSON.parse(storage.getItem('prepbook:a') ?? '').version, 3);
  const older = prepStore.open({ storage: () => storage, key: 'a' });
  assert.deepEqual([older.place, older.trouble], ['memory', 'newer']);
  older.write('checks', {});
  assert.equal(JSON.parse(storage.getItem('prepbook:a') ?? '').version, 3, 'not overwritten');
});

test('whatever a tool writes can be read again: days and texts are made to fit', () => {
  const storage = fake();
  const store = prepStore.open({ storage: () => storage, key: 'a' });
  store.write('contacts', [{ id: 'p1', name: 'x'.repeat(300), talkDay: '202666-10-12', talkTime: 'three in the afternoon', history: [{ day: '+010000-01', status: 'listed' }] }]);
  store.write('sheets', { notes: { aim: 'x'.repeat(9999) + '🙂' } });
  store.write('plan', { length: 20, day: '202666-10-12', items: Array.from({ length: 2100 }, (_, at) => ({ id: `own-${at}` })) });
  const again = prepStore.open({ storage: () => storage, key: 'a' });
  assert.equal(again.trouble, '');
  assert.deepEqual(again.read('contacts', []), [{ id: 'p1', name: 'x'.repeat(200), talkDay: '', talkTime: 'three in', history: [{ day: '', status: 'listed' }] }]);
  assert.equal(again.read('sheets', { notes: { aim: '' } }).notes.aim, 'x'.repeat(9999));
  assert.deepEqual([again.read('plan', { day: 'x', items: [] }).day, again.read('plan', { items: [] }).items.length], ['', 2000]);
});

test('what cannot be read is set aside, not lost', () => {
  for (const raw of ['{broken', '[]', 'null', '{"version":"x"}', JSON.stringify({ version: 1, data: { checks: { talk: [7] }, sheets: { a: { b: 'c' } } } })]) {
    const storage = fake();
    storage.setItem('prepbook:a', raw);
    const store = prepStore.open({ storage: () => storage, key: 'a' });
    assert.equal(store.trouble, 'damaged', raw);
    assert.equal(storage.getItem('prepbook:a:damaged'), raw);
    assert.equal(store.write('checks', { talk: ['x'] }), true);
  }
});

test('export and import carry everything to another device', () => {
  const one = prepStore.open({ storage: held(fake()), key: 'a' });
  const two = prepStore.open({ storage: held(fake()), key: 'b' });
  one.write('checks', { talk: ['x'] });
  one.write('contacts', [{ id: '1', name: 'A', talkDay: '2026-12-01', history: [{ day: '2026-11-23', status: 'listed' }] }]);
  const { ok, sections } = prepTransfer.read(two, one.exported());
  assert.deepEqual({ ok, sections }, { ok: true, sections: ['checks', 'contacts'] });
  assert.deepEqual(two.read('contacts', []), one.read('contacts', []));
});

test('an import is taken back: what it took the place of returns, and what it did not touch stays as it is', () => {
  const one = prepStore.open({ storage: held(fake()), key: 'a' });
  const two = prepStore.open({ storage: held(fake()), key: 'b' });
  one.write('checks', { talk: ['x'] });
  one.write('letters', { tone: 'plain' });
  two.write('checks', { talk: ['mine'] });
  const { back } = prepTransfer.read(two, one.exported());
  two.write('pitch', { pace: 120 });
  back?.();
  assert.deepEqual(two.read('checks', {}), { talk: ['mine'] });
  assert.deepEqual(two.read('letters', 'none'), 'none');
  assert.deepEqual(two.read('pitch', {}), { pace: 120 });
});

test('a hostile file is refused as a whole, with reasons', () => {
  const file = (/** @type {string} */ data) => `{"kind":"prepbook-device-data","version":1,"data":${data}}`;
  const hostile = {
    'not JSON': 'hello',
    'not exported': '{"a":1}',
    'larger than 2 MB': ' '.repeat(2_000_001),
    'names no version': '{"kind":"prepbook-device-data","data":{}}',
    'newer version': '{"kind":"prepbook-device-data","version":99,"data":{}}',
    'holds no data': '{"kind":"prepbook-device-data","version":1,"data":[]}',
    'unknown entry “__proto__”': file('{"__proto__":{"polluted":true}}'),
    'unknown entry “constructor”': file('{"sheets":{"constructor":{}}}'),
    'unknown entry “extra”': file('{"extra":1}'),
    'checks.talk[1]: not a text': file('{"checks":{"talk":[{"toString":1}]}}'),
    'plan.length: not a number': file('{"plan":{"length":"<img src=x onerror=alert(1)>"}}'),
    'contacts[1].talkDay: not a day': file('{"contacts":[{"talkDay":"tomorrow"}]}'),
    'too long': file(`{"contacts":[{"name":"${'x'.repeat(201)}"}]}`),
    'more than 2,000': file(`{"contacts":[${'{},'.repeat(2000)}{}]}`),
    'not a mapping': file(`{"sheets":${'['.repeat(900)}${']'.repeat(900)}}`),
  };
  for (const [reason, text] of Object.entries(hostile)) {
    const store = prepStore.open({ storage: held(fake()), key: 'a' });
    store.write('checks', { talk: ['mine'] });
    const result = prepTransfer.read(store, text);
    assert.equal(result.ok, false, reason);
    assert.ok(result.reasons.join('\n').includes(reason), `${reason}: ${result.reasons}`);
    assert.deepEqual(store.read('checks', {}), { talk: ['mine'] });
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('erasing leaves nothing', () => {
  const storage = fake();
  storage.setItem('prepbook:a', '{broken');
  storage.setItem('prepbook-a-searches', 'a difficult boss');
  const store = prepStore.open({ storage: () => storage, key: 'a' });
  store.write('checks', { talk: ['x'] });
  store.erase();
  assert.equal(storage.kept.size, 0);
  assert.ok(store.empty);
});
