import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a subgraph behind a proxy behaves: as it does, or with one fault. */
export type Fault = 'none' | 'down' | 'hangs' | 'null entities' | 'throws';

/** Stands between a gateway and a subgraph, and makes it fail on demand. */
export interface FaultProxy {
  readonly url: string;
  fault: Fault;
  /** How many requests came while it was down. */
  readonly refused: number;
  close(): Promise<void>;
}

/** Opens a proxy before a subgraph's `/graphql`. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  let refused = 0;
  const server: Server = createServer((request, response) => {
    void (async () => {
      if (proxy.fault === 'hangs') return;
      if (proxy.fault === 'down') {
        refused += 1;
        request.socket.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.concat(chunks),
      });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(spoil((await answer.json()) as Answer, proxy.fault)));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
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

interface Answer {
  readonly data?: Readonly<Record<string, unknown>>;
}

function spoil(answer: Answer, fault: Fault): unknown {
  if (fault === 'throws') {
    return { data: null, errors: [{ message: 'The register is locked.', extensions: { code: 'LOCKED' } }] };
  }
  if (fault !== 'null entities') return answer;
  const data = Object.entries(answer.data ?? {}).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(() => null) : value,
  ]);
  return { data: Object.fromEntries(data) as unknown };
}
