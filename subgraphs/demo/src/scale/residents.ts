import type { Sex } from '@hub/kit/service';
import type { AgeAndSex } from '../age-pyramid.js';
import { demoName } from '../population.js';
import type { DemoProvince } from '../province.js';
import { createRandom } from '../random.js';
import { chooser, pointsOf } from './points.js';
import { provinceResidents, residentsOf } from './province.js';

/** An invented resident of the full-size province. The number belongs to no real person: there is no province 999. */
export interface Resident {
  /** Position among the residents, from 0. */
  readonly index: number;
  readonly citizenNumber: string;
  readonly fullName: string;
  readonly sex: Sex;
  readonly birthYear: number;
  readonly communeCode: string;
}

/** Year of the age pyramid. */
const pyramidYear = 2025;

/** Earliest year of birth of a resident. */
const firstBirthYear = 1926;

/**
 * All residents of a province, the same for every organisation. Ages follow the pyramid, and communes have their real
 * size. A resident's position gives the name and the place; the citizen's number counts up within year of birth and
 * sex.
 */
export function* residents(province: DemoProvince): Generator<Resident> {
  const count = residentsOf(province);
  const [ages, homes, names] = ['ages', 'homes', 'names'].map((name) => pointsOf(`residents ${name}`));
  if (!ages || !homes || !names) throw new RangeError('Expected the points of residents.');
  const ageAt = chooser(agesOf(province.pyramid));
  const homeAt = chooser([...province.inhabitants].map(([code, { people }]) => [code, people] as const));
  const namesOf = new Map((['FEMALE', 'MALE'] as const).map((sex) => [sex, manyNames(sex)]));
  const numbers = new Map<string, number>();
  for (let index = 0; index < count; index += 1) {
    const { sex, age } = ageAt(ages(index));
    const birthYear = pyramidYear - age;
    const century = (birthYear < 2000 ? 0 : 2) + (sex === 'FEMALE' ? 1 : 0);
    const start = `999${century}${String(birthYear % 100).padStart(2, '0')}`;
    const number = numbers.get(start) ?? 0;
    numbers.set(start, number + 1);
    const those = namesOf.get(sex) ?? [];
    yield {
      ...{ index, sex, birthYear },
      citizenNumber: `${start}${String(number).padStart(6, '0')}`,
      fullName: those[Math.floor(names(index) * those.length)] ?? '',
      communeCode: homeAt(homes(index)),
    };
  }
}

/** Ages of residents. The few people of the pyramid born before `firstBirthYear` count as born in that year. */
function agesOf(pyramid: readonly AgeAndSex[]): (readonly [AgeAndSex, number])[] {
  const oldest = pyramidYear - firstBirthYear;
  return pyramid.map((group) => [{ ...group, age: Math.min(group.age, oldest) }, group.people]);
}

/** Names of a sex, as many as are common in a province. */
function manyNames(sex: Sex): readonly string[] {
  const random = createRandom(`residents ${sex}`);
  return Array.from({ length: 2_000 }, () => demoName(random, sex));
}

/** A resident's values in the order of `column.person`. */
export function residentValues({ citizenNumber, fullName, sex, birthYear, communeCode }: Resident) {
  return [citizenNumber, fullName, sex, birthYear, communeCode] as const;
}

/** An activity of an organisation, and its reach. */
export interface Reached {
  /** Name of the activity, which seeds the choice of people. */
  readonly name: string;
  /** Number of people in the whole province; a share of the province has a share of them. */
  readonly people: number;
  /** Relative probability for a sex and year of birth; 0 excludes them. */
  readonly weight: (sex: Sex, birthYear: number) => number;
  /** Whether people do not choose the activity, such as school; then a person's eagerness has no effect. */
  readonly isUnchosen?: boolean;
}

/**
 * Makes a test of whether a resident is reached. People reached by several organisations, and by none, are more
 * frequent than by chance: people who join one activity often join others.
 */
export function reachedBy(
  { name, people, weight, isUnchosen = false }: Reached,
  { pyramid }: DemoProvince,
): (one: Resident) => boolean {
  const ages = agesOf(pyramid);
  const all = ages.reduce((sum, [, of]) => sum + of, 0);
  const mean = ages.reduce((sum, [{ sex, age }, of]) => sum + of * weight(sex, pyramidYear - age), 0) / all;
  const rate = people / provinceResidents / mean;
  const points = pointsOf(name);
  return ({ index, sex, birthYear }) =>
    points(index) < rate * weight(sex, birthYear) * (isUnchosen ? 1 : eagerness(index));
}

const eager = pointsOf('residents eagerness');

/** A person's eagerness to take part: 0.5 to 1.5, on average 1. */
function eagerness(index: number): number {
  return 0.5 + eager(index);
}
