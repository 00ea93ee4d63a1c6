import type { DemoProvince } from '../province.js';
import { reachedBy, type Resident, residents } from './residents.js';

/** The residents in the public sector's pay: 75,000 of all, the same for whoever tells of them. */
export function* scaleServants(province: DemoProvince): Generator<Resident> {
  const isServant = reachedBy(
    { name: 'scale servants', people: 75_000, weight: (_sex, year) => (year >= 1966 && year <= 2003 ? 1 : 0) },
    province,
  );
  for (const person of residents(province)) if (isServant(person)) yield person;
}
