import type { Memento } from 'vscode';
import type { Disposable } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';

/** Where the chords are kept. */
const storageKey = 'recentChords';

/** More would be a list to search in, not one to choose from. */
const mostRecent = 6;

/** A chord is a few words. */
const longest = 60;

/** Chords that a person wrote and sent, the latest first. */
export class RecentChords implements Disposable {
  readonly #memento: Memento;
  readonly #changed = new Emitter<void>();
  readonly onChange = this.#changed.event;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get all(): readonly string[] {
    const stored: unknown = this.#memento.get(storageKey);
    return Array.isArray(stored)
      ? stored.filter((chord): chord is string => typeof chord === 'string' && chord.length <= longest)
      : [];
  }

  /** Notes a chord, in its canonical spelling, as the latest. */
  async note(chord: string): Promise<void> {
    if (chord.length > longest || this.all[0] === chord) return;
    const others = this.all.filter((other) => other !== chord);
    await this.#memento.update(storageKey, [chord, ...others].slice(0, mostRecent));
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
