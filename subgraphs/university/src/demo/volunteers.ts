import {
  activityDay,
  createRandom,
  demoLastDay,
  type DemoProvince,
  demoSchools,
  demoTeamCode,
  demoTeamCommune,
  teamCount,
} from '@hub/demo';
import { wordsOf } from '@hub/kit';
import { volunteerRole, volunteerSkill } from '../records/volunteer.js';

/** Two to four volunteers for each Digital Literacy team; every fifth has left. */
export function* demoVolunteers() {
  const random = createRandom('university volunteers');
  let number = 0;
  for (let team = 1; team <= teamCount; team += 1) {
    const size = random.pick([2, 3, 3, 4, 2, 3]);
    for (let index = 0; index < size; index += 1) {
      number += 1;
      const placedOn = activityDay(random);
      yield [
        `HDU-V${String(number).padStart(4, '0')}`,
        random.pick(wordsOf(volunteerRole)),
        random.pick(wordsOf(volunteerSkill)),
        demoTeamCode(team),
        placedOn,
        random.chance(0.2) ? random.day(placedOn, demoLastDay) : null,
      ];
    }
  }
}

/** Every fourth volunteer teaches at a school of the commune where the team works. */
export function* demoSchoolPlacements(province: DemoProvince) {
  const random = createRandom('university school placements');
  const schools = Map.groupBy(demoSchools(province), ({ communeCode }) => communeCode);
  const teams = new Map(
    Array.from({ length: teamCount }, (_, index) => [demoTeamCode(index + 1), demoTeamCommune(index + 1, province)]),
  );
  for (const [code, , , team, placedOn, until] of demoVolunteers()) {
    const near = schools.get(teams.get(String(team)) ?? '');
    if (until !== null || !near || !random.chance(0.25)) continue;
    yield [code ?? null, random.pick(near).code, random.day(String(placedOn), demoLastDay)];
  }
}
