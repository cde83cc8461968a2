// Makes elements from words: no markup is ever parsed, so nothing that a person wrote can become markup.

/**
 * @typedef {string | number | boolean | EventListener | undefined | null} ElementProperty
 */

var prepElement = (() => {
  /**
   * An element with attributes and children. `on…` properties are listeners; `true` is an empty attribute; `false`, `null` and
   * `undefined` leave it out.
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} tag
   * @param {Record<string, any>} [properties]
   * @param {...(Node | string | undefined | null | false)} children
   * @returns {HTMLElementTagNameMap[K]}
   */
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? '' : String(value));
    }
    element.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
    return element;
  }

  /** Puts `values` into the `{braces}` of a sentence. @param {string} text @param {Record<string, string | number>} [values] */
  function fill(text, values = {}) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  }

  /** A question as it is said aloud: blanks as filled in, else as three dots; no stop after another. @param {string} ask @param {Record<string, string>} [fills] */
  function spoken(ask, fills = {}) {
    return ask.replace(/\{(\w+)\}(\.?)/g, (_, name, stop) => {
      const text = (Object.hasOwn(fills, name) && fills[name].trim()) || '\u2026';
      return /[.!?\u2026]$/.test(text) ? text : text + stop;
    });
  }

  /** Words that came as scripts, by their group. @type {Record<string, Record<string, string>>} */
  const learnt = {};

  /** @param {string} group @param {Record<string, string>} words */
  function learn(group, words) { learnt[group] = words; }

  /**
   * The words that a template of the theme gives to a script: `<template data-words><i data-w="key">words</i>…`, and those of a
   * group that came as a script.
   * @param {ParentNode} root
   * @param {string} [group]
   * @returns {(key: string, values?: Record<string, string | number>) => string}
   */
  function words(root, group = "") {
    /** @type {Map<string, string>} */
    const known = new Map(Object.entries(learnt[group] ?? {}));
    for (const holder of root.querySelectorAll('template[data-words]')) {
      const content = /** @type {HTMLTemplateElement} */ (holder).content;
      for (const word of content.querySelectorAll('[data-w]')) known.set(word.getAttribute('data-w') ?? '', word.textContent ?? '');
    }
    return (key, values) => fill(known.get(key) ?? key, values);
  }

  /**
   * Puts a text on the clipboard.
   * @param {string} text
   * @returns {Promise<boolean>} whether it is there
   */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Pages opened from disk or over plain http have no clipboard of that kind in some browsers.
      const area = make('textarea', { class: 'hidden', 'aria-hidden': 'true', tabindex: '-1' });
      const focused = document.activeElement;
      area.value = text;
      // While a dialog is open nothing outside of it can be selected, and what was not selected would be said to be copied.
      (document.querySelector('dialog[open]') ?? document.body).append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      if (focused instanceof HTMLElement) focused.focus();
      return done;
    }
  }

  return { make, fill, spoken, words, learn, copy };
})();
