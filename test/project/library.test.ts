import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import { runProgram } from '../support/programs.ts';

/** A program of somebody else, whose types the compiler must agree with. */
const program = `
import { createVnc, openRecording, recordSession, VncAuthenticationError, type Recording, type Session } from 'vnc-agent-bridge';
const session: Session = await createVnc('127.0.0.1', 1, { timeout: 2000, password: 'x' });
const { width }: { readonly width: number } = session.size;
await session.mouse.moveTo(width / 2, 1);
await session.mouse.click({ button: 'right' });
// @ts-expect-error There is no such button.
await session.mouse.click({ button: 'fourth' });
const recording: Recording = await recordSession(session, { file: 'a.vncrec', maxSeconds: 1 });
await recording.stop();
const player = await openRecording('a.vncrec');
await player.seek(player.duration);
player.dispose();
console.log(VncAuthenticationError.name);
`;

const compilerOptions = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['esnext'],
  types: ['node'],
  typeRoots: [path.join(projectRoot, 'node_modules/@types')],
  strict: true,
  noEmit: true,
};

describe('the package for other programs', function () {
  this.timeout(180_000);
  const tsc = path.join(projectRoot, 'node_modules/typescript/bin/tsc');
  let folder = '';
  let files: readonly string[] = [];

  before(async () => {
    await runProgram(process.execPath, [tsc, '-p', 'src/core/tsconfig.types.json'], { cwd: projectRoot });
    folder = await mkdtemp(path.join(tmpdir(), 'library-'));
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const output = await runProgram('npm', pack, { cwd: projectRoot });
    const [packed] = JSON.parse(output.toString()) as [{ filename: string; files: { path: string }[] }];
    files = packed.files.map((file) => file.path);
    await runProgram('tar', ['-xzf', packed.filename], { cwd: folder });
    await mkdir(path.join(folder, 'node_modules'));
    await rename(path.join(folder, 'package'), path.join(folder, 'node_modules/vnc-agent-bridge'));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  it('holds the command line, the library with its types, and no part of the extension but its entry', () => {
    for (const name of [
      'dist/cli.js',
      'dist/index.js',
      'dist/jpeg-turbo.wasm',
      'dist/video-worker.mjs',
      'dist/webp_enc_simd.wasm',
      'dist/types/index.d.ts',
      'LICENSE',
    ])
      assert.ok(files.includes(name), name);
    const allowed =
      /^(dist\/(cli\.js|index\.js|extension\.js|jpeg-turbo\.wasm|webp_enc_simd\.wasm|video-worker\.mjs|types\/.*\.d\.ts)|docs\/[\w-]+\.md|media\/vncscript\.md|package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.txt)$/;
    assert.deepEqual(
      files.filter((name) => !allowed.test(name)),
      [],
    );
  });

  it('gives its names to an import, and its commands to a shell', async () => {
    await writeFile(
      path.join(folder, 'use.mjs'),
      "import { createVnc } from 'vnc-agent-bridge';\n" +
        "await createVnc('127.0.0.1', 1, { timeout: 5000 }).catch((error) => console.log(error.code));\n",
    );
    const output = await runProgram(process.execPath, ['use.mjs'], { cwd: folder });
    assert.equal(output.toString().trim(), 'VNC_CONNECTION_REFUSED');
    const cli = path.join(folder, 'node_modules/vnc-agent-bridge/dist/cli.js');
    assert.match(
      (await runProgram(process.execPath, [cli, '--help'], { cwd: folder })).toString(),
      /vncscript/,
    );
  });

  it('records a video without any package beside it', async () => {
    const cli = path.join(folder, 'node_modules/vnc-agent-bridge/dist/cli.js');
    const file = path.join(folder, 'demo.webm');
    await runProgram(process.execPath, [cli, 'record', '--demo', file, '--duration', '1', '-q'], {
      cwd: folder,
    });
    assert.equal((await readFile(file)).readUInt32BE(0), 0x1a45dfa3);
  });

  it('has types that a strict program compiles with', async () => {
    await writeFile(path.join(folder, 'use.mts'), program);
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['use.mts'] }),
    );
    await runProgram(process.execPath, [tsc, '-p', '.'], { cwd: folder });
  });
});
