import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { load, random } from './support/scripts.mjs';

const { prepAgenda, prepPlanAddress } = load('agenda.js', 'plan-address.js');
const content = new URL('../../content/', import.meta.url);
const body = /```planner\n([^]*?)```/.exec(readFileSync(new URL('tools/planner.md', content), 'utf8'))?.[1] ?? '';
const config = { ...parse(body), any: { role: 'any', audience: 'anyone', industry: 'general' } };
const list = (/** @type {any} */ value) => (value === undefined ? [] : [value].flat().map(String));

/** The book's own questions, as the page offers them. */
const pool = readdirSync(new URL('questions/', content)).filter((name) => name.endsWith('.yaml')).flatMap((name) => {
  const bank = parse(readFileSync(new URL(`questions/${name}`, content), 'utf8'), { schema: 'failsafe' });
  return bank.questions.map((/** @type {any} */ own) => {
    const one = { ...bank.defaults, ...own };
    const facets = Object.fromEntries(['topic', 'stage', 'depth', 'audience', 'role', 'industry', 'goal', 'lens'].map((facet) => [facet, list(one[facet])]));
    const block = { open: 'opening', middle: 'middle', close: 'closing' }[String(one.stage)];
    return { id: one.id, ask: one.ask, minutes: Number(one.minutes ?? 3), facets, block, risk: one.risk ?? 'safe', lookup: one.lookup ?? 'no', format: one.format ?? 'both' };
  }).filter((/** @type {any} */ one) => one.block);
});
const byId = new Map(pool.map((one) => [one.id, one]));
const values = (/** @type {string} */ facet) => [...new Set(pool.flatMap((one) => one.facets[facet]))];
const wish = (/** @type {Partial<any>} */ some = {}) => ({ length: 20, prefer: {}, match: {}, format: '', ...some });

/** @param {any} agenda @param {any} using */
function hold(agenda, using = config) {
  const time = prepAgenda.timing(using, agenda.wishes.length);
  assert.equal(prepAgenda.over(time, agenda.items), 0, 'over the budget of a block');
  assert.ok(prepAgenda.total(time, agenda.items) <= time.length, 'over the whole');
  assert.ok(agenda.items.every((/** @type {any} */ one) => one.risk !== 'avoid' && one.lookup !== 'yes'), 'must not be asked');
  assert.equal(new Set(agenda.items.map((/** @type {any} */ one) => one.id)).size, agenda.items.length, 'a question twice');
  const counted = agenda.items.filter((/** @type {any} */ one) => prepAgenda.counts(using, one));
  assert.ok(counted.length <= time.questions.at(-1), 'too many questions');
  assert.ok(agenda.items.filter((/** @type {any} */ one) => one.facets.depth?.includes('deep')).length <= 1, 'more than one deep question');
  assert.ok(agenda.items.filter((/** @type {any} */ one) => one.risk === 'careful').length <= 1, 'more than one careful question');
  assert.notEqual(counted[0]?.risk, 'careful', 'careful first');
  return counted;
}

test('the written plans add up to their lengths', () => {
  for (const plan of config.plans) assert.equal(plan.minutes.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b), plan.length);
  for (let length = 5; length <= 120; length += 1) {
    const time = prepAgenda.timing(config, length);
    assert.equal(time.parts.reduce((/** @type {number} */ all, /** @type {any} */ part) => all + part.minutes, 0), length);
  }
});

test('20 minutes are an easy start, four or five questions and two for the close', () => {
  const agenda = prepAgenda.propose(config, pool, wish());
  const counted = hold(agenda);
  assert.ok(counted.length >= 4 && counted.length <= 5, String(counted.length));
  assert.ok(counted[0].facets.depth.includes('opener'));
  assert.deepEqual(agenda.items.filter((/** @type {any} */ one) => one.block === 'closing').map((/** @type {any} */ one) => one.id), ['who-else', 'may-use-name']);
  assert.equal(agenda.items.filter((/** @type {any} */ one) => one.star).length, 3);
  assert.deepEqual(prepAgenda.warnings(config, agenda).filter((/** @type {any} */ one) => one.kind !== 'lookup'), []);
});

test('what is planned already stays, and the rest is filled up around it', () => {
  const mine = pool.filter((one) => one.block === 'middle' && one.facets.depth.includes('core') && one.risk === 'safe').slice(0, 2).map(prepAgenda.item);
  const agenda = prepAgenda.propose(config, pool, wish(), mine);
  const counted = hold(agenda);
  assert.ok(mine.every((one) => agenda.items.some((/** @type {any} */ item) => item.id === one.id)));
  assert.ok(counted.length >= 4 && agenda.items.at(-1).block === 'closing');
});

test('every written length gets the number of questions it names, for everybody', () => {
  for (const length of config.lengths) for (const role of values('role')) for (const audience of values('audience')) {
    const agenda = prepAgenda.propose(config, pool, wish({ length, match: { role, audience } }));
    const counted = hold(agenda);
    const [least] = prepAgenda.timing(config, length).questions;
    assert.ok(counted.length >= least, `${length} ${role} ${audience}: ${counted.length}`);
    assert.ok(!prepAgenda.warnings(config, agenda).some((/** @type {any} */ one) => ['over', 'few', 'no-opener', 'no-close', 'misfit'].includes(one.kind)));
  }
});

test('below the shortest plan an opener, a close and what fits are kept, and it says so', () => {
  for (let length = 5; length < 15; length += 1) {
    const agenda = prepAgenda.propose(config, pool, wish({ length }));
    hold(agenda);
    const kinds = prepAgenda.warnings(config, agenda).map((/** @type {any} */ one) => one.kind);
    assert.ok(kinds.includes('short') && !kinds.includes('no-opener') && !kinds.includes('no-close'), `${length}: ${kinds}`);
  }
});

test('1,000 random wishes over the book and over random pools: never over budget, never one to avoid, the address gives the same plan', () => {
  const next = random(20261123);
  const pick = (/** @type {any[]} */ from) => from[Math.floor(next() * from.length)];
  for (let round = 0; round < 1000; round += 1) {
    const chance = (/** @type {string} */ facet) => (next() < 0.7 ? { [facet]: pick(values(facet)) } : {});
    const wishes = wish({
      length: next() < 0.5 ? pick(config.lengths) : Math.floor(next() * 130) - 4,
      prefer: chance('goal'), match: { ...chance('role'), ...chance('audience'), ...chance('industry') }, format: pick(['', 'spoken', 'written']),
    });
    const from = round % 2 ? pool : pool.filter(() => next() < 0.3).map((one) => ({ ...one, minutes: 1 + Math.floor(next() * 5), risk: pick(['safe', 'careful', 'avoid']), lookup: pick(['no', 'partly', 'yes']) }));
    const known = new Map(from.map((one) => [one.id, one]));
    const agenda = prepAgenda.propose(config, from, wishes);
    hold(agenda);
    const back = prepPlanAddress.unpack('#' + prepPlanAddress.pack(agenda, known), known);
    assert.deepEqual(back, { agenda, lost: 0 }, `round ${round}`);
  }
});

test('every proposed question says why it is there: its task, or the wish that it meets', () => {
  for (const role of values('role')) for (const goal of values('goal')) {
    const wishes = wish({ match: { role }, prefer: { goal } });
    for (const one of prepAgenda.propose(config, pool, wishes).items) {
      const found = prepAgenda.reasons(config, wishes, one);
      assert.ok(found.length > 0, `${one.id} for ${role}, ${goal}`);
      for (const { kind, facet, value } of found) if (kind === 'met') assert.ok(one.facets[facet].includes(value) && [role, goal].includes(value));
    }
  }
  const opener = byId.get('first-curious');
  assert.deepEqual(prepAgenda.reasons(config, wish(), prepAgenda.item(opener)), [{ kind: 'opener' }]);
  assert.deepEqual(prepAgenda.reasons(config, wish(), prepAgenda.item(byId.get('who-else'))), [{ kind: 'needed' }]);
  assert.deepEqual(prepAgenda.reasons(config, wish(), { ...prepAgenda.item(prepAgenda.own('x', 1, 'middle', 'own-1')), own: true }), [{ kind: 'own' }]);
});

test('random moves lose nothing, keep the parts in order, come back the way they went, and stand in the address', () => {
  const next = random(7);
  const agenda = prepAgenda.propose(config, pool, wish({ length: 30 }));
  const ids = (/** @type {any[]} */ items) => items.map((one) => one.id);
  const parts = prepAgenda.blocks(config);
  for (let round = 0; round < 300; round += 1) {
    const { id } = agenda.items[Math.floor(next() * agenda.items.length)];
    const by = next() < 0.5 ? -1 : 1;
    const moved = prepAgenda.move(config, agenda.items, id, by);
    const at = ids(agenda.items).indexOf(id);
    if (!moved) {
      assert.ok(by < 0 ? at === 0 && agenda.items[0].block === parts[0] : at === agenda.items.length - 1 && agenda.items.at(-1).block === parts.at(-1));
      continue;
    }
    assert.deepEqual(ids(moved).sort(), ids(agenda.items).sort());
    const places = moved.map((/** @type {any} */ one) => parts.indexOf(one.block));
    assert.deepEqual(places, [...places].sort());
    assert.deepEqual(prepAgenda.move(config, moved, id, -by), agenda.items, `round ${round}`);
    agenda.items = moved;
    assert.deepEqual(prepPlanAddress.unpack(prepPlanAddress.pack(agenda, byId), byId), { agenda, lost: 0 });
  }
  assert.ok(agenda.items.some((/** @type {any} */ one) => one.block !== byId.get(one.id)?.block), 'some changed their part');
});

test('an address keeps what was changed by hand, own words included', () => {
  const agenda = prepAgenda.propose(config, pool, wish({ match: { role: 'peer' } }));
  agenda.items.push({ ...prepAgenda.item(prepAgenda.own('Why *this*, & not = that? 100% # ü*', 2.25, 'middle')), own: true, star: false });
  agenda.others.push({ ...byId.get('where-next') ?? pool[0], who: 'manager', own: false });
  const read = () => prepPlanAddress.unpack(prepPlanAddress.pack(agenda, byId), byId);
  const back = read();
  const own = back.agenda.items.at(-1);
  assert.notEqual(own.id, read().agenda.items.at(-1).id, 'a number that is never used again');
  agenda.items.at(-1).id = own.id;
  assert.deepEqual(back, { agenda, lost: 0 });
  assert.equal(prepPlanAddress.unpack(`plan=1&${'own=middle,3,x&'.repeat(70)}`, byId).lost, 10);
});

test('a made-up address cannot plan what must not be asked, nor break anything', () => {
  const avoid = pool.find((one) => one.risk === 'avoid')?.id ?? 'avoid-salary';
  for (const text of [`plan=1&q=${avoid}&q=nothing`, 'plan=1&length=NaN&q=%00&own=middle,9999,x&own=bad', 'plan=1&prefer=__proto__=x&match=a', `plan=1&${'q=who-else&'.repeat(500)}`]) {
    const { agenda } = prepPlanAddress.unpack(text, byId);
    assert.ok(agenda.items.every((/** @type {any} */ one) => one.risk !== 'avoid'));
    assert.ok(agenda.wishes.length >= 5 && agenda.items.length <= 60);
    prepAgenda.warnings(config, agenda);
  }
  assert.equal(prepPlanAddress.unpack('#section', byId), undefined);
});

test('warnings: over, what to move, more than one deep or careful, wrong person', () => {
  const agenda = prepAgenda.propose(config, pool, wish({ match: { role: 'peer' } }));
  const add = (/** @type {(one: any) => boolean} */ which) => {
    const found = pool.find((one) => which(one) && !agenda.items.some((/** @type {any} */ item) => item.id === one.id));
    agenda.items.push(prepAgenda.item(found));
    return found;
  };
  const kinds = () => prepAgenda.warnings(config, agenda).map((/** @type {any} */ one) => one.kind);
  add((one) => one.block === 'middle' && one.facets.depth.includes('deep') && one.risk === 'careful');
  add((one) => one.block === 'middle' && one.facets.depth.includes('deep') && one.risk === 'careful');
  const onlyDirector = add((one) => one.block === 'middle' && one.facets.role.length === 1 && one.facets.role[0] === 'director');
  for (const kind of ['over', 'deep', 'careful', 'misfit']) assert.ok(kinds().includes(kind), `${kind}: ${kinds()}`);
  const first = prepAgenda.warnings(config, agenda)[0];
  assert.equal(first.kind, 'over');
  assert.ok(agenda.items.some((/** @type {any} */ one) => one.id === first.move && !one.star));
  assert.equal(prepAgenda.whoElse(config, agenda.wishes, onlyDirector?.facets), 'director');
});

test('a question is swapped only for one that fits', () => {
  const agenda = prepAgenda.propose(config, pool, wish({ match: { role: 'director' } }));
  const time = prepAgenda.timing(config, 20);
  for (const old of agenda.items) for (const other of prepAgenda.swaps(config, pool, agenda, old.id)) {
    const items = agenda.items.map((/** @type {any} */ one) => (one.id === old.id ? prepAgenda.item(other) : one));
    assert.equal(prepAgenda.over(time, items), 0);
    assert.equal(other.block, old.block);
  }
});

test('the drawing covers the whole and marks what is over', () => {
  const agenda = prepAgenda.propose(config, pool, wish());
  const calm = prepAgenda.bar(config, agenda);
  assert.ok(calm.pieces.every((/** @type {any} */ one) => !one.over) && calm.free >= 1);
  agenda.items.push(...pool.filter((one) => one.block === 'middle').slice(0, 4).map(prepAgenda.item));
  const full = prepAgenda.bar(config, agenda);
  assert.ok(full.pieces.some((/** @type {any} */ one) => one.over));
  const end = full.pieces.at(-1);
  assert.ok(Math.abs(end.start + end.share - 1000) < 0.01);
});
