import type { Clause, Slot, SlotKind, StatementGroup, StatementRow } from './statements.ts';

type Traits = Partial<Pick<StatementRow, 'slots' | 'clauses' | 'block' | 'topOnly' | 'available'>>;

function row(
  group: StatementGroup,
  keyword: string,
  signature: string,
  summary: string,
  example: string,
  traits: Traits = {},
): StatementRow {
  return {
    keyword,
    group,
    signature,
    summary,
    example,
    slots: traits.slots ?? [],
    clauses: traits.clauses ?? [],
    block: traits.block ?? false,
    topOnly: traits.topOnly ?? false,
    available: traits.available ?? true,
  };
}

/** `name: kind`, with `?` behind the name when it may be left out. */
function slots(written: Readonly<Record<string, SlotKind>>): readonly Slot[] {
  return Object.entries(written).map(([name, kind]) => ({
    name: name.replace('?', ''),
    kind,
    optional: name.endsWith('?'),
  }));
}

const clause = (keyword: string, kind: SlotKind, summary: string): Clause => ({ keyword, kind, summary });

const timeout = clause('timeout', 'duration', 'how long to try; the setting `timeout` when left out');
const holding = clause('holding', 'key', 'key or chord that is down meanwhile');
const every = clause('every', 'duration', 'pause between two');
const then = clause('then', 'key', 'key to press afterwards');
const fps = clause('fps', 'number', 'pictures a second');
const block = { block: true } as const;
const later = { available: false } as const;
const top = { topOnly: true } as const;

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

const declarations: readonly StatementRow[] = [
  row(
    'declaration',
    'import',
    'import FILE [as NAME]',
    'Takes in the declarations of another script.',
    'import "lib/login.vncscript" as login',
    {
      ...top,
      ...later,
      slots: slots({ file: 'file' }),
      clauses: [clause('as', 'newName', 'name to use them under')],
    },
  ),
  row(
    'declaration',
    'use',
    'use CONNECTION [as NAME]',
    'Names the stored connection that the script drives.',
    'use "lab/vm-101"',
    {
      ...top,
      slots: slots({ connection: 'connection' }),
      clauses: [clause('as', 'newName', 'name to use it under')],
    },
  ),
  row(
    'declaration',
    'use all',
    'use all PATTERN as NAME',
    'Names all stored connections that match.',
    'use all "tag:kiosk" as fleet',
    {
      ...top,
      ...later,
      slots: slots({ pattern: 'connection' }),
      clauses: [clause('as', 'newName', 'name of the list')],
    },
  ),
  row(
    'declaration',
    'param',
    'param NAME: TYPE [= VALUE] [HELP]',
    'A value that the caller of the script may give.',
    'param user: String = "root" "Account to log in with"',
    { ...top, slots: slots({ name: 'newName', type: 'type', 'default?': 'value', 'help?': 'text' }) },
  ),
  row(
    'declaration',
    'secret',
    'secret NAME [from ID]',
    'A value that is never shown: from the secret store, the environment or a prompt.',
    'secret password from "lab/vm-101/root"',
    { ...top, slots: slots({ name: 'newName' }), clauses: [clause('from', 'text', 'where it is stored')] },
  ),
  row(
    'declaration',
    'target',
    'target NAME[(PARAMETERS)] = TARGET',
    'Names something to look for on the screen.',
    'target Ok = text "OK"',
    { ...top, ...later, slots: slots({ name: 'newName', target: 'value' }) },
  ),
  row(
    'declaration',
    'func',
    'func NAME(PARAMETERS)[: TYPE] { … }',
    'Names a sequence of statements. A function cannot call itself.',
    'func login(user: String) { type user then <Enter> }',
    { ...top, ...block, slots: slots({ name: 'newName' }) },
  ),
  row(
    'declaration',
    'test',
    'test TITLE [tag NAME …] [for NAME in LIST] [timeout DURATION] { … }',
    'One test with an outcome of its own.',
    'test "the desktop appears" tag "smoke" { wait for still 1s }',
    {
      ...top,
      ...block,
      slots: slots({ title: 'text' }),
      clauses: [
        clause('tag', 'text', 'word to select tests by; may be repeated'),
        clause('for', 'newName', 'runs once for each item of a list'),
        clause('timeout', 'duration', 'how long the test may take'),
      ],
    },
  ),
  row('declaration', 'setup', 'setup { … }', 'Runs before each test.', 'setup { set typing 10ms }', {
    ...top,
    ...block,
  }),
  row(
    'declaration',
    'teardown',
    'teardown { … }',
    'Runs after each test, whatever its outcome.',
    'teardown { press <Ctrl+D> }',
    { ...top, ...block },
  ),
];

const mouse: readonly StatementRow[] = [
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

const keyboard: readonly StatementRow[] = [
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

const screen: readonly StatementRow[] = [
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
    'Records the screen during a block.',
    'record "install.webm" fps 4 { press <Enter> }',
    { ...later, slots: slots({ file: 'file' }), clauses: [fps], ...block },
  ),
  row(
    'screen',
    'record start',
    'record start FILE [fps N]',
    'Starts a recording.',
    'record start "login.webm"',
    { ...later, slots: slots({ file: 'file' }), clauses: [fps] },
  ),
  row('screen', 'record stop', 'record stop', 'Ends the recording.', 'record stop', later),
];

const flow: readonly StatementRow[] = [
  row('flow', 'let', 'let NAME[: TYPE] = VALUE', 'A variable until the end of its block.', 'let tries = 0', {
    slots: slots({ name: 'newName', value: 'value' }),
  }),
  row(
    'flow',
    'const',
    'const NAME[: TYPE] = VALUE',
    'A name for a value that does not change.',
    'const clock: Region = rect(right - 120, 0, 120, 32)',
    { slots: slots({ name: 'newName', value: 'value' }) },
  ),
  row(
    'flow',
    'set',
    'set SETTING VALUE',
    'Changes a setting from here to the end of the block.',
    'set timeout 90s',
    { slots: slots({ setting: 'setting', value: 'value' }) },
  ),
  row(
    'flow',
    'if',
    'if CONDITION { … } [else if CONDITION { … }] [else { … }]',
    'Runs a block when a condition holds now.',
    'if clipboard contains "ok" { log "copied" } else { fail "not copied" }',
    { slots: slots({ condition: 'condition' }), ...block },
  ),
  row(
    'flow',
    'repeat',
    'repeat N times { … }  or  repeat until|while CONDITION [max N times] [every DURATION] [timeout DURATION] { … }',
    'Repeats a block; `until` and `while` need `max` or `timeout`.',
    'repeat 3 times { press <Tab> }',
    {
      slots: slots({ times: 'number' }),
      clauses: [clause('max', 'number', 'how often at most'), every, timeout],
      ...block,
    },
  ),
  row(
    'flow',
    'for',
    'for NAME[, NAME] in LIST { … }',
    'Runs a block for each item; two names get index and item, or key and value of a record.',
    'for n in 1..3 { log "${n}" }',
    { slots: slots({ name: 'newName', list: 'list' }), ...block },
  ),
  row(
    'flow',
    'retry',
    'retry N times [every DURATION] { … }',
    'Runs a block again when it fails.',
    'retry 3 times every 5s { expect text "ready" }',
    { slots: slots({ times: 'number' }), clauses: [every], ...block },
  ),
  row(
    'flow',
    'within',
    'within DURATION { … }',
    'Bounds the time of a block.',
    'within 2m { wait for still 1s }',
    { slots: slots({ duration: 'duration' }), ...block },
  ),
  row(
    'flow',
    'try',
    'try { … } [catch [NAME] { … }] [finally { … }]',
    'Goes on after a failure.',
    'try { expect text "ok" } catch err { log warn "${err.code}" }',
    { ...block },
  ),
  row('flow', 'return', 'return [VALUE]', 'Ends a function.', 'return 42', {
    slots: slots({ 'value?': 'value' }),
  }),
  row('flow', 'break', 'break', 'Leaves the innermost loop.', 'break'),
  row('flow', 'continue', 'continue', 'Goes to the next round of the innermost loop.', 'continue'),
  row('flow', 'stop', 'stop', 'Ends the test as passed.', 'stop'),
  row(
    'flow',
    'pause',
    'pause [TEXT] [timeout DURATION]',
    'Asks a person to go on.',
    'pause "Insert the card"',
    { ...later, slots: slots({ 'text?': 'text' }), clauses: [timeout] },
  ),
  row('flow', 'breakpoint', 'breakpoint', 'Stops here when a debugger is attached.', 'breakpoint', later),
];

const connection: readonly StatementRow[] = [
  row(
    'connection',
    'on',
    'on CONNECTION { … }',
    'Drives another connection during a block.',
    'on display { press <Esc> }',
    { ...later, slots: slots({ connection: 'variable' }), ...block },
  ),
  row(
    'connection',
    'on each',
    'on each NAME in CONNECTIONS [parallel [N]] { … }',
    'Runs a block for each connection.',
    'on each k in fleet parallel 4 { press <F1> }',
    {
      ...later,
      slots: slots({ name: 'newName', connections: 'list' }),
      clauses: [clause('parallel', 'number', 'how many at the same time')],
      ...block,
    },
  ),
  row(
    'connection',
    'connect',
    'connect [CONNECTION] [timeout DURATION]',
    'Opens a connection.',
    'connect till',
    { ...later, slots: slots({ 'connection?': 'variable' }), clauses: [timeout] },
  ),
  row('connection', 'disconnect', 'disconnect [CONNECTION]', 'Closes a connection.', 'disconnect', {
    ...later,
    slots: slots({ 'connection?': 'variable' }),
  }),
  row(
    'connection',
    'reconnect',
    'reconnect [CONNECTION] [timeout DURATION]',
    'Closes a connection and opens it again.',
    'reconnect timeout 1m',
    { ...later, slots: slots({ 'connection?': 'variable' }), clauses: [timeout] },
  ),
  row(
    'connection',
    'resize',
    'resize SIZE',
    'Asks the server for another screen size.',
    'resize (1280, 800)',
    { ...later, slots: slots({ size: 'value' }) },
  ),
];

const report: readonly StatementRow[] = [
  row(
    'report',
    'step',
    'step TITLE { … }',
    'Gives statements a title in the report.',
    'step "Log in" { press <Enter> }',
    { slots: slots({ title: 'text' }), ...block },
  ),
  row('report', 'log', 'log [info|warn|error] VALUE', 'Writes a line into the report.', 'log "logged in"', {
    slots: slots({ value: 'value' }),
  }),
  row('report', 'fail', 'fail TEXT', 'Ends the test as failed.', 'fail "no shell prompt"', {
    slots: slots({ text: 'text' }),
  }),
  row('report', 'skip', 'skip TEXT', 'Ends the test as skipped.', 'skip "not on this machine"', {
    slots: slots({ text: 'text' }),
  }),
  row(
    'report',
    'attach',
    'attach VALUE [as NAME]',
    'Adds a value to the report.',
    'attach clipboard as "address"',
    { ...later, slots: slots({ value: 'value' }), clauses: [clause('as', 'text', 'its name')] },
  ),
];

/** All statements, in the order of the reference page. */
export const statementRows: readonly StatementRow[] = [
  ...declarations,
  ...mouse,
  ...keyboard,
  ...screen,
  ...flow,
  ...connection,
  ...report,
];
