import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Emitter } from '../../../src/core/base/emitter.ts';
import { chosenItem } from '../../../src/vscode/chosenItem.ts';

interface Row extends vscode.QuickPickItem {
  readonly place: string;
}

const row = (place: string): Row => ({ label: place, place });

/** A list of the editor, as far as choosing needs it; rows and choice are set as the editor sets them. */
function fakeList(rows: readonly Row[]) {
  const accepted = new Emitter<void>();
  const hidden = new Emitter<void>();
  const calls: string[] = [];
  const list = {
    items: rows,
    selectedItems: [] as readonly Row[],
    value: '',
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    show: () => calls.push('show'),
    hide: () => hidden.fire(),
    dispose: () => calls.push('dispose'),
  };
  return { list, calls, accept: () => accepted.fire(), pick: list as unknown as vscode.QuickPick<Row> };
}

describe('a list to choose from', () => {
  it('gives the row that was chosen, and is gone then', async () => {
    const first = row('first');
    const { list, pick, accept, calls } = fakeList([first, row('second')]);
    const chosen = chosenItem(pick);
    list.selectedItems = [first];
    accept();
    assert.equal(await chosen, first);
    assert.deepEqual(calls, ['show', 'dispose']);
  });

  it('takes what was typed when Enter comes before the list has followed', async () => {
    const { list, pick, accept } = fakeList([row('recent')]);
    const chosen = chosenItem(pick, { typed: row });
    list.value = 'typed';
    accept();
    assert.equal((await chosen)?.place, 'typed');
  });

  it('takes what was typed over a row that the list does not have any more', async () => {
    const { list, pick, accept } = fakeList([row('recent')]);
    const chosen = chosenItem(pick, { typed: row });
    list.selectedItems = list.items;
    list.items = [row('typed'), row('recent')];
    list.value = 'typed';
    accept();
    assert.equal((await chosen)?.place, 'typed');
  });

  it('stays open at a row that may not be chosen', async () => {
    const [bad, good] = [row('bad'), row('good')];
    const { list, pick, accept } = fakeList([bad, good]);
    const chosen = chosenItem(pick, { typed: () => undefined, accepts: ({ place }) => place !== 'bad' });
    list.selectedItems = [bad];
    accept();
    list.selectedItems = [];
    accept();
    list.selectedItems = [good];
    accept();
    assert.equal(await chosen, good);
  });

  it('gives nothing when it is closed', async () => {
    const { list, pick } = fakeList([row('only')]);
    const chosen = chosenItem(pick);
    list.hide();
    assert.equal(await chosen, undefined);
  });
});
