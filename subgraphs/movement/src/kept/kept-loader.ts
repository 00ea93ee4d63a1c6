import { defineLoader, defineService, type SubgraphContext } from '@hub/kit';
import DataLoader from 'dataloader';

/** How many keys a loader keeps the values of; with more it begins anew. */
const mostKeys = 50_000;

/** How often any of the tables of which rows are kept was changed, as a request first sees it. */
const changes = defineLoader<'all', number>(async (keys, em) => {
  const count = await keptTableChanges(em);
  return keys.map(() => count);
});

/** How often any of the tables of which rows are kept was changed. */
export async function keptTableChanges(em: SubgraphContext['em']): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    'select coalesce(sum(changes), 0)::float8 as count from kept_table_change',
  );
  return row?.count ?? 0;
}

/** The tables that have a row for each change of others. */
const tablesOfChanges = ['kept_table_change', 'register_change'];

/** Puts one row in the place of all that tell of changes, with their sum, so that each request reads few. */
export async function sumUpChanges(em: SubgraphContext['em']): Promise<void> {
  for (const table of tablesOfChanges)
    await em.execute(
      `with summed as (
         delete from ${table} where (select count(*) from ${table}) > 1 and id in (
           select id from ${table} order by id for update skip locked) returning changes)
       insert into ${table} (changes) select sum(changes) from summed having count(*) > 0`,
    );
}

/** Reads values that are kept in memory. */
export interface KeptLoader<Key, Value> {
  load(key: Key): Promise<Value>;
}

interface Kept<Key, Value> {
  readonly changes: number;
  readonly loader: DataLoader<Key, Value, unknown>;
  keys: number;
}

/**
 * Defines a loader whose values outlive the request, until one of the tables changes that `keptTables` names.
 * Nobody may change a value: all requests have the same.
 * @param batch must read those tables alone, and answer one value for each key, in key order.
 * @param cacheKey two keys with the same cache key are one.
 */
export function keptLoader<Key, Value>(
  batch: (keys: readonly Key[], em: SubgraphContext['em']) => Promise<readonly Value[]>,
  cacheKey: (key: Key) => unknown = (key) => key,
): (context: SubgraphContext) => KeptLoader<Key, Value> {
  const serverValues = defineService<{ kept?: Kept<Key, Value> }>('kept values');
  const keptFor = async (context: SubgraphContext): Promise<Kept<Key, Value>> => {
    const now = await changes(context).load('all');
    const values = context.services.open(serverValues, () => ({}));
    const found = values.kept;
    if (found?.changes === now && found.keys < mostKeys) return found;
    const em = context.em.fork();
    const read = (keys: readonly Key[]) => {
      kept.keys += keys.length;
      return batch(keys, em);
    };
    const kept: Kept<Key, Value> = {
      changes: now,
      loader: new DataLoader<Key, Value, unknown>(read, { cacheKeyFn: cacheKey }),
      keys: 0,
    };
    values.kept = kept;
    return kept;
  };
  return (context) => ({ load: async (key) => (await keptFor(context)).loader.load(key) });
}
