import { readFileSync } from 'node:fs';

/** The folder of the files of places that the hub ships with; attribution in `data/README.md`. */
export const shippedPlaces = new URL('../data/places/', import.meta.url);

/** The folder of the files of goals that the hub ships with. */
export const shippedGoals = new URL('../data/goals/', import.meta.url);

/** The folder of the organisations that the hub ships with, beside this package: each has a folder with its record. */
export const shippedOrganisations = new URL('../../', import.meta.url);

/** The code of the place that a hub is of unless its configuration names another. */
export const defaultRootPlace: string = readFileSync(new URL('../data/root-place', import.meta.url), 'utf8').trim();
