// Hearing oneself: sound from the microphone, held in memory and played by Web Audio, so that no address is made for it and the page's policy
// stays as strict as it is. Nothing is kept: what was recorded is gone with the page.

var prepRecorder = (() => {
  function possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia) && typeof MediaRecorder === 'function' && typeof AudioContext === 'function';
  }

  /**
   * Begins to record; throws as the browser does where it is not allowed to listen.
   * @returns {Promise<{ stop: () => Promise<ReturnType<typeof take> | undefined> }>}
   */
  async function record() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const recorder = new MediaRecorder(stream);
    /** @type {Blob[]} */
    const pieces = [];
    const ended = new Promise((done) => recorder.addEventListener('stop', done, { once: true }));
    recorder.addEventListener('dataavailable', (event) => pieces.push(event.data));
    recorder.start();
    return {
      async stop() {
        recorder.stop();
        await ended;
        // The sign in the browser that somebody listens goes out at once.
        for (const track of stream.getTracks()) track.stop();
        return decoded(await new Blob(pieces).arrayBuffer());
      },
    };
  }

  /** @param {ArrayBuffer} bytes */
  async function decoded(bytes) {
    const context = new AudioContext();
    try {
      return take(await context.decodeAudioData(bytes));
    } catch {
      // Stopped before there was anything to hear.
      return undefined;
    } finally {
      void context.close();
    }
  }

  /** What was recorded. @param {AudioBuffer} sound */
  function take(sound) {
    /** @type {AudioContext | undefined} */
    let context;
    const stop = () => {
      void context?.close();
      context = undefined;
    };
    /** Plays it from the start. @param {() => void} ended called when it has come to its end */
    const play = (ended) => {
      stop();
      context = new AudioContext();
      const source = new AudioBufferSourceNode(context, { buffer: sound });
      source.connect(context.destination);
      source.addEventListener('ended', () => {
        stop();
        ended();
      });
      source.start();
    };
    return { seconds: sound.duration, play, stop };
  }

  return { possible, record };
})();

/** @typedef {Awaited<ReturnType<typeof prepRecorder.record>>} PrepRecording */
/** @typedef {NonNullable<Awaited<ReturnType<PrepRecording['stop']>>>} PrepTake */
