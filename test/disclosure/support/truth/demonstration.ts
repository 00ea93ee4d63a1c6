import { World } from '../structure.js';
import { addEducation } from './education.js';
import { addIdentity } from './identity.js';
import { addPublicSector } from './public-sector.js';
import { addWomensUnion, addYouthUnion } from './unions.js';
import { addUniversity } from './university.js';

const organisations = {
  'womens-union': addWomensUnion,
  'youth-union': addYouthUnion,
  university: addUniversity,
  'public-sector': addPublicSector,
  education: addEducation,
  identity: addIdentity,
} as const;

export type Organisation = keyof typeof organisations;

/** The organisations with demonstration files. */
export const allOrganisations = Object.keys(organisations) as Organisation[];

/** All counts of people and households in organisations' files, and how they belong together. */
export function demonstration(of: readonly Organisation[] = allOrganisations): World {
  const world = new World();
  for (const organisation of of) organisations[organisation](world);
  return world;
}
