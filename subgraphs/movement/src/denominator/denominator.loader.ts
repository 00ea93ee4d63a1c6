import { defineLoader } from '@hub/kit';
import { type Denominator, DenominatorEntity } from './denominator.entity.js';

/** The newest version of each audience's denominator in a place; null where none is known. */
export const denominatorLoader = defineLoader<Pick<Denominator, 'audience' | 'placeCode'>, Denominator | null>(
  async (keys, em) => {
    const rows = await em.execute<({ position: number } & Record<string, unknown>)[]>(
      `select distinct on (k.position) k.position, d.*
       from json_to_recordset(?::json) as k(position int, audience text, place text)
       join denominator d on d.audience = k.audience and d.place_code = k.place
       order by k.position, d.version desc`,
      [JSON.stringify(keys.map(({ audience, placeCode: place }, position) => ({ position, audience, place })))],
    );
    const found = new Map(rows.map(({ position, ...row }) => [position, em.map<Denominator>(DenominatorEntity, row)]));
    return keys.map((_key, position) => found.get(position) ?? null);
  },
  ({ audience, placeCode }) => `${audience} ${placeCode}`,
);
