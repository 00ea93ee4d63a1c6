export { badUserInput, clientError, isForClient, maskError } from './errors.js';
export { communeUnits, provinceCode, type Area, type CommuneUnit } from './communes.js';
export {
  contributionFieldSet,
  movement,
  participants,
  subgraphs,
  type Participant,
  type Subgraph,
} from './participants.js';
export { GraphQLPeriod, monthOf, parsePeriod, type PeriodRange } from './period.js';
export { openTracing, tracesEndpoint, type Tracing } from './telemetry/tracing.js';
