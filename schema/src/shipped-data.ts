import { readFileSync } from 'node:fs';

/** The folder of the files of places that the hub ships with; attribution in `schema/data/README.md`. */
export const shippedPlaces = new URL('../data/places/', import.meta.url);

/** The folder of the files of goals that the hub ships with. */
export const shippedGoals = new URL('../data/goals/', import.meta.url);

/** The folder of what is published of inhabitants and ages, of which the demonstration is made up. */
export const shippedPopulation = new URL('../data/population/', import.meta.url);

/** The folder of the organisations that the hub ships with: each has a folder with its record. */
export const shippedOrganisations = new URL('../../subgraphs/', import.meta.url);

/** The code of the place that a hub is of unless its configuration names another. */
export const defaultRootPlace: string = readFileSync(new URL('../data/root-place', import.meta.url), 'utf8').trim();

/** The folder of what the hub ships of the contract: `supergraph.graphql`, and each subgraph's schema in `subgraphs/`. */
export const shippedContract = new URL('../', import.meta.url);
