import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';

/** The parts of esbuild's metafile that the tests read. */
export interface BundleMetafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
  readonly outputs: Readonly<
    Record<
      string,
      {
        /** The module that it begins with, unless it is what others share. */
        readonly entryPoint?: string;
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        /** Other outputs, and what is outside. */
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}

/** The bundles by name, as `node esbuild.mjs --production` left them. */
export function readMetafile(): Readonly<Record<string, BundleMetafile>> {
  const file = path.join(projectRoot, 'dist/meta.json');
  if (!existsSync(file)) throw new Error('build first: npm run build');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, BundleMetafile>;
}

/** Every file that went into a bundle. */
export function inputsOf(bundle: BundleMetafile | undefined): string[] {
  if (!bundle) throw new Error('there is no such bundle');
  return Object.keys(bundle.inputs);
}

/** The package that a file belongs to, such as `@vscode/codicons`. */
export function packageOf(file: string): string | undefined {
  const after = file.split('node_modules/').at(-1);
  if (after === undefined || after === file) return undefined;
  const [first = '', second = ''] = after.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
