import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of requests to the log. */
export type LogFault =
  | 'none'
  /** Nobody is there. */
  | 'down'
  /** No answer comes. */
  | 'hangs'
  /** The log takes records, and its answers do not arrive. */
  | 'loses answers'
  /** The same of one commit. */
  | 'loses one answer'
  /** It takes one commit more. */
  | 'down after one';

/** Stands between a gateway and the audit log. */
export interface LogProxy {
  readonly url: string;
  fault: LogFault;
  /** The number of commits while the log was down. */
  readonly refused: number;
  close(): Promise<void>;
}

/** Opens a proxy before the audit log. */
export async function openLogProxy(target: string): Promise<LogProxy> {
  let refused = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const { fault } = proxy;
      if (fault === 'hangs') return;
      if (fault === 'down') {
        if (request.method === 'POST') refused += 1;
        request.socket.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization = '' } = request.headers;
      const answer = await fetch(`${target}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json', authorization },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      if (fault === 'down after one' && request.method === 'POST') proxy.fault = 'down';
      if (fault.startsWith('loses') && request.method === 'POST') {
        if (fault === 'loses one answer') proxy.fault = 'none';
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status).end(text);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: LogProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: 'none',
    get refused() {
      return refused;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return proxy;
}
