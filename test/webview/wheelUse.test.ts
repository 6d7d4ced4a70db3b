import assert from 'node:assert/strict';
import { type ModifiedWheel, type WheelSituation, wheelUse } from '../../webview/wheelUse.ts';

const notch: ModifiedWheel = {
  deltaX: 0,
  deltaY: -100,
  deltaMode: 0,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
};

const free: WheelSituation = {
  setting: 'released',
  ctrlDown: false,
  grabbed: false,
  takesInput: true,
  pannable: true,
  mac: false,
};

function kind(wheel: Partial<ModifiedWheel>, at: Partial<WheelSituation> = {}): string {
  return wheelUse({ ...notch, ...wheel }, { ...free, ...at }).for;
}

describe('the wheel over a remote screen', () => {
  it('is the remote one without a modifier', () => {
    assert.equal(kind({}), 'remote');
    assert.equal(kind({ shiftKey: true }), 'remote');
    assert.equal(kind({}, { grabbed: true }), 'remote');
  });

  it('zooms with Ctrl while the remote side does not have the keyboard', () => {
    assert.equal(kind({ ctrlKey: true }, { ctrlDown: true }), 'zoom');
    assert.equal(kind({ ctrlKey: true }, { ctrlDown: true, grabbed: true }), 'remote');
  });

  it('zooms with Ctrl always or never, as it is set', () => {
    assert.equal(kind({ ctrlKey: true }, { ctrlDown: true, grabbed: true, setting: 'always' }), 'zoom');
    assert.equal(kind({ ctrlKey: true }, { ctrlDown: true, setting: 'never' }), 'remote');
  });

  it('zooms by a pinch on a touchpad even while the remote side has the keyboard', () => {
    assert.equal(kind({ ctrlKey: true, deltaY: -3 }, { grabbed: true }), 'zoom');
    assert.equal(kind({ ctrlKey: true, deltaY: -3 }, { setting: 'never' }), 'remote');
  });

  it('zooms with Command on a Mac only', () => {
    assert.equal(kind({ metaKey: true }, { mac: true }), 'zoom');
    assert.equal(kind({ metaKey: true }), 'remote');
  });

  it('makes the picture larger upwards, a fifth a notch, and small steps of a pinch add up', () => {
    const factor = (wheel: Partial<ModifiedWheel>, ctrlDown: boolean): number => {
      const use = wheelUse({ ...notch, ctrlKey: true, ...wheel }, { ...free, ctrlDown });
      if (use.for !== 'zoom') assert.fail(`the wheel is for ${use.for}`);
      return use.factor;
    };
    assert.equal(factor({}, true), 1.2);
    assert.ok(Math.abs(factor({ deltaY: 100 }, true) - 1 / 1.2) < 1e-9);
    assert.equal(factor({ deltaY: -3, deltaMode: 1 }, true), 1.2 ** 0.99);
    assert.ok(Math.abs(factor({ deltaY: -2 }, false) ** 50 - Math.E) < 1e-9);
    // Ctrl went down while another window had the keyboard.
    assert.equal(factor({}, false), 1.2);
    assert.ok(factor({ deltaY: -5000 }, true) <= 1.2 ** 3);
  });

  it('pans with Alt where there is more, and sideways with Shift', () => {
    assert.deepEqual(wheelUse({ ...notch, altKey: true }, free), { for: 'pan', dx: 0, dy: -100 });
    assert.deepEqual(wheelUse({ ...notch, altKey: true, shiftKey: true }, free), {
      for: 'pan',
      dx: -100,
      dy: 0,
    });
    assert.equal(kind({ altKey: true }, { grabbed: true }), 'remote');
    assert.equal(kind({ altKey: true }, { pannable: false }), 'remote');
    assert.equal(kind({ altKey: true }, { setting: 'never' }), 'remote');
  });

  it('pans without a modifier where the remote side takes no input', () => {
    assert.deepEqual(wheelUse({ ...notch, deltaX: 7, deltaY: 9 }, { ...free, takesInput: false }), {
      for: 'pan',
      dx: 7,
      dy: 9,
    });
    assert.equal(kind({}, { takesInput: false, pannable: false }), 'remote');
  });
});
