import assert from 'node:assert/strict';
import { encodingList } from '../../../src/core/rfb/encodingList.ts';
import { type QualityStep, qualityStep, qualitySteps } from '../../../src/core/session/qualitySteps.ts';

describe('the steps of automatic quality', () => {
  it('begin without loss and lead down: worse, lighter and for slower lines', () => {
    const [first, ...rest] = qualitySteps;
    assert.equal(first.quality, undefined);
    assert.equal(first.colorDepth, 24);
    let before: QualityStep = first;
    for (const step of rest) {
      assert.ok(step.quality < (before.quality ?? 10));
      assert.ok(step.weight < before.weight);
      assert.ok(step.below <= before.below);
      assert.ok(step.colorDepth <= before.colorDepth);
      before = step;
    }
  });

  it('are all something that a server can be asked for', () => {
    for (const { quality, compression } of qualitySteps)
      assert.doesNotThrow(() => encodingList({ quality, compression }));
  });

  it('have no other beyond the first and the last', () => {
    assert.equal(qualityStep(-1), qualitySteps[0]);
    assert.equal(qualityStep(2), qualitySteps[2]);
    assert.equal(qualityStep(99), qualitySteps.at(-1));
  });
});
