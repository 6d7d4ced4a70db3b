import { keyboard, mouse, screen } from './actionRows.ts';
import { declarations } from './declarationRows.ts';
import { connection, flow, report } from './flowRows.ts';
import type { StatementRow } from './statements.ts';

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
