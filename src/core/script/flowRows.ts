import { block, clause, every, later, row, slots, timeout } from './statementRow.ts';
import type { StatementRow } from './statements.ts';

export const flow: readonly StatementRow[] = [
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

export const connection: readonly StatementRow[] = [
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

export const report: readonly StatementRow[] = [
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
