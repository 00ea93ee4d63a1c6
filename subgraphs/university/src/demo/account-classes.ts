import { asDemo, createRandom, demoLastDay, type DemoPerson, personValues, type Random } from '@hub/demo';
import { daysLater } from '@hub/kit';

/** The demonstration's additional goal, defined in `schema/demo`. */
const goalCode = 'DEMO_ACCOUNTS';

const course = 'HDU-C13';

/** One commune in this many has a class. */
const spread = 7;

/** Share of a commune's people in its class. */
const share = 0.12;

/** A class in a commune. */
interface AccountClass {
  readonly code: string;
  readonly communeCode: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** The course, the classes and the enrolments that contribute to the demonstration's additional goal. */
export function demoAccountClasses(people: Iterable<DemoPerson>, communes: readonly string[]) {
  const random = createRandom('university accounts');
  const title = asDemo({ vi: 'Mở và dùng tài khoản định danh mức 2', en: 'Opening and using an account of level 2' });
  const classes = communes
    .filter((_code, index) => index % spread === 0)
    .map((communeCode, index): AccountClass => {
      const startsOn = random.day('2026-06-25', '2026-10-10');
      const code = `${course}-K${String(index + 1).padStart(2, '0')}`;
      return { code, communeCode, startsOn, endsOn: daysLater(startsOn, 10) };
    });
  return {
    course: [course, title.vi, title.en, 'DEVICE_AND_SOFTWARE;SAFETY', goalCode, 8],
    classes: classes.map(({ code, communeCode, startsOn, endsOn }) => [
      ...[code, course, goalCode, communeCode, startsOn, endsOn, 'IN_PERSON', 70],
    ]),
    enrolments: enrolments(people, new Map(classes.map((one) => [one.communeCode, one])), random),
  };
}

function* enrolments(people: Iterable<DemoPerson>, classes: ReadonlyMap<string, AccountClass>, random: Random) {
  for (const person of people) {
    const near = classes.get(person.communeCode);
    if (!near || person.isPublicServant || person.isStudent || !random.chance(share)) continue;
    const examinedOn = daysLater(near.endsOn, random.integer(0, 5));
    const isOver = examinedOn <= demoLastDay;
    const result = random.chance(0.85) ? 'PASSED' : 'FAILED';
    yield [
      ...[near.code, ...personValues(person), null, goalCode, daysLater(near.startsOn, -random.integer(1, 10))],
      ...(isOver ? [result, examinedOn] : ['ENROLLED', null]),
    ];
  }
}
