import assert from 'node:assert/strict';
import { parse } from '../../../src/core/script/parser.ts';
import { pixelText, placeText, regionText, spacedText } from '../../../src/vscode/picking/pickedText.ts';

const area = { x: 10, y: 20, width: 300, height: 4 };

describe('what is picked on the screen, as scripts write it', () => {
  it('is written as the language has it, and parses where it belongs', () => {
    const place = placeText(area);
    const region = regionText(area);
    const pixel = pixelText(area, { red: 30, green: 144, blue: 5 });
    assert.deepEqual(
      [place, region, pixel],
      ['(10, 20)', 'rect(10, 20, 300, 4)', 'pixel(10, 20) is "#1e9005"'],
    );
    const script = `vncscript 1\nclick ${place}\nwait for still 1s in ${region}\nexpect ${pixel}\n`;
    assert.deepEqual(parse(script).diagnostics, []);
  });

  it('keeps apart from the words around it', () => {
    assert.equal(spacedText('(1, 2)', 'click', ''), ' (1, 2)');
    assert.equal(spacedText('(1, 2)', 'click ', ''), '(1, 2)');
    assert.equal(spacedText('rect(0, 0, 1, 1)', 'wait for still 1s in ', 'timeout 2s'), 'rect(0, 0, 1, 1) ');
  });
});
