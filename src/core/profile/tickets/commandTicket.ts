import { cancelError } from '../../base/deadline.ts';
import { type VncErrorData, isVncError, vncError } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { Program } from '../../transport/program.ts';
import { isRecord } from '../fieldReaders.ts';
import { isHeaderValue, isSettableHeader } from '../headerTemplate.ts';
import { hideSecrets } from './hideSecrets.ts';
import type { Ticket } from './ticket.ts';

/**
 * Runs a program, without a shell, and takes what it prints for a ticket: one line is the ticket itself; a JSON
 * object has the values of placeholders by their names, with `password` for the handshake and `headers` for the
 * upgrade.
 *
 * @throws `VNC_TICKET_COMMAND_FAILED` with a reason: `notFound`, `notStarted`, `status` with the exit status,
 *   `empty`, `tooLong`, `lines` or `values` for output that is no ticket; `VNC_CANCELLED`. None of them holds what
 *   the program printed; of its standard error the last lines, without what looks like a secret.
 */
export async function fetchCommandTicket(
  command: readonly string[],
  options: { readonly secrets: readonly string[]; readonly signal: AbortSignal },
): Promise<Ticket> {
  const { signal, secrets } = options;
  const program = await start(command, signal);
  const stop = (): void => program.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    program.stdin.end();
    const output = await readOutput(program);
    const status = await program.ended();
    if (signal.aborted) throw cancelError(signal);
    if (status !== 0) throw failed(program, 'status', { status, ...said(program, output, secrets) });
    return ticketOf(output, program);
  } finally {
    signal.removeEventListener('abort', stop);
    program.dispose();
  }
}

async function start(command: readonly string[], signal: AbortSignal): Promise<Program> {
  try {
    return await Program.start(command, signal);
  } catch (error) {
    if (!isVncError(error, 'VNC_COMMAND_FAILED')) throw error;
    throw vncError('VNC_TICKET_COMMAND_FAILED', error.data, error.cause);
  }
}

async function readOutput(program: Program): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of program.stdout as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > limits.ticketOutputBytes) throw failed(program, 'tooLong');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failed(program: Program, reason: string, data: VncErrorData = {}): Error {
  return vncError('VNC_TICKET_COMMAND_FAILED', { program: program.name, reason, ...data });
}

/** What it wrote to standard error, as far as it can be shown. */
function said(program: Program, output: string, secrets: readonly string[]): VncErrorData {
  const text = hideSecrets(program.output, [...secrets, ...output.split(/[\s"'=:,{}]+/)]);
  return text === '' ? {} : { said: text };
}

function ticketOf(output: string, program: Program): Ticket {
  const text = output.trim();
  if (text === '') throw failed(program, 'empty');
  if (text.startsWith('{')) return ticketOfJson(text, program);
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) throw failed(program, 'lines');
  return { values: { ticket: text } };
}

function ticketOfJson(text: string, program: Program): Ticket {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The cause would quote the output.
    throw failed(program, 'values');
  }
  if (!isRecord(value)) throw failed(program, 'values');
  const { password, headers, ...rest } = value;
  const values: Record<string, string> = {};
  for (const [name, one] of Object.entries(rest)) {
    if (typeof one !== 'string' && typeof one !== 'number')
      throw failed(program, 'values', { name: shown(name) });
    values[name] = String(one);
  }
  if (password !== undefined && typeof password !== 'string')
    throw failed(program, 'values', { name: 'password' });
  return {
    values: password === undefined ? values : { ...values, password },
    ...(password === undefined ? {} : { password }),
    ...(headers === undefined ? {} : { headers: headersOf(headers, program) }),
  };
}

function headersOf(value: unknown, program: Program): Readonly<Record<string, string>> {
  if (!isRecord(value)) throw failed(program, 'values', { name: 'headers' });
  const headers: Record<string, string> = {};
  for (const [name, one] of Object.entries(value)) {
    if (typeof one !== 'string' || !isSettableHeader(name) || !isHeaderValue(one)) {
      throw failed(program, 'values', { name: 'headers' });
    }
    headers[name] = one;
  }
  return headers;
}

/** A name is seldom a secret, but what prints nonsense may print anything. */
function shown(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/.test(name) ? name : '…';
}
