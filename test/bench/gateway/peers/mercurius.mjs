/** Mercurius' gateway with JIT, which reads Federation 1 from the subgraphs. node peers/mercurius.mjs PORT NAME=URL… */
import mercuriusGateway from '@mercuriusjs/gateway';
import { fastify } from 'fastify';

const [, , port, ...subgraphs] = process.argv;
const server = fastify();
server.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: subgraphs.map((subgraph) => {
      const [name, url] = subgraph.split('=');
      return { name, url, connections: 128 };
    }),
  },
});
await server.listen({ host: '127.0.0.1', port: Number(port) });
