// Builds every bundle of the product. `--production` minifies, `--watch` rebuilds on change. The test
// runners import `buildTests` and `buildEditorSuite` from here.
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Prints the begin and end lines that the `$esbuild-watch` problem matcher of `.vscode/tasks.json` reads. */
let building = 0;
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    // F5 waits for the end, which is that of the last of the bundles.
    build.onStart(() => {
      building += 1;
      if (building === 1) console.log('[watch] build started');
    });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      building -= 1;
      if (building === 0) console.log('[watch] build finished');
    });
  },
};

/**
 * Takes of these packages only what the product uses: their entries bring a server and a decoder besides. Wanting
 * more of one is an error of the build that names it.
 */
const lean = {
  name: 'lean',
  setup(build) {
    const parts = {
      ws: "export { default as WebSocket } from './node_modules/ws/lib/websocket.js';",
      // The one listener brings the server to its own part of the extension.
      'ws for directListener.ts':
        "export { default as WebSocketServer } from './node_modules/ws/lib/websocket-server.js';",
      'jpeg-js': "export { default as encode } from './node_modules/jpeg-js/lib/encoder.js';",
    };
    build.onResolve({ filter: /^(ws|jpeg-js)$/ }, ({ path: name, importer }) => {
      const own = `${name} for ${path.basename(importer)}`;
      return { path: own in parts ? own : name, namespace: 'lean' };
    });
    build.onLoad({ filter: /.*/, namespace: 'lean' }, ({ path: name }) => ({
      contents: parts[name],
      resolveDir: root,
    }));
    // Nobody compresses pictures twice: the extension is never offered, so only its name is asked for.
    build.onLoad({ filter: /[\\/]ws[\\/]lib[\\/]permessage-deflate\.js$/ }, () => ({
      contents: "module.exports = class { static extensionName = 'permessage-deflate'; };",
    }));
  },
};

/** What every bundle shares. */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  metafile: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: watch ? 'silent' : 'warning',
  plugins: watch ? [lean, problemMatcher] : [lean],
};

/**
 * Makes of the editor's interface one module with the names that we use. The usual bundling copies the whole of it,
 * some five hundred names, once for each file that imports it, which took most of the time of activation.
 */
const vscodeNames = {
  name: 'vscode-names',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ path: name, namespace }) =>
      namespace === 'vscode-names'
        ? { path: name, external: true }
        : { path: name, namespace: 'vscode-names' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode-names' }, async () => {
      const names = new Set();
      const files = await readdir(path.join(root, 'src'), { recursive: true });
      for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
        const text = await readFile(path.join(root, 'src', file), 'utf8');
        for (const [, name] of text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)) names.add(name);
      }
      return { contents: `const all = require('vscode');\nexport const { ${[...names].join(', ')} } = all;` };
    });
  },
};

/** Node bundles: the oldest editor we support hosts extensions on Node 22, the CLI runs from Node 20 on. */
const node = {
  ...common,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Native speed-ups of ws that are optional and not ours to ship.
  external: ['vscode', 'bufferutil', 'utf-8-validate'],
};

const bundles = {
  extension: { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  cli: {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  library: { ...node, entryPoints: ['src/core/index.ts'], outfile: 'dist/index.js' },
  // The thread that encodes videos; the package's module asks where it lies, which only ES modules know.
  videoWorker: {
    ...node,
    format: 'esm',
    entryPoints: ['src/core/recording/video/videoWorker.ts'],
    outfile: 'dist/video-worker.mjs',
  },
  webview: {
    ...common,
    platform: 'browser',
    target: ['es2022', 'chrome124'],
    format: 'iife',
    entryPoints: {
      screen: 'webview/main.ts',
      'screen-style': 'webview/screen.css',
      player: 'webview/recording/main.ts',
      'player-style': 'webview/recording/player.css',
      wall: 'webview/wall/main.ts',
      'wall-style': 'webview/wall/wall.css',
    },
    outdir: 'dist/webview',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
};

/**
 * Builds the extension in parts: `extension.js` and what it shares are read at activation, the rest (`onDemand.ts`)
 * when it is needed. Parts exist for ES modules only, so each one is made a CommonJS file afterwards.
 */
async function buildExtensionInParts() {
  const { outfile, ...options } = bundles.extension;
  const outdir = path.join(root, path.dirname(outfile));
  const { metafile, outputFiles } = await esbuild.build({
    ...options,
    format: 'esm',
    splitting: true,
    outdir,
    chunkNames: 'extension-[hash]',
    plugins: [...options.plugins, vscodeNames],
    write: false,
  });
  for (const file of await readdir(outdir)) {
    if (/^extension.*\.js(\.map)?$/.test(file)) await rm(path.join(outdir, file));
  }
  const { minify, charset, platform, target } = node;
  for (const file of outputFiles) {
    const { code } = await esbuild.transform(file.text, { format: 'cjs', minify, charset, platform, target });
    await writeFile(file.path, code);
    metafile.outputs[path.relative(root, file.path).replaceAll(path.sep, '/')].bytes =
      Buffer.byteLength(code);
  }
  return { metafile };
}

/** Files that bundles read at run time, from their own folder. */
async function copyAssets() {
  const require = createRequire(import.meta.url);
  await mkdir(path.join(root, 'dist'), { recursive: true });
  const wasm = path.join(path.dirname(require.resolve('@cwasm/jpeg-turbo')), 'jpeg-turbo.wasm');
  await cp(wasm, path.join(root, 'dist', 'jpeg-turbo.wasm'));
  const webp = path.join(path.dirname(require.resolve('@jsquash/webp')), 'codec/enc/webp_enc_simd.wasm');
  await cp(webp, path.join(root, 'dist', 'webp_enc_simd.wasm'));
}

async function testFiles(folder) {
  if ((await stat(folder)).isFile()) return [folder];
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name))
    .sort();
}

/**
 * Bundles the mocha suites below `folders` (files or folders, relative to the root) into `outdir`.
 * Packages stay outside the bundle, so that tests load them as Node does.
 */
export async function buildTests(folders, outdir) {
  const entryPoints = (await Promise.all(folders.map((f) => testFiles(path.join(root, f))))).flat();
  if (entryPoints.length === 0) throw new Error(`no test file below ${folders.join(', ')}`);
  await rm(path.join(root, outdir), { recursive: true, force: true });
  await esbuild.build({
    ...common,
    minify: false,
    sourcemap: 'linked',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    splitting: true,
    packages: 'external',
    entryPoints,
    outbase: path.join(root, 'test'),
    outdir: path.join(root, outdir),
    outExtension: { '.js': '.mjs' },
    // CommonJS habits in our own sources and their dependencies keep working inside ES modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [],
  });
  return outdir;
}

/** Bundles one mocha suite that runs inside the extension host (CommonJS, `vscode` outside). */
export async function buildEditorSuite(entry, outfile) {
  await esbuild.build({
    ...node,
    minify: false,
    sourcemap: 'linked',
    entryPoints: [entry],
    outfile,
    external: [...node.external, 'mocha'],
    plugins: [],
  });
}

/** Builds or watches the product's bundles and writes the metafile that the bundle tests read. */
export async function buildProduct() {
  await copyAssets();
  if (watch) {
    for (const options of Object.values(bundles)) await (await esbuild.context(options)).watch();
    return;
  }
  const results = await Promise.all(
    Object.entries(bundles).map(([name, options]) =>
      name === 'extension' && production ? buildExtensionInParts() : esbuild.build(options),
    ),
  );
  const meta = Object.fromEntries(Object.keys(bundles).map((name, i) => [name, results[i].metafile]));
  await writeFile(path.join(root, 'dist', 'meta.json'), JSON.stringify(meta));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildProduct();
}
