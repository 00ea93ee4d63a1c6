import type { Sex } from '../ledger/ledger.js';
import type { DemoProvince } from './province.js';
import { createRandom, type Random } from './random.js';

/** A made-up person of the demonstration. No real person has such a number: there is no province 999. */
export interface DemoPerson {
  /** Position in the population, from 0. */
  readonly index: number;
  /** 12 digits, as a citizen's number is written, in a range that is never given out. */
  readonly citizenNumber: string;
  readonly fullName: string;
  readonly sex: Sex;
  readonly birthYear: number;
  readonly communeCode: string;
  /** In the public sector's pay. */
  readonly isPublicServant: boolean;
  readonly isStudent: boolean;
}

/** A person's values in the order of `column.person`. */
export function personValues({ citizenNumber, fullName, sex, birthYear, communeCode }: DemoPerson) {
  return [citizenNumber, fullName, sex, birthYear, communeCode] as const;
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

/** Each commune's share in the demonstration's people, by code; the shares add up to 1. */
export function demoCommuneShares({ communes }: DemoProvince): ReadonlyMap<string, number> {
  const random = createRandom('communes');
  const weights = [...communes.keys()].map((code) => [code, 0.3 + random.next()] as const);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([code, weight]) => [code, weight / total]));
}

/**
 * The demonstration's people, the same for every organisation: each picks those who would be in its
 * records, so that people overlap between organisations as in life.
 */
export function* demoPopulation(size: number, province: DemoProvince): Generator<DemoPerson> {
  const random = createRandom('population');
  const shares = [...demoCommuneShares(province)];
  for (let index = 0; index < size; index += 1) {
    const sex: Sex = random.chance(0.5) ? 'FEMALE' : 'MALE';
    const birthYear = random.integer(1941, 2008);
    const century = birthYear < 2000 ? 0 : 2;
    const communeCode = byShare(shares, random.next());
    const adultAge = 2026 - birthYear;
    yield {
      index,
      citizenNumber: `999${century + (sex === 'FEMALE' ? 1 : 0)}${String(birthYear % 100).padStart(2, '0')}${String(index).padStart(6, '0')}`,
      fullName: demoName(random, sex),
      sex,
      birthYear,
      communeCode,
      isPublicServant: adultAge >= 22 && adultAge < 60 && random.chance(0.12),
      isStudent: adultAge >= 18 && adultAge <= 23 && random.chance(0.4),
    };
  }
}

/** A made-up name, as people of a sex have them. */
export function demoName(random: Random, sex: Sex): string {
  return `${random.pick(familyNames)} ${random.pick(middleNames[sex])} ${random.pick(givenNames[sex])}`;
}

/** Of keys with their shares, which add up to 1, the one at a point from 0 to 1. */
export function byShare(shares: readonly (readonly [string, number])[], point: number): string {
  let rest = point;
  for (const [code, share] of shares) {
    rest -= share;
    if (rest < 0) return code;
  }
  return shares.at(-1)?.[0] ?? '';
}
