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
    zoomWholeSteps: () => activePanel().setZoom('whole'),
    zoomToWidth: () => activePanel().setZoom('width'),
    zoomIn: () => activePanel().setZoom('in'),
    zoomOut: () => activePanel().setZoom('out'),
    resetZoom: () => activePanel().setZoom('reset'),
    toggleResizeToPanel: () => activePanel().pressTool('resize'),
    /** With the server's number of a screen, or 'all', as its argument it asks nothing. */
    chooseScreen: async (given) => {
      const panel = activePanel();
      const { session } = panel;
      if (session === undefined) throw vncError('VNC_SESSION_CLOSED');
      const { pickScreen } = await import('../dialogsOnDemand.ts');
      const choice = await pickScreen(session, given);
      if (choice !== undefined) panel.showScreen(choice === 'all' ? undefined : choice);
    },
    toggleViewOnly: () => activePanel().pressTool('view-only'),
    toggleStatistics: () => activePanel().pressTool('statistics'),
    releaseKeyboard: () => activePanel().releaseKeyboard(),
  };
}
