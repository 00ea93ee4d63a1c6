/**
 * Hive Gateway on node:http, with JIT or with its Rust planner. node peers/hive.mjs SUPERGRAPH PORT jit|rust SHARE
 */
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { useJIT } from '@graphql-mesh/plugin-jit';

const [, , supergraph, port, planner, share] = process.argv;
const gateway = createGatewayRuntime({
  ...{ supergraph, logging: false, landingPage: false, graphiql: false, maskedErrors: true },
  transportEntries: { '*': { options: { deduplicateInflightRequests: share !== 'none' } } },
  inboundInflightRequestDeduplication: share === 'operation',
  ...(planner === 'rust' ? { unifiedGraphHandler } : { plugins: () => [useJIT()] }),
});
createServer(gateway).listen(Number(port), '127.0.0.1');
