import type { AgeAndSex } from './age-pyramid.js';
import type { Sex } from '@hub/kit/service';
import type { DemoProvince } from './province.js';
import { createRandom, type Random } from './random.js';

/** Share of public servants among people of working age. */
const publicServantShare = 0.1;

/** An invented person of the demonstration. The number belongs to no real person: there is no province 999. */
export interface DemoPerson {
  /** Position in the population, from 0. */
  readonly index: number;
  /** 12 digits in the form of a citizen's number, from a range that is never issued. */
  readonly citizenNumber: string;
  readonly fullName: string;
  readonly sex: Sex;
  readonly birthYear: number;
  /** Commune of residence. */
  readonly communeCode: string;
  /** Commune in the register of residents; for a few people, their former commune. */
  readonly registeredIn: string;
  /** Whether the person is a public servant. */
  readonly isPublicServant: boolean;
  readonly isStudent: boolean;
}

/** A person's values in the order of `column.person`, with the commune of residence. */
export function personValues({ citizenNumber, fullName, sex, birthYear, communeCode }: DemoPerson) {
  return [citizenNumber, fullName, sex, birthYear, communeCode] as const;
}

/** The same with the registered commune, for records copied from papers. */
export function registeredValues(person: DemoPerson) {
  return personValues({ ...person, communeCode: person.registeredIn });
}

const familyNames = [
  'Nguyễn',
  'Lê',
  'Trần',
  'Phạm',
  'Hoàng',
  'Trịnh',
  'Đỗ',
  'Bùi',
  'Vũ',
  'Lương',
  'Hà',
  'Mai',
  'Cao',
  'Quách',
  'Trương',
];
const middleNames = {
  FEMALE: ['Thị', 'Thu', 'Ngọc', 'Thanh', 'Minh'],
  MALE: ['Văn', 'Đức', 'Hữu', 'Quang', 'Xuân'],
} as const;
const givenNames = {
  FEMALE: [
    'Hương',
    'Lan',
    'Hoa',
    'Mai',
    'Thủy',
    'Hằng',
    'Nga',
    'Yến',
    'Trang',
    'Phương',
    'Linh',
    'Hiền',
    'Dung',
    'Oanh',
  ],
  MALE: [
    'Hùng',
    'Dũng',
    'Tuấn',
    'Nam',
    'Hải',
    'Sơn',
    'Long',
    'Thắng',
    'Bình',
    'Khánh',
    'Phúc',
    'Trung',
    'Tùng',
    'Kiên',
  ],
} as const;

/**
 * Even part of the communes' shares; the rest follows the inhabitants. Organisations reach people in groups, teams and
 * schools, and a small commune has about as many as a large one.
 */
const evenPart = 0.5;

/** Each commune's share in the demonstration's people, by code; the shares add up to 1. */
export function demoCommuneShares({ inhabitants }: DemoProvince): ReadonlyMap<string, number> {
  const total = [...inhabitants.values()].reduce((sum, { people }) => sum + people, 0);
  const even = evenPart / inhabitants.size;
  return new Map([...inhabitants].map(([code, { people }]) => [code, even + ((1 - evenPart) * people) / total]));
}

/** Year of the age pyramid. */
const pyramidYear = 2025;

/** First and last year of birth of the demonstration's people. */
const birthYears = { first: 1941, last: 2008 } as const;

/** Share of people who moved, so that some records have the registered commune instead of the residence. */
const movedShare = 0.02;

/**
 * The demonstration's people, the same for every organisation. Each organisation picks the people for its records, so
 * that records overlap between organisations as in life. Ages follow the pyramid.
 */
export function* demoPopulation(size: number, province: DemoProvince): Generator<DemoPerson> {
  const random = createRandom('population');
  const shares = [...demoCommuneShares(province)];
  const ages = agesOf(province.pyramid);
  for (let index = 0; index < size; index += 1) {
    const { sex, age } = byShare(ages, random.next());
    const birthYear = pyramidYear - age;
    const century = birthYear < 2000 ? 0 : 2;
    const communeCode = byShare(shares, random.next());
    const registeredIn = random.chance(movedShare) ? byShare(shares, random.next()) : communeCode;
    const adultAge = 2026 - birthYear;
    yield {
      index,
      citizenNumber: `999${century + (sex === 'FEMALE' ? 1 : 0)}${String(birthYear % 100).padStart(2, '0')}${String(index).padStart(6, '0')}`,
      fullName: demoName(random, sex),
      sex,
      birthYear,
      communeCode,
      registeredIn,
      isPublicServant: adultAge >= 22 && adultAge < 60 && random.chance(publicServantShare),
      isStudent: adultAge >= 18 && adultAge <= 23 && random.chance(0.4),
    };
  }
}

/** Sexes and ages of the demonstration's people, with their shares. */
function agesOf(pyramid: readonly AgeAndSex[]): (readonly [AgeAndSex, number])[] {
  const those = pyramid.filter(
    ({ age }) => age >= pyramidYear - birthYears.last && age <= pyramidYear - birthYears.first,
  );
  const all = those.reduce((sum, { people }) => sum + people, 0);
  return those.map((group) => [group, group.people / all]);
}

/** An invented name for a sex. */
export function demoName(random: Random, sex: Sex): string {
  return `${random.pick(familyNames)} ${random.pick(middleNames[sex])} ${random.pick(givenNames[sex])}`;
}

/** The item at a point from 0 to 1 among items with shares that add up to 1. */
export function byShare<Thing>(shares: readonly (readonly [Thing, number])[], point: number): Thing {
  let rest = point;
  const found = shares.find(([, share]) => (rest -= share) < 0) ?? shares.at(-1);
  if (!found) throw new RangeError('Expected at least one thing to choose from.');
  return found[0];
}
