import { createRandom, demoLastDay, type DemoPerson, personValues, type Random } from '@hub/demo';
import { daysLater, type WordsOf } from '@hub/kit';
import type { enrolmentResult } from '../records/enrolment.js';
import type { DemoClass } from './classes.js';
import type { DemoCourse } from './courses.js';

/** How far people go to a class, in positions of the order of communes. */
const reach = 3;

/** The share of each kind of people that enrols in a course of each goal. */
const shares = {
  PUBLIC_SECTOR: { servant: 0.85, student: 0, other: 0 },
  ADULTS_BASIC: { servant: 0.1, student: 0.6, other: 0.16 },
} as const;

/** Assigns people to nearby or online classes while there are seats. */
export function* demoEnrolments(
  people: Iterable<DemoPerson>,
  classes: readonly DemoClass[],
  communeCodes: readonly string[],
) {
  const random = createRandom('university enrolments');
  const seats = new Map(classes.map(({ code, capacity }) => [code, capacity]));
  const byGoal = Map.groupBy(classes, ({ course }) => course.goalCode);
  const place = new Map(communeCodes.map((code, index) => [code, index]));
  for (const person of people) {
    for (const goalCode of goalsOf(person, random)) {
      const open = (byGoal.get(goalCode) ?? []).filter(
        (one) =>
          (seats.get(one.code) ?? 0) > 0 &&
          (one.place === null || Math.abs(one.place - (place.get(person.communeCode) ?? 0)) <= reach),
      );
      if (open.length === 0) continue;
      const chosen = random.pick(open);
      seats.set(chosen.code, (seats.get(chosen.code) ?? 0) - 1);
      yield enrolmentRow(person, chosen, random);
    }
  }
}

function goalsOf(person: DemoPerson, random: Random): DemoCourse['goalCode'][] {
  const kind = person.isPublicServant ? 'servant' : person.isStudent ? 'student' : 'other';
  return (['PUBLIC_SECTOR', 'ADULTS_BASIC'] as const).filter((goal) => random.chance(shares[goal][kind]));
}

function enrolmentRow(person: DemoPerson, { code, course, startsOn, endsOn }: DemoClass, random: Random) {
  const enrolledOn = daysLater(startsOn, -random.integer(1, 10));
  const [result, resultOn] = resultOf(startsOn, endsOn, random);
  return [code, ...personValues(person), organisationOf(person, random), course.goalCode, enrolledOn, result, resultOn];
}

/** The organisation that a learner belongs to. */
function organisationOf(person: DemoPerson, random: Random): string | null {
  if (person.isPublicServant) return 'public-sector';
  if (person.isStudent) return 'university';
  if (person.birthYear >= 1991 && random.chance(0.5)) return 'youth-union';
  return person.sex === 'FEMALE' && random.chance(0.6) ? 'womens-union' : null;
}

function resultOf(
  startsOn: string,
  endsOn: string,
  random: Random,
): readonly [WordsOf<typeof enrolmentResult>, string | null] {
  const point = random.next();
  const examinedOn = daysLater(endsOn, random.integer(0, 5));
  if (point < 0.08) {
    const withdrawnOn = random.day(startsOn, endsOn);
    if (withdrawnOn <= demoLastDay) return ['WITHDRAWN', withdrawnOn];
  }
  if (examinedOn > demoLastDay) return ['ENROLLED', null];
  return [point < 0.26 ? 'FAILED' : 'PASSED', examinedOn];
}
