declare module '*/esbuild.mjs' {
  /** Bundles mocha suites; returns the folder they lie in. */
  export function buildTests(folders: readonly string[], outdir: string): Promise<string>;
  /** Bundles one suite that runs inside the extension host. */
  export function buildEditorSuite(entry: string, outfile: string): Promise<void>;
}

declare module '*/systemTools.mjs' {
  /** What the tests use: packages by program. */
  export const systemTools: Readonly<Record<string, string>>;
  /** What benchmarks use besides. */
  export const benchTools: Readonly<Record<string, string>>;
  /** Installs missing packages or fails, naming them. */
  export function ensureSystemTools(purpose?: 'tests' | 'demo' | 'bench'): void;
}

declare module '*/nodeVersion.mjs' {
  /** Whether every tool of the project runs on that version of Node. */
  export function isSupportedNode(version: string): boolean;
}
