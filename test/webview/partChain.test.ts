import assert from 'node:assert/strict';
import type { PanelToHost } from '../../src/protocol/messages.ts';
import { HeldInput } from '../../src/vscode/screen/heldInput.ts';
import { LiveView } from '../../src/vscode/screen/liveView.ts';
import type { PanelPartFactory, PanelPartHost } from '../../src/vscode/screen/panelPart.ts';
import { PartChain } from '../../src/vscode/screen/partChain.ts';
import { viewOnlyPart } from '../../src/vscode/screen/viewOnlyPart.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { FakeSession } from './support/fakeSession.ts';

/** A panel of these parts that shows a session. */
function panelOf(makers: readonly PanelPartFactory[]): {
  readonly input: string[];
  readonly page: (message: PanelToHost) => void;
} {
  const fake = new FakeSession();
  const view = new LiveView(fake.session, { post: () => {}, changed: () => {}, closed: () => {} });
  const chain = new PartChain(
    makers,
    (deliver): PanelPartHost => {
      const host: Pick<PanelPartHost, 'deliver'> = { deliver };
      return host as PanelPartHost;
    },
    (message) => {
      if (!view.receive(message)) chain.parts.some((part) => part.receive?.(message));
    },
  );
  return { input: fake.input, page: (message) => chain.deliver(message) };
}

const key = (code: string, down = true): PanelToHost => ({ type: 'key', code, key: code, location: 0, down });

describe('the parts of a panel', () => {
  it('send no key after view-only was switched on that waited for the clipboard before', async () => {
    const clock = new FakeClock();
    let paste: (() => void) | undefined;
    const { input, page } = panelOf([
      (host) => {
        const deliver = (message: PanelToHost): void => host.deliver(message);
        const settled = async (): Promise<void> =>
          await new Promise<void>((resolve) => void (paste = resolve));
        const held = new HeldInput({ sync: { sending: true, settled, paste: () => {} }, deliver, clock });
        return { hold: (message) => held.takes(message), dispose: () => held.dispose() };
      },
      viewOnlyPart,
    ]);
    page(key('KeyV'));
    page(key('KeyV', false));
    page({ type: 'viewOnly', on: true });
    assert.deepEqual(input, ['all-up']);
    paste?.();
    await clock.advance(2000);
    assert.deepEqual(input, ['all-up']);
  });

  it('let go of modifiers that are held for the person when view-only is switched on, and of their keys', () => {
    const { input, page } = panelOf([viewOnlyPart]);
    page({ type: 'modifier', modifier: 'ctrl', down: true });
    page({ type: 'viewOnly', on: true });
    // By a slower way than the switch.
    page({ type: 'modifier', modifier: 'ctrl', down: false });
    assert.deepEqual(input.slice(0, 3), ['hold +ControlLeft', 'all-up', 'hold -ControlLeft']);
    page({ type: 'viewOnly', on: false });
    input.length = 0;
    page(key('ControlLeft'));
    page(key('ControlLeft', false));
    assert.deepEqual(input, ['+ControlLeft', '-ControlLeft']);
  });

  it('hand a message on past those that come after the one that kept it, and past none twice', () => {
    const seen: string[] = [];
    let handOn: () => void = () => undefined;
    const watcher =
      (name: string, keeps: boolean): PanelPartFactory =>
      (host) => ({
        hold: (message) => {
          seen.push(name);
          if (keeps) handOn = () => host.deliver(message);
          return keeps;
        },
        dispose: () => undefined,
      });
    const { input, page } = panelOf([
      watcher('first', false),
      watcher('keeper', true),
      watcher('last', false),
    ]);
    page({ type: 'releaseAll' });
    assert.deepEqual([seen.splice(0), input], [['first', 'keeper'], []]);
    handOn();
    assert.deepEqual([seen, input], [['last'], ['all-up']]);
  });
});
