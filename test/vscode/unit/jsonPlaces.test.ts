import assert from 'node:assert/strict';
import { findPlace, readJsonPlaces } from '../../../src/vscode/connections/jsonPlaces.ts';

const text = `{
  // a comment with "quotes" and { braces
  "other": [1, true, null, "x\\"y"],
  "vncAgentBridge.connections": [
    { "name": "a", "variables": { "node": "pve" } }, /* between */
    { "name": "b", "port": 70000, },
  ],
}`;

function at(path: readonly (string | number)[]): string | undefined {
  const place = findPlace(readJsonPlaces(text), path);
  return place === undefined ? undefined : text.slice(place.start, place.end);
}

describe('places in a settings file', () => {
  it('are those of names for members', () => {
    assert.equal(at(['vncAgentBridge.connections']), '"vncAgentBridge.connections"');
    assert.equal(at(['vncAgentBridge.connections', 1, 'port']), '"port"');
    assert.equal(at(['vncAgentBridge.connections', 0, 'variables', 'node']), '"node"');
  });

  it('are those of values for elements', () => {
    assert.equal(at(['vncAgentBridge.connections', 1]), '{ "name": "b", "port": 70000, }');
    assert.equal(at(['other', 3]), '"x\\"y"');
  });

  it('are not found where there is nothing', () => {
    assert.equal(at(['vncAgentBridge.connections', 2]), undefined);
    assert.equal(at(['missing', 'deeper']), undefined);
  });

  it('are found as far as a text can be read, wherever it ends', () => {
    for (let end = 0; end < text.length; end += 1) {
      const place = findPlace(readJsonPlaces(text.slice(0, end)), ['other']);
      if (place !== undefined) assert.equal(text.slice(place.start, place.end), '"other"');
    }
    const cut = text.indexOf('"port"');
    const place = findPlace(readJsonPlaces(text.slice(0, cut)), ['vncAgentBridge.connections', 1, 'name']);
    assert.equal(place === undefined ? '' : text.slice(place.start, place.end), '"name"');
  });
});
