import { hostileAnswers } from './hostile-answers.js';
import { linkLocal } from './link-local.js';
import { subgraphPollution } from './subgraph-pollution.js';
import { letLoose } from './support/let-loose.js';

letLoose('whose subgraph the gateway asks', [hostileAnswers, subgraphPollution, linkLocal], ['hostile']);
