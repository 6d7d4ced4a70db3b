import { block, clause, later, row, slots, top } from './statementRow.ts';
import type { StatementRow } from './statements.ts';

export const declarations: readonly StatementRow[] = [
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
