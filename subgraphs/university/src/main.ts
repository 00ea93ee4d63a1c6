import { runSubgraph } from '@hub/kit';
import { university } from './subgraph.js';

await runSubgraph(university);
