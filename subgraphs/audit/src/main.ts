import { runSubgraph } from '@hub/kit';
import { audit } from './subgraph.js';

await runSubgraph(audit);
