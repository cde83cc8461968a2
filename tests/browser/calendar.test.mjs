import assert from 'node:assert/strict';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { load, random } from './support/scripts.mjs';

const { prepCalendar } = load('calendar.js');
const now = new Date('2026-11-23T05:00:00Z');

/** Reads a calendar file as a strict reader would; throws where RFC 5545 forbids. @param {string} text */
function strict(text) {
  assert.ok(text.endsWith('\r\n'));
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)} octets: ${line}`);
  const lines = text.replaceAll('\r\n ', '').trimEnd().split('\r\n');
  const open = [];
  const events = [];
  for (const line of lines) {
    const [, name, value] = /^([A-Z-]+)(?:;[^:]*)?:([^]*)$/.exec(line) ?? assert.fail(line);
    if (name === 'BEGIN') open.push(value);
    else if (name === 'END') assert.equal(open.pop(), value);
    if (name === 'BEGIN' && value === 'VEVENT') events.push({});
    if (open.at(-1) === 'VEVENT' && name !== 'BEGIN') {
      assert.ok(!(name in events.at(-1)) || name === 'END', `${name} twice`);
      events.at(-1)[name] = value;
    }
  }
  assert.deepEqual(open, []);
  assert.equal(lines[0], 'BEGIN:VCALENDAR');
  assert.ok(lines.includes('VERSION:2.0') && lines.some((line) => line.startsWith('PRODID:')));
  for (const event of events) {
    for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY']) assert.ok(event[name], name);
    for (const name of ['DTSTAMP', 'DTSTART', 'DTEND']) assert.match(event[name], /^\d{8}(T\d{6}Z)?$/);
    assert.ok(event.DTEND > event.DTSTART);
  }
  return events;
}

test('a file keeps to RFC 5545 whatever the words', () => {
  const title = 'Ärger; mit, \\ Kommas\nund Zeilen 你好你好你好你好你好你好你好你好你好你好 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀 \u0007';
  const events = strict(prepCalendar.file([
    { uid: 'talk-1@book', start: new Date('2027-03-28T00:30:00Z'), minutes: 20, title, about: 'x'.repeat(400), remind: 60 },
    { uid: 'thanks-1@book', start: new Date('2027-03-30T08:00:00Z'), minutes: 15, title: 'Thank-you note due' },
  ], now));
  assert.equal(events.length, 2);
  assert.equal(events[0].SUMMARY, title.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll('\n', '\\n').replace('\u0007', ''));
  assert.equal(events[1].DTSTART, '20270330T080000Z');
});

test('1,000 random events, over every hour of clock changes: another reader finds what was written, and nothing is longer than it may be', () => {
  const next = random(5545);
  const pick = (/** @type {any[]} */ from) => from[Math.floor(next() * from.length)];
  const letters = ['a', ' ', 'ß', '\u0301', '你', '😀', '👩‍⚕️', '\\', ';', ',', ':', '"', '\n', 'BEGIN:VEVENT\n', '=', '\t', '\u2028'];
  const words = (/** @type {number} */ most) => Array.from({ length: 1 + Math.floor(next() * most) }, () => pick(letters)).join('');
  const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca', 'Pacific/Apia', 'America/St_Johns'];
  const days = ['2027-03-28', '2027-10-31', '2027-03-14', '2027-11-07', '2027-04-04', '2028-02-29', '2026-12-31'];
  for (let round = 0; round < 200; round += 1) {
    const written = Array.from({ length: 5 }, (_, at) => {
      const time = `${String(Math.floor(next() * 24)).padStart(2, '0')}:${pick(['00', '15', '30', '59'])}`;
      return {
        uid: `talk-${round}-${at}@book`, start: prepCalendar.moment(pick(days), time, pick(zones)), minutes: 5 + Math.floor(next() * 235), title: words(90),
        ...(next() < 0.5 ? { about: words(400) } : {}), ...(next() < 0.5 ? { remind: Math.floor(next() * 3000) } : {}),
      };
    });
    const text = prepCalendar.file(written, now);
    strict(text);
    const calendar = new ICAL.Component(ICAL.parse(text));
    assert.equal(calendar.getFirstPropertyValue('method'), null, 'an entry to keep, not an invitation, which would need an organiser');
    const read = calendar.getAllSubcomponents('vevent');
    assert.equal(read.length, written.length);
    read.forEach((/** @type {any} */ component, /** @type {number} */ at) => {
      const event = new ICAL.Event(component);
      const { uid, start, minutes, title, about, remind } = /** @type {any} */ (written[at]);
      assert.equal(event.uid, uid);
      assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone);
      assert.equal(event.startDate.toJSDate().getTime(), start.getTime());
      assert.equal(event.endDate.toJSDate().getTime(), start.getTime() + minutes * 60_000);
      assert.equal(event.summary, title);
      assert.equal(event.description, about ?? null);
      const alarm = component.getFirstSubcomponent('valarm');
      assert.equal(alarm?.getFirstPropertyValue('trigger').toSeconds(), remind === undefined ? undefined : 0 - remind * 60);
    });
  }
});

test('the same event has the same UID every time', () => {
  const event = { uid: 'a@b', start: now, minutes: 15, title: 'x' };
  assert.equal(strict(prepCalendar.file([event], now))[0].UID, strict(prepCalendar.file([event], new Date('2027-01-01')))[0].UID);
});

test('what has a day and no time takes the whole day, and is said at nine', () => {
  const text = prepCalendar.file([{ uid: 'a@b', start: '2026-12-31', title: 'x', remind: 0 }], now);
  strict(text);
  const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
  const event = new ICAL.Event(component);
  assert.ok(event.startDate.isDate);
  assert.deepEqual([String(event.startDate), String(event.endDate)], ['2026-12-31', '2027-01-01']);
  assert.equal(component.getFirstSubcomponent('valarm').getFirstPropertyValue('trigger').toSeconds(), 9 * 3600);
});

test('a time on the wall is right on either side of a clock change', () => {
  const at = (/** @type {string} */ day, /** @type {string} */ time, /** @type {string} */ zone) => prepCalendar.moment(day, time, zone).toISOString().slice(0, 16);
  assert.equal(at('2027-03-27', '10:00', 'Europe/London'), '2027-03-27T10:00');
  assert.equal(at('2027-03-28', '10:00', 'Europe/London'), '2027-03-28T09:00');
  assert.equal(at('2027-10-31', '10:00', 'Europe/London'), '2027-10-31T10:00');
  assert.equal(at('2027-03-13', '15:00', 'America/New_York'), '2027-03-13T20:00');
  assert.equal(at('2027-03-14', '15:00', 'America/New_York'), '2027-03-14T19:00');
  assert.equal(at('2027-11-07', '09:00', 'America/New_York'), '2027-11-07T14:00');
  assert.equal(at('2027-03-28', '01:30', 'Europe/London'), '2027-03-28T01:30', 'skipped: moved on by an hour');
  assert.equal(at('2027-10-31', '01:30', 'Europe/London'), '2027-10-31T00:30', 'twice: the first');
  assert.equal(at('2027-04-04', '12:00', 'Australia/Lord_Howe'), '2027-04-04T01:30');
  assert.equal(at('2027-01-01', '00:15', 'Asia/Kathmandu'), '2026-12-31T18:30');
});

test('working days are those the reader works', () => {
  assert.equal(prepCalendar.addWorkingDays('2026-11-26', 5, [1, 2, 3, 4, 5]), '2026-12-03');
  assert.equal(prepCalendar.addWorkingDays('2026-11-26', 5, [0, 1, 2, 3, 4]), '2026-12-03');
  assert.equal(prepCalendar.addWorkingDays('2026-11-27', 1, [1, 2, 3, 4, 5]), '2026-11-30');
  assert.equal(prepCalendar.addWorkingDays('2026-11-27', 1, []), '2026-11-28');
  assert.equal(prepCalendar.addDays('2028-02-28', 2), '2028-03-01');
  assert.equal(prepCalendar.daysBetween('2027-03-27', '2027-03-29'), 2);
  assert.ok(prepCalendar.isDay('2028-02-29') && !prepCalendar.isDay('2027-02-29') && !prepCalendar.isDay('27-2-3') && !prepCalendar.isDay('0026-12-01'));
});
