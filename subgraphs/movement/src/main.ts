import { runSubgraph } from '@hub/kit';
import { movement } from './subgraph.js';

await runSubgraph(movement);
