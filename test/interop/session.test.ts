import assert from 'node:assert/strict';
import { runProgram, startProgram } from '../support/programs.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

/** One event that a window got. */
interface SeenEvent {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  /** The button, or the keysym's name. */
  readonly what: string;
}

/** A window over the whole display that tells its input events. */
async function watchInput(display: string): Promise<{ events(): readonly SeenEvent[] } & AsyncDisposable> {
  let output = '';
  const program = await startProgram(
    'xev',
    ['-display', display, '-geometry', '800x600+0+0', '-bw', '0', '-event', 'keyboard', '-event', 'mouse'],
    { onOutput: (text) => (output += text) },
  );
  // xev tells the pointer's arrival once its window is there; the pointer starts in the middle.
  await until('the window is there', async () => {
    await runProgram('xdotool', ['mousemove', '10', '10', 'mousemove', '20', '20'], {
      env: { DISPLAY: display },
    });
    return output.includes('MotionNotify');
  });
  output = '';
  return {
    events: () =>
      output.split('\n\n').flatMap((block) => {
        const type = /^(\w+) event/m.exec(block)?.[1];
        const place = /\((\d+),(\d+)\), root/.exec(block);
        const what = /button (\d+)/.exec(block)?.[1] ?? /keysym 0x[0-9a-f]+, (\w+)\)/.exec(block)?.[1] ?? '';
        if (type === undefined || place === null) return [];
        return [{ type, x: Number(place[1]), y: Number(place[2]), what }];
      }),
    [Symbol.asyncDispose]: async () => await program.stop(),
  };
}

const brief = ({ type, x, y, what }: SeenEvent): string => `${type} ${what} ${x},${y}`;

describe('a session with TigerVNC', function () {
  this.timeout(60_000);

  it('drags from place to place with the button down all the way', async () => {
    await using server = await startTigerVnc();
    await using input = await watchInput(server.display);
    await using session = await openTcp(server);
    const via = [{ x: 300, y: 100 }];
    await session.mouse.drag({ x: 100, y: 100 }, { x: 300, y: 250 }, { via, duration: 400 });
    await until('the button is up', () => input.events().some(({ type }) => type === 'ButtonRelease'));
    const events = input.events();
    const press = events.findIndex(({ type }) => type === 'ButtonPress');
    const release = events.findIndex(({ type }) => type === 'ButtonRelease');
    assert.equal(brief(events[press]!), 'ButtonPress 1 100,100');
    assert.equal(brief(events[release]!), 'ButtonRelease 1 300,250');
    const way = events.slice(press + 1, release);
    assert.ok(way.length >= 10, `${way.length} moves`);
    assert.ok(way.some(({ x, y }) => x === 300 && y === 100));
    assert.ok(way.every(({ type }) => type === 'MotionNotify'));
  });

  it('turns the wheel in all four directions where it was put', async () => {
    await using server = await startTigerVnc();
    await using input = await watchInput(server.display);
    await using session = await openTcp(server);
    await session.scroll.up(2, { at: { x: 50, y: 60 } });
    await session.scroll.down(1);
    await session.scroll.left(1);
    await session.scroll.right(1, { at: { x: 70, y: 80 } });
    const notches = (): string[] =>
      input
        .events()
        .filter(({ type }) => type.startsWith('Button'))
        .map(brief);
    await until('all notches arrived', () => notches().length >= 10);
    assert.deepEqual(
      notches(),
      ['4 50,60', '4 50,60', '5 50,60', '6 50,60', '7 70,80'].flatMap((notch) => [
        `ButtonPress ${notch}`,
        `ButtonRelease ${notch}`,
      ]),
    );
  });

  it('lets every key and button go when it closes', async () => {
    await using server = await startTigerVnc();
    await using input = await watchInput(server.display);
    const session = await openTcp(server);
    await session.mouse.moveTo(200, 200);
    await session.keyboard.down('Ctrl+Alt');
    await session.mouse.down('right');
    await session.close();
    const seen = (): string[] =>
      input
        .events()
        .filter(({ type }) => /^(Key|Button)/.test(type))
        .map(({ type, what }) => `${type} ${what}`);
    await until('everything is up', () => seen().length >= 6);
    assert.deepEqual(seen().sort(), [
      'ButtonPress 3',
      'ButtonRelease 3',
      'KeyPress Alt_L',
      'KeyPress Control_L',
      'KeyRelease Alt_L',
      'KeyRelease Control_L',
    ]);
  });

  it('sends chords as a keyboard would', async () => {
    await using server = await startTigerVnc();
    await using input = await watchInput(server.display);
    await using session = await openTcp(server);
    await session.mouse.moveTo(200, 200);
    await session.keyboard.press('Ctrl+Shift+T');
    await session.keyboard.press('F5');
    await session.keyboard.press('?');
    const pressed = (): string[] =>
      input.events().flatMap(({ type, what }) => (type === 'KeyPress' ? [what] : []));
    await until('all keys arrived', () => pressed().length >= 6);
    assert.deepEqual(pressed(), ['Control_L', 'Shift_L', 'T', 'F5', 'Shift_L', 'question']);
  });

  it('hears what was cut on the display, and cuts there what it is told', async () => {
    await using server = await startTigerVnc();
    await using session = await openTcp(server);
    const env = { DISPLAY: server.display, LC_ALL: 'C.UTF-8' };
    const owner = await startProgram(
      'sh',
      ['-c', 'printf "grüße\\nhier" | xclip -selection clipboard -quiet'],
      {
        env,
      },
    );
    try {
      await until('the session has heard', async () => (await session.clipboard.get()) === 'grüße\nhier');
    } finally {
      await owner.stop();
    }
    await session.clipboard.set('zurück: ÄÖÜ');
    await until('the display has it', async () => {
      const text = await runProgram('xclip', ['-selection', 'clipboard', '-o'], { env });
      return text.toString() === 'zurück: ÄÖÜ';
    });
    assert.deepEqual(await session.clipboard.set('漢字 🖥'), { lost: 0 });
    await until('the display has text of another script', async () => {
      const args = ['-selection', 'clipboard', '-o', '-t', 'UTF8_STRING'];
      return (await runProgram('xclip', args, { env })).toString() === '漢字 🖥';
    });
  });

  it('captures again and again while the screen changes, always whole', async () => {
    await using server = await startTigerVnc({ width: 320, height: 240 });
    await using session = await openTcp(server);
    await session.mouse.moveTo(0, 0);
    for (const colour of ['ff0000ff', '00ff00ff', '123456ff']) {
      const pixels = Buffer.from(colour.repeat(320 * 240), 'hex');
      await using _painting = await paintDisplay(server.display, { width: 320, height: 240, pixels });
      const seen = await session.screen.pixels();
      assert.ok(pixels.equals(seen.pixels), `every pixel is ${colour}`);
    }
  });
});
