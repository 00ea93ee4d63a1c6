import { type DemoPlacement, pupilPlacer } from '../pupils.js';
import type { DemoProvince } from '../province.js';
import { createRandom } from '../random.js';
import { reachedBy, type Resident, residents } from './residents.js';

/** A resident who goes to school. */
export interface ScalePupil {
  readonly person: Resident;
  /** The earliest first. */
  readonly placements: readonly DemoPlacement[];
}

/** First and last year of birth of pupils in the two school years. */
const birthYears = { first: 2007, last: 2019 } as const;

/** The 700,000 pupils among a province's residents, the same for every organisation. */
export function* scalePupils(province: DemoProvince): Generator<ScalePupil> {
  const placementsOf = pupilPlacer(createRandom('scale pupils'), province);
  const isPupil = reachedBy(
    {
      name: 'scale pupils',
      people: 700_000,
      isUnchosen: true,
      weight: (_sex, year) => (year >= birthYears.first && year <= birthYears.last ? 1 : 0),
    },
    province,
  );
  for (const person of residents(province)) {
    if (!isPupil(person)) continue;
    yield { person, placements: placementsOf(birthYears.last - person.birthYear, person.communeCode) };
  }
}
