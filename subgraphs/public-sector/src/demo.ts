import { join } from 'node:path';
import { createRandom, type DemoOptions, writeCsv } from '@hub/kit';
import { assessmentsOf, type DemoTraining, trainingOf } from './demo/training.js';
import { type DemoOffice, demoOffices, headcounts } from './demo/offices.js';

const headcountsAsOf = '2026-06-30';
const leadershipAsOf = '2026-10-31';

/** Writes the public sector's demonstration files: real kinds of agencies, made-up people. */
export async function writeDemo({ people, folder }: DemoOptions): Promise<void> {
  const random = createRandom('public-sector');
  const offices = demoOffices(random, people).map((office) => ({
    ...office,
    headcounts: headcounts(random, office),
    training: trainingOf(random, office),
    assessments: assessmentsOf(random, office),
  }));

  await writeCsv(
    join(folder, 'agencies.csv'),
    ['code', 'parent_code', 'level', 'name_vi', 'name_en', 'commune_code'],
    offices.map(({ agency: { code, parentCode, level, name, communeCode } }) => [
      code,
      parentCode,
      level,
      name.vi,
      name.en,
      communeCode,
    ]),
  );
  await writeCsv(
    join(folder, 'staff-headcounts.csv'),
    ['agency_code', 'staff_group', 'headcount', 'as_of'],
    offices.flatMap(({ agency, headcounts: counts }) =>
      [...counts].map(([group, headcount]) => [agency.code, group, headcount, headcountsAsOf]),
    ),
  );
  await writeCsv(
    join(folder, 'training-records.csv'),
    [
      'agency_code',
      'citizen_number',
      'full_name',
      'sex',
      'birth_year',
      'commune_code',
      'staff_group',
      'course_code',
      'completed_on',
      'result',
    ],
    offices.flatMap(({ agency, training }) =>
      training.map(({ employee: { person, group }, courseCode, completedOn, result }) => [
        agency.code,
        person.citizenNumber,
        person.fullName,
        person.sex,
        person.birthYear,
        person.communeCode,
        group,
        courseCode,
        completedOn,
        result,
      ]),
    ),
  );
  await writeCsv(
    join(folder, 'competency-assessments.csv'),
    ['agency_code', 'citizen_number', 'full_name', 'assessed_on', 'level'],
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
  await writeCsv(
    join(folder, 'leadership.csv'),
    ['agency_code', 'leaders', 'trained_leaders', 'first_leader_trained_on', 'first_staff_trained_on', 'as_of'],
    offices.map((office) => leadershipRow(office)),
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
