import type { EntityName, EntitySchema, FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import DataLoader from 'dataloader';
import type { SubgraphContext } from './context.js';

/** Gives this request's DataLoader, which stays the same within a request. */
export type Loader<Key, Value> = (context: SubgraphContext) => DataLoader<Key, Value, unknown>;

/**
 * Defines a request-scoped loader.
 * @param batch must return one value for each key, in the order of the keys.
 * @param cacheKey needed when keys are objects: two keys with the same cache key are equal.
 */
export function defineLoader<Key, Value>(
  batch: (keys: readonly Key[], em: SqlEntityManager, context: SubgraphContext) => Promise<readonly Value[]>,
  cacheKey?: (key: Key) => unknown,
): Loader<Key, Value> {
  const loader: Loader<Key, Value> = (context) => {
    let instance = context.loaders.get(loader) as DataLoader<Key, Value, unknown> | undefined;
    if (!instance) {
      instance = new DataLoader<Key, Value, unknown>(
        (keys) => batch(keys, context.em, context),
        cacheKey ? { cacheKeyFn: cacheKey } : {},
      );
      context.loaders.set(loader, instance);
    }
    return instance;
  };
  return loader;
}

/** Loads entities by a unique text property; null where there is none. */
export function entityLoader<Entity extends object>(
  entity: EntityName<Entity>,
  property: keyof Entity & string,
): Loader<string, Entity | null> {
  return defineLoader(async (keys, em) => {
    const found = await em.find(entity, { [property]: { $in: [...keys] } } as FilterQuery<NoInfer<Entity>>);
    const byKey = new Map(found.map((row) => [row[property] as string, row]));
    return keys.map((key) => byKey.get(key) ?? null);
  });
}

/** Loads all rows of a small table, in the order of some properties. */
export function allLoader<Entity extends object>(
  entity: EntityName<Entity>,
  ...order: readonly (keyof Entity & string)[]
): Loader<'all', Entity[]> {
  return defineLoader(async (keys, em) => {
    const found = await em.findAll(entity, { orderBy: order.map((property) => ({ [property]: 'asc' })) as never });
    return keys.map(() => found);
  });
}

/** Loads the entities of each parent, in order; for lists that stay short (a longer one needs a connection). */
export function listLoader<Entity extends object>(
  entity: EntityName<Entity>,
  parent: keyof Entity & string,
  order: keyof Entity & string,
): Loader<string, Entity[]> {
  return defineLoader(async (keys, em) => {
    const found = await em.find(entity, { [parent]: { $in: [...keys] } } as FilterQuery<NoInfer<Entity>>, {
      orderBy: { [order]: 'asc' } as never,
    });
    const byParent = Map.groupBy(found, (row) => row[parent] as string);
    return keys.map((key) => byParent.get(key) ?? []);
  });
}

/**
 * Reads the rows that a statement finds for each key, in its order: plain objects outside any entity manager.
 * @param statement has one parameter, the keys as JSON, each with its `position`; a row has the position of its key.
 */
export async function rowsOfKeys<Row extends object>(
  em: SqlEntityManager,
  entity: EntitySchema,
  statement: string,
  keys: readonly object[],
): Promise<Row[][]> {
  const rows = await em.execute<({ position: number } & Record<string, unknown>)[]>(statement, [
    JSON.stringify(keys.map((key, position) => ({ ...key, position }))),
  ]);
  const driver = em.getDriver();
  const meta = em.getMetadata().get(entity);
  const byPosition = keys.map((): Row[] => []);
  for (const row of rows) byPosition[row.position]?.push(driver.mapResult(row, meta) as unknown as Row);
  return byPosition;
}
