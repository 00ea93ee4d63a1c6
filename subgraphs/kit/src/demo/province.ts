import { readPlacesFiles } from '../places/places-files.js';
import { placeOf } from '../places/place.import.js';
import { Places } from '../places/places.js';
import { demoLastDay } from './days.js';

/** A name in both languages. */
export interface DemoName {
  readonly vi: string;
  readonly en: string;
}

/** Where the demonstration plays: a root place, and its communes on the demonstration's last day. */
export interface DemoProvince {
  readonly code: string;
  readonly name: DemoName;
  /** The communes' names by code, in the order of their codes, in which neighbours mostly follow each other. */
  readonly communes: ReadonlyMap<string, DemoName>;
  /** Its places of all times. */
  readonly places: Places;
}

/**
 * Reads where the demonstration plays from the files of places.
 * @throws StartFailure where they do not have the root place.
 */
export async function demoProvince(folder: string, rootPlace: string): Promise<DemoProvince> {
  const files = await readPlacesFiles(folder);
  const places = new Places(files.flatMap(({ rows }) => rows.map(placeOf)));
  const root = places.root(rootPlace);
  const communes = places.communesOn(demoLastDay).filter((commune) => places.isWithin(commune, rootPlace));
  const nameOf = ({ nameVi: vi, nameEn: en }: { readonly nameVi: string; readonly nameEn: string }) => ({ vi, en });
  return {
    code: rootPlace,
    name: nameOf(root),
    communes: new Map(communes.map((commune) => [commune.code, nameOf(commune)])),
    places,
  };
}
