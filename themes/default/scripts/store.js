// What a reader keeps on the device: one versioned store per book, in localStorage, shared by all tools. No DOM beyond the storage that is passed in.

/**
 * @typedef {'device' | 'memory'} StorePlace
 * @typedef {'' | 'forbidden' | 'full' | 'newer' | 'damaged'} StoreTrouble
 * @typedef {Record<string, any>} StoreData
 * @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} StorageLike
 */

var prepStore = (() => {
  const VERSION = 2;
  const KIND = 'prepbook-device-data';
  const MOST_ENTRIES = 2000;
  const DAY = /^(\d{4}-\d{2}-\d{2})?$/;
  const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

  /**
   * From the version of its index to the next. A change of what a section holds adds a step here and raises VERSION.
   * @type {((data: StoreData) => StoreData)[]}
   */
  const MIGRATIONS = [(data) => data, (data) => data];

  /**
   * What each section may hold. A number is the longest text; 'n' a number, 'b' yes or no, 'd' a day or nothing; `[shape]` a
   * list; `{ '*': shape }` a mapping with any keys.
   * @type {Record<string, any>}
   */
  const SECTIONS = {
    plan: {
      length: 'n', prefer: { '*': 80 }, match: { '*': 80 }, format: 20, day: 'd', time: 8, talk: 40, touched: 'b',
      items: [{ id: 80, ask: 600, minutes: 'n', facets: 1000, block: 20, star: 'b', looked: 'b', asked: 'b', own: 'b', fills: { '*': 300 } }],
      others: [{ id: 80, ask: 600, minutes: 'n', facets: 1000, block: 20, who: 80, own: 'b', fills: { '*': 300 } }],
    },
    talk: { began: 'n' },
    letters: { template: 80, tone: 40, values: { '*': 4000 }, edits: { '*': 20_000 } },
    pitch: { shape: 40, pace: 'n', texts: { '*': [4000] } },
    contacts: [{
      id: 40, name: 200, position: 200, company: 200, industry: 80, role: 80, circle: 40, link: 500, chosen: 'b', via: 200, permission: 20,
      reason: 2000, channel: 40, status: 40, firstSent: 'd', nudgeDue: 'd', closingDue: 'd', talkDay: 'd', talkTime: 8, minutes: 'n', format: 40,
      thanksDue: 'd', thanksSent: 'd', referrerThanked: 'b', learned: 2000, nextStep: 500, nextDue: 'd', peopleNamed: [200], touchDue: 'd', touches: 'n',
      deleteAfter: 'd', moved: 'd', history: [{ day: 'd', status: 40 }],
    }],
    settings: { nudgeDays: 'n', closingDays: 'n', thanksDays: 'n', keepDays: 'n', workingDays: ['n'] },
    sheets: { '*': { '*': 10_000 } },
    checks: { '*': ['s'] },
    sorted: { heaps: { '*': 40 }, own: [{ id: 80, ask: 600, heap: 40 }] },
  };

  /**
   * Complaints about `value`, at most a dozen, each with its path.
   * @param {any} value
   * @param {any} shape
   * @param {string} path
   * @param {string[]} out
   */
  function complain(value, shape, path, out) {
    if (out.length >= 12) return;
    const say = (/** @type {string} */ what) => out.push(`${path}: ${what}`);
    if (typeof shape === 'number' || shape === 's') {
      if (typeof value !== 'string') say('not a text');
      else if (value.length > (shape === 's' ? 200 : shape)) say('too long');
    } else if (shape === 'n') {
      if (typeof value !== 'number' || !Number.isFinite(value)) say('not a number');
    } else if (shape === 'b') {
      if (typeof value !== 'boolean') say('not yes or no');
    } else if (shape === 'd') {
      if (typeof value !== 'string' || !DAY.test(value)) say('not a day');
    } else if (Array.isArray(shape)) {
      if (!Array.isArray(value)) say('not a list');
      else if (value.length > MOST_ENTRIES) say('more than 2,000 entries');
      else value.forEach((item, at) => complain(item, shape[0], `${path}[${at + 1}]`, out));
    } else if (typeof value !== 'object' || value === null || Array.isArray(value)) say('not a mapping');
    else {
      if (Object.keys(value).length > MOST_ENTRIES) return void say('more than 2,000 entries');
      for (const key of Object.keys(value)) {
        const known = Object.hasOwn(shape, key) ? shape[key] : shape['*'];
        if (FORBIDDEN_KEYS.includes(key) || known === undefined) say(`unknown entry “${key.slice(0, 40)}”`);
        else complain(value[key], known, `${path}.${key.slice(0, 40)}`, out);
      }
    }
  }

  /**
   * `value` as `shape` allows: texts and lists cut, a day that is none left out. Else one slip, a year of six digits, would have a whole
   * section taken for damaged when it is read again.
   * @param {any} value
   * @param {any} shape
   * @returns {any}
   */
  function fitted(value, shape) {
    if (typeof value === 'string') {
      if (shape === 'd') return DAY.test(value) ? value : '';
      // Never half of a letter that takes two places.
      return typeof shape === 'number' && value.length > shape ? value.slice(0, shape).replace(/[\uD800-\uDBFF]$/, '') : value;
    }
    if (Array.isArray(value)) return Array.isArray(shape) ? value.slice(0, MOST_ENTRIES).map((item) => fitted(item, shape[0])) : value;
    if (typeof value !== 'object' || value === null || typeof shape !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fitted(item, Object.hasOwn(shape, key) ? shape[key] : shape['*'])]));
  }

  /** A copy without the sections that do not look as they should; a section that was damaged by hand must not break a tool. @param {any} data */
  function cleaned(data) {
    /** @type {StoreData} */
    const out = {};
    for (const section of Object.keys(SECTIONS)) {
      if (data === null || typeof data !== 'object' || !Object.hasOwn(data, section)) continue;
      /** @type {string[]} */
      const wrong = [];
      complain(data[section], SECTIONS[section], section, wrong);
      if (wrong.length === 0) out[section] = data[section];
    }
    return out;
  }

  /**
   * Opens the store of a book.
   * @param {object} options
   * @param {() => StorageLike} options.storage called when needed; may throw, as browsers do when storage is forbidden
   * @param {string} options.key keeps books on one origin apart
   * @param {number} [options.version]
   * @param {((data: StoreData) => StoreData)[]} [options.migrations]
   */
  function open({ storage, key, version = VERSION, migrations = MIGRATIONS }) {
    const name = 'prepbook:' + key;
    /** @type {StoreData} */
    let data = {};
    /** @type {StorePlace} */
    let place = 'device';
    /** @type {StoreTrouble} */
    let trouble = '';
    /** Sections for which there was no room on the device; all else is as the device has it. @type {StoreData} */
    let unsaved = {};
    /** Whether anything was on the device when it was last looked at. */
    let there = false;
    /** @type {Set<() => void>} */
    const listeners = new Set();

    /** @param {StoreTrouble} reason */
    function fallBack(reason) {
      place = 'memory';
      trouble = reason;
    }

    /** Reads what is on the device; what is there already stays if it cannot be read. */
    function load() {
      let raw = null;
      try {
        raw = storage().getItem(name);
      } catch {
        return fallBack('forbidden');
      }
      // Another tab erased everything, and that was meant for what found no room here, too.
      if (raw === null && there && trouble === 'full') [place, trouble, unsaved] = ['device', '', {}];
      there = raw !== null;
      if (raw === null) return void (data = {});
      let found;
      try {
        found = JSON.parse(raw);
      } catch {
        found = null;
      }
      if (found === null || typeof found !== 'object' || !Number.isInteger(found.version) || found.version < 0) return setAside(raw);
      if (found.version > version) return fallBack('newer');
      let moved = found.data;
      for (let at = found.version; at < version; at += 1) moved = migrations[at](moved);
      const clean = cleaned(moved);
      if (Object.keys(clean).length < Object.keys(moved ?? {}).length) setAside(raw);
      data = clean;
    }

    /** Keeps a copy of what cannot be read, and starts anew. @param {string} raw */
    function setAside(raw) {
      trouble = 'damaged';
      data = {};
      try {
        storage().setItem(name + ':damaged', raw);
      } catch {
        fallBack('full');
      }
    }

    function save() {
      if (place === 'memory' && trouble !== 'full') return false;
      try {
        storage().setItem(name, JSON.stringify({ kind: KIND, version, data }));
        if (trouble === 'full') { place = 'device'; trouble = ''; }
        return true;
      } catch (error) {
        const full = error instanceof Error && /quota|full/i.test(error.name + error.message);
        fallBack(full ? 'full' : 'forbidden');
        return false;
      }
    }

    const tell = () => listeners.forEach((listener) => listener());

    /** Reads what another tab wrote meanwhile; what found no room stands over it. */
    function renew() {
      if (place === 'device') unsaved = {};
      else if (trouble !== 'full') return;
      const mine = data;
      load();
      data = place === 'device' || trouble === 'full' ? { ...data, ...unsaved } : mine;
    }

    /** Puts sections in their places; one that is undefined goes. @param {StoreData} sections @returns {boolean} whether they are on the device */
    function put(sections) {
      renew();
      unsaved = { ...unsaved, ...sections };
      data = { ...data, ...unsaved };
      const saved = save();
      tell();
      return saved;
    }

    load();

    return {
      /** Where it keeps things now: on the device, or only until the page closes. */
      get place() { return place; },
      /** Why it is not as it should be; empty if all is well. */
      get trouble() { return trouble; },
      /** The key in storage. */
      name,

      /**
       * A copy of a section, or `otherwise`.
       * @template T
       * @param {string} section
       * @param {T} otherwise
       * @returns {T}
       */
      read(section, otherwise) {
        return data[section] === undefined ? otherwise : structuredClone(data[section]);
      },

      /**
       * Replaces a section. What another tab wrote to the other sections meanwhile is kept.
       * @param {string} section
       * @param {any} value
       * @returns {boolean} whether it is on the device
       */
      write(section, value) {
        return put({ [section]: fitted(structuredClone(value), SECTIONS[section]) });
      },

      /** Reads anew, after another tab wrote; there may be room by now for what found none. */
      refresh() {
        renew();
        if (trouble === 'full') save();
        tell();
      },

      /** Calls `listener` after every change; returns how to stop. @param {() => void} listener */
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },

      /** Whether anything is kept. */
      get empty() { return Object.values(data).every((section) => section === undefined); },

      /** Everything, as a file's text. */
      exported() {
        return JSON.stringify({ kind: KIND, version, data }, null, 2) + '\n';
      },

      /** Takes sections in place of its own. @param {StoreData} sections @returns {{ saved: boolean, back: () => void }} */
      take(sections) {
        const before = data;
        return {
          saved: put(sections),
          // Puts back what they took the place of; what they did not touch stays as it is by then.
          back() {
            put(Object.fromEntries(Object.keys(sections).map((section) => [section, before[section]])));
          },
        };
      },

      /** Forgets everything, on the device too. */
      erase() {
        data = {};
        try {
          storage().removeItem(name);
          storage().removeItem(name + ':damaged');
          // What the search and the choice of appearance keep.
          for (const other of [`prepbook-${key}-searches`, 'prepbook-scheme']) storage().removeItem(other);
          place = 'device';
          trouble = '';
        } catch {
          fallBack('forbidden');
        }
        tell();
      },
    };
  }

  return { open, complain, KIND, VERSION, MIGRATIONS, SECTIONS };
})();

/** @typedef {ReturnType<typeof prepStore.open>} PrepStore */
