import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, and the status of its answer. */
export interface Passed {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
}

/** What comes between: the answer in the hub's place, or undefined where the hub answers. */
export type Trouble = (request: Omit<Passed, 'status'>) => Response | undefined;

/** A way to a running hub on which answers are lost, late or other for once. */
export interface TroubledHub {
  readonly url: string;
  readonly passed: Passed[];
  /** Comes between from now on; what passed before is forgotten. */
  trouble(by: Trouble): void;
  close(): Promise<void>;
}

/** Answers of these, one for each request; then the hub's own. */
export function inTurn(...answers: readonly Response[]): Trouble {
  const left = [...answers];
  return () => left.shift();
}

/** An answer that says when to ask again. */
export function later(status: 429 | 503): Response {
  return new Response(JSON.stringify({ errors: [{ message: 'Later.', extensions: { code: 'LIMIT_EXCEEDED' } }] }), {
    ...{ status, headers: { 'content-type': 'application/json', 'retry-after': '0' } },
  });
}

/** An answer that says that a token has ended. */
export function ended(): Response {
  const errors = [{ message: 'Ended.', extensions: { code: 'TOKEN_EXPIRED' } }];
  return new Response(JSON.stringify({ errors }), { status: 401, headers: { 'content-type': 'application/json' } });
}

/** Opens such a way. */
export async function openTroubledHub(hub: string): Promise<TroubledHub> {
  let trouble: Trouble = () => undefined;
  const passed: Passed[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { url: path = '', headers, method = 'GET' } = request;
      const body = Buffer.concat(chunks).toString();
      const { host: _host, connection: _connection, 'content-length': _length, ...own } = headers;
      const answer =
        trouble({ path, headers, body }) ??
        (await fetch(`${hub}${path}`, {
          method,
          headers: { ...(own as Record<string, string>), 'accept-encoding': 'identity' },
          ...(body !== '' && { body }),
        }));
      passed.push({ path, headers, body, status: answer.status });
      const { 'transfer-encoding': _coding, ...told } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, told).end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    passed,
    trouble: (by) => {
      passed.length = 0;
      trouble = by;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
