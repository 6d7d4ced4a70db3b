import { type ImportNote, type ImportedConnection, note } from './importedConnection.ts';
import { sshCommand } from './sshCommand.ts';

/** Reads what an `Include` names: the texts of all files that its pattern fits, relative to `~/.ssh`. */
export type ReadIncluded = (pattern: string) => Promise<readonly string[]>;

/** Files may include others; deeper is a circle (OpenSSH has the same bound). */
const deepestInclude = 16;

/**
 * The hosts of `~/.ssh/config` (ssh_config(5)) as connections to a VNC server on each of them, reached through
 * `ssh`, which itself knows user, port, keys and jumps. Patterns are rules for many hosts and none themselves;
 * what stands under `Match` is not read.
 */
export async function parseSshConfig(
  text: string,
  readIncluded: ReadIncluded = async () => await Promise.resolve([]),
): Promise<readonly ImportedConnection[]> {
  const hosts = new Map<string, Record<string, string>>();
  await collect(text, { hosts, current: [], depth: 0, readIncluded });
  return [...hosts].flatMap(([name, values]) => draftOf(name, values));
}

interface Collecting {
  readonly hosts: Map<string, Record<string, string>>;
  /** Those that the lines are about. */
  current: readonly string[];
  readonly depth: number;
  readonly readIncluded: ReadIncluded;
}

async function collect(text: string, state: Collecting): Promise<void> {
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, word = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? [];
    switch (word.toLowerCase()) {
      case 'host':
        state.current = wordsOf(rest).filter((name) => /^[^*?!\s]+$/.test(name));
        for (const name of state.current) if (!state.hosts.has(name)) state.hosts.set(name, {});
        break;
      case 'match':
        state.current = [];
        break;
      case 'include':
        if (state.depth < deepestInclude) await include(rest, state);
        break;
      case 'hostname':
      case 'user':
      case 'port':
      case 'proxyjump':
        for (const name of state.current) {
          const values = state.hosts.get(name);
          // The first value that is found counts.
          if (values !== undefined) values[word.toLowerCase()] ??= wordsOf(rest)[0] ?? '';
        }
        break;
      default:
    }
  }
}

async function include(rest: string, state: Collecting): Promise<void> {
  for (const pattern of wordsOf(rest)) {
    for (const text of await state.readIncluded(pattern)) {
      // Included lines begin in the block that includes them; their own blocks end with the file.
      await collect(text, { ...state, depth: state.depth + 1 });
    }
  }
}

/** Words, those in quotes whole; `#` begins no comment inside a line. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function draftOf(name: string, values: Readonly<Record<string, string>>): readonly ImportedConnection[] {
  const proxyCommand = sshCommand({ destination: name });
  if (proxyCommand === undefined) return [];
  const notes: ImportNote[] = [note('commandSuggested', { name: 'proxyCommand' })];
  const { proxyjump = '' } = values;
  return [
    {
      // As the host itself sees its server: most listen there alone.
      profile: {
        name,
        host: '127.0.0.1',
        port: 5900,
        tags: proxyjump === '' ? ['ssh'] : ['ssh', `via ${proxyjump}`],
      },
      secrets: {},
      machine: { proxyCommand },
      notes,
    },
  ];
}
