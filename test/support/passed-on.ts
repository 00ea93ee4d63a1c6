import { movedBy } from '../any-day.mjs';

/**
 * The part of the tests' environment that every program of a test gets: the path of commands, the day
 * (test/any-day.mjs), and Node's compile cache (see `test/run.mjs`), so that Node compiles no program of the hub twice.
 */
export const passedOn: NodeJS.ProcessEnv = {
  ...movedBy(),
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
};
