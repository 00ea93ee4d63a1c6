import { activityDay, createRandom } from '@hub/demo';
import { daysLater, type WordsOf } from '@hub/kit';
import type { classMode } from '../records/course.js';
import { demoCourses, type DemoCourse } from './courses.js';

/** A class of the demonstration. */
export interface DemoClass {
  readonly code: string;
  readonly course: DemoCourse;
  /** The commune's position in the order of codes; null for an online class. */
  readonly place: number | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly mode: WordsOf<typeof classMode>;
  readonly capacity: number;
}

const classesPerCourse = 20;

/** Makes twenty classes of each course, with the classes of each goal spread over the province. */
export function demoClasses(communeCodes: readonly string[]): DemoClass[] {
  const random = createRandom('university classes');
  const placed = { ADULTS_BASIC: 0, PUBLIC_SECTOR: 0 };
  // Steps through the communes that visit many of them before one repeats.
  const step = { ADULTS_BASIC: 5, PUBLIC_SECTOR: 65 };
  return demoCourses.flatMap((course) =>
    Array.from({ length: classesPerCourse }, (_, index) => {
      const { goalCode } = course;
      const mode = random.chance(0.15) ? 'ONLINE' : random.chance(0.3) ? 'BLENDED' : 'IN_PERSON';
      const startsOn = activityDay(random, '2025-05-15', '2026-10-25');
      return {
        code: `${course.code}-K${String(index + 1).padStart(2, '0')}`,
        course,
        place: mode === 'ONLINE' ? null : (placed[goalCode]++ * step[goalCode]) % communeCodes.length,
        startsOn,
        endsOn: daysLater(startsOn, course.hours + random.integer(0, 14)),
        mode,
        capacity: 10 * (goalCode === 'PUBLIC_SECTOR' ? random.integer(3, 5) : random.integer(4, 7)),
      };
    }),
  );
}

export function classRow(
  { code, course, place, startsOn, endsOn, mode, capacity }: DemoClass,
  communeCodes: readonly string[],
) {
  return [
    code,
    course.code,
    course.goalCode,
    place === null ? null : (communeCodes[place] ?? null),
    startsOn,
    endsOn,
    mode,
    capacity,
  ];
}
