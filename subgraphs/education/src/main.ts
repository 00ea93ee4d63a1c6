import { runSubgraph } from '@hub/kit';
import { education } from './subgraph.js';

await runSubgraph(education);
