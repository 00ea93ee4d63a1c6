import { defineLoader, defineService, type SubgraphContext } from '@hub/kit';
import DataLoader from 'dataloader';

/** Most keys that a loader keeps values for; beyond, it empties its store. */
const mostKeys = 50_000;

/** How often any of the kept tables has changed, read once for each request. */
const changes = defineLoader<'all', number>(async (keys, em) => {
  const count = await keptTableChanges(em);
  return keys.map(() => count);
});

/** How often any of the kept tables has changed. */
export async function keptTableChanges(em: SubgraphContext['em']): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    'select coalesce(sum(changes), 0)::float8 as count from kept_table_change',
  );
  return row?.count ?? 0;
}

/** The tables that have a row for each change of others. */
const tablesOfChanges = ['kept_table_change', 'register_change'];

/** Replaces all rows of changes by one with their sum, so that each request reads few rows. */
export async function sumUpChanges(em: SubgraphContext['em']): Promise<void> {
  for (const table of tablesOfChanges)
    await em.execute(
      `with summed as (
         delete from ${table} where (select count(*) from ${table}) > 1 and id in (
           select id from ${table} order by id for update skip locked) returning changes)
       insert into ${table} (changes) select sum(changes) from summed having count(*) > 0`,
    );
}

/** A reader of values that are kept in memory. */
export interface KeptLoader<Key, Value> {
  load(key: Key): Promise<Value>;
}

interface Kept<Key, Value> {
  readonly changes: number;
  readonly loader: DataLoader<Key, Value, unknown>;
  keys: number;
}

/**
 * Defines a loader whose values outlive the request, until a table in `keptTables` changes. Callers must not change a
 * value: all requests share it.
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
