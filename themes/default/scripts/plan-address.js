// A plan as the part of an address after `#`: it can be sent to anybody, and no server ever sees it. No DOM.

var prepPlanAddress = (() => {
  /** The most questions that an address is read for; nobody writes so many by hand. */
  const MOST = 60;

  /**
   * What a person wrote as a question of their own stands in the address in full; what they wrote into blanks does not.
   * @param {Agenda} agenda
   * @param {Map<string, PoolQuestion>} pool
   */
  function pack(agenda, pool) {
    const out = new URLSearchParams({ plan: '1', length: String(agenda.wishes.length) });
    if (agenda.wishes.format) out.set('format', agenda.wishes.format);
    for (const [facet, value] of Object.entries(agenda.wishes.prefer)) if (value) out.append('prefer', `${facet}=${value}`);
    for (const [facet, value] of Object.entries(agenda.wishes.match)) if (value) out.append('match', `${facet}=${value}`);
    const known = (/** @type {PoolQuestion} */ one) => one.id + (pool.get(one.id)?.block === one.block ? '' : ',' + one.block);
    const written = (/** @type {PoolQuestion} */ one) => `${one.block},${one.minutes},${one.ask}`;
    for (const one of agenda.items) {
      const star = one.star ? '*' : '';
      if (pool.has(one.id)) out.append('q', known(one) + star);
      else out.append('own', star + written(one));
    }
    for (const one of agenda.others) out.append(pool.has(one.id) ? 'else' : 'else-own', `${one.who}:${pool.has(one.id) ? known(one) : written(one)}`);
    return out.toString();
  }

  /**
   * Reads what `pack` wrote; none if it is not a plan. Questions that are not there any more, or that must not be planned, and too many of them, are left out and counted.
   * @param {string} text
   * @param {Map<string, PoolQuestion>} pool
   * @returns {{ agenda: Agenda, lost: number } | undefined}
   */
  function unpack(text, pool) {
    const from = new URLSearchParams(text.replace(/^#/, ''));
    if (from.get('plan') !== '1') return undefined;
    const agenda = { wishes: wishes(from), items: /** @type {AgendaItem[]} */ ([]), others: /** @type {OtherItem[]} */ ([]) };
    let lost = 0;
    for (const [key, value] of from) {
      if (!['q', 'own', 'else', 'else-own'].includes(key)) continue;
      if (agenda.items.length + agenda.others.length >= MOST) {
        lost += 1;
        continue;
      }
      const own = key.endsWith('own');
      const forOther = key.startsWith('else');
      const star = !forOther && (own ? value.startsWith('*') : value.endsWith('*'));
      const [, who = '', rest = ''] = (forOther ? /^([^:]{0,64}):([^]*)$/ : /^()([^]*)$/).exec(star ? value.replace(own ? /^\*/ : /\*$/, '') : value) ?? [];
      const found = own ? ownQuestion(rest) : known(rest, pool, agenda);
      if (!found) lost += 1;
      else if (forOther) agenda.others.push({ ...found, who, own });
      else agenda.items.push({ ...prepAgenda.item(found), star, own });
    }
    return { agenda, lost };
  }

  /** @param {URLSearchParams} from @returns {Wishes} */
  function wishes(from) {
    const pairs = (/** @type {string} */ key) =>
      Object.fromEntries(from.getAll(key).filter((pair) => /^[^=]{1,64}=[^=]{1,64}$/.test(pair)).map((pair) => pair.split('=')));
    const format = from.get('format') ?? '';
    return { length: prepAgenda.within(Number(from.get('length'))), prefer: pairs('prefer'), match: pairs('match'), format: ['spoken', 'written'].includes(format) ? format : '' };
  }

  /** A question of the book, in the part it was moved to; none if it is there already. @param {string} text @param {Map<string, PoolQuestion>} pool @param {Agenda} agenda @returns {PoolQuestion | undefined} */
  function known(text, pool, agenda) {
    const [, id = '', block] = /^([^,]*)(?:,(opening|middle|closing))?$/.exec(text) ?? [];
    const found = pool.get(id);
    if (!found || !prepAgenda.plannable(found) || [...agenda.items, ...agenda.others].some((one) => one.id === id)) return undefined;
    return block ? { ...found, block: /** @type {AgendaBlock} */ (block) } : found;
  }

  /** @param {string} text @returns {PoolQuestion | undefined} */
  function ownQuestion(text) {
    const [, block, minutes, ask] = /^(opening|middle|closing),(\d+(?:\.\d+)?),([^]{1,600})$/.exec(text) ?? [];
    if (!ask) return undefined;
    return prepAgenda.own(ask, Math.min(60, Math.max(1, Number(minutes))), /** @type {AgendaBlock} */ (block));
  }

  return { pack, unpack };
})();
