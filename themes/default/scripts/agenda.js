// The rules of a planned conversation: what fits into how many minutes, and in which order. No DOM. What the subject is, which facets play
// which part and how the minutes are shared comes from the block's body.

/**
 * @typedef {Record<string, string[]>} FacetValues
 * @typedef {'opening' | 'middle' | 'closing'} AgendaBlock
 * @typedef {object} PoolQuestion
 * @property {string} id
 * @property {string} ask
 * @property {number} minutes
 * @property {FacetValues} facets
 * @property {AgendaBlock} block
 * @property {string} risk
 * @property {string} lookup
 * @property {string} format
 *
 * @typedef {object} PlannerConfig
 * @property {number} [length]
 * @property {number[]} lengths
 * @property {string[]} [prefer] facets whose wished value counts for more
 * @property {string[]} [match] facets whose wished value a question must allow
 * @property {string} [depth] the facet that orders the middle
 * @property {string[]} [depths] its values from the easiest to the one that may come once only
 * @property {string} [vary] the facet whose values should differ
 * @property {string} [other] the facet that says whom else to ask
 * @property {FacetValues} [courtesy] what does not count among the questions
 * @property {Partial<Record<AgendaBlock, FacetValues>>} [needed]
 * @property {string[]} [first] ids proposed before others
 * @property {{ id: string, label: string, part: AgendaBlock | 'own' | 'spare', least?: number }[]} parts
 * @property {{ length: number, minutes: number[], questions: number[], introduction?: string }[]} plans
 * @property {{ when: FacetValues, question: FacetValues, say: string }[]} [mismatches]
 * @property {string} [more_time]
 * @property {Record<string, string>} [any] per facet the value that matches every value
 *
 * @typedef {object} Wishes
 * @property {number} length
 * @property {Record<string, string>} prefer
 * @property {Record<string, string>} match
 * @property {string} format `spoken`, `written` or nothing
 *
 * @typedef {PoolQuestion & { star: boolean, looked: boolean, asked: boolean, own: boolean }} AgendaItem
 * @typedef {PoolQuestion & { who: string, own: boolean }} OtherItem
 * @typedef {{ wishes: Wishes, items: AgendaItem[], others: OtherItem[] }} Agenda
 * @typedef {{ length: number, parts: { id: string, label: string, part: string, minutes: number }[], budget: Record<AgendaBlock, number>, questions: number[], introduction: string, squeezed: boolean }} Timing
 * @typedef {{ kind: string, id?: string, count?: number, say?: string, move?: string }} AgendaWarning
 */

var prepAgenda = (() => {
  const SHORTEST = 5;
  const LONGEST = 240;
  const USUAL_MINUTES = 3;
  const HALF = 0.5;

  /** `role=peer role=director` as lists by facet. @param {string} text @returns {FacetValues} */
  function facetsOf(text) {
    /** @type {FacetValues} */
    const out = {};
    for (const pair of text.split(/\s+/)) {
      const at = pair.indexOf('=');
      if (at > 0) (out[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
    }
    return out;
  }

  /** The reverse of `facetsOf`. @param {FacetValues} facets */
  function facetText(facets) {
    return Object.entries(facets).flatMap(([facet, values]) => values.map((value) => `${facet}=${value}`)).join(' ');
  }

  /** Whether a question has one of the wanted values in each of the facets. @param {FacetValues | undefined} wanted @param {FacetValues} has */
  function has(wanted, has) {
    return wanted !== undefined && Object.entries(wanted).every(([facet, values]) => values.some((value) => has[facet]?.includes(value)));
  }

  /** @param {number} length */
  function within(length) {
    return Number.isFinite(length) ? Math.min(LONGEST, Math.max(SHORTEST, Math.round(length))) : 20;
  }

  /** @param {number[]} numbers */
  const sum = (numbers) => numbers.reduce((all, next) => all + next, 0);

  /**
   * How the minutes of a talk of this length are shared. Between and beyond the written plans the questions get what is more than the
   * next shorter plan; below the shortest the spare goes first, then half minutes go from whatever is furthest above its least.
   * @param {PlannerConfig} config
   * @param {number} wanted
   * @returns {Timing}
   */
  function timing(config, wanted) {
    const length = within(wanted);
    const plans = [...config.plans].sort((a, b) => a.length - b.length);
    const plan = plans.filter((one) => one.length <= length).at(-1) ?? plans[0];
    const minutes = config.parts.map((_, at) => plan.minutes[at] ?? 0);
    const middle = config.parts.findIndex((part) => part.part === 'middle');
    if (length > plan.length && middle >= 0) minutes[middle] += length - plan.length;
    for (let over = sum(minutes) - length; over > 0; over -= HALF) {
      const spare = config.parts.findIndex((part, at) => part.part === 'spare' && minutes[at] > 0);
      const slack = (/** @type {number} */ at) => minutes[at] / Math.max(config.parts[at].least ?? 0, HALF);
      const fattest = minutes.reduce((best, _, at) => (slack(at) > slack(best) ? at : best), 0);
      const from = spare >= 0 ? spare : fattest;
      minutes[from] = Math.max(0, minutes[from] - HALF);
    }
    const share = (/** @type {string} */ part) => sum(minutes.filter((_, at) => config.parts[at].part === part));
    return {
      length,
      parts: config.parts.map((part, at) => ({ id: part.id, label: part.label, part: part.part, minutes: minutes[at] })),
      budget: { opening: share('opening'), middle: share('middle'), closing: share('closing') },
      questions: length < plan.length ? [1, plan.questions.at(-1) ?? 1] : plan.questions,
      introduction: plan.introduction ?? '',
      squeezed: length < plan.length,
    };
  }

  /**
   * Minutes used in each block. Opening questions that do not fit into the opening minutes count with the middle.
   * @param {Timing} time
   * @param {{ block: AgendaBlock, minutes: number }[]} items
   */
  function used(time, items) {
    const of = (/** @type {AgendaBlock} */ block) => sum(items.filter((item) => item.block === block).map((item) => item.minutes));
    const spill = Math.max(0, of('opening') - time.budget.opening);
    return { opening: Math.min(of('opening'), time.budget.opening), middle: of('middle') + spill, closing: of('closing') };
  }

  /** By how many minutes it is over, in all blocks. @param {Timing} time @param {{ block: AgendaBlock, minutes: number }[]} items */
  function over(time, items) {
    const now = used(time, items);
    return Math.max(0, now.middle - time.budget.middle) + Math.max(0, now.closing - time.budget.closing);
  }

  /** Minutes of the whole talk as planned, what is not a question included. @param {Timing} time @param {{ block: AgendaBlock, minutes: number }[]} items */
  function total(time, items) {
    return sum(time.parts.filter((part) => part.part === 'own').map((part) => part.minutes)) + sum(items.map((item) => item.minutes));
  }

  /** Whether a question may ever be planned. @param {PoolQuestion} question */
  function plannable(question) {
    return question.risk !== 'avoid' && question.lookup !== 'yes';
  }

  /**
   * Facets in which a question does not fit the wishes.
   * @param {PlannerConfig} config
   * @param {Wishes} wishes
   * @param {FacetValues} facets
   */
  function misfits(config, wishes, facets) {
    return (config.match ?? []).filter((facet) => {
      const wish = wishes.match[facet];
      const values = facets[facet] ?? [];
      return wish && wish !== config.any?.[facet] && values.length > 0 && !values.includes(wish) && !values.includes(config.any?.[facet] ?? '');
    });
  }

  /** @param {Wishes} wishes @param {PoolQuestion} question */
  function suitsFormat(wishes, question) {
    return !wishes.format || !question.format || question.format === 'both' || question.format === wishes.format;
  }

  /** @param {PlannerConfig} config @param {PoolQuestion} question */
  function isDeep(config, question) {
    const last = config.depths?.at(-1);
    return config.depth !== undefined && last !== undefined && (question.facets[config.depth] ?? []).includes(last);
  }

  /** @param {PlannerConfig} config @param {PoolQuestion} question */
  function isOpener(config, question) {
    if (isCourtesy(config, question)) return false;
    if (config.depth === undefined || !config.depths?.length) return question.block === 'opening';
    return question.block !== 'closing' && question.risk !== 'careful' && (question.facets[config.depth] ?? []).includes(config.depths[0]);
  }

  /** @param {PlannerConfig} config @param {PoolQuestion} question */
  function isCourtesy(config, question) {
    return has(config.courtesy, question.facets);
  }

  /** What counts among the questions of a talk. @param {PlannerConfig} config @param {PoolQuestion} question */
  function counts(config, question) {
    return question.block !== 'closing' && !isCourtesy(config, question);
  }

  /**
   * How well a question suits the wishes; higher is better.
   * @param {PlannerConfig} config
   * @param {Wishes} wishes
   * @param {PoolQuestion} question
   */
  function score(config, wishes, question) {
    let points = 0;
    for (const facet of config.prefer ?? []) if (wishes.prefer[facet] && question.facets[facet]?.includes(wishes.prefer[facet])) points += 4;
    for (const facet of config.match ?? []) if (wishes.match[facet] && question.facets[facet]?.includes(wishes.match[facet])) points += 3;
    const rank = (config.first ?? []).indexOf(question.id);
    if (rank >= 0) points += 20 - rank;
    if (question.risk === 'careful') points -= 2;
    if (question.lookup === 'partly') points -= 1;
    if ((config.mismatches ?? []).some((one) => has(one.when, wishValues(wishes)) && has(one.question, question.facets))) points -= 6;
    return points;
  }

  /** @param {Wishes} wishes @returns {FacetValues} */
  function wishValues(wishes) {
    return Object.fromEntries(Object.entries({ ...wishes.prefer, ...wishes.match }).map(([facet, value]) => [facet, [value]]));
  }

  /**
   * A plan within the budget: an easy start, a close that asks for what is needed, courtesies that fit, and then the questions that suit
   * best, topics spread.
   * @param {PlannerConfig} config
   * @param {PoolQuestion[]} pool
   * @param {Wishes} wishes
   * @param {AgendaItem[]} [keep] what is planned already and stays
   * @returns {Agenda}
   */
  function propose(config, pool, wishes, keep = []) {
    const time = timing(config, wishes.length);
    const fit = pool.filter((one) => !keep.some((kept) => kept.id === one.id) && plannable(one) && suitsFormat(wishes, one) && misfits(config, wishes, one.facets).length === 0);
    const points = new Map(fit.map((one) => [one.id, score(config, wishes, one)]));
    const ranked = [...fit].sort((a, b) => (points.get(b.id) ?? 0) - (points.get(a.id) ?? 0));
    /** @type {PoolQuestion[]} */
    const chosen = [...keep];
    const fits = (/** @type {PoolQuestion} */ one) => !chosen.includes(one) && bearable(config, chosen, one) && over(time, [...chosen, one]) === 0;
    const take = (/** @type {(one: PoolQuestion) => boolean} */ test) => {
      const found = ranked.find((one) => test(one) && fits(one));
      if (found) chosen.push(found);
      return found;
    };
    const needed = config.needed?.closing;
    const opens = (/** @type {PoolQuestion} */ one) => isOpener(config, one);
    const closes = (/** @type {PoolQuestion} */ one) => one.block === 'closing' && (needed === undefined || has(needed, one.facets));
    for (const test of [opens, closes]) if (!chosen.some(test)) take(test);
    const inFirst = (/** @type {PoolQuestion} */ one) => (config.first ?? []).includes(one.id);
    // A courtesy may fill the opening minutes, but it must not push the easy start out of the questions' time.
    while (take((one) => one.block === 'closing' && inFirst(one)));
    while (take((one) => one.block === 'opening' && isCourtesy(config, one) && inFirst(one)));
    fillMiddle(config, time, ranked, points, chosen);
    const items = order(config, chosen.map((one) => keep.find((kept) => kept === one) ?? item(one)));
    return { wishes: { ...wishes, length: time.length }, items: items.some((one) => one.star) ? items : starred(config, items), others: [] };
  }

  /** Whether one more does not make two deep or two careful ones. @param {PlannerConfig} config @param {PoolQuestion[]} chosen @param {PoolQuestion} one */
  function bearable(config, chosen, one) {
    return !(isDeep(config, one) && chosen.some((other) => isDeep(config, other))) && !(one.risk === 'careful' && chosen.some((other) => other.risk === 'careful'));
  }

  /**
   * @param {PlannerConfig} config
   * @param {Timing} time
   * @param {PoolQuestion[]} ranked
   * @param {Map<string, number>} points
   * @param {PoolQuestion[]} chosen
   */
  function fillMiddle(config, time, ranked, points, chosen) {
    const [least, most] = [time.questions[0], time.questions.at(-1) ?? 1];
    const middle = ranked.filter((one) => one.block === 'middle' && !isCourtesy(config, one));
    const shortest = Math.min(...middle.map((one) => one.minutes));
    for (;;) {
      const counted = chosen.filter((one) => counts(config, one));
      if (counted.length >= most) return;
      const room = time.budget.middle - used(time, chosen).middle;
      // What is still to come needs its minutes, too, so that the fewest questions of this length can be reached.
      const reserve = Math.max(0, least - counted.length - 1) * shortest;
      const worth = (/** @type {PoolQuestion} */ one) => {
        const again = counted.filter((other) => config.vary && other.facets[config.vary]?.some((value) => one.facets[config.vary ?? '']?.includes(value)));
        return (points.get(one.id) ?? 0) - 3 * again.length;
      };
      const open = middle.filter((one) =>
        !chosen.includes(one) && one.minutes <= room && bearable(config, chosen, one) && !(one.risk === 'careful' && counted.length === 0));
      const roomy = open.filter((one) => one.minutes <= room - reserve);
      const from = roomy.length > 0 ? roomy : open;
      if (from.length === 0) return;
      chosen.push(from.reduce((best, one) => (worth(one) > worth(best) ? one : best)));
    }
  }

  /** @param {PoolQuestion} question @returns {AgendaItem} */
  function item(question) {
    return { ...question, star: false, looked: false, asked: false, own: false };
  }

  /** The first three questions that count are starred: those to ask if time gets short. @param {PlannerConfig} config @param {AgendaItem[]} items */
  function starred(config, items) {
    let left = 3;
    return items.map((one) => ({ ...one, star: counts(config, one) && left-- > 0 }));
  }

  /**
   * Opening, then the middle by depth, then closing; a careful question never comes first.
   * @template {PoolQuestion} T
   * @param {PlannerConfig} config
   * @param {T[]} items
   * @returns {T[]}
   */
  function order(config, items) {
    const blocks = ['opening', 'middle', 'closing'];
    const depth = (/** @type {T} */ one) => {
      const at = (config.depths ?? []).findIndex((value) => one.facets[config.depth ?? '']?.includes(value));
      return at < 0 ? 1 : at;
    };
    const place = (/** @type {T} */ one) => {
      const named = (config.first ?? []).indexOf(one.id);
      const rank = named < 0 ? 30 : named;
      if (one.block !== 'middle') return isCourtesy(config, one) === (one.block === 'opening') ? rank : 50 + rank;
      return depth(one) * 10 + (one.risk === 'careful' ? 5 : 0);
    };
    const sorted = items.map((one, at) => ({ one, at })).sort((a, b) =>
      blocks.indexOf(a.one.block) - blocks.indexOf(b.one.block) || place(a.one) - place(b.one) || a.at - b.at).map(({ one }) => one);
    const first = sorted.findIndex((one) => counts(config, one));
    const safe = sorted.findIndex((one, at) => at > first && counts(config, one) && one.risk !== 'careful');
    if (first >= 0 && sorted[first].risk === 'careful' && safe > first) sorted.splice(first, 0, ...sorted.splice(safe, 1));
    return sorted;
  }

  /** The parts of a talk that hold questions, in their order. @param {PlannerConfig} config @returns {AgendaBlock[]} */
  function blocks(config) {
    return config.parts.flatMap(({ part }) => (part === 'own' || part === 'spare' ? [] : [part]));
  }

  /**
   * The items with one of them put elsewhere: at `at` among those of `block`.
   * @template {PoolQuestion} T
   * @param {PlannerConfig} config
   * @param {T[]} items
   * @param {string} id
   * @param {AgendaBlock} block
   * @param {number} at
   * @returns {T[]}
   */
  function place(config, items, id, block, at) {
    const moved = items.find((one) => one.id === id);
    if (!moved) return items;
    return blocks(config).flatMap((part) => {
      const inside = items.filter((one) => one !== moved && one.block === part);
      if (part === block) inside.splice(at, 0, { ...moved, block });
      return inside;
    });
  }

  /**
   * One place up (-1) or down (1); from the end of a part on into the next. Nothing where there is no place left.
   * @template {PoolQuestion} T
   * @param {PlannerConfig} config
   * @param {T[]} items
   * @param {string} id
   * @param {number} by
   * @returns {T[] | undefined}
   */
  function move(config, items, id, by) {
    const one = items.find((item) => item.id === id);
    if (!one) return undefined;
    const inside = items.filter((item) => item.block === one.block);
    const at = inside.indexOf(one) + by;
    if (at >= 0 && at < inside.length) return place(config, items, id, one.block, at);
    const parts = blocks(config);
    const next = parts[parts.indexOf(one.block) + by];
    return next && place(config, items, id, next, by < 0 ? items.length : 0);
  }

  /**
   * What is worth saying about a plan; the most pressing first.
   * @param {PlannerConfig} config
   * @param {Agenda} agenda
   * @returns {AgendaWarning[]}
   */
  function warnings(config, agenda) {
    const { items, wishes } = agenda;
    const time = timing(config, wishes.length);
    /** @type {AgendaWarning[]} */
    const out = [];
    const excess = over(time, items);
    if (excess > 0) out.push({ kind: 'over', count: excess, move: leastNeeded(config, agenda)?.id });
    const counted = items.filter((one) => counts(config, one));
    const needed = config.needed?.closing;
    if (!items.some((one) => isOpener(config, one))) out.push({ kind: 'no-opener' });
    if (!items.some((one) => one.block === 'closing' && (needed === undefined || has(needed, one.facets)))) out.push({ kind: 'no-close' });
    if (time.squeezed) out.push({ kind: 'short' });
    if (excess === 0 && counted.length < time.questions[0]) out.push({ kind: 'few', count: time.questions[0] });
    if (counted.length > (time.questions.at(-1) ?? 1)) out.push({ kind: 'many', count: time.questions.at(-1) });
    const deep = items.filter((one) => isDeep(config, one));
    if (deep.length > 1) out.push({ kind: 'deep', count: deep.length, move: deep.at(-1)?.id });
    const careful = items.filter((one) => one.risk === 'careful');
    if (careful.length > 1) out.push({ kind: 'careful', count: careful.length, move: careful.at(-1)?.id });
    if (counted[0]?.risk === 'careful') out.push({ kind: 'careful-first', id: counted[0].id });
    for (const one of items) {
      for (const facet of misfits(config, wishes, one.facets)) out.push({ kind: 'misfit', id: one.id, say: facet });
      for (const rule of config.mismatches ?? []) {
        if (has(rule.when, wishValues(wishes)) && has(rule.question, one.facets)) out.push({ kind: 'mismatch', id: one.id, say: rule.say });
      }
      if (!suitsFormat(wishes, one)) out.push({ kind: 'format', id: one.id });
      if (one.lookup === 'partly' && !one.looked) out.push({ kind: 'lookup', id: one.id });
    }
    return out;
  }

  /**
   * Why a question may stand in a plan: its task in the talk, and the wishes that it meets, each with the value that it was made for.
   * @param {PlannerConfig} config
   * @param {Wishes} wishes
   * @param {AgendaItem} one
   * @returns {{ kind: string, facet?: string, value?: string }[]}
   */
  function reasons(config, wishes, one) {
    if (one.own) return [{ kind: 'own' }];
    const met = (/** @type {Record<string, string>} */ wanted) => Object.entries(wanted).filter(([facet, value]) => one.facets[facet]?.includes(value)).map(([facet, value]) => ({ kind: 'met', facet, value }));
    const task = isCourtesy(config, one) ? 'courtesy' : isOpener(config, one) ? 'opener' : one.block === 'closing' && has(config.needed?.closing, one.facets) ? 'needed' : '';
    const found = [...(task ? [{ kind: task }] : []), ...met(wishes.prefer), ...met(wishes.match)];
    return found.length > 0 || misfits(config, wishes, one.facets).length > 0 ? found : [{ kind: 'fits' }];
  }

  /** The question a plan can best do without: unstarred, late, not needed. @param {PlannerConfig} config @param {Agenda} agenda */
  function leastNeeded(config, { items, wishes }) {
    const now = used(timing(config, wishes.length), items);
    const closingOver = now.closing > timing(config, wishes.length).budget.closing;
    const candidates = items.filter((one) => (closingOver ? one.block === 'closing' : one.block === 'middle'));
    const plain = candidates.filter((one) => !one.star);
    const from = plain.length > 0 ? plain : candidates;
    return [...from].sort((a, b) => score(config, wishes, a) - score(config, wishes, b) || b.minutes - a.minutes)[0] ?? items.at(-1);
  }

  /**
   * Questions to put in the place of one, the best first.
   * @param {PlannerConfig} config
   * @param {PoolQuestion[]} pool
   * @param {Agenda} agenda
   * @param {string} id
   * @param {number} [most]
   */
  function swaps(config, pool, agenda, id, most = 5) {
    const old = agenda.items.find((one) => one.id === id);
    if (!old) return [];
    const rest = agenda.items.filter((one) => one.id !== id);
    const time = timing(config, agenda.wishes.length);
    const before = over(time, agenda.items);
    return pool
      .filter((one) => plannable(one) && one.block === old.block && !agenda.items.some((other) => other.id === one.id))
      .filter((one) => suitsFormat(agenda.wishes, one) && misfits(config, agenda.wishes, one.facets).length === 0)
      .filter((one) => over(time, [...rest, one]) <= before && bearable(config, rest, one))
      .sort((a, b) => score(config, agenda.wishes, b) - score(config, agenda.wishes, a))
      .slice(0, most);
  }

  /** Whom to ask a question that does not fit: the first value of the facet that is not the one met now. @param {PlannerConfig} config @param {Wishes} wishes @param {FacetValues} facets */
  function whoElse(config, wishes, facets) {
    const values = facets[config.other ?? ''] ?? [];
    return values.find((value) => value !== wishes.match[config.other ?? ''] && value !== config.any?.[config.other ?? '']) ?? '';
  }

  /** A number for something new. Drawn, not counted: what was noted under one that is gone would come back under the next. */
  function drawn() {
    return Math.random().toString(36).slice(2, 12);
  }

  /** A question the reader wrote. @param {string} ask @param {number} minutes @param {AgendaBlock} block @param {string} [id] @returns {PoolQuestion} */
  function own(ask, minutes, block, id = `own-${drawn()}`) {
    return { id, ask: ask.slice(0, 600), minutes, facets: {}, block, risk: 'safe', lookup: 'no', format: 'both' };
  }

  /**
   * What a drawing of the minutes shows: pieces in thousandths of the whole, those beyond the end marked.
   * @param {PlannerConfig} config
   * @param {Agenda} agenda
   */
  function bar(config, { items, wishes }) {
    const time = timing(config, wishes.length);
    /** @type {{ label: string, part: string, minutes: number }[]} */
    const pieces = [];
    for (const part of time.parts) {
      if (part.part === 'own' || part.part === 'spare') {
        pieces.push(part);
        continue;
      }
      const inside = items.filter((one) => one.block === part.part);
      inside.forEach((one) => pieces.push({ label: one.ask, part: part.part, minutes: one.minutes }));
    }
    const spare = pieces.filter((piece) => piece.part === 'spare');
    const planned = [...pieces.filter((piece) => piece.part !== 'spare')];
    const whole = Math.max(time.length, sum(planned.map((piece) => piece.minutes)));
    const excess = over(time, items);
    let at = 0;
    const drawn = planned.map((piece) => {
      const start = at;
      at += piece.minutes;
      return { ...piece, start: (start / whole) * 1000, share: (piece.minutes / whole) * 1000, over: excess > 0 && at > time.length - sum(spare.map((one) => one.minutes)) };
    });
    return { whole, length: time.length, pieces: drawn, free: Math.max(0, time.length - at) };
  }

  return {
    SHORTEST, LONGEST, USUAL_MINUTES, facetsOf, facetText, within, timing, used, over, total, plannable, misfits, counts, isCourtesy, propose, order, starred,
    item, warnings, reasons, swaps, whoElse, drawn, own, blocks, place, move, bar,
  };
})();
