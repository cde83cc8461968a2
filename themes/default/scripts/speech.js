// Words, seconds and sentences of something to be said aloud. No DOM.

/**
 * @typedef {{ id: string, label: string, seconds: number, words?: number[], parts: { label: string, seconds: number, starter?: string }[] }} SpeechShape
 * @typedef {object} PitchConfig
 * @property {{ least: number, most: number, usual: number }} [pace]
 * @property {SpeechShape[]} shapes
 * @property {string[]} [end_words] words that should not stand in the last sentence
 * @property {number} [longest_sentence]
 * @property {string[]} [self_words]
 * @property {number} [self_run] how many sentences may begin with one of `self_words` in a row
 * @typedef {{ kind: 'end-word' | 'long-sentence' | 'self-run' | 'short' | 'long', text: string, count: number }} SpeechFlag
 */

var prepSpeech = (() => {
  /** Words as people count them: runs of letters and digits, with apostrophes and hyphens inside. @param {string} text */
  function words(text) {
    return text.match(/[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*/gu) ?? [];
  }

  /** Seconds it takes to say, at `pace` words a minute. @param {string} text @param {number} pace */
  function seconds(text, pace) {
    return pace > 0 ? (words(text).length / pace) * 60 : 0;
  }

  /** Sentences, without what ends them being lost. @param {string} text */
  function sentences(text) {
    return (text.match(/[^.!?…。！？\n]+(?:[.!?…。！？]+["”’)]*|\n|$)/gu) ?? []).map((one) => one.trim()).filter((one) => words(one).length > 0);
  }

  /**
   * What a kind listener would remark on.
   * @param {PitchConfig} config
   * @param {SpeechShape} shape
   * @param {string} text
   * @param {number} pace
   * @returns {SpeechFlag[]}
   */
  function flags(config, shape, text, pace) {
    const all = sentences(text);
    /** @type {SpeechFlag[]} */
    const out = [];
    const count = words(text).length;
    if (count === 0) return out;
    // The bounds are written for the usual pace; a slower speaker needs fewer words.
    const scale = pace / (config.pace?.usual ?? pace);
    const [least, most] = (shape.words ?? []).map((bound) => Math.round(bound * scale));
    if (most !== undefined && count > most) out.push({ kind: 'long', text: '', count: most });
    else if (least !== undefined && count < least) out.push({ kind: 'short', text: '', count: least });
    const last = words(all.at(-1) ?? '').map((word) => word.toLowerCase());
    const ends = (config.end_words ?? []).find((word) => last.includes(word.toLowerCase()));
    if (ends) out.push({ kind: 'end-word', text: ends, count: 0 });
    for (const sentence of all) {
      const length = words(sentence).length;
      if (length > (config.longest_sentence ?? Infinity)) out.push({ kind: 'long-sentence', text: sentence, count: length });
    }
    let run = 0;
    let longest = 0;
    const self = (config.self_words ?? []).map((word) => word.toLowerCase().replace('’', "'"));
    for (const sentence of all) {
      run = self.includes((words(sentence)[0] ?? '').toLowerCase().replace('’', "'")) ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    if (longest > (config.self_run ?? Infinity)) out.push({ kind: 'self-run', text: '', count: longest });
    return out;
  }

  /**
   * Which part is due `elapsed` seconds after the start, and how much of it is left; after the end, the last part with nothing left.
   * @param {SpeechShape} shape
   * @param {number} elapsed
   */
  function cue(shape, elapsed) {
    let start = 0;
    for (const [at, part] of shape.parts.entries()) {
      if (elapsed < start + part.seconds) return { at, part, left: start + part.seconds - elapsed, over: false };
      start += part.seconds;
    }
    const at = shape.parts.length - 1;
    return { at, part: shape.parts[at], left: 0, over: true };
  }

  /** Words meant for a part at this pace. @param {number} secondsOf @param {number} pace */
  function share(secondsOf, pace) {
    return Math.round((secondsOf * pace) / 60);
  }

  /** `1:05`. @param {number} all */
  function clock(all) {
    const whole = Math.max(0, Math.floor(all));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  }

  return { words, seconds, sentences, flags, cue, share, clock };
})();
