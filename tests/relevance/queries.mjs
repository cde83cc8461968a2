// Queries for a book that nobody has judged: made from its documents, always the same ones for the same documents.

/** @typedef {{ text: string, relevant: Set<number>, target: number }} Query */

const STOP = new Set('about also been being could does doing done from have having here into just like more most much need only other over should some such than that their them then there these they this those under very what when where which while will with would your'.split(' '));
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const ENDINGS = ['ational', 'isation', 'ization', 'ations', 'ation', 'ingly', 'ments', 'ment', 'edly', 'ness', 'ings', 'ing', 'ers', 'est', 'ed', 'er', 'es', 'ly', 'e', 's'];

/** What a word is without its ending: cruder than any engine's stemmer, and none of them. @param {string} word */
function stub(word) {
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= 4);
  return ending ? word.slice(0, -ending.length) : word;
}

/** Random numbers from 0 to 1, the same for the same seed. @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The keys around each letter. */
const near = /** @type {Record<string, string>} */ ({});
ROWS.forEach((row, y) => [...row].forEach((key, x) => {
  near[key] = [row[x - 1], row[x + 1], ROWS[y - 1]?.[x], ROWS[y - 1]?.[x + 1], ROWS[y + 1]?.[x], ROWS[y + 1]?.[x - 1]].filter(Boolean).join('');
}));

/** The sets of queries for these documents. @param {{ number: number, title: string, text: string }[]} rows */
export function queries(rows) {
  const random = chance(20260401), under = (/** @type {number} */ size) => Math.floor(random() * size);
  const words = (/** @type {string} */ text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  /** @type {Map<string, number>} */ const common = new Map();
  /** @type {Map<string, Set<number>>} */ const documents = new Map();
  const titles = rows.map((row) => [...new Set(words(row.title))].sort());
  for (const row of rows) for (const word of new Set(words(`${row.title} ${row.text}`))) {
    common.set(word, (common.get(word) ?? 0) + 1);
    const of = documents.get(stub(word)) ?? new Set();
    documents.set(stub(word), of.add(row.number));
  }
  const known = [...common.keys()].filter((word) => /^[a-z]{4,}$/.test(word) && !STOP.has(word)).sort();
  const relevant = (/** @type {string} */ word) => documents.get(stub(word)) ?? new Set();

  /** One slip of a hand, seldom on the first letter, that gives no word of the book. @param {string} word */
  const slip = (word) => {
    for (let turn = 0; turn < 50; turn++) {
      const at = random() < 0.06 ? 0 : 1 + under(word.length - 1), beside = near[word[at] ?? ''] ?? '', key = beside[under(beside.length)] ?? '';
      const cut = (/** @type {number} */ gone, /** @type {string} */ instead) => word.slice(0, at) + instead + word.slice(at + gone);
      const wrong = [cut(1, key), cut(1, ''), cut(0, random() < 0.5 ? key : word[at] ?? ''), cut(2, [...word.slice(at, at + 2)].reverse().join(''))][under(4)] ?? word;
      if (wrong !== word && wrong.length > 2 && !common.has(wrong)) return wrong;
    }
    return '';
  };
  /** @param {number} size @param {() => Query | undefined} make */
  const fill = (size, make) => {
    /** @type {Query[]} */ const out = [];
    for (let turn = 0; out.length < size && turn < size * 200; turn++) {
      const query = make();
      if (query) out.push(query);
    }
    return out;
  };
  /** A word, half of the time one that is used often. */
  const some = () => {
    if (random() < 0.5) return known[under(known.length)] ?? '';
    const row = titles[under(rows.length)]?.filter((word) => /^[a-z]{4,}$/.test(word) && !STOP.has(word)) ?? [];
    return row[under(row.length)] ?? '';
  };
  const rare = (/** @type {string} */ word) => word !== '' && (common.get(word) ?? 0) <= 300;
  const wrong = (/** @type {number} */ edits) => () => {
    const word = some();
    if (!rare(word) || (edits > 1 && word.length < 8)) return undefined;
    let text = word;
    for (let edit = 0; edit < edits; edit++) text = text && slip(text);
    return text && text !== word ? { text, relevant: relevant(word), target: -1 } : undefined;
  };
  return {
    one: fill(200, () => { const word = some(); return word ? { text: word, relevant: relevant(word), target: -1 } : undefined; }),
    // Two words of one title that few titles share
    two: fill(300, () => {
      const target = under(rows.length), own = (titles[target] ?? []).filter((word) => /^[a-z]{4,}$/.test(word) && !STOP.has(word) && (common.get(word) ?? 0) < rows.length / 20);
      const a = own[under(own.length)], b = own[under(own.length)];
      if (!a || !b || a === b || titles.filter((title) => title.includes(a) && title.includes(b)).length > 8) return undefined;
      return { text: `${a} ${b}`, relevant: new Set([target]), target };
    }),
    slip: fill(300, wrong(1)),
    slips: fill(200, wrong(2)),
    unseen: fill(200, () => {
      const word = known[under(known.length)] ?? '', ending = ['ing', 'ed', 's'][under(3)] ?? 's';
      const text = (word.endsWith('e') && ending !== 's' ? word.slice(0, -1) : word) + ending;
      return word.length > 4 && !/(s|ed|ing|ly|y|er)$/.test(word) && !common.has(text) ? { text, relevant: relevant(word), target: -1 } : undefined;
    }),
  };
}
