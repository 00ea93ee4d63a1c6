import { runSubgraph } from '@hub/kit';
import { registry } from './subgraph.js';

await runSubgraph(registry);
