import { movedBy } from '../any-day.mjs';

/**
 * What a program that a test starts has of the tests' own environment, whatever else it is given: where commands are, the day
 * (test/any-day.mjs), and what Node has compiled of the hub's programs (`test/run.mjs` says where), so that it compiles none of them again.
 */
export const passedOn: NodeJS.ProcessEnv = {
  ...movedBy(),
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
};
