// The invented callers and their tokens.
export { type DemoCaller, demoCallers, findDemoCaller } from './demo-callers.js';
export { fetchToken } from './fetch-token.js';
