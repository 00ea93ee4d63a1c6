import { join } from 'node:path';
import { type DemoOptions, demoPopulation, writeCsv } from '@hub/kit';
import { courseClassImport } from './class/course-class.import.js';
import { courseImport } from './course/course.import.js';
import { classRow, demoClasses } from './demo/classes.js';
import { courseRow, demoCourses } from './demo/courses.js';
import { demoEnrolments } from './demo/enrolments.js';
import { demoProducts, demoProductUsers, demoProjects } from './demo/research.js';
import { demoVolunteers } from './demo/volunteers.js';
import { enrolmentImport } from './enrolment/enrolment.import.js';
import { appliedProductImport, productUserImport } from './research/applied-product.import.js';
import { researchProjectImport } from './research/research-project.import.js';
import { volunteerImport } from './volunteer/volunteer.import.js';

/** Writes the university's demonstration files: all of it is made up, since nothing of the university's is published. */
export async function writeDemo({ people, folder }: DemoOptions): Promise<void> {
  const classes = demoClasses();
  const files = [
    [courseImport, demoCourses.map(courseRow)],
    [courseClassImport, classes.map(classRow)],
    [enrolmentImport, demoEnrolments(demoPopulation(people), classes)],
    [volunteerImport, demoVolunteers()],
    [researchProjectImport, demoProjects()],
    [appliedProductImport, demoProducts()],
    [productUserImport, demoProductUsers()],
  ] as const;
  for (const [{ kind, columns }, rows] of files) {
    await writeCsv(join(folder, `${kind}.csv`), Object.keys(columns), rows);
  }
}
