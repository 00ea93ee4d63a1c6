import type { ImportKind } from '@hub/kit/service';
import { boundaryImport } from './boundary/boundary.import.js';
import { organisationImport } from './organisation/organisation.import.js';
import { goalExpectationImport } from './goal/goal-expectation.import.js';
import { goalImplicationImport } from './coherence/goal-implication.import.js';
import { verdictBoundImport } from './verdict-bound/verdict-bound.import.js';
import { releaseBoundImport } from './pending/release-bound.import.js';
import { headlineImport } from './headline/headline.import.js';
import { goalDaysImport } from './goal-days/goal-days.import.js';
import { denominatorImport } from './denominator/denominator.import.js';
import { regionImport } from './region/region.import.js';
import { indicatorImport, indicatorReadingImport } from './indicator/indicator.import.js';
import { goalMetadataImport, indicatorMetadataImport } from './metadata/metadata.import.js';
import { servicePointImport } from './service-point/service-point.import.js';
import { obstacleImport, taskImport } from './steering/steering.import.js';

/** The movement's own kinds of file, in the order in which a demonstration takes them in. */
export const movementImports: readonly ImportKind[] = [
  boundaryImport,
  organisationImport,
  goalExpectationImport,
  goalImplicationImport,
  verdictBoundImport,
  // Before denominators: with these, releases are judged.
  releaseBoundImport,
  headlineImport,
  goalDaysImport,
  denominatorImport,
  regionImport,
  indicatorImport,
  indicatorReadingImport,
  goalMetadataImport,
  indicatorMetadataImport,
  servicePointImport,
  taskImport,
  obstacleImport,
];
