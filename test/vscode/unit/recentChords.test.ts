import assert from 'node:assert/strict';
import { RecentChords } from '../../../src/vscode/keys/recentChords.ts';
import { memoryMemento } from '../fixture/memoryMemento.ts';

describe('chords that were sent before', () => {
  it('are remembered, the latest first, each once, and only a few', async () => {
    const values = new Map<string, unknown>();
    const recent = new RecentChords(memoryMemento(values));
    let changes = 0;
    recent.onChange(() => void (changes += 1));
    for (const chord of ['Ctrl+1', 'Ctrl+2', 'Ctrl+1', 'Ctrl+1']) await recent.note(chord);
    assert.deepEqual(new RecentChords(memoryMemento(values)).all, ['Ctrl+1', 'Ctrl+2']);
    assert.equal(changes, 3);
    for (let i = 3; i < 20; i += 1) await recent.note(`Ctrl+F${i}`);
    assert.equal(recent.all.length, 6);
    assert.equal(recent.all[0], 'Ctrl+F19');
  });

  it('are none where something else was stored', () => {
    const values = new Map<string, unknown>([['recentChords', { no: 'list' }]]);
    assert.deepEqual(new RecentChords(memoryMemento(values)).all, []);
    values.set('recentChords', ['Ctrl+C', 5, 'x'.repeat(100)]);
    assert.deepEqual(new RecentChords(memoryMemento(values)).all, ['Ctrl+C']);
  });
});
