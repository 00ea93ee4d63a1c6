import { runSubgraph } from '@hub/kit';
import { identity } from './subgraph.js';

await runSubgraph(identity);
