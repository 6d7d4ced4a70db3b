import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { type FakeRfbListener, listenTcp } from '../../support/fakeRfbListener.ts';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { type TigerVncServer, startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type XPointerEvent, type XPointerLog, startPointerLog } from '../../support/servers/xEvents.ts';
import { until } from '../../support/until.ts';
import type { EditorPage } from '../editorPage.ts';
import type { ScreenView } from '../screenView.ts';
import { keepPicture, openAddress, theStage } from './stage.ts';

const size = { width: 640, height: 480 };

/** Where in the editor's page a remote pixel is seen. */
async function placeOn(view: ScreenView, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await view.frame.locator('canvas#screen').boundingBox();
  if (!box) throw new Error('the canvas is hidden');
  return { x: box.x + x + 0.5, y: box.y + y + 0.5 };
}

describe('the pointer over a remote screen', function () {
  this.timeout(180_000);
  let server: TigerVncServer;
  let log: XPointerLog;
  let editor: EditorPage;
  let view: ScreenView;
  let devices: CDPSession;

  before(async () => {
    ({ editor } = await theStage());
    server = await startTigerVnc(size);
    log = await startPointerLog(server.display, size);
    view = await openAddress(editor, `${server.host}::${server.port}`);
    devices = await editor.page.context().newCDPSession(editor.page);
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors');
    await log[Symbol.asyncDispose]();
    await server.close();
  });

  beforeEach(async () => {
    await view.click(320, 240);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await until('the click has come', () => log.buttons.endsWith('-1'));
    log.forget();
  });

  afterEach(keepPicture);

  const place = async (x: number, y: number): Promise<{ x: number; y: number }> => await placeOn(view, x, y);

  const moveTo = async (x: number, y: number): Promise<void> => {
    const at = await place(x, y);
    await editor.page.mouse.move(at.x, at.y);
  };

  /** Sees exactly these buttons go down and come up. */
  const arrive = async (buttons: string): Promise<XPointerEvent[]> => {
    await until(`the window gets ${buttons}`, () => {
      if (log.buttons !== buttons) throw new Error(log.buttons);
      return true;
    });
    return log.events.filter(({ type }) => type !== 'motion');
  };

  const where = (events: readonly XPointerEvent[]): string[] => [
    ...new Set(events.map(({ x, y }) => `${x},${y}`)),
  ];

  it('presses left, middle and right at the pixel that it points at', async () => {
    await moveTo(123, 77);
    for (const button of ['left', 'middle', 'right'] as const) {
      await editor.page.mouse.down({ button });
      await editor.page.mouse.up({ button });
    }
    assert.deepEqual(where(await arrive('+1 -1 +2 -2 +3 -3')), ['123,77']);
  });

  it('turns the wheel in four directions, a notch for a notch', async () => {
    await moveTo(300, 200);
    const { mouse } = editor.page;
    await mouse.wheel(0, 120);
    await mouse.wheel(0, -120);
    await mouse.wheel(0, -120);
    await mouse.wheel(120, 0);
    await mouse.wheel(-120, 0);
    await arrive('+5 -5 +4 -4 +4 -4 +7 -7 +6 -6');
  });

  it('drags with two buttons out of the canvas, and lets go of them out there one by one', async () => {
    const { mouse } = editor.page;
    await moveTo(100, 100);
    await mouse.down({ button: 'left' });
    await mouse.down({ button: 'right' });
    await moveTo(200, 150);
    const { x, y } = await place(0, 0);
    await mouse.move(x - 60, y + 300, { steps: 4 });
    await until('the pointer is at the edge', () => {
      const last = log.events.at(-1);
      return last?.x === 0 && last.y === 300;
    });
    await mouse.up({ button: 'left' });
    await mouse.up({ button: 'right' });
    const events = await arrive('+1 +3 -1 -3');
    assert.deepEqual(where(events), ['100,100', '0,300']);
    const moves = log.events.filter(({ type, x: at }) => type === 'motion' && at !== 100);
    assert.ok(moves.length > 0 && moves.every(({ held }) => held.join() === '1,3'));
  });

  it('lets a held button go when the person goes elsewhere', async () => {
    await moveTo(80, 90);
    await editor.page.mouse.down();
    await until('the button is down', () => log.buttons === '+1');
    await editor.page.keyboard.press('Control+Shift+P');
    await editor.page.locator('.quick-input-widget').waitFor({ timeout: 10_000 });
    assert.deepEqual(where(await arrive('+1 -1')), ['80,90']);
    await editor.page.mouse.up();
    await editor.page.keyboard.press('Escape');
  });

  describe('fingers', () => {
    /** Fingers touch, move and leave; each is a list of places. */
    const touch = async (type: 'touchStart' | 'touchMove', ...at: [number, number][]): Promise<void> => {
      const touchPoints = await Promise.all(at.map(async ([x, y], id) => ({ ...(await place(x, y)), id })));
      await devices.send('Input.dispatchTouchEvent', { type, touchPoints });
    };
    const leave = async (): Promise<void> => {
      await devices.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };

    it('tap left, right and middle', async () => {
      await touch('touchStart', [100, 120]);
      await leave();
      assert.deepEqual(where(await arrive('+1 -1')), ['100,120']);
      log.forget();
      await touch('touchStart', [200, 200], [260, 220]);
      await leave();
      assert.deepEqual(where(await arrive('+3 -3')), ['230,210']);
      log.forget();
      await touch('touchStart', [300, 200], [330, 200], [360, 200]);
      await leave();
      assert.deepEqual(where(await arrive('+2 -2')), ['330,200']);
    });

    it('tap twice at one place, though hands are not that exact', async () => {
      for (const at of [
        [400, 120],
        [409, 126],
      ] as [number, number][]) {
        await touch('touchStart', at);
        await leave();
      }
      assert.deepEqual(where(await arrive('+1 -1 +1 -1')), ['400,120']);
    });

    it('drag with the left button, from where they came', async () => {
      await touch('touchStart', [60, 60]);
      for (const x of [70, 90, 130]) await touch('touchMove', [x, 80]);
      await leave();
      assert.deepEqual(where(await arrive('+1 -1')), ['60,60', '130,80']);
      assert.ok(log.events.some(({ type, held }) => type === 'motion' && held.join() === '1'));
    });

    it('hold the right button after a while', async () => {
      await touch('touchStart', [500, 300]);
      await arrive('+3');
      await touch('touchMove', [540, 300]);
      await leave();
      assert.deepEqual(where(await arrive('+3 -3')), ['500,300', '540,300']);
    });

    it('scroll when two of them move', async () => {
      await touch('touchStart', [300, 300], [360, 300]);
      for (const y of [280, 260, 240, 220, 200, 190]) await touch('touchMove', [300, y], [360, y]);
      await leave();
      assert.deepEqual(where(await arrive('+5 -5 +5 -5')), ['330,300']);
    });

    it('zoom the view when they go apart, of which the remote side hears nothing', async () => {
      const width = async (): Promise<number> =>
        await view.frame.evaluate(() => {
          const canvas = document.querySelector('canvas');
          return canvas?.getBoundingClientRect().width ?? 0;
        });
      const before = await width();
      await touch('touchStart', [300, 240], [340, 240]);
      for (const by of [20, 40, 60]) await touch('touchMove', [300 - by, 240], [340 + by, 240]);
      await leave();
      await until('the picture is larger', async () => (await width()) > before * 1.2);
      assert.equal(log.buttons, '');
      await editor.runCommand('VNC: Actual Size');
      await until('the picture is as before', async () => (await width()) === before);
    });
  });
});

describe('the buttons for back and forward over a remote screen', function () {
  this.timeout(180_000);
  const server = new FakeRfbServer({ width: 400, height: 300 });
  let listener: FakeRfbListener;
  let editor: EditorPage;
  let view: ScreenView;

  before(async () => {
    ({ editor } = await theStage());
    listener = await listenTcp(server);
    view = await openAddress(editor, `${listener.host}::${listener.port}`);
    server.confirmExtendedMouseButtons();
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors');
    await listener[Symbol.asyncDispose]();
  });

  it('are the remote side’s, and neither the editor nor the browser goes back', async () => {
    await view.click(50, 50);
    await until('the click has come', () => server.sent('pointer').at(-1)?.buttons === 0);
    server.forget();
    const devices = await editor.page.context().newCDPSession(editor.page);
    const at = await placeOn(view, 70, 80);
    for (const [button, bit] of [
      ['back', 8],
      ['forward', 16],
    ] as const) {
      await devices.send('Input.dispatchMouseEvent', {
        type: 'mousePressed',
        ...at,
        button,
        buttons: bit,
        clickCount: 1,
      });
      await devices.send('Input.dispatchMouseEvent', {
        type: 'mouseReleased',
        ...at,
        button,
        buttons: 0,
        clickCount: 1,
      });
    }
    await until(
      'both have come',
      () => server.sent('pointer').filter(({ buttons }) => buttons === 0).length >= 2,
    );
    const pressed = server.sent('pointer').filter(({ buttons }) => buttons !== 0);
    assert.deepEqual(
      pressed.map(({ x, y, buttons }) => [x, y, buttons]),
      [
        [70, 80, 128],
        [70, 80, 256],
      ],
    );
    assert.equal(await view.isGrabbed(), true);
  });
});
