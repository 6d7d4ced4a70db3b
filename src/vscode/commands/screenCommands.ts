import { vncError } from '../../core/base/errors.ts';
import type { ScreenPanel } from '../screen/screenPanel.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';

/** Commands about how the active panel shows its screen, and who has the keyboard. */
export function screenCommands({ panels }: Pick<Services, 'panels'>): CommandGroup {
  const activePanel = (): ScreenPanel => {
    const { active } = panels;
    if (active === undefined) throw vncError('VNC_SESSION_CLOSED');
    return active;
  };

  return {
    zoomToFit: () => activePanel().setZoom('fit'),
    actualSize: () => activePanel().setZoom('actual'),
    releaseKeyboard: () => activePanel().releaseKeyboard(),
  };
}
