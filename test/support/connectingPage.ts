import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseJsonWithComments } from '../../src/cli/jsonWithComments.ts';

/** A snippet of the page about connecting: settings as they stand in a file. */
export interface Snippet {
  readonly text: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const page = readFileSync('docs/connecting.md', 'utf8');

/** What stands on `docs/connecting.md` between fences of a language. */
export function fencedTexts(language: string): readonly string[] {
  const fences = page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'));
  return [...fences].map(([, text = '']) => text);
}

/** The snippets of settings on `docs/connecting.md`. */
export function snippetsOfThePage(): readonly Snippet[] {
  return fencedTexts('jsonc').map((text) => {
    const settings: unknown = parseJsonWithComments(`{${text}}`);
    assert.ok(typeof settings === 'object' && settings !== null);
    return { text, settings: { ...settings } };
  });
}

/** The only connection of that name on the page, as it stands there. */
export function documentedConnection(name: string): Readonly<Record<string, unknown>> {
  const found = snippetsOfThePage().flatMap(({ settings }) => {
    const connections: unknown = settings['vncAgentBridge.connections'];
    return Array.isArray(connections) ? (connections as readonly Record<string, unknown>[]) : [];
  });
  const [connection, ...others] = found.filter((one) => one['name'] === name);
  assert.ok(connection !== undefined && others.length === 0, `one connection “${name}” is on the page`);
  return connection;
}
