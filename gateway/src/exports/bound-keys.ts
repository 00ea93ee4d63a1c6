import { Refusal } from '../errors/refusal.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import type { Caller } from '../request/caller.js';

/** The code of requests by a key for what it is not for. */
const notAllowed = 'TABLE_NOT_ALLOWED';

/** A pipeline to which keys that are bound to tables are nobody's: they open files, and nothing else. */
export function withoutBoundKeys(pipeline: Pipeline): Pipeline {
  return {
    ...pipeline,
    answer: (request) => {
      const { tables } = request.context.caller.key ?? {};
      if (tables === undefined) return pipeline.answer(request);
      const problem = `This key is for the tables ${tables.join(', ')} alone: ask for one at /export.`;
      return Promise.resolve({ operation: undefined, outcome: new Refusal(notAllowed, problem) });
    },
  };
}

/**
 * Keeps a key to the tables that it is bound to.
 * @throws Refusal `TABLE_NOT_ALLOWED`
 */
export function refuseOtherTables({ key }: Caller, table: string): void {
  if (key?.tables === undefined || key.tables.includes(table)) return;
  throw new Refusal(notAllowed, `Expected a table that this key is for (${key.tables.join(', ')}), got ${table}.`);
}
