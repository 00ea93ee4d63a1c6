import { readFileSync } from 'node:fs';

/** The folder of the shipped files of places; attribution in `data/README.md`. */
export const shippedPlaces = new URL('../data/places/', import.meta.url);

/** The folder of the shipped files of goals. */
export const shippedGoals = new URL('../data/goals/', import.meta.url);

/** The folder of the shipped organisations, beside this package: each has a folder with its record. */
export const shippedOrganisations = new URL('../../', import.meta.url);

/** The code of the default root place, which a hub's configuration may replace. */
export const defaultRootPlace: string = readFileSync(new URL('../data/root-place', import.meta.url), 'utf8').trim();
