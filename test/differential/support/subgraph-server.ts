import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Answerer, answerer, type SubgraphRequest } from './subgraph-answers.js';
import { subgraphName } from './subgraph-sdl.js';
import type { Supergraph } from './supergraph.js';

/** Where a supergraph's subgraphs answer, each under its name. */
export interface SubgraphServer {
  readonly origin: string;
  /** Answers for this supergraph from now on. */
  serve(supergraph: Supergraph): void;
  close(): void;
}

/** Serves the subgraphs of one supergraph after the other, at a free port. */
export async function startSubgraphs(): Promise<SubgraphServer> {
  let current: Supergraph | undefined;
  let answerers = new Map<string, Answerer>();
  const server: Server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as SubgraphRequest;
      if (`/${subgraphName(current?.faults.down ?? -1)}` === request.url) return response.destroy();
      const answer = await answerers.get(String(request.url))?.(body);
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (supergraph) => {
      if (supergraph === current) return;
      current = supergraph;
      const indexes = [...supergraph.subgraphSdls.keys()];
      answerers = new Map(indexes.map((index) => [`/${subgraphName(index)}`, answerer(supergraph, index)]));
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
