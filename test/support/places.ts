import { fileURLToPath } from 'node:url';
import { defaultRootPlace, shippedPlaces } from '@hub/runtime';
import type { Reading } from '../../subgraphs/kit/src/file/column.js';
import { placeOf } from '../../subgraphs/kit/src/import/place.import.js';
import { Places } from '../../subgraphs/kit/src/places/places.js';
import { readPlacesFiles } from '../../subgraphs/kit/src/import/places-files.js';

/** Where the places are that the hub ships with. */
export const placesConfig = { rootPlace: defaultRootPlace, placesFolder: fileURLToPath(shippedPlaces) };

const files = await readPlacesFiles(placesConfig.placesFolder);

/** The places that the hub ships with. */
export const places = new Places(files.flatMap(({ rows }) => rows.map(placeOf)));

/** The codes of the communes of the tests' day, in order. */
export const communeCodes: readonly string[] = places.communesOn('2026-12-01').map(({ code }) => code);

/** The context for reading a file on a day. */
export function readingOn(day: string): Reading {
  return { today: day, placesOn: day, places, rootPlace: defaultRootPlace };
}
