// A message with blanks: what is filled in, how long it is, and what a kind friend would ask about it. No DOM.

/**
 * @typedef {{ id: string, label: string, kind: string, required: boolean, default: string, max: number, example: string, help: string, options: string[] }} LetterSlot
 * @typedef {{ id: string, title: string, channel: string, unit: 'words' | 'characters', soft: number, hard: number, subject: string, message: string, slots: LetterSlot[] }} Letter
 * @typedef {{ id: string, label: string, about?: string, greeting?: string, thanks?: string, minutes?: number }} LetterTone
 * @typedef {object} ComposerConfig
 * @property {string} [template]
 * @property {LetterTone[]} [tones]
 * @property {string[]} [greetings] how the drafts greet
 * @property {string[]} [closings] how the drafts thank
 * @property {string} [minutes_slot]
 * @property {string[]} [reason_slots]
 * @property {string[]} [generic_reasons]
 * @property {string[]} [job_words]
 * @property {string[]} [job_unless] words that make a sentence with a job word harmless
 * @property {string[]} [name_slots]
 * @property {string[]} [first_messages] templates that the check of the reason and of the job words is for
 * @typedef {{ text: string, slot?: string }} LetterPiece
 * @typedef {{ kind: string, ok: boolean, say?: string }} LetterCheck
 */

var prepLetter = (() => {
  const SLOT = /\{(\w+)\}/g;
  const MAIL_MOST = 1900;

  /** The text in pieces; those of blanks name their slot, and have no text while nothing is filled in. @param {string} text @param {Record<string, string>} values @returns {LetterPiece[]} */
  function pieces(text, values) {
    /** @type {LetterPiece[]} */
    const out = [];
    let at = 0;
    for (const found of text.matchAll(SLOT)) {
      if (found.index > at) out.push({ text: text.slice(at, found.index) });
      out.push({ text: (values[found[1]] ?? '').trim(), slot: found[1] });
      at = found.index + found[0].length;
    }
    if (at < text.length) out.push({ text: text.slice(at) });
    return out;
  }

  /** The draft without its optional blanks that are empty, and without the hole that each would leave; all else is as it was written. @param {string} text @param {Record<string, string>} values @param {LetterSlot[]} slots */
  function closed(text, values, slots) {
    let out = text;
    for (const { id } of slots.filter((slot) => !slot.required && !(values[slot.id] ?? '').trim())) {
      // A line that is nothing but this goes as a whole.
      out = out.split('\n').filter((line) => line.trim() !== `{${id}}`).join('\n');
      out = out.replace(new RegExp(`([ \\t]*)\\{${id}\\}([ \\t]*)`, 'g'), (whole, before, after, /** @type {number} */ at) => {
        const next = out[at + whole.length] ?? '\n';
        if (next === '\n' || at === 0 || out[at - 1] === '\n') return '';
        return after || (/[.,;:!?]/.test(next) ? '' : before);
      });
    }
    return out;
  }

  /** The text with what is filled in. @param {string} text @param {Record<string, string>} values @param {LetterSlot[]} slots */
  function filled(text, values, slots) {
    return pieces(closed(text, values, slots), values)
      .map((piece) => (piece.slot === undefined || piece.text !== '' ? piece.text : `{${piece.slot}}`)).join('').trim();
  }

  /** What keeps the filled text closed: slots in the order of the form, braces that are no slot, nothing in it. @param {Letter} letter @param {string} message @param {string} subject */
  function missing(letter, message, subject) {
    const text = subject + '\n' + message;
    const left = new Set([...text.matchAll(SLOT)].map((found) => found[1]));
    const slots = letter.slots.filter((slot) => left.has(slot.id));
    return { slots, loose: /[{}]/.test(text.replace(SLOT, '')) || left.size > slots.length, empty: message === '' };
  }

  /** @param {Letter} letter @param {string} slot */
  function uses(letter, slot) {
    return (letter.subject + '\n' + letter.message).includes(`{${slot}}`);
  }

  /** How long a text is. @param {string} text @param {'words' | 'characters'} unit */
  function length(text, unit) {
    const trimmed = text.trim();
    if (unit === 'characters') return [...trimmed].length;
    return trimmed === '' ? 0 : trimmed.split(/\s+/).length;
  }

  /** The draft in another tone: another greeting and another thanks, where the draft has one of those named. @param {string} message @param {ComposerConfig} config @param {LetterTone | undefined} tone */
  function toned(message, config, tone) {
    if (!tone) return message;
    let out = message;
    const greeting = (config.greetings ?? []).find((word) => out.startsWith(word + ' {'));
    if (tone.greeting && greeting) out = tone.greeting + out.slice(greeting.length);
    if (tone.thanks) {
      const lines = out.split('\n');
      const at = lines.findLastIndex((line) => (config.closings ?? []).includes(line.trim()));
      if (at >= 0) lines[at] = tone.thanks;
      out = lines.join('\n');
    }
    return out;
  }

  /** @param {string} text @param {string} words */
  function contains(text, words) {
    const edge = '[^\\p{L}\\p{N}]';
    return new RegExp(`(^|${edge})${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|${edge})`, 'iu').test(text);
  }

  /**
   * What to look at before it is sent; each point says whether it is well.
   * @param {ComposerConfig} config
   * @param {Letter} letter
   * @param {Record<string, string>} values
   * @param {string} message
   * @param {string} subject
   * @returns {LetterCheck[]}
   */
  function checks(config, letter, values, message, subject) {
    /** @type {LetterCheck[]} */
    const out = [];
    const left = missing(letter, message, subject);
    out.push({ kind: 'blanks', ok: left.slots.length === 0 && !left.loose, say: left.slots.map((slot) => slot.label).join(', ') });
    const size = length(message, letter.unit);
    out.push({ kind: 'length', ok: !letter.hard || size <= letter.hard, say: String(size) });
    if (subject || letter.subject) out.push({ kind: 'subject', ok: [...subject].length > 0 && [...subject].length <= 60 });
    const first = (config.first_messages ?? []).includes(letter.id);
    if (first) {
      const sentences = message.split(/(?<=[.!?])\s+|\n+/);
      const asking = sentences.find((one) => (config.job_words ?? []).some((word) => contains(one, word)) &&
        !(config.job_unless ?? []).some((word) => (word.startsWith("n'") ? one.toLowerCase().replaceAll('’', "'").includes(word) : contains(one, word))));
      out.push({ kind: 'job', ok: asking === undefined, say: asking });
      out.push({ kind: 'reason', ...reason(config, letter, values) });
    }
    const name = (config.name_slots ?? []).find((slot) => uses(letter, slot));
    if (name) out.push({ kind: 'name', ok: /^\p{Lu}|^\p{Lo}/u.test((values[name] ?? '').trim()) });
    return out;
  }

  /** @param {ComposerConfig} config @param {Letter} letter @param {Record<string, string>} values */
  function reason(config, letter, values) {
    const slots = (config.reason_slots ?? []).filter((slot) => uses(letter, slot));
    const given = slots.map((slot) => (values[slot] ?? '').trim()).join(' ');
    const generic = (config.generic_reasons ?? []).find((words) => contains(given, words));
    const copied = letter.slots.some((slot) => slots.includes(slot.id) && slot.example !== '' && (values[slot.id] ?? '').trim() === slot.example);
    // A true reason names something: it takes more than a few words.
    const ok = slots.length === 0 || (length(given, 'words') >= 5 && !generic && !copied);
    return { ok, say: copied ? 'example' : generic ?? '' };
  }

  /** A link that opens the reader's mail program, or nothing if the message is too long for one. @param {string} subject @param {string} message */
  function mailto(subject, message) {
    const link = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(message.replace(/\r?\n/g, '\r\n'))}`;
    return link.length > MAIL_MOST + 200 ? '' : link;
  }

  return { pieces, closed, filled, missing, length, toned, checks, mailto };
})();
