import type { DemoProvince } from '../province.js';
import { reachedBy, type Resident, residents } from './residents.js';

/** The 75,000 public servants among a province's residents, the same for every organisation. */
export function* scaleServants(province: DemoProvince): Generator<Resident> {
  const isServant = reachedBy(
    { name: 'scale servants', people: 75_000, weight: (_sex, year) => (year >= 1966 && year <= 2003 ? 1 : 0) },
    province,
  );
  for (const person of residents(province)) if (isServant(person)) yield person;
}
