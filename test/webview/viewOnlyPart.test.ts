import assert from 'node:assert/strict';
import type { PanelToHost } from '../../src/protocol/messages.ts';
import type { PanelPartHost } from '../../src/vscode/screen/panelPart.ts';
import { viewOnlyPart } from '../../src/vscode/screen/viewOnlyPart.ts';

const input: readonly PanelToHost[] = [
  { type: 'key', code: 'KeyA', key: 'a', location: 0, down: true },
  { type: 'text', text: 'ä' },
  { type: 'modifier', modifier: 'shift', down: true },
  { type: 'pointer', x: 1, y: 2, buttons: 1 },
  { type: 'movement', dx: 1, dy: 2, buttons: 0 },
  { type: 'wheel', right: 0, down: 1 },
];

describe('a panel whose person has switched their input off', () => {
  let delivered: PanelToHost[];
  let part: ReturnType<typeof viewOnlyPart>;

  beforeEach(() => {
    delivered = [];
    const host: Pick<PanelPartHost, 'deliver'> = { deliver: (message) => void delivered.push(message) };
    part = viewOnlyPart(host as PanelPartHost);
  });

  const passes = (): string[] =>
    input.filter((message) => part.hold?.(message) !== true).map(({ type }) => type);
  const all = input.map(({ type }) => type);

  it('keeps every kind of input back, and lets go of what was held', () => {
    assert.deepEqual(passes(), all);
    assert.equal(part.receive?.({ type: 'viewOnly', on: true }), true);
    assert.deepEqual(
      delivered.map((message) => (message.type === 'modifier' ? message.modifier : message.type)),
      ['releaseAll', 'ctrl', 'alt', 'shift', 'super', 'altgr'],
    );
    assert.ok(delivered.every((message) => message.type !== 'modifier' || !message.down));
    delivered.length = 0;
    assert.deepEqual(passes(), []);
  });

  it('still takes what is no input: letting go, painting, tools', () => {
    part.receive?.({ type: 'viewOnly', on: true });
    for (const message of [
      { type: 'releaseAll' },
      { type: 'painted', sequence: 1 },
      { type: 'useTool', tool: 'screenshot' },
    ] as const)
      assert.notEqual(part.hold?.(message), true, message.type);
  });

  it('takes it again when it is switched on, and from another page until that says so', () => {
    part.receive?.({ type: 'viewOnly', on: true });
    part.receive?.({ type: 'viewOnly', on: false });
    assert.deepEqual(passes(), all);
    assert.ok(!delivered.some((message) => message.type === 'modifier' && message.down));
    part.receive?.({ type: 'viewOnly', on: true });
    part.pageGone?.();
    assert.deepEqual(passes(), all);
  });

  it('leaves other messages to other parts', () => {
    assert.equal(part.receive?.({ type: 'releaseAll' }), false);
  });
});
