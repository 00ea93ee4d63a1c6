import { type DemoOptions, demoPopulation, writeDemoFile, writeDemoFileByHand, writeDemoRejections } from '@hub/kit';
import { courseClassImport } from './class/course-class.import.js';
import { courseImport } from './course/course.import.js';
import { demoAccountClasses } from './demo/account-classes.js';
import { classRow, demoClasses } from './demo/classes.js';
import { courseRow, demoCourses } from './demo/courses.js';
import { demoEnrolments } from './demo/enrolments.js';
import { demoProducts, demoProductUsers, demoProjects } from './demo/research.js';
import { demoSchoolPlacements, demoVolunteers } from './demo/volunteers.js';
import { enrolmentImport } from './enrolment/enrolment.import.js';
import { schoolPlacementImport } from './placement/school-placement.import.js';
import { appliedProductImport, productUserImport } from './research/applied-product.import.js';
import { researchProjectImport } from './research/research-project.import.js';
import { volunteerImport } from './volunteer/volunteer.import.js';

/** Writes the university's demonstration files: all of it is made up, since nothing of the university's is published. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const communes = [...province.communes.keys()];
  const classes = demoClasses(communes);
  const accounts = demoAccountClasses(demoPopulation(people, province), communes);
  await writeDemoFile(folder, courseImport, [...demoCourses.map(courseRow), accounts.course]);
  await writeDemoFile(folder, courseClassImport, [
    ...classes.map((one) => classRow(one, communes)),
    ...accounts.classes,
  ]);
  const enrolments = [...demoEnrolments(demoPopulation(people, province), classes, communes), ...accounts.enrolments];
  await writeDemoRejections(folder, [await writeDemoFileByHand(folder, enrolmentImport, enrolments)]);
  await writeDemoFile(folder, volunteerImport, demoVolunteers());
  await writeDemoFile(folder, schoolPlacementImport, demoSchoolPlacements(province));
  await writeDemoFile(folder, researchProjectImport, demoProjects());
  await writeDemoFile(folder, appliedProductImport, demoProducts());
  await writeDemoFile(folder, productUserImport, demoProductUsers(communes));
}
