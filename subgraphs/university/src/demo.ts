import { type DemoOptions, demoPopulation, writeDemoFile, writeDemoFileByHand, writeDemoRejections } from '@hub/demo';
import { demoAccountClasses } from './demo/account-classes.js';
import { classRow, demoClasses } from './demo/classes.js';
import { courseRow, demoCourses } from './demo/courses.js';
import { demoEnrolments } from './demo/enrolments.js';
import { demoProducts, demoProductUsers, demoProjects } from './demo/research.js';
import { demoSchoolPlacements, demoVolunteers } from './demo/volunteers.js';
import { Course, CourseClass } from './records/course.js';
import { Enrolment } from './records/enrolment.js';
import { AppliedProduct, ProductUse, ResearchProject } from './records/research.js';
import { SchoolPlacement, Volunteer } from './records/volunteer.js';

/** Writes the university's demonstration files. All rows are invented, since the university publishes no data. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const communes = [...province.communes.keys()];
  const classes = demoClasses(communes);
  const accounts = demoAccountClasses(demoPopulation(people, province), communes);
  await writeDemoFile(folder, Course, [...demoCourses.map(courseRow), accounts.course]);
  await writeDemoFile(folder, CourseClass, [...classes.map((one) => classRow(one, communes)), ...accounts.classes]);
  const enrolments = [...demoEnrolments(demoPopulation(people, province), classes, communes), ...accounts.enrolments];
  await writeDemoRejections(folder, [await writeDemoFileByHand(folder, Enrolment, enrolments)]);
  await writeDemoFile(folder, Volunteer, demoVolunteers());
  await writeDemoFile(folder, SchoolPlacement, demoSchoolPlacements(province));
  await writeDemoFile(folder, ResearchProject, demoProjects());
  await writeDemoFile(folder, AppliedProduct, demoProducts());
  await writeDemoFile(folder, ProductUse, demoProductUsers(communes));
}
