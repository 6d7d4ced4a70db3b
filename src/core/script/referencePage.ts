import { builtinFunctions, builtinNames } from './builtins.ts';
import { diagnosticCodes } from './diagnosticCodes.ts';
import { settingRows } from './settings.ts';
import { statementRows } from './statementRows.ts';
import type { StatementGroup } from './statements.ts';
import { nameOfType } from './types.ts';

const groupTitles: Readonly<Record<StatementGroup, string>> = {
  declaration: 'Declarations',
  mouse: 'Pointer',
  keyboard: 'Keyboard and clipboard',
  screen: 'Screen',
  flow: 'Flow',
  connection: 'Connections',
  report: 'Report',
};

const later = ' *(not available yet)*';

/** The part of the reference page that is made of the tables of the language, in Markdown. */
export function referencePage(): string {
  return [...statements(), ...settings(), ...builtins(), ...codes()].join('\n');
}

function statements(): string[] {
  const lines: string[] = ['### Statements', ''];
  for (const [group, title] of Object.entries(groupTitles)) {
    lines.push(`#### ${title}`, '');
    for (const row of statementRows) {
      if (row.group !== group) continue;
      lines.push(`- \`${row.signature}\`${row.available ? '' : later}  `, `  ${row.summary}  `);
      for (const { keyword, summary } of row.clauses) lines.push(`  \`${keyword}\`: ${summary}.  `);
      lines.push(`  Example: \`${row.example}\``);
    }
    lines.push('');
  }
  return lines;
}

function settings(): string[] {
  const rows = settingRows.map(
    ({ name, type, choices, initial, summary, available }) =>
      `| \`${name}\`${available ? '' : later} | ${choices?.map((choice) => `"${choice}"`).join(', ') ?? nameOfType(type)} | ${initial} | ${summary} |`,
  );
  return [
    '### Settings',
    '',
    '| setting | type | worth at first | what it does |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}

function builtins(): string[] {
  const names = builtinNames.map(
    ({ name, type, summary }) => `| \`${name}\` | ${nameOfType(type)} | ${summary} |`,
  );
  const functions = builtinFunctions.map(({ name, parameters, returns, summary, available }) => {
    const list = parameters.map((parameter) => (parameter.optional ? `[${parameter.name}]` : parameter.name));
    const result = returns.kind === 'unknown' ? 'any' : nameOfType(returns);
    return `| \`${name}(${list.join(', ')})\`${available ? '' : later} | ${result} | ${summary} |`;
  });
  const head = ['| | type | |', '|---|---|---|'];
  return [
    '### Built-in names',
    '',
    ...head,
    ...names,
    '',
    '### Built-in functions',
    '',
    ...head,
    ...functions,
    '',
  ];
}

function codes(): string[] {
  const rows = Object.entries(diagnosticCodes).map(
    ([code, { severity, title }]) => `| ${code} | ${severity} | ${title} |`,
  );
  return ['### Codes', '', '| code | severity | what it is about |', '|---|---|---|', ...rows, ''];
}
