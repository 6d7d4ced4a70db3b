import assert from 'node:assert/strict';
import { DisposableStore, DisposableValue, toDisposable } from '../../../src/core/base/disposables.ts';
import { Emitter } from '../../../src/core/base/emitter.ts';

/** A disposable that writes down its end. */
const noted = (ends: string[], name: string): { dispose(): void } => toDisposable(() => void ends.push(name));

describe('a store of disposables', () => {
  it('lets go in reverse order, once, whatever one of them throws', () => {
    const ends: string[] = [];
    const store = new DisposableStore();
    store.add(noted(ends, 'first'));
    store.add({
      dispose: () => {
        throw new Error('stuck');
      },
    });
    store.add(noted(ends, 'last'));
    store.dispose();
    store.dispose();
    assert.deepEqual(ends, ['last', 'first']);
  });

  it('lets go at once of what comes too late, and of what is taken out', () => {
    const ends: string[] = [];
    const store = new DisposableStore();
    const early = store.add(noted(ends, 'early'));
    store.delete(early);
    store.delete(early);
    store.dispose();
    assert.ok(store.disposed);
    store.add(noted(ends, 'late'));
    assert.deepEqual(ends, ['early', 'late']);
  });
});

describe('a replaceable disposable', () => {
  it('lets go of the old one, and of what comes too late', () => {
    const ends: string[] = [];
    const holder = new DisposableValue<{ dispose(): void }>();
    const first = noted(ends, 'first');
    holder.value = first;
    holder.value = first;
    holder.value = noted(ends, 'second');
    assert.deepEqual(ends, ['first']);
    holder.dispose();
    holder.value = noted(ends, 'late');
    assert.deepEqual(ends, ['first', 'second', 'late']);
    assert.equal(holder.value, undefined);
  });
});

describe('an emitter', () => {
  it('tells all listeners in order, though one throws and one leaves meanwhile', () => {
    const heard: string[] = [];
    const errors: unknown[] = [];
    const emitter = new Emitter<string>((error) => errors.push(error));
    emitter.event(() => leaver.dispose());
    emitter.event(() => {
      throw new Error('listener');
    });
    const leaver = emitter.event((value) => heard.push(`left ${value}`));
    emitter.event((value) => heard.push(value));
    emitter.fire('a');
    assert.deepEqual(heard, ['a']);
    assert.equal(errors.length, 1);
    emitter.dispose();
    emitter.event((value) => heard.push(value));
    emitter.fire('b');
    assert.deepEqual([heard, emitter.size], [['a'], 0]);
  });
});
