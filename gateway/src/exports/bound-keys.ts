import { Refusal } from '../errors/refusal.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import type { Caller } from '../request/caller.js';

/** The code for requests by a key outside its tables. */
const notAllowed = 'TABLE_NOT_ALLOWED';

/** A pipeline that refuses operations by keys that are bound to tables: such a key opens files only. */
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
 * Restricts a key to its tables.
 * @throws Refusal `TABLE_NOT_ALLOWED`
 */
export function refuseOtherTables({ key }: Caller, table: string): void {
  if (key?.tables === undefined || key.tables.includes(table)) return;
  throw new Refusal(notAllowed, `Expected a table that this key is for (${key.tables.join(', ')}), got ${table}.`);
}
