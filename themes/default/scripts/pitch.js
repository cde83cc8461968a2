// Practising an introduction: words to seconds, a quiet timer, and one's own voice to listen to. Its rules are in speech.js.

{
  const { make } = prepElement;
  const { draw } = PrepTool;
  const ROUND = 2 * Math.PI * 52;

  class PrepbookPitch extends PrepTool {
    /** @type {PitchConfig} */
    config = { shapes: [] };
    shape = '';
    pace = 140;
    /** @type {Record<string, string[]>} */
    texts = {};
    #elapsed = 0;
    #since = 0;
    #timer = 0;
    #said = -1;
    #typing = 0;
    /** @type {PrepRecording | undefined} */
    #recording;
    /** @type {PrepTake | undefined} */
    #take;
    #playing = false;
    #asking = false;

    start() {
      this.config = this.body;
      this.#read();
      const template = /** @type {HTMLTemplateElement} */ (this.querySelector('template[data-form]'));
      this.find('[data-sheet]').replaceWith(template.content.cloneNode(true));
      this.append(this.deviceLine());
      for (const one of this.querySelectorAll('[data-shape]')) one.addEventListener('change', () => this.#choose(/** @type {HTMLInputElement} */ (one).value));
      const pace = /** @type {HTMLInputElement} */ (this.find('[data-pace]'));
      pace.addEventListener('input', () => { this.pace = Number(pace.value); this.#keep(); this.#count(); });
      this.find('[data-act="start"]').addEventListener('click', () => this.#toggle());
      this.find('[data-act="reset"]').addEventListener('click', () => this.#reset());
      this.find('[data-act="copy"]').addEventListener('click', () => void this.copy(this.#text()));
      this.find('[data-act="record"]').addEventListener('click', (event) => {
        // The second press of a double click would end what the first began, where the browser asks nobody first.
        if (event.detail < 2) void (this.#recording ? this.#stopRecording() : this.#record());
      });
      this.find('[data-act="listen"]').addEventListener('click', () => this.#listen());
      this.find('[data-act="drop"]').addEventListener('click', () => this.#drop());
      this.find('[data-record]').hidden = !prepRecorder.possible();
      this.#showRecording();
      this.#ring();
      this.dataset.live = '';
      this.show();
    }

    disconnectedCallback() {
      super.disconnectedCallback();
      clearInterval(this.#timer);
      void this.#recording?.stop();
      this.#take?.stop();
    }

    #read() {
      const kept = this.store.read('pitch', /** @type {Record<string, any>} */ ({}));
      const known = this.config.shapes.some((one) => one.id === kept.shape);
      this.shape = known ? kept.shape : this.config.shapes[0]?.id ?? '';
      const { least = 100, most = 180, usual = 140 } = this.config.pace ?? {};
      this.pace = Math.min(most, Math.max(least, kept.pace ?? usual));
      this.texts = kept.texts ?? {};
    }

    changed() {
      // Typing here must not be disturbed by its own echo.
      if (this.#typing > 0) return;
      this.#read();
      this.show();
    }

    #keep() {
      this.#typing += 1;
      this.keep('pitch', { shape: this.shape, pace: this.pace, texts: this.texts });
      this.#typing -= 1;
    }

    get current() {
      return this.config.shapes.find((one) => one.id === this.shape) ?? this.config.shapes[0];
    }

    #text() {
      return (this.texts[this.shape] ?? []).map((one) => one.trim()).filter(Boolean).join(' ');
    }

    /** @param {string} id */
    #choose(id) {
      this.shape = id;
      this.#reset();
      this.#keep();
      this.show();
    }

    show() {
      for (const one of this.querySelectorAll('[data-shape]')) /** @type {HTMLInputElement} */ (one).checked = /** @type {HTMLInputElement} */ (one).value === this.shape;
      /** @type {HTMLInputElement} */ (this.find('[data-pace]')).value = String(this.pace);
      const texts = this.texts[this.shape] ?? [];
      this.find('[data-parts]').replaceChildren(...this.current.parts.map((part, at) => {
        const id = `${this.id}-part-${at}`;
        const field = make('textarea', { id, rows: '3', maxlength: '4000', placeholder: part.starter ?? '', 'aria-describedby': id + '-count' });
        field.value = texts[at] ?? '';
        field.addEventListener('input', () => {
          const now = [...(this.texts[this.shape] ?? [])];
          while (now.length < this.current.parts.length) now.push('');
          now[at] = field.value;
          this.texts = { ...this.texts, [this.shape]: now };
          this.#keep();
          this.#count();
        });
        return make('div', { class: 'pitch-part', 'data-part': at }, make('label', { for: id }, part.label), field, make('p', { id: id + '-count', class: 'pitch-count' }));
      }));
      this.#count();
      this.#tick();
    }

    #count() {
      const texts = this.texts[this.shape] ?? [];
      this.current.parts.forEach((part, at) => {
        const count = this.querySelector(`[data-part="${at}"] .pitch-count`);
        if (count) count.textContent = this.word('part_count', { n: prepSpeech.words(texts[at] ?? '').length, aim: prepSpeech.share(part.seconds, this.pace), s: part.seconds });
      });
      const text = this.#text();
      const all = prepSpeech.words(text).length;
      this.find('[data-total]').textContent = this.word('total', { n: all, s: Math.round(prepSpeech.seconds(text, this.pace)), aim: this.current.seconds });
      this.find('[data-pace-words]').textContent = this.word('pace_words', { n: this.pace });
      const flags = prepSpeech.flags(this.config, this.current, text, this.pace);
      this.find('[data-flags]').replaceChildren(...flags.map((flag) => make('li', {}, this.word('flag_' + flag.kind.replaceAll('-', '_'), { n: flag.count, text: flag.text.length > 60 ? flag.text.slice(0, 60) + '\u2026' : flag.text }))));
      this.find('[data-flags]').hidden = flags.length === 0;
    }

    #ring() {
      this.find('[data-ring]').replaceChildren(draw('svg', { viewBox: '0 0 120 120', 'aria-hidden': 'true', class: 'pitch-ring' },
        draw('circle', { cx: 60, cy: 60, r: 52, class: 'ring-back' }),
        draw('circle', { cx: 60, cy: 60, r: 52, class: 'ring-front', transform: 'rotate(-90 60 60)', 'stroke-dasharray': `0 ${ROUND}` })));
    }

    #toggle() {
      if (this.#timer) return this.#pause();
      if (this.#elapsed >= this.current.seconds) this.#elapsed = 0;
      this.#since = performance.now();
      this.#timer = window.setInterval(() => this.#tick(), 200);
      this.#said = -1;
      this.#tick();
    }

    #pause() {
      this.#elapsed = this.#now();
      clearInterval(this.#timer);
      this.#timer = 0;
      this.#tick();
      this.say(this.word('paused', { clock: prepSpeech.clock(this.#elapsed) }));
      void this.#stopRecording();
    }

    #reset() {
      void this.#stopRecording();
      clearInterval(this.#timer);
      this.#timer = 0;
      this.#elapsed = 0;
      this.#said = -1;
      this.#tick();
    }

    #now() {
      return this.#timer ? this.#elapsed + (performance.now() - this.#since) / 1000 : this.#elapsed;
    }

    #tick() {
      const { seconds } = this.current;
      const now = Math.min(this.#now(), seconds);
      const cue = prepSpeech.cue(this.current, now);
      this.find('[data-clock]').textContent = prepSpeech.clock(now);
      this.find('[data-left]').textContent = this.word('of', { clock: prepSpeech.clock(seconds) });
      this.querySelector('.ring-front')?.setAttribute('stroke-dasharray', `${((now / seconds) * ROUND).toFixed(2)} ${ROUND}`);
      const running = this.#timer !== 0;
      this.find('[data-act="start"]').textContent = this.word(running ? 'pause' : this.#elapsed > 0 && this.#elapsed < seconds ? 'go_on' : 'start');
      this.querySelectorAll('[data-part]').forEach((part, at) => part.classList.toggle('is-now', running && at === cue.at));
      this.find('[data-cue]').textContent = cue.over ? this.word('done') : running || now > 0 ? cue.part.label : this.word('ready');
      const script = this.find('[data-script]');
      const words = running ? (this.texts[this.shape] ?? [])[cue.at] ?? '' : '';
      if (script.textContent !== words) script.textContent = words;
      // Only a change of part and the end are said aloud; a ticking voice would talk over the speaker.
      if (running && cue.at !== this.#said && !cue.over) {
        this.#said = cue.at;
        this.say(cue.part.label);
      }
      if (running && cue.over) {
        clearInterval(this.#timer);
        this.#timer = 0;
        this.#elapsed = seconds;
        this.say(this.word('done'));
        this.#tick();
        void this.#stopRecording();
      }
    }

    /** Records from the start of the introduction; the timer runs along. */
    async #record() {
      // A second press while the browser asks would listen twice, and nothing could stop the first ear.
      if (this.#asking) return;
      this.#asking = true;
      this.#drop();
      this.#reset();
      try {
        this.#recording = await prepRecorder.record();
      } catch {
        return this.say(this.find('[data-record-state]').textContent = this.word('record_refused'));
      } finally {
        this.#asking = false;
      }
      this.#toggle();
      this.#showRecording();
    }

    async #stopRecording() {
      const recording = this.#recording;
      if (!recording) return;
      this.#recording = undefined;
      if (this.#timer) this.#pause();
      this.#take = await recording.stop();
      this.#showRecording();
      this.say(this.find('[data-record-state]').textContent ?? '');
    }

    #listen() {
      if (this.#playing) this.#take?.stop();
      else this.#take?.play(() => { this.#playing = false; this.#showRecording(); });
      this.#playing = !this.#playing;
      this.#showRecording();
    }

    #drop() {
      this.#take?.stop();
      this.#take = undefined;
      this.#playing = false;
      this.#showRecording();
    }

    #showRecording() {
      const take = this.#take;
      this.find('[data-act="record"]').textContent = this.word(this.#recording ? 'record_stop' : take ? 'record_again' : 'record');
      this.find('[data-act="listen"]').textContent = this.word(this.#playing ? 'listen_stop' : 'listen');
      this.find('[data-act="listen"]').hidden = this.find('[data-act="drop"]').hidden = !take;
      this.find('[data-record-state]').textContent = this.#recording ? this.word('recording') : take ? this.word('recorded', { clock: prepSpeech.clock(take.seconds) }) : this.word('record_about');
    }
  }

  if (!customElements.get('prepbook-pitch')) customElements.define('prepbook-pitch', PrepbookPitch);
}
