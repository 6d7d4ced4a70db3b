import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A server of one page: noVNC with its defaults, on a VNC server behind a WebSocket. */
export interface NovncPage extends AsyncDisposable {
  readonly address: string;
}

/** @param options what is set on noVNC's `RFB` before it is used, such as `{ qualityLevel: 8 }`. */
export async function serveNovnc(
  webSocketPort: number,
  options: Readonly<Record<string, unknown>> = {},
): Promise<NovncPage> {
  const root = path.dirname(path.dirname(createRequire(import.meta.url).resolve('@novnc/novnc')));
  const page = `<!doctype html><meta charset="utf-8"><title>noVNC</title>
<style>html,body,#screen{margin:0;width:100%;height:100%;overflow:hidden}</style><div id="screen"></div>
<script type="module">
import RFB from '/core/rfb.js';
const rfb = new RFB(document.getElementById('screen'), 'ws://127.0.0.1:${webSocketPort}/');
Object.assign(rfb, ${JSON.stringify(options)});
rfb.focusOnClick = true;
window.rfb = rfb;
</script>`;
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    const answer = async (): Promise<Buffer | string> =>
      name === '/' ? page : await readFile(path.join(root, path.normalize(name)));
    answer().then(
      (body) => {
        response.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html');
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
