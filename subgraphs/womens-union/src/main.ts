import { runSubgraph } from '@hub/kit';
import { womensUnion } from './subgraph.js';

await runSubgraph(womensUnion);
