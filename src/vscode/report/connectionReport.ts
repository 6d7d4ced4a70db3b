import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { Session } from '../../core/session/session.ts';
import type { ConnectionJournal } from './connectionJournal.ts';
import { statisticsLines } from './statisticsLines.ts';

/** What the report says of the place where the extension runs. */
export interface ReportSurroundings {
  /** The extension's version. */
  readonly version: string;
  /** Name and version of the editor, and how it runs. */
  readonly editor: string;
  /** Versions of Node and what it stands on. */
  readonly versions: NodeJS.ProcessVersions;
  readonly platform: string;
}

/** Parts of Node whose versions decide what TLS and compression can do. */
const toldVersions = ['node', 'openssl', 'zlib', 'electron'] as const;

/**
 * A text for a bug report: versions, what was negotiated, what went over the wire, the last lines of the log. It is
 * for developers, so it is in the language of the code.
 *
 * @param redact takes out whatever is known to be a secret, and the queries of URLs.
 */
export function connectionReport(
  journal: ConnectionJournal,
  surroundings: ReportSurroundings,
  redact: (text: string) => string,
): string {
  const { session, profile } = journal;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Versions', versionLines(surroundings)],
    ['Connection', [...stateLines(journal), ...(profile === undefined ? [] : [profileLine(profile)])]],
    ...(session === undefined
      ? []
      : ([
          ['Negotiated', factLines(session)],
          ['Statistics', statisticsLines(session)],
        ] as const)),
    ['Log', logLines(journal)],
  ];
  const text = sections.map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  return `${redact(['VNC Agent Bridge: connection report', ...text].join('\n\n'))}\n`;
}

function versionLines({ version, editor, versions, platform }: ReportSurroundings): string[] {
  const node = toldVersions.flatMap((name) => {
    const number = versions[name];
    return number === undefined ? [] : [`${name} ${number}`];
  });
  return [`extension ${version}`, editor, node.join(', '), platform];
}

function stateLines({ name, session, failure, began, openedIn }: ConnectionJournal): string[] {
  const lines = [`name: ${name}`, `began: ${began.toISOString()}`];
  if (session === undefined) {
    lines.push(failure === undefined ? 'state: connecting' : `state: failed: ${describe(failure)}`);
    return lines;
  }
  const { state } = session;
  const error = state.phase === 'open' ? undefined : state.error;
  lines.push(
    `address: ${session.address}`,
    `state: ${state.phase}${state.phase === 'reconnecting' ? ` (attempt ${state.attempt})` : ''}${
      error === undefined ? '' : `: ${describe(error)}`
    }`,
  );
  if (openedIn !== undefined) lines.push(`first picture after: ${Math.round(openedIn)} ms`);
  return lines;
}

/** Texts of the profile may be private: what counts for a bug is which fields are set, and the numbers. */
function profileLine(profile: ConnectionProfile): string {
  const told = new Set(['security', 'encoding', 'keyboardLayout', 'subprotocols', 'reconnect', 'listen']);
  const fields = Object.entries(profile).flatMap(([name, value]) => {
    if (value === undefined || name === 'id' || name === 'name') return [];
    const plain = typeof value === 'number' || typeof value === 'boolean' || told.has(name);
    return [plain ? `${name} ${JSON.stringify(value)}` : name];
  });
  return `profile: ${fields.join(', ')}`;
}

function factLines(session: Session): string[] {
  const { width, height } = session.size;
  const capabilities = Object.entries(session.capabilities)
    .filter(([, has]) => has)
    .map(([name]) => name);
  const screens = session.layout.map(
    ({ id, x, y, width: w, height: h }) => `${w} x ${h} at ${x},${y} (id ${id})`,
  );
  return [
    ...Object.entries(session.facts).map(([name, value]) => `${name}: ${value}`),
    `capabilities: ${capabilities.length === 0 ? 'none' : capabilities.join(', ')}`,
    `screen: ${width} x ${height}${session.viewOnly ? ', view only' : ''}, pointer ${session.pointerMode}`,
    ...(screens.length === 0 ? [] : [`screens: ${screens.join('; ')}`]),
  ];
}

function logLines({ lines, left }: ConnectionJournal): string[] {
  let last = 0;
  const texts: string[] = [];
  for (const { at, level, text } of lines) {
    if (left > 0 && texts.length === lines.length / 2) texts.push(`… ${left} lines left out …`);
    texts.push(`${String(at).padStart(7)} ms (+${at - last}) ${level}: ${text}`);
    last = at;
  }
  return texts.length === 0 ? ['nothing'] : texts;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
