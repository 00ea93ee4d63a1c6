import {
  type DemoOptions,
  type DemoPlacement,
  demoPopulation,
  type DemoPupil,
  demoPupils,
  writeDemoFile,
} from '@hub/demo';
import { writeAssessments } from './demo/assessments.js';
import { classRow, type DemoClass, demoClasses } from './demo/classes.js';
import { demoLessons } from './demo/lessons.js';
import { demoSchoolRows } from './demo/schools.js';
import { demoTeacherTrainings } from './demo/teachers.js';
import { DigitalSkillsLesson } from './records/lesson.js';
import { Enrolment, Pupil } from './records/pupil.js';
import { School } from './records/school.js';
import { SchoolClass } from './records/school-class.js';
import { TeacherTraining } from './records/teacher-training.js';

/** Writes the Department's demonstration files. All rows are invented, since the Department publishes no data. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const pupils = [...demoPupils(people, province)];
  const { classes, classOf } = demoClasses(pupils);
  await writeDemoFile(folder, School, demoSchoolRows(province));
  await writeDemoFile(folder, SchoolClass, classes.map(classRow));
  await writeDemoFile(
    folder,
    Pupil,
    pupils.map(({ citizenNumber, fullName, sex, birthYear, communeCode }) => [
      ...[citizenNumber, fullName, sex, birthYear, communeCode],
    ]),
  );
  await writeDemoFile(folder, Enrolment, demoEnrolments(pupils, classOf));
  await writeDemoFile(folder, DigitalSkillsLesson, demoLessons(classes));
  await writeAssessments(folder, pupils);
  await writeDemoFile(folder, TeacherTraining, demoTeacherTrainings(demoPopulation(people, province), province));
}

function* demoEnrolments(pupils: readonly DemoPupil[], classOf: ReadonlyMap<DemoPlacement, DemoClass>) {
  for (const { citizenNumber, placements } of pupils) {
    for (const placement of placements) {
      const { enrolledOn, entry, leftOn, exit } = placement;
      yield [classOf.get(placement)?.code ?? '', citizenNumber, enrolledOn, entry, leftOn, exit];
    }
  }
}
