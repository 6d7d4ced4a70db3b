declare module '*/esbuild.mjs' {
  /** Bundles mocha suites; returns the folder they lie in. */
  export function buildTests(folders: readonly string[], outdir: string): Promise<string>;
  /** Bundles one suite that runs inside the extension host. */
  export function buildEditorSuite(entry: string, outfile: string): Promise<void>;
}

declare module '*/systemTools.mjs' {
  /** Installs missing packages or fails, naming them. */
  export function ensureSystemTools(choice?: { readonly only?: 'demo' }): void;
}

declare module '*/nodeVersion.mjs' {
  /** Whether every tool of the project runs on that version of Node. */
  export function isSupportedNode(version: string): boolean;
}
