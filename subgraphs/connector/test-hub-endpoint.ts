import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of the hub in tests: it can be down, and its clock can differ. */
export interface HubEndpoint {
  readonly url: string;
  /** The hub's own address, once it is known. */
  target: string;
  isAway: boolean;
  /** How far its clock is ahead, in milliseconds. */
  aheadMs: number;
  close(): Promise<void>;
}

/** Starts the proxy; its target is set later. */
export async function openHubEndpoint(): Promise<HubEndpoint> {
  const server = createServer((request, response) => {
    if (endpoint.isAway || endpoint.target === '') {
      request.socket.destroy();
      return;
    }
    response.setHeader('date', new Date(Date.now() + endpoint.aheadMs).toUTCString());
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = 'GET', url = '/', headers } = request;
      const answer = await fetch(new URL(url, endpoint.target), {
        method,
        headers: {
          'content-type': headers['content-type'] ?? 'application/json',
          ...(headers.authorization !== undefined && { authorization: headers.authorization }),
        },
        ...(method === 'POST' && { body: Buffer.concat(chunks) }),
      });
      response.statusCode = answer.status;
      response.setHeader('content-type', answer.headers.get('content-type') ?? 'text/plain');
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => {
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint: HubEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ target: '', isAway: false, aheadMs: 0 },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return endpoint;
}
