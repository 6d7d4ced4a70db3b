import type { DialTarget } from '../../transport/target.ts';
import type { SecurityOptions } from './securityOptions.ts';

/** What holds for a connection that says nothing about security: the server has to prove that it is the one dialled. */
export function securityOfTarget(target: DialTarget): SecurityOptions {
  switch (target.transport) {
    case 'tcp':
      return { tls: { verify: true }, endpoint: { host: target.host, port: target.port } };
    case 'websocket': {
      const { host = 'localhost', port = '0' } = target.values;
      return { tls: target.tls, endpoint: { host, port: Number(port) } };
    }
    default:
      // A socket file, a program's output, a server that dials us: there is no name but this machine's.
      return { tls: { verify: true }, endpoint: { host: 'localhost', port: 0 } };
  }
}
