import { bellPart } from './bellPart.ts';
import { clipboardPart } from './clipboardPart.ts';
import { firstHintPart } from './firstHintPart.ts';
import type { PanelPartFactory } from './panelPart.ts';
import { pointerPart } from './pointerPart.ts';
import { statisticsPart } from './statisticsPart.ts';
import { viewOnlyPart } from './viewOnlyPart.ts';
import { viewPart } from './viewPart.ts';

/** What every panel of a remote screen is made of besides picture and input. */
export const panelParts: readonly PanelPartFactory[] = [
  pointerPart,
  (host) => clipboardPart(host),
  viewPart,
  viewOnlyPart,
  statisticsPart,
  bellPart,
  firstHintPart,
];
