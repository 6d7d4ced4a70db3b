/** What keys do in a player. */
export type PlayerKey =
  | { readonly does: 'toggle' | 'skipIdle' }
  | { readonly does: 'step'; readonly direction: 1 | -1 }
  /** Milliseconds on, or back. */
  | { readonly does: 'jump'; readonly by: number }
  /** A part of the whole, from 0 to 1. */
  | { readonly does: 'goTo'; readonly part: number }
  | { readonly does: 'speed'; readonly direction: 1 | -1 };

/** Milliseconds of an arrow key, and of J and L. */
const [shortJump, longJump] = [5000, 10_000];

/** What a key does, as people know it from players of videos; nothing with Ctrl, Alt or Command. */
export function playerKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): PlayerKey | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (/^\d$/.test(event.key)) return { does: 'goTo', part: Number(event.key) / 10 };
  switch (event.key) {
    case ' ':
    case 'k':
    case 'K':
      return { does: 'toggle' };
    case 'ArrowLeft':
      return { does: 'jump', by: -shortJump };
    case 'ArrowRight':
      return { does: 'jump', by: shortJump };
    case 'j':
    case 'J':
    case 'PageDown':
      return { does: 'jump', by: -longJump };
    case 'l':
    case 'L':
    case 'PageUp':
      return { does: 'jump', by: longJump };
    case ',':
      return { does: 'step', direction: -1 };
    case '.':
      return { does: 'step', direction: 1 };
    case '<':
      return { does: 'speed', direction: -1 };
    case '>':
      return { does: 'speed', direction: 1 };
    case 'i':
    case 'I':
      return { does: 'skipIdle' };
    case 'Home':
      return { does: 'goTo', part: 0 };
    case 'End':
      return { does: 'goTo', part: 1 };
    default:
      return undefined;
  }
}
