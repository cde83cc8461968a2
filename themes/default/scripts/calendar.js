// Days, working days and calendar files (RFC 5545). No DOM; the only clock is the one its callers pass in.

/**
 * @typedef {object} CalendarEvent
 * @property {string} uid stays the same for the same event, so that a second import updates the first
 * @property {Date | string} start a moment; or a day, which the event takes as a whole
 * @property {number} [minutes]
 * @property {string} title
 * @property {string} [about]
 * @property {number} [remind] minutes before the start; of a whole day, at nine
 */

var prepCalendar = (() => {
  const DAY = 86_400_000;

  /** Whether `text` is a day that exists, as `YYYY-MM-DD`, and no slip: while a year is typed, it is 0002 and 0020. @param {string} text */
  function isDay(text) {
    if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
    const date = new Date(text + 'T00:00:00Z');
    return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
  }

  /** The day `count` days after `day`; days have no clock, so no clock change can shift them. @param {string} day @param {number} count */
  function addDays(day, count) {
    return new Date(Date.parse(day + 'T00:00:00Z') + count * DAY).toISOString().slice(0, 10);
  }

  /**
   * The day `count` working days after `day`.
   * @param {string} day
   * @param {number} count
   * @param {number[]} working days of the week that count, 0 for Sunday; with none, every day counts
   */
  function addWorkingDays(day, count, working) {
    let found = day;
    for (let left = count; left > 0;) {
      found = addDays(found, 1);
      if (working.length === 0 || working.includes(new Date(found + 'T00:00:00Z').getUTCDay())) left -= 1;
    }
    return found;
  }

  /** Whole days from `from` to `to`. @param {string} from @param {string} to */
  function daysBetween(from, to) {
    return Math.round((Date.parse(to + 'T00:00:00Z') - Date.parse(from + 'T00:00:00Z')) / DAY);
  }

  /** The day of a moment where the reader is. @param {Date} moment */
  function dayOf(moment) {
    const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
    return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  }

  /**
   * The moment that a clock on the wall in `zone` shows as `day` `time`. A time that a clock change skips moves on by the
   * length of the change; one that comes twice is the first of the two.
   * @param {string} day `YYYY-MM-DD`
   * @param {string} time `HH:MM`
   * @param {string} [zone] an IANA name; the device's own if left out
   * @returns {Date}
   */
  function moment(day, time, zone) {
    const wall = Date.parse(`${day}T${time}:00Z`);
    const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    const offset = (/** @type {number} */ at) => {
      const part = Object.fromEntries(format.formatToParts(new Date(at)).map((piece) => [piece.type, Number(piece.value)]));
      return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - at;
    };
    // A day either side of the wall time lies on both sides of any clock change near it.
    const before = offset(wall - DAY);
    const after = offset(wall + DAY);
    const fits = [wall - before, wall - after].filter((at) => at + offset(at) === wall);
    return new Date(fits.length > 0 ? Math.min(...fits) : wall - before);
  }

  /** @param {Date} date */
  function utc(date) {
    return date.toISOString().replace(/[-:]|\.\d+/g, '');
  }

  /** @param {string} text */
  function escaped(text) {
    // Other control characters may not stand in a calendar file at all.
    return text.replace(/\\/g, '\\\\').replace(/;/g, '\\;').replace(/,/g, '\\,').replace(/\r\n|\r|\n/g, '\\n').replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '');
  }

  /** A line cut so that no piece has more than 75 octets, never inside a character. @param {string} line */
  function folded(line) {
    const size = (/** @type {number} */ code) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
    let out = '';
    let octets = 0;
    for (const letter of line) {
      const next = size(letter.codePointAt(0) ?? 0);
      if (octets + next > 75) {
        out += '\r\n ';
        octets = 1;
      }
      out += letter;
      octets += next;
    }
    return out + '\r\n';
  }

  /** @param {CalendarEvent} event @param {Date} now */
  function lines(event, now) {
    const { start, minutes = 15 } = event;
    const whole = typeof start === 'string';
    const date = (/** @type {string} */ day) => ';VALUE=DATE:' + day.replaceAll('-', '');
    const out = [
      'BEGIN:VEVENT',
      'UID:' + escaped(event.uid),
      'DTSTAMP:' + utc(now),
      'DTSTART' + (whole ? date(start) : ':' + utc(start)),
      'DTEND' + (whole ? date(addDays(start, 1)) : ':' + utc(new Date(start.getTime() + minutes * 60_000))),
      'SUMMARY:' + escaped(event.title),
    ];
    // A day with something to do in it is no day that is taken.
    if (whole) out.push('TRANSP:TRANSPARENT');
    if (event.about) out.push('DESCRIPTION:' + escaped(event.about));
    if (event.remind !== undefined) {
      out.push('BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:' + escaped(event.title), whole ? 'TRIGGER:PT9H' : `TRIGGER:-PT${event.remind}M`, 'END:VALARM');
    }
    return [...out, 'END:VEVENT'];
  }

  /**
   * A calendar file of these events.
   * @param {CalendarEvent[]} events
   * @param {Date} now
   * @returns {string}
   */
  function file(events, now) {
    const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//prepbook//tools//EN', 'CALSCALE:GREGORIAN',
      ...events.flatMap((event) => lines(event, now)), 'END:VCALENDAR'];
    return all.map(folded).join('');
  }

  return { isDay, addDays, addWorkingDays, daysBetween, dayOf, moment, file };
})();
