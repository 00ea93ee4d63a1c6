import { fileURLToPath } from 'node:url';
import { runSubgraph } from '@hub/kit';
import { shippedContract } from '@hub/schema';
import { movement } from './subgraph.js';

const supergraph = fileURLToPath(new URL('supergraph.graphql', shippedContract));
await runSubgraph(movement, undefined, {
  ...process.env,
  SUPERGRAPH_FILE: process.env['SUPERGRAPH_FILE'] || supergraph,
});
