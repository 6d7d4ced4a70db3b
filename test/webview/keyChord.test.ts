import assert from 'node:assert/strict';
import { chordText, matchesChord, modifierOf, parseChord } from '../../webview/keyChord.ts';

/** An event as a browser gives it for a key with modifiers such as `cs` (Control and Shift). */
function event(code: string, key: string, modifiers = ''): Parameters<typeof matchesChord>[0] {
  const [ctrlKey, altKey, shiftKey, metaKey] = Array.from('casm', (letter) => modifiers.includes(letter));
  return { code, key, ctrlKey: ctrlKey!, altKey: altKey!, shiftKey: shiftKey!, metaKey: metaKey! };
}

function matches(chord: string, ...args: Parameters<typeof event>): boolean {
  const parsed = parseChord(chord);
  assert.ok(parsed !== undefined);
  return matchesChord(event(...args), parsed);
}

describe('chords of the settings', () => {
  for (const text of ['', '+', 'Ctrl+', '+A', 'A+B', 'A+Ctrl', 'Ctrl++']) {
    it(`refuses “${text}”`, () => assert.equal(parseChord(text), undefined));
  }

  it('match whatever the names of the modifiers are', () => {
    for (const name of ['Meta', 'Cmd', 'command', 'Super', 'WIN']) {
      assert.ok(matches(`${name}+Shift+P`, 'KeyP', 'p', 'ms'));
    }
    assert.ok(matches('Control+Option+Del', 'Delete', 'Delete', 'ca'));
  });

  it('match a letter by what the layout types', () => {
    assert.ok(matches('Ctrl+P', 'KeyR', 'p', 'c'));
    assert.ok(!matches('Ctrl+P', 'KeyP', 'l', 'c'));
  });

  it('match a letter by its place where the layout types no Latin letter', () => {
    assert.ok(matches('Ctrl+P', 'KeyP', 'з', 'c'));
    assert.ok(matches('Alt+S', 'KeyS', 'ß', 'a'));
  });

  it('match digits by place, and other keys by either name', () => {
    assert.ok(matches('Ctrl+1', 'Digit1', '&', 'c'));
    assert.ok(matches('Esc', 'Escape', 'Escape'));
    assert.ok(matches('Ctrl+Backquote', 'Backquote', '^', 'c'));
    assert.ok(matches('PgUp', 'PageUp', 'PageUp'));
  });

  it('match with exactly their modifiers', () => {
    assert.ok(!matches('F1', 'F1', 'F1', 'c'));
    assert.ok(!matches('Ctrl+F1', 'F1', 'F1'));
  });

  it('of modifiers alone match no single event', () => {
    assert.ok(!matches('Ctrl+Alt', 'AltLeft', 'Alt', 'ca'));
  });

  it('are shown as the platform calls them', () => {
    const chord = parseChord('shift+ctrl+alt')!;
    assert.equal(chordText(chord, false), 'Ctrl+Alt+Shift');
    assert.equal(chordText(chord, true), 'Control+Option+Shift');
    assert.equal(chordText(parseChord('cmd+f12')!, true), 'Command+F12');
  });

  it('know the modifiers by their place, for Shift makes Meta of Alt on Linux', () => {
    assert.equal(modifierOf({ code: 'AltLeft', key: 'Meta' }), 'alt');
    assert.equal(modifierOf({ code: 'AltRight', key: 'AltGraph' }), undefined);
    assert.equal(modifierOf({ code: 'KeyA', key: 'a' }), undefined);
  });
});
