import assert from 'node:assert/strict';
import { DemoScene, type SceneCopy, layout } from '../../../src/core/demo/demoScene.ts';
import { paintScene } from '../../../src/core/demo/scenePainter.ts';

const keys = { tab: 0xff09, enter: 0xff0d, backspace: 0xff08, left: 0xff51, control: 0xffe3 };

function type(scene: DemoScene, text: string): void {
  for (const character of text) press(scene, character.charCodeAt(0));
}

function press(scene: DemoScene, key: number): void {
  scene.key(key, true);
  scene.key(key, false);
}

function click(scene: DemoScene, x: number, y: number, buttons = 1): void {
  scene.pointer({ x, y }, buttons);
  scene.pointer({ x, y }, 0);
}

/** The pixel as 0xRRGGBB. */
function pixelAt(scene: DemoScene, x: number, y: number): string {
  const surface = paintScene(scene);
  const word = surface.words[y * surface.width + x] ?? 0;
  return [word & 255, (word >>> 8) & 255, (word >>> 16) & 255]
    .map((c) => c.toString(16).padStart(2, '0'))
    .join('');
}

describe('the demo scene', () => {
  it('paints the same pixels for the same input', () => {
    const pictures = [new DemoScene(), new DemoScene()].map((scene) => {
      type(scene, 'ada');
      click(scene, 88, 182);
      return paintScene(scene).words;
    });
    assert.deepEqual(pictures[0], pictures[1]);
  });

  it('signs in with the right password only', () => {
    const scene = new DemoScene();
    type(scene, 'ada');
    press(scene, keys.tab);
    type(scene, 'wrong');
    press(scene, keys.enter);
    assert.equal(scene.signIn, 'refused');
    assert.equal(pixelAt(scene, 528, 270), 'b3261e');
    type(scene, 'bridge');
    press(scene, keys.enter);
    assert.equal(scene.signIn, 'accepted');
    assert.equal(scene.signedInAs, 'ada');
    assert.equal(pixelAt(scene, 528, 270), '117a3d');
  });

  it('edits a field at its caret', () => {
    const scene = new DemoScene();
    type(scene, 'abd');
    press(scene, keys.left);
    type(scene, 'c');
    press(scene, keys.backspace);
    type(scene, 'C');
    assert.equal(scene.fields[0].text, 'abCd');
  });

  it('copies the field with Ctrl+C and pastes with Ctrl+V', () => {
    const scene = new DemoScene();
    const copied: string[] = [];
    scene.onClipboard((text) => copied.push(text));
    type(scene, 'ada');
    scene.key(keys.control, true);
    press(scene, 'c'.charCodeAt(0));
    scene.setClipboard(' L\n');
    press(scene, 'v'.charCodeAt(0));
    assert.equal(scene.modifiers, 'Ctrl');
    scene.key(keys.control, false);
    assert.deepEqual(copied, ['ada']);
    assert.equal(scene.fields[0].text, 'ada L');
    assert.equal(scene.modifiers, '');
  });

  it('changes a shape with each click and resets it with the right button', () => {
    const scene = new DemoScene();
    const before = pixelAt(scene, 88, 182);
    click(scene, 88, 182);
    assert.notEqual(pixelAt(scene, 88, 182), before);
    click(scene, 88, 182, 4);
    assert.equal(pixelAt(scene, 88, 182), before);
  });

  it('drags the card, keeps it on the board and tells what moved', () => {
    const scene = new DemoScene();
    const copies: SceneCopy[] = [];
    scene.onCopy((copy) => copies.push(copy));
    scene.pointer({ x: 160, y: 452 }, 1);
    scene.pointer({ x: 540, y: 470 }, 1);
    assert.deepEqual(copies, [{ from: { x: 60, y: 424, ...layout.card }, to: { x: 440, y: 442 } }]);
    scene.pointer({ x: 5000, y: 5000 }, 1);
    scene.pointer({ x: 5000, y: 5000 }, 0);
    assert.deepEqual(scene.card, { x: 496, y: 504 });
    assert.equal(scene.cardIsDone, true);
    assert.equal(scene.dragging, false);
  });

  it('scrolls with the wheel and stops at both ends', () => {
    const scene = new DemoScene();
    const copies: SceneCopy[] = [];
    scene.onCopy((copy) => copies.push(copy));
    click(scene, 850, 340, 8);
    assert.equal(scene.scrolled, 0);
    assert.equal(copies.length, 0);
    for (let i = 0; i < 200; i++) click(scene, 850, 340, 16);
    assert.equal(scene.scrolled, scene.maxScroll);
    const { x, y, width, height } = layout.listRows;
    assert.deepEqual(copies[0], {
      from: { x, y: y + layout.rowHeight, width, height: height - layout.rowHeight },
      to: { x, y },
    });
  });

  it('enlarges and shrinks the screen', () => {
    const scene = new DemoScene();
    click(scene, 900, 28);
    assert.deepEqual(scene.size, { width: 1280, height: 720 });
    click(scene, 900, 28);
    assert.deepEqual(scene.size, { width: 1024, height: 640 });
  });
});
