import { createRandom, demoHeadcountsAsOf, type DemoOptions, personValues, writeDemoFile } from '@hub/demo';
import { Agency } from './records/agency.js';
import { CompetencyAssessment } from './records/training.js';
import { Leadership } from './records/leadership.js';
import { StaffHeadcountRecord } from './records/staff.js';
import { PersonalTraining } from './records/training.js';
import { assessmentsOf, type DemoTraining, trainingOf } from './demo/training.js';
import { type DemoOffice, demoOffices, headcounts } from './demo/offices.js';

const leadershipAsOf = '2026-10-31';

/** Writes the public sector's demonstration files: real kinds of agencies, invented people. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const random = createRandom('public-sector');
  const offices = demoOffices(random, people, province).map((office) => ({
    ...office,
    headcounts: headcounts(office),
    training: trainingOf(random, office),
    assessments: assessmentsOf(random, office),
  }));

  await writeDemoFile(
    folder,
    Agency,
    offices.map(({ agency: { code, parentCode, level, name, communeCode } }) => [
      code,
      parentCode,
      level,
      name.vi,
      name.en,
      communeCode,
    ]),
  );
  await writeDemoFile(
    folder,
    StaffHeadcountRecord,
    offices.flatMap(({ agency, headcounts: counts }) =>
      [...counts].map(([group, headcount]) => [agency.code, group, headcount, demoHeadcountsAsOf]),
    ),
  );
  await writeDemoFile(
    folder,
    PersonalTraining,
    offices.flatMap(({ agency, training }) =>
      training.map(({ employee: { person, group }, courseCode, completedOn, result }) => [
        agency.code,
        ...personValues(person),
        group,
        courseCode,
        completedOn,
        result,
      ]),
    ),
  );
  await writeDemoFile(
    folder,
    CompetencyAssessment,
    offices.flatMap(({ agency, assessments }) =>
      assessments.map(({ employee: { person }, assessedOn, level }) => [
        agency.code,
        person.citizenNumber,
        person.fullName,
        assessedOn,
        level,
      ]),
    ),
  );
  await writeDemoFile(
    folder,
    Leadership,
    offices.filter(({ leaders }) => leaders > 0).map((office) => leadershipRow(office)),
  );
}

/** An office's report on its leaders, which agrees with its training records. */
function leadershipRow({ agency, leaders, employees, training }: DemoOffice & { readonly training: DemoTraining[] }) {
  const ofLeaders = new Set(employees.slice(0, leaders));
  const trained = new Set(training.map(({ employee }) => employee).filter((employee) => ofLeaders.has(employee)));
  const firstDay = (areLeaders: boolean) =>
    training
      .filter(({ employee }) => ofLeaders.has(employee) === areLeaders)
      .map(({ completedOn }) => completedOn)
      .sort()[0] ?? null;
  return [agency.code, leaders, trained.size, firstDay(true), firstDay(false), leadershipAsOf];
}
