import {
  activityDay,
  createRandom,
  type DemoProvince,
  provincialServiceCentre,
  type Random,
  serviceCentreOf,
} from '@hub/demo';
import { wordsOf } from '@hub/kit';
import { guidanceService } from '../records/guidance-session.js';
import type { DemoTeam } from './teams.js';

/** Source in the graph, so that readers do not take a session for a real one. */
export const source = 'Dữ liệu minh họa (demonstration)';
const sessionsOfEachTeam = 7;
const sessionsAtProvincialCentre = 60;

/** Guidance sessions of every team, and some at the provincial centre without a team. */
export function* demoSessions(
  teams: readonly DemoTeam[],
  province: DemoProvince,
): Generator<readonly (string | number | boolean | null)[]> {
  const random = createRandom('youth-union sessions');
  let number = 0;
  const session = (team: string | null, point: string | null, commune: string, day: string, occurrences: number) => {
    number += 1;
    const code = `GS-${String(number).padStart(5, '0')}`;
    return [code, team, point, commune, day, null, occurrences, false, services(random), source];
  };
  for (const { code, communeCode, foundedOn } of teams) {
    for (let count = 0; count < sessionsOfEachTeam; count += 1) {
      const point = random.chance(0.7) ? serviceCentreOf(communeCode) : null;
      yield session(code, point, communeCode, activityDay(random, foundedOn), random.integer(4, 40));
    }
  }
  for (let count = 0; count < sessionsAtProvincialCentre; count += 1) {
    const occurrences = random.integer(20, 90);
    yield session(null, provincialServiceCentre(province), province.code, activityDay(random), occurrences);
  }
}

export function services(random: Random): string {
  const all = wordsOf(guidanceService);
  return [...new Set([random.pick(all), random.pick(all)])].join(';');
}
