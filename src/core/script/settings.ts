import { layoutNames } from '../input/layouts.ts';
import { type Type, typeOf } from './types.ts';

/** One setting that `set` changes. */
export interface SettingRow {
  readonly name: string;
  readonly type: Type;
  /** The only texts that it takes. */
  readonly choices?: readonly string[];
  /** Bounds of a number, both included. */
  readonly range?: readonly [least: number, most: number];
  /** What it is worth when nothing sets it, as a script would write it. */
  readonly initial: string;
  readonly summary: string;
  readonly available: boolean;
}

type Traits = Partial<Pick<SettingRow, 'choices' | 'range' | 'available'>>;

function setting(
  name: string,
  type: Type,
  initial: string,
  summary: string,
  traits: Traits = {},
): SettingRow {
  return { name, type, initial, summary, available: true, ...traits };
}

const later = { available: false } as const;

/** All settings, in the order of the reference page. */
export const settingRows: readonly SettingRow[] = [
  setting('timeout', typeOf('duration'), '30s', 'How long a `wait for` tries.'),
  setting('expect.timeout', typeOf('duration'), '5s', 'How long an `expect` tries.'),
  setting('typing', typeOf('duration'), '30ms', 'Pause between two typed characters.'),
  setting('tolerance', typeOf('number'), '8', 'By how much each colour channel may differ, 0 to 255.', {
    range: [0, 255],
  }),
  setting('poll', typeOf('duration'), '250ms', 'How often conditions are looked at when nothing changes.'),
  setting(
    'settle',
    typeOf('duration'),
    '150ms',
    'How long the screen is left alone after the pointer came to rest.',
  ),
  setting(
    'layout',
    typeOf('string'),
    "the connection's",
    'Keyboard layout of the remote machine; the console of a virtual machine needs to know it.',
    { choices: layoutNames },
  ),
  setting(
    'screenshots',
    typeOf('string'),
    '"on-failure"',
    'When pictures are taken without being asked for.',
    { choices: ['on-failure', 'each-step', 'off'] },
  ),
  setting('drag.steps', typeOf('number'), 'as many as are smooth', 'How many moves a drag is made of.', {
    range: [1, 1000],
  }),
  setting('similarity', typeOf('percent'), '92%', 'How alike an image must be.', later),
  setting('retries', typeOf('number'), '0', 'How often a failed test runs again.', {
    range: [0, 10],
    ...later,
  }),
  setting('reconnect', typeOf('number'), '0', 'How often a lost connection is opened again.', {
    range: [0, 100],
    ...later,
  }),
  setting('cursor', typeOf('string'), '"keep"', 'Whether the pointer is in pictures.', {
    choices: ['keep', 'hide'],
    ...later,
  }),
  setting('redact', typeOf('region'), 'nothing', 'A part of the screen that is black in pictures.', later),
  setting('ocr.engine', typeOf('string'), '"auto"', 'What reads text.', later),
  setting('ocr.language', typeOf('string'), '"eng"', 'The language of text on the screen.', later),
  setting(
    'input.lock',
    typeOf('bool'),
    'false',
    'Whether the panel ignores the person while the script drives.',
    later,
  ),
  setting(
    'seed',
    typeOf('number'),
    'a new one for each run',
    'Makes `random` give the same numbers again.',
    later,
  ),
];

const byName = new Map(settingRows.map((row) => [row.name, row]));

export function findSetting(name: string): SettingRow | undefined {
  return byName.get(name);
}
