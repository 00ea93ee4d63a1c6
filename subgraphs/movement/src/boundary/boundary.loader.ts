import { defineLoader, type PlaceRow } from '@hub/kit';
import { placeKey } from '@hub/protocol';
import type { Geometry } from './geometry.js';

/** Reads the boundaries of places; null where none is known. */
export const boundaryLoader = defineLoader<PlaceRow, Geometry | null>(async (places, em) => {
  const keys = places.map(({ code, validFrom }, position) => ({ position, code, since: validFrom }));
  const rows: { readonly position: number; readonly geometry: string }[] = await em.execute(
    `select k.position, b.geometry from json_to_recordset(?::json) as k(position int, code text, since date)
     join place_boundary b on (b.place_code, b.place_from) = (k.code, k.since)`,
    [JSON.stringify(keys)],
  );
  const found = new Map(rows.map(({ position, geometry }) => [position, JSON.parse(geometry) as Geometry]));
  return places.map((_place, position) => found.get(position) ?? null);
}, placeKey);
