import { fileURLToPath } from 'node:url';
import { placeOf, readPlacesFiles } from '@hub/kit/service';
import { Places } from '@hub/kit';
import { type AgeAndSex, readAgePyramid } from './age-pyramid.js';
import { demoLastDay } from './days.js';
import { type DemoInhabitants, readInhabitants } from './inhabitants.js';
import { shippedPopulation } from './shipped-data.js';

/** A name in both languages. */
export interface DemoName {
  readonly vi: string;
  readonly en: string;
}

/** The demonstration's province: a root place, and its communes on the demonstration's last day. */
export interface DemoProvince {
  readonly code: string;
  readonly name: DemoName;
  /** The communes' names by code, in the order of their codes, in which neighbours mostly follow each other. */
  readonly communes: ReadonlyMap<string, DemoName>;
  /** Number of inhabitants by commune code. */
  readonly inhabitants: ReadonlyMap<string, DemoInhabitants>;
  /** Distribution of sex and age. */
  readonly pyramid: readonly AgeAndSex[];
  /** Its places at any time. */
  readonly places: Places;
}

/**
 * Reads the demonstration's province from the files of places and of inhabitants.
 * @param population the folder of the inhabitants and the age pyramid.
 * @throws StartFailure if the files do not have the root place.
 */
export async function demoProvince(
  folder: string,
  rootPlace: string,
  population = fileURLToPath(shippedPopulation),
): Promise<DemoProvince> {
  const files = await readPlacesFiles(folder);
  const places = new Places(files.flatMap(({ rows }) => rows.map(placeOf)));
  const root = places.root(rootPlace);
  const communes = places.communesOn(demoLastDay).filter((commune) => places.isWithin(commune, rootPlace));
  const nameOf = ({ nameVi: vi, nameEn: en }: { readonly nameVi: string; readonly nameEn: string }) => ({ vi, en });
  return {
    code: rootPlace,
    name: nameOf(root),
    communes: new Map(communes.map((commune) => [commune.code, nameOf(commune)])),
    inhabitants: await readInhabitants(population, communes),
    pyramid: await readAgePyramid(population),
    places,
  };
}
