import { runSubgraph } from '@hub/kit';
import { publicSector } from './subgraph.js';

await runSubgraph(publicSector);
