import { createRandom, demoCourseCodes, type DemoPerson, type DemoProvince, demoSchools } from '@hub/demo';

/** Share of teachers among public servants; they are in the public sector's records too. */
const share = 0.75;

/** Course completions of the teachers of one school in each commune. */
export function* demoTeacherTrainings(people: Iterable<DemoPerson>, province: DemoProvince) {
  const random = createRandom('education teachers');
  const trained = new Map(
    [...Map.groupBy(demoSchools(province), ({ communeCode }) => communeCode)].map(([communeCode, schools]) => [
      communeCode,
      {
        schoolCode: random.pick(schools).code,
        courseCode: random.pick(demoCourseCodes),
        heldOn: random.day('2025-09-15', '2026-10-20'),
      },
    ]),
  );
  for (const { isPublicServant, communeCode, citizenNumber, fullName } of people) {
    const training = trained.get(communeCode);
    if (!isPublicServant || !training || !random.chance(share)) continue;
    yield [training.schoolCode, citizenNumber, fullName, training.courseCode, training.heldOn];
  }
}
