import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { limits } from '../../../../src/core/base/limits.ts';
import type { ConnectionProfile, MachineOptions } from '../../../../src/core/profile/profile.ts';
import { prepareTarget } from '../../../../src/core/profile/prepareTarget.ts';
import type { Ticket } from '../../../../src/core/profile/tickets/ticket.ts';
import { hideSecrets } from '../../../../src/core/profile/tickets/hideSecrets.ts';
import { fetchTicket } from '../../../../src/core/profile/tickets/ticketSource.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { gone } from '../../../support/gone.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { until } from '../../../support/until.ts';

const profile: ConnectionProfile = {
  name: 'vm',
  url: 'wss://${host}/${vm}?t=${ticket}',
  host: 'lab.test',
  variables: { vm: 'a b;$(id)' },
  ticketSource: { kind: 'command' },
};

/** A command that runs JavaScript; what comes after are its arguments. */
function script(code: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, '-e', code, ...args];
}

function contextOf(machine: MachineOptions, more: { signal?: AbortSignal; clock?: FakeClock } = {}) {
  return {
    profile,
    machine,
    secrets: { password: 'stored-secret' },
    readFile: async () => await Promise.reject(new Error('no file')),
    signal: more.signal ?? new AbortController().signal,
    clock: more.clock,
  };
}

async function run(ticketCommand: readonly string[] | undefined): Promise<Ticket> {
  return await fetchTicket({ kind: 'command' }, contextOf({ ticketCommand }));
}

/** What the error of a command tells. */
async function failureOf(command: readonly string[] | undefined): Promise<Record<string, unknown>> {
  const error: unknown = await run(command).catch((failure: unknown) => failure);
  assert.ok(isVncError(error, 'VNC_TICKET_COMMAND_FAILED'), String(error));
  return { ...error.data };
}

describe('a ticket of a command', () => {
  it('is the line that the command prints', async () => {
    assert.deepEqual(await run(script(`console.log('T-1 with spaces')`)), {
      values: { ticket: 'T-1 with spaces' },
    });
  });

  it('is a JSON object with values, password and headers', async () => {
    const printed = { ticket: 'T', vmport: 5901, password: 'p', headers: { Cookie: 'a=b' } };
    assert.deepEqual(await run(script(`console.log(${JSON.stringify(JSON.stringify(printed))})`)), {
      values: { ticket: 'T', vmport: '5901', password: 'p' },
      password: 'p',
      headers: { Cookie: 'a=b' },
    });
  });

  it('fills the address and goes with the upgrade', async () => {
    const printed = JSON.stringify({ ticket: 'T/+', headers: { 'X-Ticket': 'h' } });
    const command = script('console.log(process.argv[1])', printed);
    const { target, password } = await prepareTarget(profile, contextOf({ ticketCommand: command }));
    assert.ok(target.transport === 'websocket');
    assert.deepEqual(target.values, { host: 'lab.test', vm: 'a b;$(id)', ticket: 'T/+' });
    assert.deepEqual(target.headers, { 'X-Ticket': 'h' });
    assert.equal(password, undefined);
  });

  it('gets arguments with values as they are, which no shell reads', async () => {
    const command = script(
      'console.log(process.argv.slice(1).join("|"))',
      'vm=${vm}',
      '${host}',
      '*',
      '$HOME',
    );
    assert.equal((await run(command)).values['ticket'], 'vm=a b;$(id)|lab.test|*|$HOME');
  });

  it('says why there is none', async () => {
    assert.deepEqual(await failureOf(undefined), { name: 'vm', reason: 'notSet' });
    assert.deepEqual(await failureOf(['/nowhere/at-all']), {
      reason: 'notFound',
      program: 'at-all',
      system: 'ENOENT',
    });
    const program = path.basename(process.execPath);
    assert.deepEqual(await failureOf(script('')), { program, reason: 'empty' });
    assert.deepEqual(await failureOf(script(`console.log('a\\nb')`)), { program, reason: 'lines' });
    assert.deepEqual(await failureOf(script(`console.log('{"ticket"')`)), { program, reason: 'values' });
    assert.deepEqual(await failureOf(script(`console.log('{"ticket":[1]}')`)), {
      program,
      reason: 'values',
      name: 'ticket',
    });
    for (const wrong of ['{"headers":1}', '{"headers":{"Host":"x"}}', '{"headers":{"X-A":"a\\u000ab"}}']) {
      const command = script('console.log(process.argv[1])', wrong);
      assert.deepEqual(await failureOf(command), { program, reason: 'values', name: 'headers' });
    }
    const endless = script(`process.stdout.write('x'.repeat(${limits.ticketOutputBytes + 1}))`);
    assert.deepEqual(await failureOf(endless), { program, reason: 'tooLong' });
  });

  it('tells what the command said when it failed, without a secret', async () => {
    const code = `
      console.log('{"ticket":"printed-ticket"}');
      console.error('login failed for ada');
      console.error('got printed-ticket, sent stored-secret');
      console.error('token=abc123 and 8a7f3bc9d2e14f60b7c5 end');
      process.exitCode = 3;
    `;
    const { said, ...data } = await failureOf(script(code));
    assert.deepEqual(data, { program: path.basename(process.execPath), reason: 'status', status: 3 });
    assert.equal(said, 'login failed for ada / got …, sent … / token=… and … end');
  });

  it('keeps little of what is said without end', async () => {
    const { said } = await failureOf(script(`console.error('word '.repeat(1e5)); process.exitCode = 1;`));
    assert.ok(String(said).length <= limits.programErrorCharacters);
  });

  it('ends the command with its children in time, and when it is cancelled', async () => {
    const folder = temporaryFolder();
    const started = (name: string): string => path.join(folder, name);
    const sleeper = (name: string): readonly string[] => [
      '/bin/sh',
      '-c',
      'sleep 600 & echo $! > "$1"; wait',
      'sh',
      started(name),
    ];
    const clock = new FakeClock();
    const work = fetchTicket(
      { kind: 'command', timeout: 7 },
      contextOf({ ticketCommand: sleeper('a') }, { clock }),
    );
    const failure = work.catch((error: unknown) => error);
    await until('it runs', () => existsSync(started('a')));
    await clock.advance(7000);
    assert.ok(isVncError(await failure, 'VNC_TICKET_TIMEOUT'));
    assert.equal(clock.pending, 0);
    const controller = new AbortController();
    const signal = controller.signal;
    const cancelled = fetchTicket(
      { kind: 'command' },
      contextOf({ ticketCommand: sleeper('b') }, { signal }),
    );
    const end = cancelled.catch((error: unknown) => error);
    await until('it runs', () => existsSync(started('b')));
    controller.abort();
    assert.ok(isVncError(await end, 'VNC_CANCELLED'));
    const { readFile } = await import('node:fs/promises');
    for (const name of ['a', 'b']) {
      const child = Number(await readFile(started(name), 'utf8'));
      await gone(child);
    }
  });
});

describe('hideSecrets', () => {
  it('keeps what is no secret', () => {
    const text = 'kubectl: pods "vm-1" is forbidden in /var/lib/very/long/path/with/1/number (exit 1)';
    assert.equal(hideSecrets(text, ['no', '']), text);
  });
});
