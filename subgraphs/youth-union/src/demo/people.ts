import { activityDay, createRandom, dayAfter, type DemoPerson, personValues, registeredValues } from '@hub/demo';
import type { DemoTeam } from './teams.js';

type Row = readonly (string | number | null)[];

/** About a third of the demonstration's people aged 16 to 35 are in a team of their commune; most have been trained. */
export function* demoTeamMembers(people: Iterable<DemoPerson>, teams: readonly DemoTeam[]): Generator<Row> {
  const random = createRandom('youth-union members');
  const teamsByCommune = Map.groupBy(teams, ({ communeCode }) => communeCode);
  for (const person of people) {
    if (person.birthYear < 1991 || !random.chance(0.36)) continue;
    const { code, foundedOn } = random.pick(teamsByCommune.get(person.communeCode) ?? teams);
    const joinedOn = activityDay(random, foundedOn);
    const trainedOn = random.chance(0.75) ? dayAfter(random, joinedOn, 7, 120) : null;
    yield [code, ...personValues(person), joinedOn, trainedOn];
  }
}

/**
 * People of every age guided by teams, from paper lists. Most pass the basic skills check, some of them later. A few
 * are in a team of another commune than their own.
 */
export function* demoGuidedPeople(people: Iterable<DemoPerson>): Generator<Row> {
  const random = createRandom('youth-union guided people');
  for (const person of people) {
    if (!random.chance(0.225)) continue;
    const guidedOn = activityDay(random);
    const passedOn = random.chance(0.5) ? guidedOn : random.chance(0.6) ? dayAfter(random, guidedOn, 7, 90) : null;
    yield [...registeredValues(person), guidedOn, passedOn];
  }
}
