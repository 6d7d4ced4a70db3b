import assert from 'node:assert/strict';
import { type Stage, runFake, runPassing } from './runFake.ts';

const place = { x: 10, y: 10, width: 4, height: 4 };
/** Larger than a caret. */
const large = { x: 10, y: 10, width: 60, height: 60 };

/** A condition, what makes it hold and when it must be noticed. */
interface Case {
  readonly condition: string;
  readonly before?: (stage: Stage) => void;
  /** Script time at which the wait must end, in milliseconds: from, to. */
  readonly ends: readonly [number, number];
}

const cases: readonly Case[] = [
  { condition: 'true', ends: [0, 0] },
  { condition: 'pixel(11, 11) is "#ffffff"', ends: [0, 1] },
  {
    condition: 'pixel(11, 11) is "#1e90ff" tolerance 4',
    before: ({ at, server }) => at(2000, () => server.paint(place, 0x1e90fe)),
    ends: [2000, 2001],
  },
  {
    condition: 'pixel(11, 11) == "#1e90ff"',
    before: ({ at, server }) => at(700, () => server.paint(place, 0x1e90ff)),
    ends: [700, 701],
  },
  {
    condition: 'pixel(11, 11) != "#ffffff" and pixel(0, 0) is "#fff"',
    before: ({ at, server }) => at(700, () => server.paint(place, 0)),
    ends: [700, 701],
  },
  { condition: 'still 500ms', ends: [500, 501] },
  {
    condition: 'still 500ms',
    before: ({ at, server }) => {
      for (const time of [300, 600, 900]) at(time, () => server.paint(large, time));
    },
    ends: [1400, 1401],
  },
  {
    condition: 'still 500ms in rect(0, 0, 5, 5)',
    before: ({ at, server }) => at(300, () => server.paint(large, 0)),
    ends: [500, 501],
  },
  {
    condition: 'still 500ms ignoring rect(0, 0, 5, 5), rect(10, 10, 60, 60)',
    before: ({ at, server }) => at(300, () => server.paint(large, 0)),
    ends: [500, 501],
  },
  {
    condition: 'still 500ms tolerance 20',
    before: ({ at, server }) => at(300, () => server.paint(large, 0xf0f0f0)),
    ends: [500, 501],
  },
  {
    condition: 'change',
    before: ({ at, server }) => {
      at(300, () => server.paint(large, 0xffffff));
      at(800, () => server.paint(large, 0));
    },
    ends: [800, 801],
  },
  {
    condition: 'change in rect(90, 70, 10, 10)',
    before: ({ at, server }) => {
      at(300, () => server.paint(large, 0));
      at(800, () => server.paint({ x: 95, y: 75, width: 1, height: 1 }, 0));
    },
    ends: [800, 801],
  },
  {
    condition: 'bell',
    before: ({ at, server }) => at(400, () => server.sendBell()),
    ends: [400, 401],
  },
  {
    condition: 'resized',
    before: ({ at, server }) => at(400, () => server.resize({ width: 50, height: 50 })),
    ends: [400, 401],
  },
  {
    condition: 'screen.width == 50',
    before: ({ at, server }) => at(400, () => server.resize({ width: 50, height: 50 })),
    ends: [400, 401],
  },
  {
    condition: 'clipboard contains "Rent"',
    before: ({ at, server }) => at(400, () => server.sendCutText('Pay Rent')),
    ends: [400, 401],
  },
  {
    condition: 'clipboard matches /^\\d+$/',
    before: ({ at, server }) => {
      at(400, () => server.sendCutText('a1'));
      at(900, () => server.sendCutText('42'));
    },
    ends: [900, 901],
  },
  {
    condition: 'disconnected or bell',
    before: ({ at, server }) => at(400, () => server.sendBell()),
    ends: [400, 401],
  },
  // The flicker guard: a `not` needs its operand false for 150 ms.
  { condition: 'not pixel(11, 11) is "#000"', ends: [150, 151] },
  {
    condition: 'not pixel(11, 11) is "#fff"',
    before: ({ at, server }) => {
      at(100, () => server.paint(place, 0));
      at(200, () => server.paint(place, 0xffffff));
      at(900, () => server.paint(place, 0));
    },
    ends: [1050, 1051],
  },
  { condition: 'not false', ends: [0, 0] },
];

describe('live conditions', () => {
  for (const { condition, before, ends } of cases)
    it(`notice: ${condition} after ${ends[0]} ms`, async () => {
      const run = await runPassing(`wait for ${condition}\n`, before === undefined ? {} : { before });
      assert.ok(run.took >= ends[0] && run.took <= ends[1], `ended after ${run.took} ms`);
    });

  it('notice the end of the connection when that is waited for', async () => {
    const run = await runFake('wait for disconnected timeout 9s\nlog "gone"\n', {
      before: ({ at, server }) => at(300, () => server.drop()),
    });
    assert.equal(run.result.outcome, 'passed');
    assert.deepEqual(run.logs, ['gone']);
  });

  it('ask the server for real pixels before they are believed', async () => {
    const run = await runPassing('wait for pixel(3, 4) is "#fff"\n');
    const asked = run.server.sent('updateRequest').filter((request) => !request.incremental);
    assert.ok(asked.some(({ region }) => region.x <= 3 && region.y <= 4));
  });

  it('do not pass for a server that sends no pixels', async () => {
    const run = await runFake('wait for pixel(3, 4) is "#fff" timeout 2s\n', {
      server: { width: 100, height: 80, answers: false },
    });
    assert.equal(run.result.error?.code, 'VS5001');
  });

  const misses: [script: string, code: string, message: RegExp, note: RegExp, took: number][] = [
    [
      'wait for pixel(1, 1) is "#000" timeout 3s',
      'VS5001',
      /^pixel\(1, 1\) is "#000" did not hold within 3s$/,
      /^pixel\(1, 1\) was #ffffff$/,
      3000,
    ],
    ['wait for pixel(1, 1) is "#000"', 'VS5001', /within 30s$/, /was #ffffff/, 30_000],
    ['set timeout 7s\nwait for pixel(1, 1) is "#000"', 'VS5001', /within 7s$/, /was/, 7000],
    ['expect pixel(1, 1) is "#000"', 'VS5002', /within 5s$/, /was/, 5000],
    ['set expect.timeout 2s\nexpect pixel(1, 1) is "#000"', 'VS5002', /within 2s$/, /was/, 2000],
    [
      'expect pixel(1, 1) is "#000" within 1s message "no picture"',
      'VS5002',
      /^no picture \(.* within 1s\)$/,
      /was/,
      1000,
    ],
    ['expect clipboard contains "x" within 1s', 'VS5002', /within 1s/, /^clipboard was ""$/, 1000],
  ];
  for (const [script, code, message, note, took] of misses)
    it(`fail in time: ${script.replaceAll('\n', '; ')}`, async () => {
      const run = await runFake(`set screenshots "off"\n${script}\n`);
      const { error } = run.result;
      assert.equal(error?.code, code);
      assert.match(error.message, message);
      assert.match(error.note ?? '', note);
      assert.equal(error.limit, took);
      assert.equal(run.took, took);
      assert.equal(run.result.exitCode, 1);
    });

  it('are looked at once more at the deadline', async () => {
    const run = await runPassing('set poll 10s\nwait for pixel(11, 11) is "#000" timeout 2s\n', {
      before: ({ at, session }) => {
        // The pixels change without damage that anyone would hear of: only a look finds them.
        const peek = session.screen.peek.bind(session.screen);
        at(1999, () => {
          session.screen.peek = (region) => {
            const image = peek(region);
            return { ...image, pixels: new Uint8Array(image.pixels.length) };
          };
        });
      },
    });
    assert.equal(run.took, 2000);
  });

  it('of `if` look once, at pixels that the server sent then', async () => {
    const run = await runPassing(
      'if pixel(11, 11) is "#fff" { log "white" }\nwait 1s\nif not pixel(11, 11) is "#fff" { log "other" }\n',
      { before: ({ at, server }) => at(500, () => server.paint(place, 0)) },
    );
    assert.deepEqual(run.logs, ['white', 'other']);
    assert.equal(run.took, 1000);
  });

  it('of `if still` watch for that long', async () => {
    const run = await runPassing(
      'if still 400ms { log "still" } else { log "moving" }\nif still 400ms { log "still" } else { log "moving" }\n',
      { before: ({ at, server }) => at(600, () => server.paint(large, 0)) },
    );
    assert.deepEqual(run.logs, ['still', 'moving']);
    assert.ok(run.took < 800, `took ${run.took}`);
  });

  it('keep on asking for updates only while they are waited for', async () => {
    const run = await runFake('wait for still 200ms\nwait 5s\n', {
      before: ({ at, server }) => {
        at(3000, () => server.forget());
        at(4000, () => server.paint(large, 0));
      },
    });
    assert.equal(run.result.outcome, 'passed');
    assert.deepEqual(run.server.sent('updateRequest').length <= 1, true);
  });
});
