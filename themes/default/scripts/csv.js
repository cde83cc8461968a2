// Tables as text, for spreadsheets. No DOM. A cell that a spreadsheet would run as a formula gets an apostrophe in front; reading takes it off again.

var prepCsv = (() => {
  const DANGEROUS = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
  const DEFUSED = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

  /** @param {string} cell */
  function written(cell) {
    const safe = DANGEROUS.test(cell) ? "'" + cell : cell;
    return /[",;\t\r\n]|^\s|\s$/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  /**
   * Rows as CSV with a byte-order mark, so that spreadsheets read it as UTF-8.
   * @param {string[][]} rows
   * @returns {string}
   */
  function write(rows) {
    return '\uFEFF' + rows.map((row) => row.map(written).join(',') + '\r\n').join('');
  }

  /**
   * The separator of a table: whichever of comma, semicolon and tab stands most often, outside quotes, in its first line.
   * @param {string} text
   */
  function separator(text) {
    const counts = new Map([[',', 0], [';', 0], ['\t', 0]]);
    let quoted = false;
    for (const letter of text) {
      if (letter === '"') quoted = !quoted;
      else if (letter === '\n' && !quoted) break;
      else if (!quoted && counts.has(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
  }

  /**
   * The rows of a table; never throws. A quote that is never closed runs to the end.
   * @param {string} text
   * @returns {string[][]}
   */
  function read(text) {
    const source = text.replace(/^\uFEFF/, '');
    const between = separator(source);
    /** @type {string[][]} */
    const rows = [];
    /** @type {string[]} */
    let row = [];
    let cell = '';
    let quoted = false;
    let started = false;
    const endCell = () => {
      row.push(DEFUSED.test(cell) ? cell.slice(1) : cell);
      cell = '';
      started = false;
    };
    const endRow = () => {
      endCell();
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = [];
    };
    for (let at = 0; at < source.length; at += 1) {
      const letter = source[at];
      if (quoted) {
        if (letter !== '"') cell += letter;
        else if (source[at + 1] === '"') { cell += '"'; at += 1; }
        else quoted = false;
      } else if (letter === '"' && !started) { quoted = true; started = true; }
      else if (letter === between) endCell();
      else if (letter === '\n' || letter === '\r') {
        if (letter === '\r' && source[at + 1] === '\n') at += 1;
        endRow();
      } else { cell += letter; started = true; }
    }
    if (cell !== '' || started || row.length > 0) endRow();
    return rows;
  }

  /** The text of a file: UTF-8; else as Excel saves it on Windows, one way or the other. @param {ArrayBuffer} bytes */
  function text(bytes) {
    const [first, second] = new Uint8Array(bytes);
    if (first === 0xFF && second === 0xFE) return new TextDecoder('utf-16le').decode(bytes);
    if (first === 0xFE && second === 0xFF) return new TextDecoder('utf-16be').decode(bytes);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }

  return { text, read, write };
})();
