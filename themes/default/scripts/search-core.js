// The search engine: no DOM, no dependency. It reads the shards that src/search/ writes and ranks as src/search/reader.rs does.
// Scores are integers throughout, so that both come to the same order.
(() => {
  /** @typedef {{ words: string[], stems: number[], ends: number[], bytes: Uint8Array, more: Record<number, string>, lists: Record<number, List> }} Shard */
  /** @typedef {{ docs: ArrayLike<number>, impacts: ArrayLike<number>, count: number, more?: string, rest?: List }} List */
  /** @typedef {{ word: string, stop: boolean, typing: boolean, idf: number, lists: Map<List, number>, very: Set<string>, forms: Set<string>, start: string }} Slot */
  /** @typedef {{ kind: string, id: string, url: string, title: string, crumb: string, text: string, minutes: number, card: any[] }} Row */
  /** @typedef {{ doc: number, score: number, tier: number, row?: Row }} Hit */
  /** @typedef {{ id: string, label: string, any: number, values: [string, string][], sets: number[][], column: Uint16Array }} Facet */
  /** @typedef {{ total: number, hits: Hit[], weak: boolean, slots: Slot[], fixed: Record<string, string>, counts: Record<string, number[]>, need: number, more: boolean }} Found */
  /** @typedef {{ where?: Record<string, string[]>, count?: string[], sort?: string, limit?: number, bare?: boolean }} Wish */

  const EXACT = 64, SYNONYM = 32, INFLECTED = 46, LONGEST = 16, LIKELY = 8, CLOSER = 20;
  // Scripts without spaces, and Hangul, whose particles hang on the word
  const CLOSE = "[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
  const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  const DENSE = new RegExp(CLOSE, "u"), WORD = new RegExp(`[cfj](?:\\+\\+|#)|(?:(?=${CLOSE})${LETTER})+|(?:(?!${CLOSE})${LETTER})+`, "gu");
  /** @type {Record<string, string>} */
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ё: "е" };

  /** The comparable form of a text. @param {string} text */
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/([a-zß-ɏͰ-Ͽ])[\u0300-\u036f]+/g, "$1")
    .normalize("NFC").replace(/[^ -~]/g, (c) => PLAIN[c] ?? c);

  /** The words of a text, as the index has them: of a dense script every two neighbours. @param {string} text @param {boolean} joins */
  const tokens = (text, joins) => (fold(text).replace(/['’ʼ]/g, joins ? "" : " ").match(WORD) || []).flatMap((run) => {
    const signs = DENSE.test(run) ? [...run] : [];
    return signs.length > 1 ? signs.slice(1).map((sign, at) => signs[at] + sign) : run;
  });

  // --- Packing ---
  /** @param {string} text */
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  /** Reads numbers, seven bits a byte. @param {Uint8Array} data @param {number} [at] */
  const numbers = (data, at = 0) => ({
    at,
    next() {
      let value = 0, shift = 0, byte;
      do { byte = data[this.at++]; value |= (byte & 127) << shift; shift += 7; } while (byte & 128);
      return value;
    },
  });

  /** Reads a list of documents of at most `most` entries. @param {Uint8Array} data @param {number} at @param {number} end @param {number} most @returns {List} */
  function list(data, at, end, most) {
    const docs = new Uint32Array(most), impacts = new Uint8Array(most), from = numbers(data, at);
    let count = 0, doc = 0;
    while (from.at < end && count < most) {
      const value = from.next();
      docs[count] = doc += value >>> 4;
      impacts[count++] = (value & 15) + 1;
    }
    return { docs: docs.subarray(0, count), impacts, count };
  }

  /** What a list has here and what was loaded of it. @param {List} of */
  const parts = (of) => of.rest ? [of, of.rest] : [of];

  /** The word of an entry that says how many letters it shares with the last one. @param {string} last @param {string} entry @param {number} [end] */
  const onto = (last, entry, end) => [...last].slice(0, parseInt(entry[0], 36)).join("") + entry.slice(1, end);

  /** The first place in a sorted list that is not below `what`. @template {string | number} T @param {T[]} sorted @param {T} what */
  function place(sorted, what) {
    let low = 0, high = sorted.length;
    while (low < high) { const mid = (low + high) >> 1; if (sorted[mid] < what) low = mid + 1; else high = mid; }
    return low;
  }

  /** The last place that is not above it, or -1. @template {string | number} T @param {T[]} sorted @param {T} what */
  const within = (sorted, what) => { const at = place(sorted, what); return sorted[at] === what ? at : at - 1; };

  // --- Misspelling ---
  const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
  /** Which of the first 128 characters are neighbours on a keyboard, as bits by letter. */
  const NEAR = new Int32Array(128);
  KEYS.forEach((keys, y, rows) => [...keys].forEach((key, x) => {
    for (const other of [keys[x + 1], rows[y + 1]?.[x], rows[y + 1]?.[x - 1]]) if (other) {
      NEAR[key.charCodeAt(0)] |= 1 << (other.charCodeAt(0) & 31);
      NEAR[other.charCodeAt(0)] |= 1 << (key.charCodeAt(0) & 31);
    }
  }));
  let above2 = new Uint16Array(64), above = new Uint16Array(64), line = new Uint16Array(64);

  /** What it costs to make `a` of `b`, or of a beginning of it: ten for an edit, less for a likely slip; 255 beyond `most`.
   * @param {string} a @param {string} b @param {number} most @param {boolean} beginning */
  function slips(a, b, most, beginning) {
    const n = a.length, spare = most / 7 | 0, m = Math.min(b.length, n + spare);
    if (n > 60 || m > 60 || m < n - spare || (!beginning && b.length > n + spare)) return 255;
    above[0] = 0;
    for (let j = 1; j <= m; j++) above[j] = above[j - 1] + (j > 1 && b[j - 1] === b[j - 2] ? 7 : 10);
    for (let i = 1; i <= n; i++) {
      const x = a.charCodeAt(i - 1), near = x < 128 ? NEAR[x] : 0, before = i > 1 ? a.charCodeAt(i - 2) : 0, drop = x === before ? 7 : 10;
      let least = line[0] = above[0] + drop, y = 0;
      for (let j = 1; j <= m; j++) {
        const last = y;
        y = b.charCodeAt(j - 1);
        let cost = above[j - 1];
        if (x !== y) {
          cost += y < 128 && near >> (y & 31) & 1 ? 7 : 10;
          const gone = above[j] + drop, come = line[j - 1] + (y === last ? 7 : 10);
          if (gone < cost) cost = gone;
          if (come < cost) cost = come;
          if (x === last && before === y && above2[j - 2] + 8 < cost) cost = above2[j - 2] + 8;
        }
        line[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return 255;
      [above2, above, line] = [above, line, above2];
    }
    let cost = above[m];
    if (beginning) for (let j = Math.max(1, n - spare); j < m; j++) cost = Math.min(cost, above[j]);
    return cost <= most ? cost : 255;
  }

  /** A set of the letters of a word, as bits. @param {string} word */
  const letters = (word) => { let bits = 0; for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31); return bits; };
  /** @param {number} bits */
  const ones = (bits) => { let count = 0; for (; bits; bits &= bits - 1) count++; return count; };

  /** Opens the index of a language. `load` gives the JSON of a file by its key; `"m"` is asked for afresh where `fresh`.
   * @param {(key: string, fresh?: boolean) => Promise<any>} load */
  async function open(load) {
    /** @type {any} */ let m;
    /** @type {Record<string, Promise<any>>} */ let files;
    /** @type {string[]} */ let bounds;
    /** @type {string[][][]} */ let synonyms;
    /** @type {Set<string>} */ let stops;
    /** @type {Set<string>} */ let ends;
    let score = new Int32Array(0), best = score, mask = new Uint16Array(0);

    /** @param {boolean} fresh */
    async function start(fresh) {
      m = await load("m", fresh);
      if (m.v !== 3) throw new Error("version");
      files = {};
      bounds = m.t[0].split("|");
      stops = new Set(m.w.split(" "));
      ends = new Set((" " + m.e).split(" "));
      synonyms = m.s ? m.s.split(";").map((/** @type {string} */ group) => group.split("|").map((phrase) => phrase.split(" "))) : [];
      score = new Int32Array(m.n); best = new Int32Array(m.n); mask = new Uint16Array(m.n);
    }

    /** A file, decoded once. @template T @param {string} key @param {(json: any) => T} [decode] @returns {Promise<T>} */
    const get = (key, decode) => files[key] ||= load(key).then(decode);
    /** @param {string} hashes @param {number} at */
    const hash = (hashes, at) => hashes.substr(at * m.h, m.h);
    /** @param {string} word */
    const shardOf = (word) => within(bounds, word);
    /** @param {number} at */
    const shard = (at) => get("t" + hash(m.t[1], at), ([lex, lengths, body, more]) => {
      /** @type {Shard} */
      const out = { words: [], stems: [], ends: [0], bytes: bytes(body), more: {}, lists: {} };
      let last = "", count = 0, end = 0;
      for (const entry of lex.split("|")) {
        const dash = entry.indexOf("-");
        last = onto(last, entry, dash < 0 ? undefined : dash);
        out.words.push(last);
        out.stems.push(dash < 0 ? count++ : count - +entry.slice(dash + 1));
      }
      const sizes = bytes(lengths), from = numbers(sizes);
      while (from.at < sizes.length) out.ends.push(end += from.next());
      if (more) for (const pair of more.split(",")) { const [stem, file] = pair.split(":"); out.more[+stem] = file; }
      return out;
    });
    /** The documents of a word of a shard. @param {Shard} from @param {number} at */
    const listOf = (from, at) => {
      const stem = from.stems[at];
      if (from.lists[stem]) return from.lists[stem];
      const start = numbers(from.bytes, from.ends[stem]), count = start.next(), out = list(from.bytes, start.at, from.ends[stem + 1], Math.min(count, m.n));
      out.count = count;
      out.more = from.more[stem];
      return (from.lists[stem] = out);
    };
    /** Loads what a long list keeps elsewhere. @param {List} of */
    const whole = async (of) => {
      if (of.more) of.rest ||= await get("x" + of.more, (text) => list(bytes(text), 0, Infinity, of.count));
    };
    /** @param {number} at */
    const vocabulary = (at) => get("v" + hash(m.y[1], at), (text) => {
      /** @type {string[]} */ const words = [];
      /** @type {number[]} */ const common = [], bits = [];
      let last = "";
      for (const entry of text.match(/[0-9A-Z][^0-9A-Z]*/g) || []) {
        last = onto(last, entry, -1);
        words.push(last); common.push(entry.charCodeAt(entry.length - 1) - 35); bits.push(letters(last));
      }
      return { words, common, bits };
    });

    /** How many letters two words share, if they can be forms of one; else 0. @param {string} a @param {string} b */
    function related(a, b) {
      if (a === b) return a.length;
      let same = 0;
      while (same < a.length && a[same] === b[same]) same++;
      // "planning" and "planned" part after a doubled letter, "studies" and "study" before the y
      for (let at = same; at >= Math.max(3, same - 2); at--) if (ends.has(a.slice(at)) && ends.has(b.slice(at))) return at;
      return 0;
    }

    /** @param {number} count */
    const idf = (count) => Math.max(1, Math.round(64 * Math.log(1 + (m.n - count + 0.5) / (count + 0.5)) ** 0.8));

    /** Which vocabulary file has words that begin like this one. @param {string} word */
    const initial = (word) => within(m.y[0].split("|"), word[0]);

    /** What a word that the index does not have may have meant, the likeliest first: one edit from four letters, two from seven.
     * @param {string} word @param {boolean} typing @param {boolean} near only what begins alike */
    async function guesses(word, typing, near) {
      /** @type {[string, number, number][]} */ const out = [];
      if (word.length < 3 || word.length > 40 || DENSE.test(word)) return out;
      const own = letters(word), most = word.length > 6 ? 20 : 10;
      /** @param {{ words: string[], common: number[], bits: number[] }} from */
      const scan = ({ words, common, bits }) => {
        for (let i = 0; i < words.length; i++) {
          const t = words[i], over = t.length - word.length, limit = word.length > 5 && t.length > 7 && over < 3 ? 20 : most;
          // Of three letters only what lost a fourth
          if (over * 10 < -limit || (word.length < 4 && over !== 1) || (over * 10 > limit && !typing) || ones(own & ~bits[i]) * 10 > limit) continue;
          let cost = over * 10 > limit || ones(bits[i] & ~own) * 10 > limit ? 255 : slips(word, t, limit, false);
          // Of a word that is being typed a beginning may be nearer than all of it
          if (cost > 10 && typing && over > 0 && word.length > 4) cost = Math.min(cost, slips(word, t, most, true) + 5);
          if (cost < 255) out.push([t, cost + (t[0] === word[0] ? 0 : 3), common[i]]);
        }
      };
      const mine = initial(word);
      if (mine >= 0) scan(await vocabulary(mine));
      // Few slip on the first letter, and every other letter is another file: look there only where nothing likely begins alike, and
      // where something one edit away does, only at what a finger beside the key, or a letter too many, would have made of it.
      if (!near && !out.some((guess) => guess[1] <= LIKELY)) {
        const keys = NEAR[word.charCodeAt(0)], close = out.some((guess) => guess[1] < 11);
        const others = new Set(close ? [...KEYS.join("")].filter((key) => key === word[1] || keys & letters(key)).map(initial) : m.y[0].split("|").keys());
        for (const other of await Promise.all([...others].map((at) => at !== mine && at >= 0 && vocabulary(at)))) if (other) scan(other);
      }
      out.sort((a, b) => a[1] - a[2] / 4 - (b[1] - b[2] / 4) || (a[0] < b[0] ? -1 : 1));
      return out.filter((guess) => guess[1] <= out[0][1] + 8).slice(0, 6);
    }

    /** Finds the lists of a word. @param {Slot} slot @param {Record<string, string>} fixed */
    async function expand(slot, fixed) {
      const { word, lists, forms } = slot, at = shardOf(word), own = await shard(at);
      /** @param {Shard} from @param {number} k @param {number} match */
      const add = (from, k, match) => {
        const of = listOf(from, k);
        if ((lists.get(of) || 0) < match) lists.set(of, match);
        if (match >= INFLECTED) from.stems.forEach((stem, i) => { if (stem === from.stems[k]) forms.add(from.words[i]); });
        else forms.add(from.words[k]);
        return of.count;
      };
      const k = place(own.words, word), exact = own.words[k] === word;
      let count = exact ? add(own, k, EXACT) : 0, seen = 0;
      if ((slot.typing && word.length > 1) || DENSE.test(word)) {
        const last = Math.min(shardOf(word + "\uffff"), at + 2);
        for (let s = at; s <= last; s++) {
          const from = await shard(s);
          for (let i = place(from.words, word), many = 0; i < from.words.length && from.words[i].startsWith(word) && many < 200; i++, many++) {
            if (from.words[i] !== word) seen += add(from, i, exact ? 22 : 19 + (38 * word.length / from.words[i].length | 0));
          }
        }
        slot.start = word;
      }
      if (!exact) {
        count = await inflections(slot, at, add);
        if (!count && seen < 20 && !stops.has(word)) {
          const found = await guesses(word, slot.typing, seen > 2);
          if (found.length && seen < 3 && !slot.stop) fixed[word] = found[0][0];
          for (const [guess, cost] of found) {
            const from = await shard(shardOf(guess)), i = place(from.words, guess);
            slot.very.add(guess);
            if (from.words[i] === guess) count += add(from, i, Math.max(4, (seen > 2 ? 30 : 54) - 5 * Math.max(0, cost - found[0][1])));
          }
        }
      }
      slot.idf = idf(Math.min(m.n, count || seen));
      if (slot.stop) slot.idf = Math.ceil(slot.idf / 4);
    }

    /** Finds words that can be forms of the slot's; the more letters they share, the better they match.
     * @param {Slot} slot @param {number} at @param {(from: Shard, k: number, match: number) => number} add */
    async function inflections({ word }, at, add) {
      const stub = word.slice(0, Math.max(3, word.length - 7));
      /** @type {[Shard, number, number][]} */ const found = [];
      let most = 0, count = 0;
      for (let s = at; s >= 0 && s > at - 2; s--) {
        const from = await shard(s), first = place(from.words, stub);
        for (let i = first; i < from.words.length && from.words[i].startsWith(stub); i++) {
          const same = related(word, from.words[i]);
          if (same) { found.push([from, i, same]); most = Math.max(most, same); }
        }
        if (first > 0) break;
      }
      for (const [from, i, same] of found) {
        const docs = add(from, i, Math.max(16, INFLECTED - 6 * (most - same)));
        if (same === most) count = Math.max(count, docs);
      }
      return count;
    }

    /** Other ways to say a part of the query: from which slot, how many, and the word of the index.
     * @param {string[]} words @returns {[number, number, string][]} */
    function phrases(words) {
      /** @type {[number, number, string][]} */ const out = [];
      synonyms.forEach((group, number) => {
        for (const phrase of group) for (let at = 0; at + phrase.length <= words.length; at++) {
          if (phrase.every((word, i) => related(word, words[at + i]) > 0)) out.push([at, phrase.length, "=" + number]);
        }
      });
      const near = new Set(words.map(shardOf));
      for (let at = 0; at + 1 < words.length; at++) {
        const joined = words[at] + words[at + 1];
        if (joined.length > 5 && near.has(shardOf(joined))) out.push([at, 2, joined]);
      }
      return out;
    }

    /** Cuts a word that nothing is like into two that there are. @param {Slot} slot @param {Record<string, string>} fixed */
    async function split(slot, fixed) {
      const { word } = slot;
      /** @param {string} part */
      const known = async (part) => { const mine = initial(part); return mine >= 0 && (await vocabulary(mine)).words.includes(part); };
      for (let at = word.length - 3; at >= 3; at--) {
        const a = word.slice(0, at), b = word.slice(at);
        if (!(await known(a)) || !(await known(b))) continue;
        const [from, to] = [await shard(shardOf(a)), await shard(shardOf(b))];
        const x = listOf(from, place(from.words, a)), y = listOf(to, place(to.words, b));
        await Promise.all([whole(x), whole(y)]);
        const both = meet(x, y);
        if (!both.count) continue;
        slot.lists.set(both, SYNONYM);
        slot.forms.add(a).add(b);
        slot.idf = idf(both.count);
        fixed[word] = a + " " + b;
        return;
      }
    }

    /** The documents of both lists. @param {List} a @param {List} b @returns {List} */
    function meet(a, b) {
      /** @type {Map<number, number>} */ const first = new Map();
      /** @type {number[]} */ const docs = [], impacts = [];
      for (const { docs, impacts } of parts(a)) for (let i = 0; i < docs.length; i++) first.set(docs[i], impacts[i]);
      for (const of of parts(b)) for (let i = 0; i < of.docs.length; i++) {
        const other = first.get(of.docs[i]);
        if (other) { docs.push(of.docs[i]); impacts.push(Math.min(other, of.impacts[i])); }
      }
      return { docs, impacts, count: docs.length };
    }

    /** @param {string} query @returns {Promise<{ slots: Slot[], spans: [number, number, List, number][], fixed: Record<string, string> }>} */
    async function read(query) {
      let words = tokens(query, m.j);
      // What a long question is about comes last.
      if (words.length > LONGEST) words = words.filter((word) => !stops.has(word)).slice(0, LONGEST);
      const typing = new RegExp(LETTER + "$", "u").test(query);
      /** @type {Record<string, string>} */ const fixed = {};
      /** @type {Slot[]} */
      const slots = words.map((word, at) => ({ word, stop: stops.has(word) || stops.has(word + words[at + 1]) || stops.has(words[at - 1] + word), typing: typing && at === words.length - 1, idf: 1, lists: new Map(), very: new Set([word]), forms: new Set(), start: " " }));
      if (slots.every((slot) => slot.stop)) for (const slot of slots) slot.stop = false;
      /** @type {[number, number, List, number][]} */ const spans = [];
      await Promise.all([
        ...slots.map((slot) => expand(slot, fixed)),
        ...phrases(words).map(async ([at, length, word]) => {
          const from = await shard(shardOf(word)), k = place(from.words, word);
          if (from.words[k] !== word) return;
          spans.push([at, length, listOf(from, k), word[0] === "=" ? SYNONYM : EXACT]);
          if (word[0] !== "=") slots[at].forms.add(word);
          else for (const phrase of synonyms[+word.slice(1)]) if (phrase.length === 1) slots[at].forms.add(phrase[0]);
        }),
      ]);
      spans.sort((a, b) => a[0] - b[0] || a[1] - b[1] || b[2].count - a[2].count);
      for (const [i, slot] of slots.entries()) {
        if (!slot.stop && slot.word.length > 5 && Math.max(0, ...slot.lists.values()) < 40 && !spans.some(([at, length]) => i >= at && i < at + length)) await split(slot, fixed);
      }
      for (const [at, length, of] of spans) for (let i = at; i < at + length; i++) if (!slots[i].lists.size) slots[i].idf = idf(of.count);
      return { slots, spans, fixed };
    }

    /** Adds up what the lists say. Gives the documents that were touched.
     * @param {Slot[]} slots @param {[number, number, List, number][]} spans */
    function sum(slots, spans) {
      /** @type {number[]} */ const all = [];
      slots.forEach((slot, number) => {
        /** @type {[List, number][]} */ const ways = [...slot.lists];
        for (const [at, length, of, match] of spans) if (number >= at && number < at + length) ways.push([of, match]);
        /** @type {number[]} */ const touched = [];
        for (const [of, match] of ways) for (const part of parts(of)) {
          const { docs, impacts } = part, factor = slot.idf * match;
          for (let i = 0; i < docs.length; i++) {
            const doc = docs[i], value = factor * impacts[i];
            if (value > best[doc]) { if (!best[doc]) touched.push(doc); best[doc] = value; }
          }
        }
        for (const doc of touched) {
          if (!mask[doc]) all.push(doc);
          score[doc] += best[doc]; best[doc] = 0; mask[doc] |= 1 << number;
        }
      });
      return all;
    }

    /** Keeps the documents that answer enough of the query, and lowers those that answer a part.
     * @param {Slot[]} slots @param {number[]} all */
    function judge(slots, all) {
      let need = 0, weight = 0;
      slots.forEach((slot, i) => { if (!slot.stop) { need |= 1 << i; weight += slot.idf; } });
      const full = all.filter((doc) => (mask[doc] & need) === need), many = ones(need);
      if (many < 2 || full.length > (many < 3 ? 9 : 19)) return { kept: full, weak: false, need };
      let most = 0;
      /** @type {Record<number, number>} */ const shares = {};
      for (const doc of all) {
        const bits = mask[doc] & need;
        let share = shares[bits];
        if (share === undefined) {
          share = 256 * slots.reduce((sum, slot, i) => bits & (1 << i) ? sum + slot.idf : sum, 0) / weight | 0;
          shares[bits] = share;
          most = Math.max(most, share);
        }
        score[doc] = score[doc] * (768 + share) / 1024 | 0;
      }
      return { kept: all.filter((doc) => shares[mask[doc] & need] > (most / 5 | 0)), weak: most < 160, need };
    }

    /** A facet with its column. @param {string} id @returns {Promise<Facet | null>} */
    const facet = async (id) => {
      const entry = m.f.find((/** @type {any[]} */ one) => one[0] === id);
      if (!entry) return null;
      return get("f" + entry[1], ([label, values, sets, text]) => {
        const column = new Uint16Array(m.n);
        for (let at = 0, doc = 0; at < text.length && doc < m.n; doc++) {
          let number = text.charCodeAt(at++) - 35;
          if (number >= 5000) number = (number - 5000) * 5000 + text.charCodeAt(at++) - 35;
          column[doc] = number;
        }
        return { id, label, any: entry[2], values, sets, column };
      });
    };

    /** How well each set of a facet's values answers a choice: 2 exactly, 1 by the value that matches all, 0 not.
     * @param {Facet} of @param {string[]} chosen */
    const tiers = (of, chosen) => {
      const numbers = chosen.map((id) => of.values.findIndex((value) => value[0] === id));
      return of.sets.map((set) => set.some((value) => numbers.includes(value)) ? 2 : of.any >= 0 && set.includes(of.any) ? 1 : 0);
    };

    /** Loads what it takes to hold documents against the chosen values, and to count what each other choice would give. What it gives does so.
     * @param {[string, string[]][]} where @param {string[]} count */
    async function filter(where, count) {
      /** @type {Record<string, Facet>} */ const facets = {};
      for (const of of await Promise.all([...where.map(([id]) => id), ...count].map(facet))) if (of) facets[of.id] = of;
      const active = where.flatMap(([id, values]) => facets[id] ? [{ of: facets[id], tier: tiers(facets[id], values) }] : []);
      const tally = new Map(count.flatMap((id) => facets[id] ? [[facets[id], new Uint32Array(facets[id].sets.length)]] : []));
      return (/** @type {number[]} */ docs) => {
        /** @type {Hit[]} */ const hits = [];
        for (const doc of docs) {
          let tier = 0, failed = 0;
          /** @type {Facet | null} */ let which = null;
          for (const one of active) {
            const fit = one.tier[one.of.column[doc]];
            if (!fit) { failed++; which = one.of; }
            tier += fit;
          }
          if (failed > 1) continue;
          if (!failed) hits.push({ doc, score: score[doc], tier });
          for (const [of, sets] of tally) if (!failed || of === which) sets[of.column[doc]]++;
        }
        /** @type {Record<string, number[]>} */ const counts = {};
        for (const [of, sets] of tally) {
          const sums = new Array(of.values.length).fill(0);
          sets.forEach((count, number) => {
            const set = of.sets[number];
            for (const value of set.includes(of.any) ? sums.keys() : set) sums[value] += count;
          });
          counts[of.id] = sums;
        }
        return { hits, counts };
      };
    }

    /** @param {string} query @param {Wish} wish @returns {Promise<Found>} */
    async function search(query, wish) {
      const { slots, spans, fixed } = await read(query);
      const asked = slots.filter((slot) => !slot.stop), where = Object.entries(wish.where || {}).filter(([, values]) => values.length), count = wish.count || [];
      /** @type {[List, number][]} */ const lists = [...asked.flatMap((slot) => [...slot.lists]), ...spans.map(([, , of, match]) => /** @type {[List, number]} */ ([of, match]))];
      /** @type {number[]} */ let all = [];
      let kept = all, weak = false, need = 0, exact = 0;
      if (asked.length > 1 || wish.sort || count.length || where.length) await Promise.all(lists.map(([of, match]) => match >= 30 && whole(of)));
      else for (const [of] of lists) if (of.more && !of.rest) exact = Math.max(exact, of.count);
      const held = await filter(where, count);
      // From here until all is set back nothing waits: a search that came between, for the next letter typed, would add up in the same place.
      if (slots.length) {
        all = sum(slots, spans);
        ({ kept, weak, need } = judge(slots, all));
      } else if (!query.trim()) kept = Array.from({ length: m.n }, (_, doc) => doc);
      const { hits, counts } = held(kept);
      for (const doc of all) score[doc] = mask[doc] = 0;
      const top = await arrange(hits, wish);
      const total = Math.max(hits.length, exact);
      return { total, more: total > top.length, hits: top, weak, slots, fixed, counts, need };
    }

    /** The first hits: exact values before `any`, then as wished. Only they are put in order. @param {Hit[]} hits @param {Wish} wish */
    async function arrange(hits, wish) {
      const by = wish.sort && wish.sort !== "order" ? await facet(wish.sort) : null;
      /** @param {Hit} hit */
      const value = (hit) => by?.sets[by.column[hit.doc]]?.[0] ?? 999;
      /** @type {(a: Hit, b: Hit) => number} */
      const order = wish.sort ? (a, b) => (by ? value(a) - value(b) : 0) || a.doc - b.doc : (a, b) => b.tier - a.tier || b.score - a.score || a.doc - b.doc;
      const limit = wish.limit || CLOSER;
      /** @type {Hit[]} */ const top = [];
      for (const hit of hits) if (top.length < limit || order(hit, top[limit - 1]) < 0) {
        let at = Math.min(top.length, limit - 1);
        while (at && order(hit, top[at - 1]) < 0) top[at] = top[--at];
        top[at] = hit;
      }
      return top;
    }

    /** What is shown of a document. @param {number} doc @returns {Promise<Row>} */
    async function row(doc) {
      const [firsts, hashes, only] = m.g;
      const part = within(firsts, doc);
      const [counts, names] = only || await get("g" + hash(hashes, part));
      let first = only ? 0 : firsts[part], block = 0;
      while (first + counts[block] <= doc) first += counts[block++];
      const [all, owners] = await get("d" + first + names.substr(6 * block, 6)), rows = all.slice(doc - first);
      const [kind, owner, anchor, title, , minutes, long, ...card] = rows[0], [id, page, crumb] = owners[owner];
      return { kind: m.k.split(" ")[kind], id, url: page + anchor, title, crumb, minutes, card, text: rows.slice(0, long).flatMap((/** @type {any[]} */ one) => one[4] || []).join(" · ").slice(0, 2000) };
    }

    /** Which words of the query each word of a text answers, as bits; the same bits 16 higher where it is the very word that was
     * asked for or that it was taken for. @param {string} text @param {Slot[]} slots */
    const answers = (text, slots) => tokens(text, m.j).map((word) => {
      let bits = 0;
      slots.forEach((slot, i) => { bits |= slot.very.has(word) ? 65537 << i : slot.forms.has(word) || word.startsWith(slot.start) ? 1 << i : 0; });
      return bits;
    });

    /** Loads the first hits and puts those first whose title answers all, in the very words, and those where words stand side by side. A page has two at most.
     * Only the first twenty are looked at, and none if the reader has an order of their own. @param {Found} found @param {string} [sort] */
    async function show(found, sort) {
      const { hits, slots, need } = found;
      await Promise.all(hits.map(async (hit) => { hit.row ||= await row(hit.doc); }));
      const first = hits.splice(0, sort || !slots.length ? 0 : CLOSER);
      for (const hit of first) {
        const { title, text } = /** @type {Row} */ (hit.row), name = answers(title, slots), body = answers(text, slots);
        let covered = 0, matched = 0, pairs = 0;
        for (const bits of name) { covered |= bits; if (bits) matched++; }
        for (let i = 0; i + 1 < slots.length; i++) {
          const next = (/** @type {number[]} */ of) => of.some((bits, at) => bits & (1 << i) && of[at + 1] & (1 << (i + 1)));
          if (next(name) || next(body)) pairs++;
        }
        let gain = 64 + (12 * ones(covered >>> 16) / slots.length | 0);
        if (pairs) gain += 16 * pairs / (slots.length - 1) | 0;
        if (!(need & ~covered)) gain += 24 * matched / name.length | 0;
        hit.score = hit.score * gain / 64 | 0;
      }
      first.sort((a, b) => b.tier - a.tier || b.score - a.score || a.doc - b.doc);
      /** @type {Record<string, number>} */ const pages = {};
      found.hits = [...first, ...hits].filter((hit) => { const { kind, url } = /** @type {Row} */ (hit.row), page = url.split("#")[0]; return kind !== "section" || (pages[page] = (pages[page] || 0) + 1) <= 2; });
      return found;
    }

    /** Cuts a text into pieces, every other one a hit. @param {string} text @param {Slot[]} slots @param {number} [width] of the window, in words; none: all of it */
    function mark(text, slots, width) {
      const words = [...text.matchAll(/[\p{Alphabetic}\p{N}\p{M}'’+#]+/gu)], bits = words.map((word) => answers(word[0], slots).reduce((a, b) => a | b, 0));
      let from = 0, to = words.length;
      if (width && to > width) {
        let most = -1;
        for (let at = 0; at < words.length; at++) {
          if (at && !bits[at]) continue;
          let sum = 0, seen = 0;
          for (let i = at; i < Math.min(words.length, at + width); i++) if (bits[i]) { sum += bits[i] & ~seen ? 8 : 1; seen |= bits[i]; }
          if (sum > most) { most = sum; from = at; }
        }
        from = Math.max(0, Math.min(from - 4, words.length - width));
        to = Math.min(words.length, from + width);
      }
      const start = from ? words[from].index : 0, end = to < words.length ? words[to].index : text.length;
      /** @type {string[]} */ const pieces = [from ? "… " : ""];
      let at = start;
      for (let i = from; i < to; i++) if (bits[i] && slots.some((slot, k) => bits[i] & (1 << k) && !slot.stop)) {
        pieces[pieces.length - 1] += text.slice(at, words[i].index);
        pieces.push(words[i][0], "");
        at = words[i].index + words[i][0].length;
      }
      pieces[pieces.length - 1] += text.slice(at, end).trimEnd() + (to < words.length ? " …" : "");
      return pieces;
    }

    await start(false);
    /** Does its work; where a file is gone because the site was published anew, once more with a fresh manifest.
     * @template T @param {() => Promise<T>} work @returns {Promise<T>} */
    const sure = async (work) => {
      try { return await work(); } catch {
        await start(true);
        return work();
      }
    };
    return {
      /** @param {string} query @param {Wish} [wish] */
      find: (query, wish = {}) => sure(async () => { const found = await search(query, wish); return wish.bare ? found : show(found, wish.sort); }),
      mark, row,
      /** @param {string} id */
      facet: (id) => sure(() => facet(id)),
      get facets() { return m.f.map((/** @type {any[]} */ one) => one[0]); },
    };
  }

  // --- Loading: the same files by fetch where there is a server, by script element from disk ---
  /** @param {string} base */
  const fetching = (base) => async (/** @type {string} */ key, /** @type {boolean | undefined} */ fresh) => {
    // The page of a host that says what is not there cannot be read as what is asked for, so it needs no look at its status.
    const answer = await fetch(base + key + ".js", key === "m" ? { cache: fresh ? "reload" : "no-cache" } : {});
    const text = await answer.text();
    return JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));
  };
  /** @type {Record<string, (json: any) => void>} */
  const waiting = {};
  /** @param {string} base */
  const scripting = (base) => (/** @type {string} */ key) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting[key] = resolve;
    script.src = base + key + ".js";
    script.onload = script.onerror = () => { script.remove(); reject(); };
    document.head.append(script);
  });

  /** Opens the index in a folder: a page from disk may not fetch. @param {string} base */
  const at = (base) => open(location.protocol.startsWith("http") ? fetching(base) : scripting(base));
  Object.assign(globalThis, { PrepbookSearch: { open, at, tokens, slips }, pbs: (/** @type {string} */ key, /** @type {any} */ json) => waiting[key]?.(json) });
})();
