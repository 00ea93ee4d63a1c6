import { defineLoader } from '@hub/kit';
import type { IdentityCount } from '../count/identity-count.entity.js';
import { adultsOfCount } from './adults-of-count.js';
import type { IdentityAdults } from './adults.type.js';

/** Loads the number of adults that limits each count. */
export const adultsLoader = defineLoader<Pick<IdentityCount, 'place' | 'month'>, IdentityAdults | null>(
  async (keys, em) => {
    const rows = await em.execute<(IdentityAdults & { position: number })[]>(
      `select c.position, a.adults, a.source, a.as_of::text as "asOf", a.demonstration
       from json_to_recordset(?::json) as c(position int, place text, month text) join ${adultsOfCount} a on true`,
      [JSON.stringify(keys.map(({ place, month }, position) => ({ position, place, month })))],
    );
    const byPosition = new Map(rows.map(({ position, ...adults }) => [position, adults]));
    return keys.map((_key, position) => byPosition.get(position) ?? null);
  },
  ({ place, month }) => `${place} ${month}`,
);
