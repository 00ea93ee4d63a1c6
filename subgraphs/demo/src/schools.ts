import type { DemoProvince } from './province.js';

/** A level of schooling, as the Department of Education and Training names it. */
export type DemoSchoolLevel = 'PRIMARY' | 'LOWER_SECONDARY' | 'UPPER_SECONDARY' | 'CONTINUING';

/** An invented school; other organisations' files refer to its code. */
export interface DemoSchool {
  readonly code: string;
  readonly communeCode: string;
  readonly levels: readonly DemoSchoolLevel[];
}

/**
 * For each level, one commune in this many has a school. The communes after it in the order of codes send their pupils
 * to that school.
 */
const spread = { PRIMARY: 1, LOWER_SECONDARY: 1, UPPER_SECONDARY: 6, CONTINUING: 16 } as const;

/** Every third commune has its primary and lower secondary levels in one school (trường liên cấp). */
const isJoined = (index: number) => index % 3 === 2;

const prefixes = { PRIMARY: 'TH', LOWER_SECONDARY: 'THCS', UPPER_SECONDARY: 'THPT', CONTINUING: 'GDTX' } as const;

/** The demonstration's schools, in the order of their communes' codes; about 300 in Thanh Hóa. */
export function demoSchools({ communes }: DemoProvince): DemoSchool[] {
  return [...communes.keys()].flatMap((communeCode, index) => {
    const school = (prefix: string, ...levels: DemoSchoolLevel[]) => ({
      code: `${prefix}-${communeCode}`,
      communeCode,
      levels,
    });
    const own = (['PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING'] as const).filter(
      (level) => index % spread[level] === 0,
    );
    if (!isJoined(index)) return own.map((level) => school(prefixes[level], level));
    const higher = own.filter((level) => level !== 'PRIMARY' && level !== 'LOWER_SECONDARY');
    return [school('LC', 'PRIMARY', 'LOWER_SECONDARY'), ...higher.map((level) => school(prefixes[level], level))];
  });
}

/** Finds the school of each level for the children of a commune, by the commune's position in the order of codes. */
export function schoolFinder(province: DemoProvince): (level: DemoSchoolLevel, index: number) => DemoSchool {
  const byCommune = Map.groupBy(demoSchools(province), ({ communeCode }) => communeCode);
  const codes = [...province.communes.keys()];
  return (level, index) => {
    const commune = codes[index - (index % spread[level])] ?? '';
    const found = byCommune.get(commune)?.find(({ levels }) => levels.includes(level));
    if (!found) throw new RangeError(`Expected a school of the level ${level} in the commune ${commune}.`);
    return found;
  };
}
