import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { load, random } from './support/scripts.mjs';

const { prepContacts, prepCsv } = load('calendar.js', 'csv.js', 'contacts.js');
const page = readFileSync(new URL('../../content/tools/tracker.md', import.meta.url), 'utf8');
const config = parse(/```tracker\n([^]*?)```/.exec(page)?.[1] ?? '');
const fresh = (/** @type {any} */ some = {}, day = '2026-11-23') => prepContacts.fresh('p1', day, { name: 'Priya', ...some });
const go = (/** @type {any} */ row, /** @type {[string, string][]} */ ...steps) => steps.reduce((now, [to, day]) => prepContacts.move(config, now, to, day), row);
const kinds = (/** @type {any} */ row, /** @type {string} */ day) => prepContacts.due([row], day).map((/** @type {any} */ one) => one.kind);

test('every move named leads to a status there is, and every status can be reached', () => {
  const ids = config.statuses.map((/** @type {any} */ one) => one.id);
  const reached = new Set(['listed']);
  for (let grown = 0; grown !== reached.size;) {
    grown = reached.size;
    for (const one of config.statuses) if (reached.has(one.id)) one.to.forEach((/** @type {string} */ to) => { assert.ok(ids.includes(to), to); reached.add(to); });
  }
  assert.deepEqual([...reached].sort(), [...ids].sort());
  for (const step of config.funnel) for (const id of step.statuses) assert.ok(ids.includes(id), id);
});

test('a message sent on a Thursday: nudge after five working days, closing after ten', () => {
  const row = go(fresh(), ['contacted', '2026-11-26']);
  assert.deepEqual([row.firstSent, row.nudgeDue, row.closingDue], ['2026-11-26', '2026-12-03', '2026-12-10']);
  assert.equal(row.deleteAfter, '2027-11-26');
  const sunday = prepContacts.move({ ...config, working_days: [0, 1, 2, 3, 4] }, fresh(), 'contacted', '2026-11-26');
  assert.equal(sunday.nudgeDue, '2026-12-03');
});

test('what is due follows the status', () => {
  const row = go(fresh(), ['contacted', '2026-11-26']);
  assert.deepEqual(kinds(row, '2026-11-25'), []);
  assert.deepEqual(kinds(row, '2026-12-03'), ['nudge', 'closing']);
  assert.deepEqual(kinds(row, '2026-12-10'), ['closing'], 'too late to nudge');
  const nudged = go(row, ['nudged', '2026-12-03']);
  assert.deepEqual(kinds(nudged, '2026-12-03'), ['closing']);
  const parked = go(nudged, ['closing', '2026-12-10'], ['parked', '2026-12-20']);
  assert.deepEqual(kinds(parked, '2026-12-20'), []);
});

test('thanks are due two days after the talk; an update after 75 days, then 180', () => {
  let row = go(fresh({ talkDay: '2026-12-01', via: 'Dr Ortiz' }), ['contacted', '2026-11-20'], ['scheduled', '2026-11-24']);
  assert.deepEqual(kinds(row, '2026-11-30'), ['talk']);
  row = go(row, ['held', '2026-12-01']);
  assert.equal(row.thanksDue, '2026-12-03');
  assert.deepEqual(kinds(row, '2026-12-01'), ['thanks', 'referrer']);
  row = go(row, ['thanked', '2026-12-02']);
  assert.deepEqual(prepContacts.sums(config, [row]), { held: 1, onTime: 1, fields: 0, roles: 0 });
  row = go({ ...row, referrerThanked: true }, ['reflected', '2026-12-02']);
  assert.equal(row.touchDue, '2027-02-15');
  assert.equal(prepContacts.touched(config, row, '2027-02-15').touchDue, '2027-08-14');
});

test('a second talk with the same person: thanks are due again, and the first still counts', () => {
  const one = go(fresh({ talkDay: '2026-12-01', talkTime: '10:00' }), ['contacted', '2026-11-20'], ['scheduled', '2026-11-24'], ['held', '2026-12-01'], ['thanked', '2026-12-02'], ['reflected', '2026-12-02'], ['resting', '2026-12-02']);
  const asked = go(one, ['contacted', '2027-03-10']);
  assert.deepEqual([asked.talkDay, asked.talkTime, asked.thanksDue, asked.thanksSent], ['', '', '', '']);
  const two = go({ ...go(asked, ['scheduled', '2027-03-12']), talkDay: '2027-03-15' }, ['held', '2027-03-15']);
  assert.deepEqual(kinds(two, '2027-03-17'), ['thanks']);
  assert.deepEqual(prepContacts.sums(config, [two]), { held: 2, onTime: 1, fields: 0, roles: 0 });
  assert.equal(prepContacts.sums(config, [go(two, ['thanked', '2027-03-17'])]).onTime, 2);
  assert.equal(go({ ...one, talkDay: '2027-03-15' }, ['contacted', '2027-03-10']).talkDay, '2027-03-15', 'a day agreed already stays');
});

test('back from parked only after three months', () => {
  const parked = go(fresh(), ['contacted', '2026-09-01'], ['parked', '2026-09-20']);
  const [to] = prepContacts.moves(config, parked, '2026-11-23');
  assert.deepEqual([to.id, to.from], ['contacted', '2026-12-19']);
  assert.equal(prepContacts.moves(config, parked, '2026-12-19')[0].from, '');
});

test('deleting is proposed when its day has come', () => {
  assert.deepEqual(kinds(fresh({ deleteAfter: '2026-11-23' }), '2026-11-23'), ['delete']);
  assert.deepEqual(kinds(fresh({ deleteAfter: '2026-11-24' }), '2026-11-23'), []);
});

test('a step is taken back, and what came after it stays', () => {
  const row = (/** @type {string} */ id, /** @type {string} */ name) => prepContacts.fresh(id, '2026-11-26', { name });
  const [a, b, c] = [row('p1', 'A'), row('p2', 'B'), row('p3', 'C')];
  const names = (/** @type {any[]} */ rows) => rows.map((one) => `${one.id} ${one.name}`);
  const later = [{ ...b, name: 'B, changed' }, c];
  assert.deepEqual(names(prepContacts.undone(later, [a, b], [b])), ['p1 A', 'p2 B, changed', 'p3 C']);
  const [kept, back, came] = prepContacts.undone([a, row('p2', 'new')], [a, b], [a]);
  assert.deepEqual(names([kept, came]), ['p1 A', 'p2 new']);
  assert.ok(back.name === 'B' && back.id !== 'p2', 'two people never share a number');
  const read = [{ ...a, name: 'A, from a table' }, b, c];
  assert.deepEqual(names(prepContacts.undone([...read, row('p4', 'D')], [a, b], read)), ['p1 A', 'p2 B', 'p4 D']);
});

test('names said in a talk become rows once', () => {
  const row = fresh({ peopleNamed: ['Mr Tan', 'priya', ' ', 'Mr Tan'], permission: 'yes' });
  const rows = prepContacts.branch([row], row, '2026-12-01');
  assert.deepEqual(rows.map((/** @type {any} */ one) => one.name), ['Priya', 'Mr Tan']);
  const added = rows.at(-1);
  assert.deepEqual([added.via, added.permission, added.status], ['Priya', 'yes', 'listed']);
  assert.equal(prepContacts.branch(rows, row, '2026-12-01').length, rows.length);
});

test('a number for a person is drawn anew each time, and a table keeps it', () => {
  const ids = Array.from({ length: 50 }, () => prepContacts.nextId([]));
  assert.equal(new Set(ids).size, 50, 'also without a row that has the last one');
  const rows = [prepContacts.fresh(ids[0], '2026-11-26', { name: 'Priya' })];
  const back = prepContacts.merged([], prepContacts.table(rows), config, '2026-11-26');
  assert.equal(back.rows[0].id, ids[0]);
});

test('a funnel never widens', () => {
  const next = random(3);
  const rows = Array.from({ length: 60 }, (_, at) => {
    let row = prepContacts.fresh(`p${at}`, '2026-01-01', { name: 'x' });
    for (let step = 0; step < next() * 14; step += 1) {
      const moves = prepContacts.moves(config, row, '2026-11-01');
      if (moves.length === 0) break;
      row = prepContacts.move(config, row, moves[Math.floor(next() * moves.length)].id, '2026-06-01');
    }
    return row;
  });
  const counts = prepContacts.funnel(config, rows).map((/** @type {any} */ one) => one.count);
  assert.ok(counts.every((/** @type {number} */ count, /** @type {number} */ at) => at === 0 || count <= counts[at - 1]), String(counts));
});

test('a table goes out and comes back with every field', () => {
  const rows = [
    go(fresh({ reason: '=HYPERLINK("http://x")', company: '+Plus; "GmbH"', peopleNamed: ['A', 'B, C'], chosen: true, learned: 'two\nlines' }), ['contacted', '2026-11-20'], ['scheduled', '2026-11-23']),
    { ...fresh({ name: '-Jo', via: "'=x" }), id: 'p7' },
  ];
  const { rows: back, added, problems } = prepContacts.merged([], prepCsv.read(prepCsv.write(prepContacts.table(rows))), config, '2027-01-01');
  assert.deepEqual([added, problems], [2, []]);
  assert.deepEqual(back, rows);
});

test('a row copied in a spreadsheet is somebody else', () => {
  const rows = [fresh()];
  const [head, line] = prepContacts.table(rows);
  const { rows: back, added, changed } = prepContacts.merged(rows, [head, line, line.with(0, 'Jo')], config, '2027-01-01');
  assert.deepEqual([added, changed, back.map((/** @type {any} */ one) => one.name)], [1, 1, ['Priya', 'Jo']]);
  assert.notEqual(back[0].id, back[1].id);
});

test('a table without the history tells of it by its days, and a status set in it is a move', () => {
  const cells = [['name', 'status', 'first sent', 'talk day', 'thanks due', 'thanks sent', 'moved', 'minutes'], ['Al', 'thanked', '2026-10-01', '2026-10-12', '2026-10-14', '2026-10-13', '2026-10-13', '-30']];
  const { rows } = prepContacts.merged([], cells, config, '2026-11-23');
  assert.deepEqual(prepContacts.timeline(rows).map((/** @type {any} */ one) => `${one.day} ${one.status}`), ['2026-10-01 contacted', '2026-10-12 held', '2026-10-13 thanked', '2026-11-23 listed']);
  assert.deepEqual([prepContacts.sums(config, rows).held, prepContacts.sums(config, rows).onTime, rows[0].minutes], [1, 1, 5]);
  const table = prepContacts.table(rows);
  table[1][table[0].indexOf('status')] = 'reflected';
  const [row] = prepContacts.merged(rows, table, config, '2026-11-24').rows;
  assert.deepEqual([row.moved, row.history.at(-1)], ['2026-11-24', { day: '2026-11-24', status: 'reflected' }]);
});

test('a foreign table: columns in any order, unknown ones named, bad values left out', () => {
  const cells = [['Company', 'NAME', 'Talk day', 'shoe size', 'Status'], ['Acme', 'Jo', 'next week', '42', 'flying'], ['x', '', '', '', ''], ['Beta', 'Al', '2026-12-01', '', 'held']];
  const { rows, added, problems } = prepContacts.merged([], cells, config, '2026-11-23');
  assert.equal(added, 2);
  assert.deepEqual(problems, ['shoe size', 'next week', 'flying']);
  assert.deepEqual(rows.map((/** @type {any} */ row) => [row.name, row.company, row.talkDay, row.status]), [['Jo', 'Acme', '', 'listed'], ['Al', 'Beta', '2026-12-01', 'held']]);
  assert.deepEqual(prepContacts.merged([], [['a'], ['b']], config, '2026-11-23').problems, ['name']);
});
