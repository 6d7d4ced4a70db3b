import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:tls';
import type { VncErrorCode } from '../../../../src/core/base/errorCodes.ts';
import type { ProxmoxTicketSource } from '../../../../src/core/profile/profile.ts';
import { fetchTicket } from '../../../../src/core/profile/tickets/ticketSource.ts';
import { wordErrorInOneLine } from '../../../../src/wording/errorWording.ts';
import { httpServer, listen, pem } from '../../transport/servers.ts';
import { type Choices, byPassword, contextOf, failureOf, sourceOf } from './asking.ts';
import { tokenValue } from './cluster.ts';

/** What is answered: status, reason, body and its type. */
interface Answer {
  readonly status: number;
  readonly reason?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One way in which a server does not do what Proxmox VE does, and what is to be read then. */
interface Case {
  readonly name: string;
  readonly answer: Answer | ((response: ServerResponse) => void);
  readonly code?: VncErrorCode;
  readonly says: RegExp;
  readonly cure: RegExp;
  readonly choices?: Choices;
  /** The machines, when it is the ticket that is answered so. */
  readonly machines?: unknown;
}

const html = 'text/html;charset=utf-8';
const loginPage = '<!DOCTYPE html><html><body><form>Sign in</form></body></html>';
const webMachine = { vmid: 100, name: 'web', node: 'pve1', type: 'qemu', status: 'running' };
const withPassword: Choices = { source: byPassword, secrets: { apiPassword: 'pa ss&wörd' } };

const cases: readonly Case[] = [
  {
    name: '404 of another API',
    answer: { status: 404, body: { error: 'not found' } },
    says: /does not answer as Proxmox VE does \(status 404\)/,
    cure: /host and port.*8006/,
  },
  {
    name: '404 of a web server',
    answer: { status: 404, body: '<html>Not Found</html>', type: html },
    says: /answers as a web page or a reverse proxy does.*status 404/,
    cure: /host and port.*8006.*\/api2\//,
  },
  {
    name: 'the login page of a reverse proxy',
    answer: { status: 200, body: loginPage, type: html },
    says: /answers as a web page or a reverse proxy does.*status 200/,
    cure: /without a login of its own/,
  },
  {
    name: 'a redirect to a login page',
    answer: { status: 302, headers: { Location: 'https://login.example.com/' }, body: loginPage, type: html },
    says: /status 302/,
    cure: /without a login of its own/,
  },
  {
    name: 'a reverse proxy that wants a login of its own',
    answer: { status: 401, body: '401 Unauthorized', headers: { 'WWW-Authenticate': 'Basic realm="x"' } },
    says: /answers as a web page or a reverse proxy does.*status 401/,
    cure: /without a login of its own/,
  },
  {
    name: 'a firewall’s page',
    answer: { status: 403, body: loginPage, type: 'text/html' },
    says: /status 403/,
    cure: /reverse proxy/,
  },
  {
    name: 'a page that is not said to be one',
    answer: { status: 401, body: `\n${loginPage.toLowerCase()}` },
    says: /web page.*status 401/,
    cure: /reverse proxy/,
  },
  ...[502, 503, 504].map((status) => ({
    name: `a reverse proxy that does not reach it (${status})`,
    answer: { status, body: '<html>Bad Gateway</html>', type: html },
    says: new RegExp(`stands before Proxmox VE .* does not reach it \\(status ${status}\\)`),
    cure: /pveproxy and pvedaemon/,
  })),
  {
    name: '500 with the words of Proxmox VE',
    answer: { status: 500, reason: 'unable to find free port (5900-6000)', body: { data: null } },
    machines: [webMachine],
    says: /gave no ticket \(status 500\): “unable to find free port \(5900-6000\)”/,
    cure: /task log/,
  },
  {
    name: '500 whose words a reverse proxy has taken from beside the status',
    answer: { status: 500, body: { data: null, message: `start of ${tokenValue} failed\n` } },
    machines: [webMachine],
    says: /gave no ticket \(status 500\): “start of … failed”/,
    cure: /task log/,
  },
  {
    name: '500 for a machine that does not run',
    answer: { status: 500, body: { data: null, message: 'VM 100 not running\n' } },
    machines: [webMachine],
    code: 'VNC_TICKET_MACHINE_STOPPED',
    says: /“100” is not running/,
    cure: /Start it/,
  },
  {
    name: '500 without a word',
    answer: (response) => response.writeHead(500, ' ').end(),
    says: /gave no ticket \(status 500\), and does not say why/,
    cure: /task log.*system log/,
  },
  ...(['', 'null', '[]', '"text"', '{}', '{"success":true}', '{"data":', 'plain text'] as const).map(
    (body) => ({
      name: `200 and in it ${body === '' ? 'nothing' : body}`,
      answer: { status: 200, body },
      says: /does not answer as Proxmox VE does \(status 200\)/,
      cure: /host and port/,
    }),
  ),
  {
    name: '204',
    answer: { status: 204 },
    says: /does not answer as Proxmox VE does \(status 204\)/,
    cure: /host and port/,
  },
  ...([null, 'machines', { machines: [] }] as const).map((data) => ({
    name: `machines that are ${JSON.stringify(data)}`,
    answer: { status: 200, body: { data } },
    says: /does not answer as Proxmox VE does/,
    cure: /host and port/,
  })),
  {
    name: 'no machine that we know how to read',
    answer: { status: 200, body: { data: [null, 1, { vmid: {} }, { vmid: 100, node: 'pve1', type: 'x' }] } },
    code: 'VNC_TICKET_MACHINE_UNKNOWN',
    says: /There is no virtual machine or container “100”, or the user may not see it/,
    cure: /VM\.Audit/,
  },
  ...(
    [
      null,
      {},
      { ticket: 'a' },
      { ticket: '', port: 5900 },
      { ticket: 1, port: 5900 },
      { ticket: 'a', port: 'b' },
    ] as const
  ).map((data) => ({
    name: `a ticket that is ${JSON.stringify(data)}`,
    answer: { status: 200, body: { data } },
    machines: [webMachine],
    says: /does not answer as Proxmox VE does/,
    cure: /host and port/,
  })),
  {
    name: 'a login without a session',
    answer: { status: 200, body: { data: { username: 'root@pam' } } },
    choices: withPassword,
    says: /does not answer as Proxmox VE does/,
    cure: /host and port/,
  },
  {
    name: 'the end of the connection',
    answer: (response) => response.destroy(),
    says: /ended the connection before it gave a ticket/,
    cure: /just restarting/,
  },
  {
    name: 'half an answer',
    answer: (response) => {
      response.writeHead(200, { 'Content-Length': 100 }).write('{"data":[');
      setImmediate(() => response.destroy());
    },
    says: /ended the connection before it gave a ticket/,
    cure: /just restarting/,
  },
  {
    name: 'an answer without end',
    answer: (response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(100_000), () => setImmediate(more));
      };
      more();
    },
    says: /does not answer as a server that gives tickets does \(tooLong\)/,
    cure: /host and port/,
  },
];

/** Sends an answer, whose reason is the usual one where none is said. */
function send(response: ServerResponse, answer: Case['answer']): void {
  if (typeof answer === 'function') {
    answer(response);
    return;
  }
  const { status, reason, body, type = 'application/json', headers } = answer;
  const head = { 'Content-Type': type, ...headers };
  if (reason === undefined) response.writeHead(status, head);
  else response.writeHead(status, reason, head);
  response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
}

async function failureAt(port: number, choices: Choices, code: VncErrorCode) {
  const source: ProxmoxTicketSource = sourceOf(choices);
  const context = contextOf({ host: 'localhost', port, ca: pem('ca-cert') }, choices);
  return await failureOf(fetchTicket(source, context), code);
}

describe('an answer that is none of Proxmox VE is told with what helps', () => {
  for (const {
    name,
    answer,
    code = 'VNC_TICKET_SOURCE_FAILED',
    says,
    cure,
    choices = {},
    machines,
  } of cases) {
    it(name, async () => {
      const server = await httpServer((request, response) => {
        request.resume();
        const isMachines = request.url?.startsWith('/api2/json/cluster/resources') === true;
        if (machines !== undefined && isMachines) send(response, { status: 200, body: { data: machines } });
        else send(response, answer);
      }, 'server');
      try {
        const text = wordErrorInOneLine(await failureAt(server.port, choices, code));
        assert.match(text, says);
        assert.match(text, cure);
      } finally {
        await server.close();
      }
    });
  }

  for (const greeting of ['SSH-2.0-OpenSSH_9.2\r\n', 'HTTP/9.9 200 OK\r\n\r\n']) {
    it(`TLS before what is no HTTP: ${greeting.trim()}`, async () => {
      const server = await listen(
        createServer({ cert: pem('server-cert'), key: pem('server-key') }, (socket) => {
          socket.on('error', () => undefined);
          socket.write(greeting);
        }),
        '127.0.0.1',
      );
      try {
        const text = wordErrorInOneLine(await failureAt(server.port, {}, 'VNC_TICKET_SOURCE_FAILED'));
        assert.match(text, /does not answer as a server that gives tickets does \(notHttp\)/);
      } finally {
        await server.close();
      }
    });
  }
});
