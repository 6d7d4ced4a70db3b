import type { Size } from '../../core/base/geometry.ts';
import type { ResizeRequest, ScreenArea } from '../../core/session/wire.ts';

/**
 * The desktop with one of its screens in another size. Those that begin where it ends, or further that way, move
 * along, so that they neither lie upon it nor leave a gap.
 */
export function resizedScreens(
  screens: readonly ScreenArea[],
  changed: ScreenArea,
  { width, height }: Size,
): ResizeRequest {
  const [right, below] = [changed.x + changed.width, changed.y + changed.height];
  const moved = screens.map((screen) =>
    screen.id === changed.id
      ? { ...screen, width, height }
      : {
          ...screen,
          x: screen.x >= right ? screen.x + width - changed.width : screen.x,
          y: screen.y >= below ? screen.y + height - changed.height : screen.y,
        },
  );
  return {
    width: Math.max(...moved.map((screen) => screen.x + screen.width)),
    height: Math.max(...moved.map((screen) => screen.y + screen.height)),
    screens: moved,
  };
}
