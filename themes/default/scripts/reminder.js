// From the day of a talk to the day by which thanks are due, and into the reader's own calendar. Nothing is kept.

{
  const { make } = prepElement;

  class PrepbookReminder extends PrepTool {
    start() {
      const template = /** @type {HTMLTemplateElement} */ (this.querySelector('template[data-form]'));
      this.find('[data-sheet]').replaceWith(template.content.cloneNode(true));
      const day = /** @type {HTMLInputElement} */ (this.find('[data-day]'));
      day.value = this.today();
      day.addEventListener('change', () => this.show());
      this.find('[data-act="ics"]').addEventListener('click', () => this.#calendar());
      this.dataset.live = '';
      this.show();
    }

    /** @returns {{ id: string, days: number, hour: number, title: string }[]} */
    #all() {
      const chosen = (this.body.also ?? []).filter((/** @type {any} */ one) => /** @type {HTMLInputElement | null} */ (this.querySelector(`[data-also="${CSS.escape(one.id)}"]`))?.checked);
      return [{ id: 'thanks', days: this.body.days, hour: this.body.hour ?? 9, title: this.body.title }, ...chosen];
    }

    get day() {
      return /** @type {HTMLInputElement} */ (this.find('[data-day]')).value;
    }

    show() {
      const due = prepCalendar.isDay(this.day) ? prepCalendar.addDays(this.day, this.body.days) : '';
      const late = due !== '' && due < this.today();
      this.find('[data-due]').replaceChildren(due ? make('b', {}, this.word(late ? 'was_due' : 'due', { day: this.dayWords(due) })) : this.word('no_day'));
      this.find('[data-late]').hidden = !late;
    }

    #calendar() {
      if (!prepCalendar.isDay(this.day)) {
        this.find('[data-day]').focus();
        return this.say(this.word('no_day'));
      }
      const events = this.#all().map((one) => ({
        uid: this.uid(`${one.id}-${this.day}`), title: one.title, minutes: 15, remind: 0,
        start: prepCalendar.moment(prepCalendar.addDays(this.day, one.days), String(one.hour ?? 9).padStart(2, '0') + ':00'),
      }));
      this.download('thank-you.ics', 'text/calendar', prepCalendar.file(events, new Date()));
      this.tell(this.word('made'));
    }
  }

  if (!customElements.get('prepbook-reminder')) customElements.define('prepbook-reminder', PrepbookReminder);
}
