import { daysLater } from '@hub/protocol';
import type { Sex } from '@hub/kit/service';
import { byShare, demoCommuneShares, demoName } from './population.js';
import type { DemoProvince } from './province.js';
import { createRandom, type Random } from './random.js';
import { type DemoSchool, type DemoSchoolLevel, schoolFinder } from './schools.js';

/** A pupil's time in one class. */
export interface DemoPlacement {
  readonly schoolYear: string;
  readonly school: DemoSchool;
  readonly level: DemoSchoolLevel;
  readonly grade: number;
  readonly enrolledOn: string;
  /** Null if the pupil stays until the end of the school year. */
  readonly leftOn: string | null;
  readonly entry: 'NEW' | 'PROMOTED' | 'REPEATED' | 'MOVED';
  readonly exit: 'MOVED' | 'LEFT' | null;
}

/** An invented pupil. The number belongs to no real child: there is no province 999. */
export interface DemoPupil {
  readonly citizenNumber: string;
  readonly fullName: string;
  readonly sex: Sex;
  readonly birthYear: number;
  /** Commune of residence, which may differ from the school's. */
  readonly communeCode: string;
  /** The earliest first. */
  readonly placements: readonly DemoPlacement[];
}

/** The school years of the demonstration. */
export const demoSchoolYears = ['2025-2026', '2026-2027'] as const;

/** The days of each school year between which pupils move or leave. */
const changes = {
  '2025-2026': { first: '2025-10-15', last: '2026-04-30' },
  '2026-2027': { first: '2026-09-20', last: '2026-10-20' },
} as const;

/** Probabilities of events in a pupil's school year. */
const chances = { move: 0.02, leave: 0.01, repeat: 0.015, endAfterGrade9: 0.15, continuing: 0.12 };

type Year = (typeof demoSchoolYears)[number];

/** A pupil's state at the start of a school year. */
interface Standing {
  readonly grade: number;
  readonly entry: DemoPlacement['entry'];
  readonly isContinuing: boolean;
}

/**
 * The demonstration's pupils, the same in every use, so that the Department's records and the steering committee's
 * denominators agree. Their citizen's numbers are distinct from the numbers of the demonstration's adults.
 */
export function* demoPupils(count: number, province: DemoProvince): Generator<DemoPupil> {
  const random = createRandom('pupils');
  const shares = [...demoCommuneShares(province)];
  const indexOf = new Map([...province.communes.keys()].map((code, index) => [code, index]));
  const schoolOf = schoolFinder(province);
  const anywhere = (level: DemoSchoolLevel) => schoolOf(level, random.integer(0, indexOf.size - 1));
  for (let index = 0; index < count; index += 1) {
    const sex: Sex = random.chance(0.5) ? 'FEMALE' : 'MALE';
    // Grade in the first school year; 0 starts school in the second.
    const grade = random.integer(0, 12);
    const communeCode = byShare(shares, random.next());
    const isContinuing = grade >= 10 && random.chance(chances.continuing);
    const birthYear = 2019 - grade - (isContinuing ? random.integer(0, 4) : 0);
    const home = (level: DemoSchoolLevel) => schoolOf(level, indexOf.get(communeCode) ?? 0);
    const number = 500_000 + index;
    yield {
      citizenNumber: `999${birthYear < 2000 ? (sex === 'FEMALE' ? 1 : 0) : sex === 'FEMALE' ? 3 : 2}${String(birthYear % 100).padStart(2, '0')}${number}`,
      fullName: demoName(random, sex),
      sex,
      birthYear,
      communeCode,
      placements: placementsOf({ grade, entry: 'NEW', isContinuing }, { random, home, anywhere }),
    };
  }
}

/** Makes a function that gives a pupil's school career in a province. */
export function pupilPlacer(
  random: Random,
  province: DemoProvince,
): (grade: number, communeCode: string) => readonly DemoPlacement[] {
  const indexOf = new Map([...province.communes.keys()].map((code, index) => [code, index]));
  const schoolOf = schoolFinder(province);
  const anywhere = (level: DemoSchoolLevel) => schoolOf(level, random.integer(0, indexOf.size - 1));
  return (grade, communeCode) => {
    const home = (level: DemoSchoolLevel) => schoolOf(level, indexOf.get(communeCode) ?? 0);
    const isContinuing = grade >= 10 && random.chance(chances.continuing);
    return placementsOf({ grade, entry: 'NEW', isContinuing }, { random, home, anywhere });
  };
}

interface Surroundings {
  readonly random: Random;
  /** The school of a level for the children of the pupil's commune. */
  readonly home: (level: DemoSchoolLevel) => DemoSchool;
  readonly anywhere: (level: DemoSchoolLevel) => DemoSchool;
}

function placementsOf(first: Standing, surroundings: Surroundings): DemoPlacement[] {
  const [firstYear, secondYear] = demoSchoolYears;
  if (first.grade === 0) return placementsIn(secondYear, { ...first, grade: 1 }, surroundings);
  const before = placementsIn(firstYear, first, surroundings);
  const second = before.at(-1)?.exit === 'LEFT' ? null : nextStanding(first, surroundings.random);
  return second === null ? before : [...before, ...placementsIn(secondYear, second, surroundings)];
}

/** Grade and state at the start of the next school year; null for a pupil who leaves school. */
function nextStanding({ grade, isContinuing }: Standing, random: Random): Standing | null {
  if (random.chance(chances.repeat)) return { grade, entry: 'REPEATED', isContinuing };
  if (grade === 12 || (grade === 9 && random.chance(chances.endAfterGrade9))) return null;
  const goesOn = grade === 9 ? random.chance(chances.continuing) : isContinuing;
  return { grade: grade + 1, entry: 'PROMOTED', isContinuing: goesOn };
}

/** A pupil's placements in one school year: one, or two where the pupil moves. */
function placementsIn(
  schoolYear: Year,
  { grade, entry, isContinuing }: Standing,
  { random, home, anywhere }: Surroundings,
): DemoPlacement[] {
  const level = levelOf(grade, isContinuing);
  const { first, last } = changes[schoolYear];
  const stays = {
    ...{ schoolYear, school: home(level), level, grade, entry },
    ...{ enrolledOn: `${schoolYear.slice(0, 4)}-09-05`, leftOn: null, exit: null },
  };
  const point = random.next();
  if (point >= chances.move + chances.leave) return [stays];
  const day = random.day(first, last);
  if (point >= chances.move) return [{ ...stays, leftOn: day, exit: 'LEFT' }];
  return [
    { ...stays, leftOn: daysLater(day, -1), exit: 'MOVED' },
    { ...stays, school: anywhere(level), enrolledOn: day, entry: 'MOVED' },
  ];
}

function levelOf(grade: number, isContinuing: boolean): DemoSchoolLevel {
  if (grade <= 5) return 'PRIMARY';
  if (grade <= 9) return 'LOWER_SECONDARY';
  return isContinuing ? 'CONTINUING' : 'UPPER_SECONDARY';
}

/** Number of pupils to date. */
export interface DemoPupilsToDate {
  /** Distinct pupils. */
  readonly whole: number;
  /** By the school's commune; a pupil who moved counts in each commune. */
  readonly byCommune: ReadonlyMap<string, number>;
}

/**
 * Counts the demonstration's pupils to date, by a day. The goal counts every pupil who has reached it, including pupils
 * who have left since.
 */
export function demoPupilsToDate(count: number, province: DemoProvince, day: string): DemoPupilsToDate {
  return pupilsToDate(demoPupils(count, province), province, day);
}

/** Counts any pupils to date, by a day. */
export function pupilsToDate(
  pupils: Iterable<Pick<DemoPupil, 'placements'>>,
  province: DemoProvince,
  day: string,
): DemoPupilsToDate {
  const byCommune = new Map([...province.communes.keys()].map((code) => [code, 0]));
  let whole = 0;
  for (const { placements } of pupils) {
    const begun = placements.filter(({ enrolledOn }) => enrolledOn <= day);
    if (begun.length > 0) whole += 1;
    for (const commune of new Set(begun.map(({ school }) => school.communeCode)))
      byCommune.set(commune, (byCommune.get(commune) ?? 0) + 1);
  }
  return { whole, byCommune };
}
