import {
  createRandom,
  type DemoPlacement,
  type DemoRow,
  type MonthlyRow,
  type Random,
  type ScaledOptions,
  scalePupils,
  writeDemoFile,
  writeMonthlyFiles,
  writeMonthlyReleases,
} from '@hub/demo';
import { levels, rounds } from './demo/assessments.js';
import { groups, years } from './demo/lessons.js';
import { demoSchoolRows } from './demo/schools.js';
import { Assessment, Enrolment, Pupil } from './records/pupil.js';
import { DigitalSkillsLesson } from './records/lesson.js';
import { School } from './records/school.js';
import { SchoolClass } from './records/school-class.js';

/** Number of pupils in a class before the next class of its grade opens. */
const size = 35;

/** The class of each pupil's placement, in the order of placements: `10A12` is the twelfth of its grade. */
class Classes {
  readonly #entered = new Map<string, number>();

  /** @returns its code and name. */
  next({ school, schoolYear, level, grade }: DemoPlacement) {
    const gradeCode = `${school.code}-${schoolYear.slice(2, 4)}-${level === 'CONTINUING' ? 'T' : ''}${grade}`;
    const before = this.#entered.get(gradeCode) ?? 0;
    this.#entered.set(gradeCode, before + 1);
    const number = 1 + Math.floor(before / size);
    return { code: `${gradeCode}A${number}`, name: `${grade}A${number}` };
  }
}

/** Writes the Department's files for the full-size province. */
export async function writeScale({ folder, province }: ScaledOptions): Promise<void> {
  await writeDemoFile(folder, School, demoSchoolRows(province));
  const classes = classesOf(province);
  await writeDemoFile(folder, SchoolClass, classes.map(classRow));
  await writeMonthlyFiles(folder, Pupil, pupilRows(province));
  await writeMonthlyFiles(folder, Enrolment, enrolmentRows(province));
  await writeMonthlyFiles(folder, DigitalSkillsLesson, lessonRows(classes));
  await writeMonthlyFiles(folder, Assessment, assessmentRows(province));
  await writeMonthlyReleases(folder, 4);
}

/** A class, with the number of pupils who stay for the whole school year. */
interface ScaleClass {
  readonly code: string;
  readonly name: string;
  readonly placement: DemoPlacement;
  staying: number;
}

function classesOf(province: ScaledOptions['province']): readonly ScaleClass[] {
  const all = new Classes();
  const found = new Map<string, ScaleClass>();
  for (const { placements } of scalePupils(province)) {
    for (const placement of placements) {
      const { code, name } = all.next(placement);
      const one = found.get(code) ?? { code, name, placement, staying: 0 };
      found.set(code, one);
      if (placement.leftOn === null && placement.entry !== 'MOVED') one.staying += 1;
    }
  }
  return [...found.values()];
}

function classRow({ code, name, placement: { school, schoolYear, level, grade } }: ScaleClass): DemoRow {
  return [code, school.code, schoolYear, level, grade, name];
}

const monthOf = ({ schoolYear }: DemoPlacement) => `${schoolYear.slice(0, 4)}-09`;

/** A pupil's row is in the file of the first school year's month. */
function* pupilRows(province: ScaledOptions['province']): Generator<MonthlyRow> {
  for (const { person, placements } of scalePupils(province)) {
    const [first] = placements;
    const { citizenNumber, fullName, sex, birthYear, communeCode } = person;
    if (first) yield [monthOf(first), [citizenNumber, fullName, sex, birthYear, communeCode]];
  }
}

/** A pupil's whole school year is in one file. */
function* enrolmentRows(province: ScaledOptions['province']): Generator<MonthlyRow> {
  const all = new Classes();
  for (const { person, placements } of scalePupils(province)) {
    for (const placement of placements) {
      const { enrolledOn, entry, leftOn, exit } = placement;
      yield [monthOf(placement), [all.next(placement).code, person.citizenNumber, enrolledOn, entry, leftOn, exit]];
    }
  }
}

/** Two lessons of each class in the first school year and one in the second, attended by nearly all pupils. */
function* lessonRows(classes: readonly ScaleClass[]): Generator<MonthlyRow> {
  const random = createRandom('scale lessons');
  let number = 0;
  for (const { code, placement, staying } of classes) {
    const { first, last, count } = years[placement.schoolYear as keyof typeof years];
    for (let index = 0; index < count; index += 1) {
      const heldOn = random.day(first, last);
      const lesson = `DSL-${String((number += 1)).padStart(6, '0')}`;
      const attendances = Math.max(0, staying - random.integer(0, 3));
      if (attendances > 0) yield [heldOn.slice(0, 7), [lesson, code, heldOn, groups(random), attendances]];
    }
  }
}

/** Assessments of pupils who stay in one class; four in five pass. */
function* assessmentRows(province: ScaledOptions['province']): Generator<MonthlyRow> {
  const random: Random = createRandom('scale assessments');
  for (const { person, placements } of scalePupils(province)) {
    for (const { schoolYear, first, last, share } of rounds) {
      const ofYear = placements.filter((one) => one.schoolYear === schoolYear);
      const [placement] = ofYear;
      if (!random.chance(share) || ofYear.length !== 1 || !placement || placement.exit !== null) continue;
      const day = random.day(first, last);
      const result = random.chance(0.8) ? 'PASSED' : 'FAILED';
      yield [day.slice(0, 7), [person.citizenNumber, day, random.pick(levels[placement.level]), result]];
    }
  }
}
