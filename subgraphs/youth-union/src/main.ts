import { runSubgraph } from '@hub/kit';
import { youthUnion } from './subgraph.js';

await runSubgraph(youthUnion);
