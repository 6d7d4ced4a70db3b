import type { Rect } from '../base/geometry.ts';
import { type DemoScene, type DemoShape, layout } from './demoScene.ts';
import { Surface, colour } from './surface.ts';
import type { TextField } from './textField.ts';

const theme = {
  desktop: colour(0xe9edf3),
  header: colour(0x14305c),
  headerText: colour(0xffffff),
  headerNote: colour(0xa9c1e8),
  panel: colour(0xffffff),
  frame: colour(0xc9d2df),
  text: colour(0x1d2733),
  note: colour(0x6b7787),
  accent: colour(0x1e6fd9),
  accentText: colour(0xffffff),
  soft: colour(0xf3f6fa),
  selected: colour(0xd7e7fc),
  good: colour(0x117a3d),
  bad: colour(0xb3261e),
  card: colour(0xfff3c4),
  cardFrame: colour(0xd9a514),
  status: colour(0xdbe2ec),
};

/** What a shape is painted in after so many clicks. */
const shapeColours = [0x1e90ff, 0x2eb872, 0xf2994a, 0xc2378b].map(colour);

/** The height of the line at the bottom. */
const statusHeight = 32;

/** Paints what the scene shows now; same scene, same pixels. */
export function paintScene(scene: DemoScene): Surface {
  const { width, height } = scene.size;
  const surface = new Surface(width, height);
  surface.fill({ x: 0, y: 0, width, height }, theme.desktop);
  paintHeader(surface, scene);
  paintShapes(surface, scene);
  paintSignIn(surface, scene);
  paintList(surface, scene);
  paintBoard(surface, scene);
  paintStatus(surface, scene);
  return surface;
}

function paintHeader(surface: Surface, scene: DemoScene): void {
  surface.fill({ x: 0, y: 0, width: surface.width, height: layout.header }, theme.header);
  const end = surface.text(24, 19, 'VNC Agent Bridge', theme.headerText, 'bold');
  surface.text(24 + end + 18, 19, 'demo screen', theme.headerNote);
  const other = scene.size.width === 1024 ? 'Enlarge screen' : 'Shrink screen';
  paintButton(surface, layout.sizeButton, other);
}

function paintPanel(surface: Surface, bounds: Rect, title: string): void {
  surface.framedRect(bounds, 8, theme.frame, theme.panel);
  surface.text(bounds.x + 16, bounds.y + 12, title, theme.text, 'bold');
}

function paintButton(surface: Surface, bounds: Rect, label: string): void {
  surface.roundedRect(bounds, 5, theme.accent);
  const x = bounds.x + Math.round((bounds.width - label.length * 9) / 2);
  surface.text(x, bounds.y + Math.round((bounds.height - 18) / 2), label, theme.accentText, 'bold');
}

function paintShapes(surface: Surface, scene: DemoScene): void {
  paintPanel(surface, layout.shapes, 'Shapes');
  surface.text(40, 112, 'Click to change the colour', theme.note);
  for (const shape of scene.shapes) {
    paintShape(surface, shape);
    const label = `${shape.clicks}`;
    const x = shape.bounds.x + Math.round((shape.bounds.width - label.length * 9) / 2);
    surface.text(x, shape.bounds.y + 82, label, theme.note);
  }
  const clicks = scene.shapes.reduce((sum, shape) => sum + shape.clicks, 0);
  surface.text(40, 276, `${clicks} ${clicks === 1 ? 'click' : 'clicks'} in all`, theme.text);
}

function paintShape(surface: Surface, { kind, bounds, clicks }: DemoShape): void {
  const color = shapeColours[clicks % shapeColours.length] ?? theme.accent;
  switch (kind) {
    case 'circle':
      surface.circle(bounds.x + 36, bounds.y + 36, 36, color);
      break;
    case 'square':
      surface.roundedRect(bounds, 4, color);
      break;
    case 'triangle':
      surface.triangle(bounds, color);
      break;
  }
}

function paintSignIn(surface: Surface, scene: DemoScene): void {
  paintPanel(surface, layout.signIn, 'Sign in');
  surface.text(392 + 96, 92, 'password: bridge', theme.note);
  for (const field of scene.fields) paintField(surface, field, field === scene.focused);
  paintButton(surface, layout.signInButton, 'Sign in');
  const [word, color] = {
    idle: ['Not signed in', theme.note] as const,
    accepted: [`Welcome, ${scene.signedInAs}`, theme.good] as const,
    refused: ['Wrong password', theme.bad] as const,
  }[scene.signIn];
  surface.circle(528, 270, 6, color);
  const place = { x: 544, y: 254, width: 148, height: 32 };
  surface.clipped(place, () => surface.text(place.x, 261, word, color, 'bold'));
}

function paintField(surface: Surface, field: TextField, focused: boolean): void {
  const { bounds } = field;
  surface.text(bounds.x, bounds.y - 20, field.name, theme.note);
  surface.framedRect(bounds, 4, focused ? theme.accent : theme.frame, theme.soft);
  const inside = { x: bounds.x + 8, y: bounds.y + 2, width: bounds.width - 16, height: bounds.height - 4 };
  const fits = Math.floor(inside.width / 9) - 1;
  const first = Math.max(0, field.caret - fits);
  const shown = field.hidden ? '*'.repeat(field.text.length) : field.text;
  surface.clipped(inside, () => {
    surface.text(inside.x, bounds.y + 6, shown.slice(first), theme.text);
    if (!focused) return;
    const caret = { x: inside.x + (field.caret - first) * 9, y: bounds.y + 6, width: 2, height: 18 };
    surface.fill(caret, theme.accent);
  });
}

function paintList(surface: Surface, scene: DemoScene): void {
  paintPanel(surface, layout.list, 'Scroll me');
  const rows = layout.listRows;
  surface.fill({ x: rows.x, y: rows.y - 1, width: layout.list.width - 2, height: 1 }, theme.frame);
  surface.clipped({ ...rows, height: rows.height - 7 }, () => {
    const first = Math.floor(scene.scrolled / layout.rowHeight);
    const last = Math.min(layout.rows, first + Math.ceil(rows.height / layout.rowHeight) + 1);
    for (let row = first; row < last; row++) {
      const y = rows.y + row * layout.rowHeight - scene.scrolled;
      const selected = row === scene.selectedRow;
      const back = selected ? theme.selected : row % 2 === 0 ? theme.panel : theme.soft;
      surface.fill({ x: rows.x, y, width: rows.width, height: layout.rowHeight }, back);
      const name = `Item ${String(row + 1).padStart(3, '0')}`;
      surface.text(rows.x + 15, y + 5, name, theme.text, selected ? 'bold' : 'regular');
    }
  });
  const track = { x: rows.x + rows.width + 3, y: rows.y + 4, width: 6, height: rows.height - 14 };
  surface.roundedRect(track, 3, theme.soft);
  const thumb = Math.round((track.height * rows.height) / (layout.rows * layout.rowHeight));
  const way = Math.round(((track.height - thumb) * scene.scrolled) / scene.maxScroll);
  surface.roundedRect({ ...track, y: track.y + way, height: thumb }, 3, theme.frame);
}

function paintBoard(surface: Surface, scene: DemoScene): void {
  paintPanel(surface, layout.board, 'Board');
  surface.text(40 + 72, 348, 'drag the card', theme.note);
  for (const [bounds, title] of [
    [layout.toDo, 'To do'],
    [layout.done, 'Done'],
  ] as const) {
    surface.framedRect(bounds, 6, theme.frame, theme.soft);
    surface.text(bounds.x + 12, bounds.y + 10, title, theme.note);
  }
  const card = { ...scene.card, ...layout.card };
  surface.framedRect(card, 6, theme.cardFrame, theme.card);
  surface.text(card.x + 14, card.y + 10, 'Invoice 1042', theme.text, 'bold');
  surface.text(card.x + 14, card.y + 30, scene.cardIsDone ? 'done' : 'to do', theme.note);
}

function paintStatus(surface: Surface, scene: DemoScene): void {
  const y = surface.height - statusHeight;
  surface.fill({ x: 0, y, width: surface.width, height: statusHeight }, theme.status);
  const parts = [
    scene.lastClick === '' ? 'No click yet' : `Click ${scene.lastClick}`,
    `Keys ${scene.modifiers === '' ? 'none' : scene.modifiers}`,
    `Clipboard ${scene.clipboard === '' ? 'empty' : JSON.stringify(scene.clipboard.slice(0, 40))}`,
  ];
  let x = 24;
  for (const part of parts) x += surface.text(x, y + 7, part, theme.text) + 36;
}
