import {
  createRandom,
  daysOf,
  demoCourseCodes,
  demoHeadcountsAsOf,
  type MonthlyRow,
  pointsOf,
  type Resident,
  residentValues,
  type ScaledOptions,
  scaleServants,
  writeDemoFile,
  writeMonthlyFiles,
  writeMonthlyReleases,
} from '@hub/demo';
import { CompetencyLevel } from '@hub/kit';
import { demoAgencies } from './demo/agencies.js';
import { Agency } from './records/agency.js';
import { StaffGroup, StaffHeadcountRecord } from './records/staff.js';
import { CompetencyAssessment, PersonalTraining } from './records/training.js';

/** Share of public servants who work for the province or a department; the others work in their commune. */
const provincialShare = 0.3;

const groups = [StaffGroup.CADRE, StaffGroup.CIVIL_SERVANT, StaffGroup.PUBLIC_EMPLOYEE, StaffGroup.WORKER];
const levels = [CompetencyLevel.BASIC, CompetencyLevel.INTERMEDIATE, CompetencyLevel.ADVANCED];

/** Agency and group of a public servant. */
type OfficeOf = (one: Resident) => { readonly agency: string; readonly group: StaffGroup };

/** Writes the public sector's files for the full-size province. */
export async function writeScale({ folder, province }: ScaledOptions): Promise<void> {
  const agencies = demoAgencies(province);
  const officeOf = offices(agencies.filter(({ communeCode }) => communeCode === null).map(({ code }) => code));
  await writeDemoFile(
    folder,
    Agency,
    agencies.map(({ code, parentCode, level, name, communeCode }) => [
      ...[code, parentCode, level, name.vi, name.en, communeCode],
    ]),
  );
  await writeDemoFile(folder, StaffHeadcountRecord, headcounts(province, officeOf));
  await writeMonthlyFiles(folder, PersonalTraining, trainingRows(province, officeOf));
  await writeMonthlyFiles(folder, CompetencyAssessment, assessmentRows(province, officeOf));
  await writeMonthlyReleases(folder, 3);
}

function offices(provincial: readonly string[]): OfficeOf {
  const [where, group] = [pointsOf('servants office'), pointsOf('servants group')];
  return ({ index, communeCode }) => {
    const point = where(index) / provincialShare;
    const agency = point < 1 ? provincial[Math.floor(point * provincial.length)] : `UBND-${communeCode}`;
    return { agency: agency ?? '', group: groups[Math.floor(group(index) * groups.length)] ?? StaffGroup.WORKER };
  };
}

function headcounts(province: ScaledOptions['province'], officeOf: OfficeOf) {
  const counts = new Map<string, number>();
  for (const servant of scaleServants(province)) {
    const { agency, group } = officeOf(servant);
    counts.set(`${agency} ${group}`, (counts.get(`${agency} ${group}`) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => [...key.split(' '), count, demoHeadcountsAsOf]);
}

/** Two or three courses for each public servant, most of them passed. */
function* trainingRows(province: ScaledOptions['province'], officeOf: OfficeOf): Generator<MonthlyRow> {
  const random = createRandom('scale training');
  const days = daysOf('servants training');
  for (const servant of scaleServants(province)) {
    const { agency, group } = officeOf(servant);
    const first = random.integer(0, demoCourseCodes.length - 1);
    for (let number = random.integer(2, 3); number > 0; number -= 1) {
      const course = demoCourseCodes[(first + number) % demoCourseCodes.length] ?? null;
      const day = days(servant.index * 3 + number);
      const result = random.chance(0.9) ? 'PASSED' : 'FAILED';
      yield [day.slice(0, 7), [agency, ...residentValues(servant), group, course, day, result]];
    }
  }
}

function* assessmentRows(province: ScaledOptions['province'], officeOf: OfficeOf): Generator<MonthlyRow> {
  const random = createRandom('scale competency');
  const days = daysOf('servants assessed');
  for (const servant of scaleServants(province)) {
    const day = days(servant.index);
    const { citizenNumber, fullName } = servant;
    yield [day.slice(0, 7), [officeOf(servant).agency, citizenNumber, fullName, day, random.pick(levels)]];
  }
}
