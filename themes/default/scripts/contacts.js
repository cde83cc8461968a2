// People one means to talk to, or has talked to: fields, moves, dates, sums, tables. No DOM; today is passed in.

/**
 * @typedef {{ day: string, status: string }} ContactMove
 * @typedef {object} Contact
 * @property {string} id
 * @property {string} name
 * @property {string} position
 * @property {string} company
 * @property {string} industry
 * @property {string} role
 * @property {string} circle
 * @property {string} link
 * @property {boolean} chosen
 * @property {string} via
 * @property {string} permission `yes`, `no` or `unknown`
 * @property {string} reason
 * @property {string} channel
 * @property {string} status
 * @property {string} firstSent
 * @property {string} nudgeDue
 * @property {string} closingDue
 * @property {string} talkDay
 * @property {string} talkTime
 * @property {number} minutes
 * @property {string} format
 * @property {string} thanksDue
 * @property {string} thanksSent
 * @property {boolean} referrerThanked
 * @property {string} learned
 * @property {string} nextStep
 * @property {string} nextDue
 * @property {string[]} peopleNamed
 * @property {string} touchDue
 * @property {number} touches
 * @property {string} deleteAfter
 * @property {string} moved
 * @property {ContactMove[]} history
 *
 * @typedef {{ id: string, label: string, to: string[], wait_days?: number }} ContactStatus
 * @typedef {object} TrackerConfig
 * @property {number} nudge_days
 * @property {number} closing_days
 * @property {number} thanks_days
 * @property {number[]} touch_days
 * @property {number} keep_days
 * @property {number[]} working_days
 * @property {ContactStatus[]} statuses
 * @property {{ label: string, statuses: string[] }[]} funnel
 * @typedef {{ id: string, kind: string, day: string, days: number }} ContactDue
 */

var prepContacts = (() => {
  const { addDays, addWorkingDays, daysBetween, isDay } = prepCalendar;
  const SENT = ['contacted', 'nudged', 'closing'];

  /** Where a talk has taken place. */
  const TALKED = ['held', 'thanked', 'reflected', 'warm', 'resting'];

  /** What a number may be, as in the form. @type {Record<string, [number, number]>} */
  const NUMBERS = { minutes: [5, 240], touches: [0, 99] };

  /** The columns of a table, in their order: heading and field. @type {(keyof Contact)[]} */
  const COLUMNS = ['name', 'position', 'company', 'industry', 'role', 'circle', 'link', 'chosen', 'via', 'permission', 'reason', 'channel', 'status', 'firstSent', 'nudgeDue',
    'closingDue', 'talkDay', 'talkTime', 'minutes', 'format', 'thanksDue', 'thanksSent', 'referrerThanked', 'learned', 'nextStep', 'nextDue', 'peopleNamed', 'touchDue', 'touches', 'deleteAfter', 'moved', 'history', 'id'];

  /** @type {Record<string, number>} */
  const LONGEST = { link: 500, reason: 2000, learned: 2000, nextStep: 500 };

  /** @param {string} id @param {string} today @param {Partial<Contact>} [some] @returns {Contact} */
  function fresh(id, today, some = {}) {
    return {
      id, name: '', position: '', company: '', industry: '', role: '', circle: '', link: '', chosen: false, via: '', permission: 'unknown', reason: '', channel: '', status: 'listed',
      firstSent: '', nudgeDue: '', closingDue: '', talkDay: '', talkTime: '', minutes: 20, format: '', thanksDue: '', thanksSent: '', referrerThanked: false, learned: '', nextStep: '',
      nextDue: '', peopleNamed: [], touchDue: '', touches: 0, deleteAfter: '', moved: today, history: [{ day: today, status: 'listed' }], ...some,
    };
  }

  /**
   * A number for a new row. Drawn, not counted: two tabs that count come to the same one, and a calendar would take the reminders of the
   * next person for those of the last one removed.
   * @param {Contact[]} rows
   * @returns {string}
   */
  function nextId(rows) {
    const id = 'p' + (100_000_000 + Math.floor(Math.random() * 900_000_000));
    return rows.some((row) => row.id === id) ? nextId(rows) : id;
  }

  /** Where a row may go from here; some ways back open only after a while. @param {TrackerConfig} config @param {Contact} row @param {string} today */
  function moves(config, row, today) {
    const now = config.statuses.find((one) => one.id === row.status);
    const wait = now?.wait_days ?? 0;
    return (now?.to ?? []).flatMap((id) => {
      const to = config.statuses.find((one) => one.id === id);
      if (!to) return [];
      const from = wait > 0 && SENT.includes(id) && isDay(row.moved) ? addDays(row.moved, wait) : '';
      return [{ ...to, from: from > today ? from : '' }];
    });
  }

  /** The row after a move, with the dates that follow from it. @param {TrackerConfig} config @param {Contact} row @param {string} to @param {string} today @returns {Contact} */
  function move(config, row, to, today) {
    const next = { ...row, status: to, moved: today, history: [...row.history, { day: today, status: to }], deleteAfter: addDays(today, config.keep_days) };
    if (to === 'contacted') {
      // What is asked for now is another talk; the one that was held stays in the history.
      if (talks(config, row).some((one) => one.last)) Object.assign(next, { thanksSent: '' }, row.talkDay <= today && { talkDay: '', talkTime: '', thanksDue: '' });
      next.firstSent = today;
      next.nudgeDue = addWorkingDays(today, config.nudge_days, config.working_days);
      next.closingDue = addWorkingDays(today, config.closing_days, config.working_days);
    }
    if (to === 'held') {
      next.talkDay = isDay(row.talkDay) && row.talkDay <= today ? row.talkDay : today;
      next.thanksDue = addDays(next.talkDay, config.thanks_days);
      next.thanksSent = '';
      next.history[row.history.length].day = next.talkDay;
    }
    if (to === 'thanked') next.thanksSent = today;
    if (to === 'reflected' || to === 'warm') next.touchDue = touchDay(config, next, today);
    return next;
  }

  /**
   * The talks held with a person, the oldest first. What the fields of the row say is of the last one, until another is asked for.
   * @param {TrackerConfig} config
   * @param {Contact} row
   */
  function talks(config, row) {
    /** @type {{ due: string, sent: string, last: boolean }[]} */
    const out = [];
    for (const { status, day } of row.history) {
      if (status === 'held') out.push({ due: isDay(day) ? addDays(day, config.thanks_days) : '', sent: '', last: true });
      const now = out[out.length - 1];
      if (now && status === 'thanked') now.sent = day;
      if (now && status === 'contacted') now.last = false;
    }
    return out.map((one) => (one.last ? { due: row.thanksDue, sent: row.thanksSent, last: true } : one));
  }

  /** @param {TrackerConfig} config @param {Contact} row @param {string} today */
  function touchDay(config, row, today) {
    const days = config.touch_days[Math.min(row.touches, config.touch_days.length - 1)];
    return days === undefined ? '' : addDays(today, days);
  }

  /** After an update was sent: the next one. @param {TrackerConfig} config @param {Contact} row @param {string} today @returns {Contact} */
  function touched(config, row, today) {
    const next = { ...row, touches: row.touches + 1 };
    return { ...next, touchDue: touchDay(config, next, today) };
  }

  /** Dates that follow from a date set by hand. @param {TrackerConfig} config @param {Contact} row @param {keyof Contact} field @returns {Contact} */
  function dated(config, row, field) {
    const next = { ...row };
    if (field === 'firstSent' && isDay(row.firstSent)) {
      next.nudgeDue = addWorkingDays(row.firstSent, config.nudge_days, config.working_days);
      next.closingDue = addWorkingDays(row.firstSent, config.closing_days, config.working_days);
    }
    if (field === 'talkDay' && isDay(row.talkDay)) next.thanksDue = addDays(row.talkDay, config.thanks_days);
    return next;
  }

  /** What is to be done, the longest overdue first. @param {Contact[]} rows @param {string} today @param {number} [ahead] days to look ahead @returns {ContactDue[]} */
  function due(rows, today, ahead = 7) {
    /** @type {ContactDue[]} */
    const out = [];
    const until = addDays(today, ahead);
    for (const row of rows) {
      const add = (/** @type {string} */ kind, /** @type {string} */ day) => {
        if (isDay(day) && day <= until) out.push({ id: row.id, kind, day, days: daysBetween(today, day) });
      };
      if (row.status === 'contacted') add('nudge', row.nudgeDue);
      if (row.status === 'contacted' || row.status === 'nudged') add('closing', row.closingDue);
      if (row.status === 'scheduled' || row.status === 'rescheduled') add('talk', row.talkDay);
      if (row.status === 'held' && !row.thanksSent) add('thanks', row.thanksDue);
      if (row.status === 'thanked') add('reflect', row.thanksSent);
      if (row.via && !row.referrerThanked && ['held', 'thanked', 'reflected'].includes(row.status)) add('referrer', row.thanksDue);
      if (row.nextStep && row.status !== 'closed') add('step', row.nextDue);
      if (['reflected', 'warm', 'resting'].includes(row.status)) add('touch', row.touchDue);
      if (isDay(row.deleteAfter) && row.deleteAfter <= today) out.push({ id: row.id, kind: 'delete', day: row.deleteAfter, days: daysBetween(today, row.deleteAfter) });
    }
    // Once the closing note is due, the nudge is no more.
    return out.filter((one) => one.kind !== 'nudge' || !out.some((other) => other.id === one.id && other.kind === 'closing' && other.day <= today))
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  }

  /** How many rows have ever been in one of the statuses of each step. @param {TrackerConfig} config @param {Contact[]} rows */
  function funnel(config, rows) {
    return config.funnel.map((step) => ({ label: step.label, count: rows.filter((row) => row.history.some((one) => step.statuses.includes(one.status)) || step.statuses.includes(row.status)).length }));
  }

  /** Sums worth showing. @param {TrackerConfig} config @param {Contact[]} rows */
  function sums(config, rows) {
    const held = rows.filter((row) => talks(config, row).length > 0);
    const all = held.flatMap((row) => talks(config, row));
    const kinds = (/** @type {'industry' | 'role'} */ field) => new Set(held.map((row) => row[field]).filter(Boolean)).size;
    return { held: all.length, onTime: all.filter((one) => isDay(one.sent) && one.sent <= one.due).length, fields: kinds('industry'), roles: kinds('role') };
  }

  /** Moves by day over all rows, the oldest first. @param {Contact[]} rows */
  function timeline(rows) {
    return rows.flatMap((row) => row.history.map((one) => ({ ...one, id: row.id }))).filter((one) => isDay(one.day)).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  }

  /** Names said in a talk, as new rows. @param {Contact[]} rows @param {Contact} row @param {string} today */
  function branch(rows, row, today) {
    const known = new Set(rows.map((one) => one.name.trim().toLowerCase()));
    const all = [...rows];
    for (const name of row.peopleNamed.map((one) => one.trim())) {
      if (!name || known.has(name.toLowerCase())) continue;
      known.add(name.toLowerCase());
      all.push(fresh(nextId(all), today, { name, via: row.name, permission: row.permission, industry: row.industry, circle: 'friend-of' }));
    }
    return all;
  }

  /** The rows without one step, the one from `before` to `after`; what came later stays. @param {Contact[]} rows @param {Contact[]} before @param {Contact[]} after */
  function undone(rows, before, after) {
    const of = (/** @type {Contact[]} */ all, /** @type {Contact} */ row) => all.find((one) => one.id === row.id);
    const kept = rows.filter((row) => of(before, row) || !of(after, row)).map((row) => (of(after, row) && of(after, row) !== of(before, row) ? of(before, row) ?? row : row));
    before.forEach((row, at) => {
      // A row that came meanwhile may have its number.
      if (!of(after, row)) kept.splice(at, 0, of(kept, row) ? { ...row, id: nextId(kept) } : row);
    });
    return kept;
  }

  /** @param {Contact[]} rows @returns {string[][]} */
  function table(rows) {
    const cell = (/** @type {any} */ value) => (Array.isArray(value) ? value.map((one) => one.status ? `${one.day} ${one.status}` : one).join('; ') : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? ''));
    return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => cell(row[column])))];
  }

  /**
   * Rows of a table; columns are found by their headings, in any order. A row whose id is there already takes its place; one
   * that has the id of another in the same table was copied from that one, and is somebody else.
   * @param {Contact[]} rows
   * @param {string[][]} cells
   * @param {TrackerConfig} config
   * @param {string} today
   * @returns {{ rows: Contact[], added: number, changed: number, problems: string[] }}
   */
  function merged(rows, cells, config, today) {
    const plain = (/** @type {string} */ text) => text.toLowerCase().replace(/[^a-z]/g, '');
    const fields = (cells[0] ?? []).map((head) => COLUMNS.find((column) => plain(column) === plain(head)));
    /** @type {string[]} */
    const problems = [];
    if (!fields.includes('name')) return { rows, added: 0, changed: 0, problems: ['name'] };
    (cells[0] ?? []).forEach((head, at) => { if (!fields[at]) problems.push(head); });
    const all = [...rows];
    const seen = new Set();
    let [added, changed] = [0, 0];
    for (const line of cells.slice(1, 2001)) {
      const given = Object.fromEntries(fields.flatMap((field, at) => (field ? [[field, line[at] ?? '']] : [])));
      if (!String(given.name ?? '').trim()) continue;
      const id = /^p\d{1,9}$/.test(String(given.id)) && !seen.has(given.id) ? String(given.id) : nextId(all);
      seen.add(id);
      const at = all.findIndex((row) => row.id === id);
      const next = read(all[at] ?? fresh(id, today), given, config, problems, today);
      if (at >= 0) { all[at] = next; changed += 1; } else { all.push(next); added += 1; }
    }
    return { rows: all, added, changed, problems: [...new Set(problems)].slice(0, 12) };
  }

  /** @param {Contact} base @param {Record<string, string>} given @param {TrackerConfig} config @param {string[]} problems @param {string} today @returns {Contact} */
  function read(base, given, config, problems, today) {
    /** @type {any} */
    const next = { ...base };
    for (const [field, text] of Object.entries(given)) {
      const old = /** @type {any} */ (base)[field];
      if (field === 'id') continue;
      if (field === 'status') {
        if (known(config, text)) next.status = text || base.status;
        else if (text) problems.push(text);
      } else if (typeof old === 'boolean') next[field] = /^(yes|true|1|x)$/i.test(text.trim());
      else if (typeof old === 'number') next[field] = text.trim() && !Number.isNaN(Number(text)) ? within(field, Number(text)) : old;
      else if (field === 'history') next.history = text ? history(text, config) : old;
      else if (Array.isArray(old)) next[field] = text.split(';').map((one) => one.trim().slice(0, 200)).filter(Boolean).slice(0, 50);
      else if (/(Day|Due|Sent|After|moved)$/.test(field)) {
        if (text === '' || isDay(text)) next[field] = text;
        else problems.push(text);
      } else next[field] = text.slice(0, LONGEST[field] ?? 200);
    }
    if (next.status !== base.status && next.moved === base.moved) next.moved = today;
    if (next.status === next.history[next.history.length - 1]?.status) return next;
    // A table from elsewhere tells of the steps by their days alone.
    const talked = TALKED.includes(next.status);
    const days = /** @type {Record<string, string>} */ ({ contacted: next.firstSent, held: talked ? next.talkDay : '', thanked: talked ? next.thanksSent : '' });
    const there = new Set(next.history.map((/** @type {ContactMove} */ one) => one.status));
    const steps = Object.entries({ ...days, [next.status]: days[next.status] || next.moved }).filter(([status, day]) => day && (status === next.status || !there.has(status)));
    next.history = [...next.history, ...steps.map(([status, day]) => ({ day, status }))];
    return next;
  }

  /** @param {TrackerConfig} config @param {string} status */
  function known(config, status) {
    return config.statuses.length === 0 || config.statuses.some((one) => one.id === status);
  }

  /** @param {string} field @param {number} number */
  function within(field, number) {
    const [least, most] = NUMBERS[field] ?? [0, Infinity];
    return Math.min(most, Math.max(least, Math.round(number)));
  }

  /** The moves in a cell, each a day and a status. @param {string} text @param {TrackerConfig} config @returns {ContactMove[]} */
  function history(text, config) {
    return text.split(';').map((one) => one.trim().split(' ')).filter(([day, status = '']) => isDay(day) && known(config, status)).map(([day, status]) => ({ day, status }));
  }

  return { COLUMNS, within, talks, fresh, nextId, moves, move, touched, dated, due, funnel, sums, timeline, branch, undone, table, merged };
})();
