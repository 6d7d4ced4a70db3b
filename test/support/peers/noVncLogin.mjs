// Logs in to a server with noVNC's own code, outside of a browser. Prints one line of JSON: {"name": the desktop's} or {"failure": what noVNC says}.
//
//     node noVncLogin.mjs PORT '{"username": …, "password": …, "target": …}' KIND
//
// noVNC speaks RA2ne with keys of 128 bits. For the other kinds of RSA-AES its code is copied to a folder of its own
// with the differences that rfbproto names: the number of the type, SHA-256 and keys of 32 bytes, and messages that
// stay sealed after the login, by noVNC's own cipher.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nothing, openChannel } from './noVncPage.mjs';

const [, , port, credentialsText, kind] = process.argv;
const credentials = JSON.parse(credentialsText);

/** noVNC's sources, changed for kinds that it does not speak itself. @returns the folder of its `core` */
function sources() {
  const core = path.dirname(createRequire(import.meta.url).resolve('@novnc/novnc'));
  if (!['RA2', 'RA2_256', 'RA2ne_256'].includes(kind)) return core;
  const folder = mkdtempSync(path.join(tmpdir(), 'vnc-novnc-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const copy = path.join(folder, 'core');
  cpSync(core, copy, { recursive: true });
  symlinkSync(path.join(core, '..', 'vendor'), path.join(folder, 'vendor'));
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  const change = (file, changes) => {
    let text = readFileSync(path.join(copy, file), 'utf8');
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`noVNC's ${file} has no ${from}`);
      text = text.replaceAll(from, to);
    }
    writeFileSync(path.join(copy, file), text);
  };
  const number = { RA2: 5, RA2_256: 129, RA2ne_256: 130 }[kind];
  change('rfb.js', [
    ['const securityTypeRA2ne             = 6', `const securityTypeRA2ne = ${number}`],
    // 129 on the upper level is RA2_256; noVNC has Tight's own 129 in the same table.
    ['const securityTypeUnixLogon         = 129', 'const securityTypeUnixLogon = -129'],
  ]);
  const end = 'await clientCipher.makeMessage(credentials));\n        this._sock.flush();';
  change('ra2.js', [
    [end, `${end}\n        globalThis.sealed(clientCipher, serverCipher);`],
    ...(kind === 'RA2'
      ? []
      : [
          ['"SHA-1"', '"SHA-256"'],
          ['.slice(0, 16)', '.slice(0, 32)'],
          ['2 + 20 + 16', '2 + 32 + 16'],
          ['!== 20)', '!== 32)'],
          ['20, this._sock.rQshiftBytes(20 + 16)', '32, this._sock.rQshiftBytes(32 + 16)'],
          ['i < 20', 'i < 32'],
        ]),
  ]);
  return copy;
}

/** RSA-AES whose messages stay sealed after the login: noVNC's own cipher seals them from then on. */
function sealing(deliver, write) {
  const layer = { receive: deliver, send: write };
  globalThis.sealed = (clientCipher, serverCipher) => {
    if (kind !== 'RA2' && kind !== 'RA2_256') return;
    let sending = Promise.resolve();
    layer.send = (text) => {
      sending = sending.then(async () => write(await clientCipher.makeMessage(new Uint8Array(text))));
    };
    let waiting = Buffer.alloc(0);
    let receiving = Promise.resolve();
    const open = async (chunk) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 2 && waiting.length >= 18 + waiting.readUInt16BE()) {
        const length = waiting.readUInt16BE();
        const sealed = Uint8Array.from(waiting.subarray(2, 18 + length));
        waiting = waiting.subarray(18 + length);
        const text = await serverCipher.receiveMessage(length, sealed);
        if (text === null) throw new Error('a message was changed');
        deliver(text);
      }
    };
    layer.receive = (chunk) => {
      receiving = receiving.then(() => open(chunk)).catch((error) => finish({ failure: error.message }));
    };
  };
  return layer;
}

let finished = false;

/** The first result counts: noVNC says the same failure in several ways. */
function finish(result) {
  if (finished) return;
  finished = true;
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

process.on('unhandledRejection', (error) => finish({ failure: `rejection: ${error.stack}` }));
process.on('uncaughtException', (error) => finish({ failure: `exception: ${error.stack}` }));

const { default: RFB } = await import(pathToFileURL(path.join(sources(), 'rfb.js')).href);
const rfb = new RFB(nothing(), openChannel(Number(port), sealing), { credentials });
rfb.addEventListener('serververification', () => rfb.approveServer());
rfb.addEventListener('credentialsrequired', ({ detail }) => finish({ failure: `wants ${detail.types}` }));
rfb.addEventListener('securityfailure', ({ detail }) => finish({ failure: detail.reason ?? 'refused' }));
rfb.addEventListener('desktopname', ({ detail }) => finish({ name: detail.name }));
rfb.addEventListener('disconnect', ({ detail }) =>
  finish({ failure: `disconnected, clean: ${detail.clean}` }),
);
setTimeout(() => finish({ failure: 'nothing happened' }), 20_000);
