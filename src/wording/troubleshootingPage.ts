import { type VncErrorCode, type VncErrorKind, errorCodes } from '../core/base/errorCodes.ts';
import { errorTable } from './errorTable.ts';

/** The page's parts, in its order, by the kind of the error. */
const parts: { readonly [Kind in VncErrorKind]: string } = {
  connection: 'Reaching the server',
  authentication: 'Logging in',
  timeout: 'Waiting too long',
  protocol: 'Servers that break the protocol',
  state: 'Sessions and controls',
  input: 'Values that cannot be used',
};

/** The troubleshooting page in Markdown: every code of the error table, what it says and what helps. */
export function troubleshootingPage(): string {
  const lines = [
    '# Troubleshooting',
    '',
    'Every error has a stable code. It stands in the log (command “VNC: Show Log”) and in what the command line',
    'prints. Look for yours here. This page is made from the messages themselves by `npm run docs`.',
    '',
  ];
  for (const [kind, title] of Object.entries(parts)) {
    lines.push(`## ${title}`, '');
    for (const code of codesOf(kind)) lines.push(...section(code));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function codesOf(kind: string): readonly VncErrorCode[] {
  const codes: VncErrorCode[] = [];
  for (const entry of Object.entries(errorTable)) {
    const code = entry[0];
    if (isCode(code) && errorCodes[code] === kind) codes.push(code);
  }
  return codes;
}

function isCode(text: string): text is VncErrorCode {
  return Object.hasOwn(errorCodes, text);
}

function section(code: VncErrorCode): readonly string[] {
  const { title, wordings } = errorTable[code];
  const lines = [`### ${title}`, '', `Code \`${code}\`.`, ''];
  let toldInGeneral = false;
  for (const { message, fix, when } of wordings) {
    // Later general wordings only stand in for missing data: they say the same with less.
    if (when === undefined && toldInGeneral) continue;
    toldInGeneral ||= when === undefined;
    lines.push(`- **${markdown(message)}** ${markdown(fix)}`);
  }
  return [...lines, ''];
}

/** Places become words in italics, and nothing else is taken for markup. */
function markdown(text: string): string {
  const escaped = text.replace(/[<>*_`[\]]/g, (character) => `\\${character}`);
  return escaped.replace('{example}', '`${name}`').replace(/\{(\w+)\}/g, '_$1_');
}
