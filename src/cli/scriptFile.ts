import { readFile } from 'node:fs/promises';
import { limits } from '../core/base/limits.ts';
import { reasonOf } from './environment.ts';
import { UsageError } from './usageError.ts';

/** A script and what it is called in messages. */
export interface ScriptFile {
  readonly name: string;
  readonly source: string;
}

/** Reads a script; `-` is standard input. @throws UsageError */
export async function readScript(file: string): Promise<ScriptFile> {
  const name = file === '-' ? '<stdin>' : file;
  let bytes: Buffer;
  try {
    bytes = file === '-' ? await readStandardInput() : await readFile(file);
  } catch (error) {
    throw new UsageError(`${name}: ${reasonOf(error)}`);
  }
  if (bytes.byteLength > limits.scriptBytes) throw new UsageError(`${name}: the script is too long`);
  return { name, source: bytes.toString('utf8').replace(/^\uFEFF/, '') };
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
