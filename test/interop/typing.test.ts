import assert from 'node:assert/strict';
import type { VncError } from '../../src/core/base/errors.ts';
import type { Session } from '../../src/core/session/session.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { type Terminal, startTerminal } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

const ascii = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/**
 * Sentences of many languages, each beginning with a letter that is on no key of the server. TigerVNC 1.12 can learn
 * 19 such letters, so the longer alphabets are not here as a whole.
 */
const languages: Readonly<Record<string, string>> = {
  German: 'Über „Größe“ – süße Öfen, 5 € (ÄÖÜ äöü ß)',
  French: 'À l’été, où naît le cœur ? Ça coûte 3 € – déjà là…',
  Spanish: '¿Qué pasó, señor? ¡El pingüino está aquí! Ñandú',
  Portuguese: 'À noite, avó e avô dão pães; maçã, lições, água',
  Italian: 'È così: perché città, più virtù, lunedì però',
  Swedish: 'Åtta älgar åt ölkorv på ön; ÅÄÖ é',
  Polish: 'Żółć, gęślą jaźń – ŁÓDŹ i ćma',
  Czech: 'Žluťoučký kůň úpěl ďábelské ódy ČŘŠ',
  Turkish: 'İğne şoför çığ ÖĞÜN ılık güneş',
  Russian: 'Привет, мир! Это просто текст.',
  Greek: 'Καλημέρα κόσμε, πώς είσαι',
  Japanese: 'こんにちは世界、テスト',
  Chinese: '你好，世界。打字测试',
  Korean: '안녕하세요 세계',
};

/** Types a line into a terminal, and returns what that has got of it. */
async function typed(session: Session, terminal: Terminal, text: string): Promise<string> {
  const before = (await terminal.typed()).length;
  await session.mouse.click({ at: { x: 200, y: 150 } });
  await session.keyboard.typeText(`${text}\n`);
  return await until('the terminal has the line', async () => {
    const line = (await terminal.typed()).slice(before);
    return line.endsWith('\n') && line;
  });
}

describe('typing into TigerVNC', function () {
  this.timeout(60_000);

  it('arrives, every character of ASCII', async () => {
    await using server = await startTigerVnc();
    await using terminal = await startTerminal(server.display);
    await using session = await openTcp(server);
    assert.equal(await typed(session, terminal, ascii), `${ascii}\n`);
  });

  for (const [language, text] of Object.entries(languages))
    it(`arrives from the first letter on in ${language}`, async () => {
      await using server = await startTigerVnc();
      await using terminal = await startTerminal(server.display);
      await using session = await openTcp(server);
      assert.equal(await typed(session, terminal, text), `${text}\n`);
    });

  it('arrives as a person types it, from the first letter on', async () => {
    await using server = await startTigerVnc();
    await using terminal = await startTerminal(server.display);
    await using session = await openTcp(server);
    await session.mouse.click({ at: { x: 200, y: 150 } });
    const person = session.attachPerson('test');
    for (const [code, key] of [
      ['KeyU', 'ü'],
      ['Semicolon', 'ö'],
      ['Enter', 'Enter'],
    ] as const)
      for (const down of [true, false]) person.key({ code, key, location: 0, down });
    await until('the terminal has the letters', async () => (await terminal.typed()) === 'üö\n');
  });

  it('takes as many new letters as the server can learn, and refuses more before the first key', async () => {
    await using server = await startTigerVnc();
    await using terminal = await startTerminal(server.display);
    await using session = await openTcp(server);
    // Letters that differ by Shift alone share a key.
    const nineteen = 'абвгдежзийклмнопрст';
    assert.equal(await typed(session, terminal, nineteen), `${nineteen}\n`);
    const again = nineteen.toUpperCase();
    assert.equal(await typed(session, terminal, again), `${again}\n`);
    await assert.rejects(session.keyboard.typeText('x у'), (error: VncError) => {
      assert.equal(error.code, 'VNC_UNTYPABLE');
      assert.deepEqual(error.data, { reason: 'newCharacters', characters: 'U+0443', count: 20, limit: 19 });
      return true;
    });
    assert.equal(await typed(session, terminal, 'end'), 'end\n');
  });

  it('can be done by the clipboard where it is refused', async () => {
    await using server = await startTigerVnc();
    await using terminal = await startTerminal(server.display);
    await using session = await openTcp(server);
    const text = 'Съешь же ещё этих мягких французских булок, да выпей чаю';
    await assert.rejects(session.keyboard.typeText(text), { code: 'VNC_UNTYPABLE' });
    await session.clipboard.set(text);
    await session.mouse.click({ at: { x: 200, y: 150 }, button: 'middle' });
    await until('the terminal has the text', async () => (await terminal.typed()) === text);
  });
});
