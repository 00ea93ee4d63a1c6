/** Composition, for what loads it only when it is needed: it is large. */
export * from './contract/compose.js';
