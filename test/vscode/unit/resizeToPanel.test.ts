import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/base/emitter.ts';
import { vncError } from '../../../src/core/base/errors.ts';
import type { Size } from '../../../src/core/base/geometry.ts';
import type { ControlState } from '../../../src/core/session/drivers.ts';
import type { ResizeRequest, ScreenArea, WireCapabilities } from '../../../src/core/session/wire.ts';
import { resizedScreens } from '../../../src/vscode/machine/resizedScreens.ts';
import { type ResizableSession, ResizeToPanel } from '../../../src/vscode/machine/resizeToPanel.ts';
import { FakeClock } from '../../support/fakeClock.ts';

/** A server that grants every size, or refuses for a reason. */
class FakeDesktop {
  readonly asked: string[] = [];
  readonly capabilitiesChanged = new Emitter<WireCapabilities>();
  readonly controlChanged = new Emitter<ControlState>();
  size: Size = { width: 800, height: 600 };
  layout: readonly ScreenArea[] = [];
  refusal: string | undefined;
  resizable = true;
  viewOnly = false;
  control: ControlState = { driver: undefined, paused: false };

  get session(): ResizableSession {
    const desktop = (): FakeDesktop => this;
    const session = {
      get size() {
        return desktop().size;
      },
      get layout() {
        return desktop().layout;
      },
      get capabilities() {
        return { desktopResize: desktop().resizable };
      },
      get viewOnly() {
        return desktop().viewOnly;
      },
      onCapabilities: this.capabilitiesChanged.event,
      arbiter: {
        get state() {
          return desktop().control;
        },
        onChange: this.controlChanged.event,
      },
      resize: async ({ width, height, screens }: ResizeRequest) => {
        const count = screens === undefined ? '' : ` of ${screens.length}`;
        this.asked.push(`${width}x${height}${count}`);
        await Promise.resolve();
        if (this.refusal !== undefined) throw vncError('VNC_RESIZE_REFUSED', { reason: this.refusal });
        this.size = { width, height };
        if (screens !== undefined) this.layout = screens;
      },
    };
    return session as unknown as ResizableSession;
  }
}

describe('a desktop that takes the size of the panel', () => {
  let clock: FakeClock;
  let desktop: FakeDesktop;
  let states: string[];
  let resizer: ResizeToPanel;

  beforeEach(() => {
    clock = new FakeClock();
    desktop = new FakeDesktop();
    states = [];
    resizer = new ResizeToPanel(clock, {
      changed: (state) => states.push(state),
      refused: () => states.push('told'),
    });
  });

  async function begin(): Promise<void> {
    resizer.session = desktop.session;
    resizer.fit({ width: 1000, height: 700 }, undefined);
    resizer.wanted = true;
    await clock.advance(1000);
  }

  it('is asked for once it is wanted, and keeps its size before', async () => {
    resizer.session = desktop.session;
    resizer.fit({ width: 1000, height: 700 }, undefined);
    await clock.advance(5000);
    assert.deepEqual(desktop.asked, []);
    resizer.wanted = true;
    await clock.advance(1);
    assert.deepEqual(desktop.asked, ['1000x700']);
    assert.deepEqual(states, ['on']);
  });

  it('follows the panel when that rests, not with every step of a dragged edge', async () => {
    await begin();
    for (let width = 1001; width <= 1030; width++) {
      resizer.fit({ width, height: 700 }, undefined);
      await clock.advance(50);
    }
    assert.deepEqual(desktop.asked, ['1000x700']);
    await clock.advance(1000);
    assert.deepEqual(desktop.asked, ['1000x700', '1030x700']);
  });

  it('has its own size again when it is not wanted any more', async () => {
    await begin();
    resizer.wanted = false;
    await clock.advance(1);
    assert.deepEqual(desktop.asked, ['1000x700', '800x600']);
    assert.deepEqual(states, ['on', 'off']);
    assert.equal(clock.pending, 0);
  });

  it('keeps the size that somebody else has given it since', async () => {
    await begin();
    desktop.size = { width: 1920, height: 1080 };
    await clock.advance(5000);
    resizer.wanted = false;
    await clock.advance(1);
    assert.deepEqual(desktop.asked, ['1000x700']);
  });

  it('is not asked again where the server does not allow it, until a person wants it once more', async () => {
    desktop.refusal = 'prohibited';
    await begin();
    resizer.fit({ width: 900, height: 700 }, undefined);
    await clock.advance(5000);
    assert.deepEqual(desktop.asked, ['1000x700']);
    assert.deepEqual(states, ['refused', 'told']);
    resizer.wanted = false;
    resizer.wanted = true;
    await clock.advance(5000);
    assert.deepEqual(desktop.asked, ['1000x700', '900x700']);
  });

  it('is asked for another size where one of them was too much', async () => {
    desktop.refusal = 'resources';
    await begin();
    desktop.refusal = undefined;
    resizer.fit({ width: 900, height: 700 }, undefined);
    await clock.advance(5000);
    assert.deepEqual(desktop.asked, ['1000x700', '900x700']);
    assert.deepEqual(states, ['refused', 'told', 'on']);
  });

  it('is asked as soon as the server shows that it can', async () => {
    desktop.resizable = false;
    await begin();
    assert.deepEqual([desktop.asked, states], [[], ['unsupported']]);
    desktop.resizable = true;
    desktop.capabilitiesChanged.fire({ desktopResize: true } as WireCapabilities);
    await clock.advance(1000);
    assert.deepEqual([desktop.asked, states], [['1000x700'], ['unsupported', 'on']]);
  });

  it('is left alone while a script drives, and in a session that is only viewed', async () => {
    desktop.control = { driver: { kind: 'script', name: 'tour' }, paused: false };
    await begin();
    assert.deepEqual(desktop.asked, []);
    desktop.control = { driver: undefined, paused: false };
    desktop.controlChanged.fire(desktop.control);
    await clock.advance(1000);
    assert.deepEqual(desktop.asked, ['1000x700']);
    const viewed = new FakeDesktop();
    viewed.viewOnly = true;
    resizer.session = viewed.session;
    await clock.advance(1000);
    assert.deepEqual(viewed.asked, []);
    assert.equal(states.at(-1), 'viewOnly');
  });

  it('is never made too small to be seen', async () => {
    await begin();
    resizer.fit({ width: 3, height: 4000 }, undefined);
    await clock.advance(1000);
    assert.equal(desktop.asked.at(-1), '320x4000');
  });

  it('keeps its screens: the one that is shown alone takes the size, several together none', async () => {
    const flags = 0;
    desktop.size = { width: 1600, height: 600 };
    desktop.layout = [
      { id: 7, flags, x: 0, y: 0, width: 800, height: 600 },
      { id: 9, flags, x: 800, y: 0, width: 800, height: 600 },
    ];
    await begin();
    assert.deepEqual([desktop.asked, states], [[], ['several']]);
    resizer.fit({ width: 1000, height: 700 }, 7);
    await clock.advance(1000);
    assert.deepEqual(desktop.asked, ['1800x700 of 2']);
    assert.equal(desktop.layout[1]?.x, 1000);
    resizer.wanted = false;
    await clock.advance(1);
    assert.deepEqual(desktop.asked.at(-1), '1600x600 of 2');
  });
});

describe('a desktop with one screen in another size', () => {
  const flags = 0;
  const screens: readonly ScreenArea[] = [
    { id: 1, flags, x: 0, y: 0, width: 100, height: 50 },
    { id: 2, flags, x: 100, y: 0, width: 60, height: 50 },
    { id: 3, flags, x: 0, y: 50, width: 160, height: 40 },
  ];

  it('has the others beside and below it move along', () => {
    const request = resizedScreens(screens, screens[0]!, { width: 80, height: 70 });
    assert.deepEqual(
      request.screens?.map(({ x, y, width, height }) => [x, y, width, height]),
      [
        [0, 0, 80, 70],
        [80, 0, 60, 50],
        [0, 70, 160, 40],
      ],
    );
    assert.deepEqual([request.width, request.height], [160, 110]);
  });
});
