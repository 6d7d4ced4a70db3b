import type { HostToPage } from '../src/protocol/messages.ts';
import { element } from './element.ts';
import type { PagePart } from './pagePart.ts';

/** Milliseconds for which a bell is seen. */
const shownTime = 900;
/** Hertz, seconds and loudness (1 is all that there is) of its sound. */
const sound = { pitch: 880, length: 0.12, loudness: 0.15 };

/** The server's bell: a flash around the picture and a sign, a word for screen readers, and a sound where wanted. */
export class Bell implements PagePart {
  readonly #sign = element('bell', HTMLElement);
  readonly #words = element('bell-text', HTMLElement);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #audio: AudioContext | undefined;

  receive(message: HostToPage): boolean {
    if (message.type !== 'bell') return false;
    this.#flash(message.text);
    // A bell that cannot be heard is still seen.
    if (message.sound) this.#ring().catch(() => undefined);
    return true;
  }

  #flash(text: string): void {
    clearTimeout(this.#timer);
    this.#sign.hidden = false;
    document.body.dataset['bell'] = 'rings';
    // Words that come into a live region are read out; they go, so that those of the next bell are new.
    this.#words.textContent = text;
    this.#timer = setTimeout(() => {
      this.#sign.hidden = true;
      this.#words.textContent = '';
      delete document.body.dataset['bell'];
    }, shownTime);
  }

  /** A browser that lets the page play nothing before somebody has pressed something in it stays silent. */
  async #ring(): Promise<void> {
    this.#audio ??= new AudioContext();
    const audio = this.#audio;
    if (audio.state !== 'running') await audio.resume();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const end = audio.currentTime + sound.length;
    tone.frequency.value = sound.pitch;
    volume.gain.setValueAtTime(sound.loudness, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, end);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(end);
  }
}
