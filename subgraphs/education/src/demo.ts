import {
  type DemoOptions,
  demoPopulation,
  type DemoPupil,
  demoPupils,
  type DemoPlacement,
  writeDemoFile,
} from '@hub/kit';
import { schoolClassImport } from './class/school-class.import.js';
import { writeAssessments } from './demo/assessments.js';
import { classRow, type DemoClass, demoClasses } from './demo/classes.js';
import { demoLessons } from './demo/lessons.js';
import { demoSchoolRows } from './demo/schools.js';
import { demoTeacherTrainings } from './demo/teachers.js';
import { lessonImport } from './lesson/lesson.import.js';
import { enrolmentImport, pupilImport } from './pupil/pupil.import.js';
import { schoolImport } from './school/school.import.js';
import { teacherTrainingImport } from './teacher-training/teacher-training.import.js';

/** Writes the Department's demonstration files: all of it is made up, since nothing of the Department's is published. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const pupils = [...demoPupils(people, province)];
  const { classes, classOf } = demoClasses(pupils);
  await writeDemoFile(folder, schoolImport, demoSchoolRows(province));
  await writeDemoFile(folder, schoolClassImport, classes.map(classRow));
  await writeDemoFile(
    folder,
    pupilImport,
    pupils.map(({ citizenNumber, fullName, sex, birthYear, communeCode }) => [
      ...[citizenNumber, fullName, sex, birthYear, communeCode],
    ]),
  );
  await writeDemoFile(folder, enrolmentImport, demoEnrolments(pupils, classOf));
  await writeDemoFile(folder, lessonImport, demoLessons(classes));
  await writeAssessments(folder, pupils);
  await writeDemoFile(folder, teacherTrainingImport, demoTeacherTrainings(demoPopulation(people, province), province));
}

function* demoEnrolments(pupils: readonly DemoPupil[], classOf: ReadonlyMap<DemoPlacement, DemoClass>) {
  for (const { citizenNumber, placements } of pupils) {
    for (const placement of placements) {
      const { enrolledOn, entry, leftOn, exit } = placement;
      yield [classOf.get(placement)?.code ?? '', citizenNumber, enrolledOn, entry, leftOn, exit];
    }
  }
}
