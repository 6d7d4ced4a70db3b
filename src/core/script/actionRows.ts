import { block, clause, every, fps, holding, row, slots, then, timeout } from './statementRow.ts';
import type { StatementRow } from './statements.ts';

function clickRow(keyword: string, what: string): StatementRow {
  return row(
    'mouse',
    keyword,
    `${keyword} [PLACE] [holding KEY] [for DURATION] [timeout DURATION]`,
    `${what} at a place, or where the pointer is.`,
    `${keyword} (120, 50%)`,
    {
      slots: slots({ 'place?': 'place' }),
      clauses: [holding, clause('for', 'duration', 'how long the button stays down'), timeout],
    },
  );
}

export const mouse: readonly StatementRow[] = [
  clickRow('click', 'Clicks the left button'),
  clickRow('doubleclick', 'Clicks the left button twice'),
  clickRow('tripleclick', 'Clicks the left button three times'),
  clickRow('rightclick', 'Clicks the right button'),
  clickRow('middleclick', 'Clicks the middle button'),
  row(
    'mouse',
    'move',
    'move PLACE [holding KEY] [timeout DURATION]',
    'Moves the pointer.',
    'move (50%, 50%)',
    { slots: slots({ place: 'place' }), clauses: [holding, timeout] },
  ),
  row(
    'mouse',
    'hover',
    'hover PLACE [holding KEY] [for DURATION] [timeout DURATION]',
    'Moves the pointer and waits for the screen to settle.',
    'hover (200, 40)',
    {
      slots: slots({ place: 'place' }),
      clauses: [holding, clause('for', 'duration', 'how long to stay'), timeout],
    },
  ),
  row(
    'mouse',
    'drag',
    'drag PLACE [via PLACE, …] to PLACE [over DURATION] [with BUTTON] [holding KEY] [timeout DURATION]',
    'Drags from one place to another; the button comes up whatever happens.',
    'drag (40, 80) via (200, 80) to (400, 300) over 800ms',
    {
      slots: slots({ from: 'place' }),
      clauses: [
        clause('via', 'place', 'places on the way'),
        clause('to', 'place', 'where to let go'),
        clause('over', 'duration', 'how long it takes; 600ms when left out'),
        clause('with', 'button', 'left, middle or right'),
        holding,
        timeout,
      ],
    },
  ),
  row(
    'mouse',
    'scroll',
    'scroll up|down|left|right [NOTCHES] [at PLACE]',
    'Turns the wheel; three notches when no number is given.',
    'scroll down 5 at (300, 400)',
    {
      slots: slots({ direction: 'direction', 'notches?': 'number' }),
      clauses: [clause('at', 'place', 'where the pointer is meanwhile')],
    },
  ),
  row('mouse', 'mousedown', 'mousedown [BUTTON]', 'Presses a button and keeps it down.', 'mousedown left', {
    slots: slots({ 'button?': 'button' }),
  }),
  row('mouse', 'mouseup', 'mouseup [BUTTON]', 'Releases a button.', 'mouseup left', {
    slots: slots({ 'button?': 'button' }),
  }),
];

export const keyboard: readonly StatementRow[] = [
  row(
    'keyboard',
    'press',
    'press KEY, … [N times] [every DURATION]',
    'Presses and releases keys or chords in order.',
    'press <Down> 3 times every 100ms',
    { slots: slots({ key: 'key', 'times?': 'number' }), clauses: [every] },
  ),
  row('keyboard', 'keydown', 'keydown KEY, …', 'Presses keys and keeps them down.', 'keydown <Shift>', {
    slots: slots({ key: 'key' }),
  }),
  row('keyboard', 'keyup', 'keyup KEY, …', 'Releases keys.', 'keyup <Shift>', {
    slots: slots({ key: 'key' }),
  }),
  row(
    'keyboard',
    'hold',
    'hold KEY for DURATION  or  hold KEY { … }',
    'Keeps a key or chord down for a time or during a block.',
    'hold <Ctrl> { click (40, 60) }',
    { slots: slots({ key: 'key' }), clauses: [clause('for', 'duration', 'how long')], ...block },
  ),
  row(
    'keyboard',
    'type',
    'type TEXT [every DURATION] [then KEY, …]',
    'Types text as it is written.',
    'type "hello" then <Enter>',
    { slots: slots({ text: 'secretText' }), clauses: [every, then] },
  ),
  row(
    'keyboard',
    'send',
    'send "TEXT<Key><wait 2s>" [every DURATION] [then KEY, …]',
    'Types text with keys and pauses in it; values put in with ${} are typed as they are.',
    'send "root<Enter><wait 2s>exit<Ctrl+D>"',
    { slots: slots({ text: 'text' }), clauses: [every, then] },
  ),
  row(
    'keyboard',
    'paste',
    'paste TEXT [with KEY]',
    'Sets the clipboard and presses the key that pastes, <Ctrl+V> when none is given.',
    'paste "Grüße" with <Ctrl+Shift+V>',
    { slots: slots({ text: 'secretText' }), clauses: [clause('with', 'key', 'the key that pastes')] },
  ),
  row('keyboard', 'clipboard set', 'clipboard set TEXT', 'Sets the remote clipboard.', 'clipboard set "42"', {
    slots: slots({ text: 'secretText' }),
  }),
];

export const screen: readonly StatementRow[] = [
  row(
    'screen',
    'wait',
    'wait DURATION',
    'Waits a fixed time; `wait for` is nearly always better.',
    'wait 500ms',
    { slots: slots({ duration: 'duration' }) },
  ),
  row(
    'screen',
    'wait for',
    'wait for CONDITION [timeout DURATION]',
    'Waits until a condition holds; fails when it does not in time.',
    'wait for still 1s in rect(0, 0, 50%, 50%) timeout 20s',
    { slots: slots({ condition: 'condition' }), clauses: [timeout] },
  ),
  row(
    'screen',
    'wait any',
    'wait any [timeout DURATION] { case CONDITION { … } … else { … } }',
    'Waits for the first of several conditions.',
    'wait any { case text "OK" { log "ok" } else { fail "nothing" } }',
    { clauses: [timeout], ...block },
  ),
  row(
    'screen',
    'expect',
    'expect [soft] CONDITION [within DURATION] [message TEXT]',
    'Fails unless a condition holds soon; `soft` goes on and fails at the end.',
    'expect pixel(120, 260) is "#1e90ff" tolerance 12 within 5s',
    {
      slots: slots({ condition: 'condition' }),
      clauses: [
        clause('within', 'duration', 'how long it may take; the setting `expect.timeout` when left out'),
        clause('message', 'text', 'what to say when it does not hold'),
      ],
    },
  ),
  row(
    'screen',
    'screenshot',
    'screenshot [NAME] [of REGION]',
    'Writes a picture of the screen into the run folder.',
    'screenshot "desktop.png" of rect(0, 0, 200, 100)',
    { slots: slots({ 'name?': 'file' }), clauses: [clause('of', 'region', 'the part to keep')] },
  ),
  row(
    'screen',
    'record',
    'record FILE [fps N] { … }',
    'Records the screen during a block, as a video (.webm), an animated picture (.gif) or exactly (.vncrec).',
    'record "install.webm" fps 4 { press <Enter> }',
    { slots: slots({ file: 'file' }), clauses: [fps], ...block },
  ),
  row(
    'screen',
    'record start',
    'record start FILE [fps N]',
    'Starts a recording, which ends with `record stop` or the test. While a secret is typed it shows what was there before.',
    'record start "login.webm"',
    { slots: slots({ file: 'file' }), clauses: [fps] },
  ),
  row('screen', 'record stop', 'record stop', 'Ends the recording.', 'record stop'),
];
