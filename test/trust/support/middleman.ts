import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Headers that are one connection's own. */
const ownHeaders = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

/** Changes an answer, whose headers may be changed in place; returns the body and the status to pass on. */
export type Change = (
  text: string,
  headers: Headers,
  status: number,
  path: string,
) => [string, number] | Promise<[string, number]>;

/** A proxy between a gateway and a subgraph, which may change the answers. */
export interface Middleman {
  readonly url: string;
  readonly seen: { path: string; headers: IncomingHttpHeaders; body: Buffer }[];
  readonly server: Server;
}

/** @param target where the subgraph is now, without `/graphql`. */
export async function openMiddleman(target: () => string, change: Change): Promise<Middleman> {
  const seen: Middleman['seen'] = [];
  // Longer than a subgraph takes to start.
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, reply) => {
    void (async () => {
      const { url: path = '' } = request;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const sent = Buffer.concat(chunks);
      seen.push({ path, headers: request.headers, body: sent });
      const passed = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownHeaders.has(name)));
      const response = await fetch(`${target()}${path}`, {
        method: 'POST',
        headers: passed as Record<string, string>,
        body: sent,
      });
      const headers = new Headers(response.headers);
      const [body, status] = await change(await response.text(), headers, response.status, path);
      const kept = [...headers].filter(([name]) => !ownHeaders.has(name));
      reply.writeHead(status, Object.fromEntries(kept)).end(body);
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}
