import { createRandom, demoLastDay, type DemoPerson, personValues } from '@hub/kit';
import { activityDay } from './days.js';
import type { DemoTeam } from './teams.js';

type Row = readonly (string | number | null)[];

/** About every second person aged 16 to 35 in the demonstration is in a team of her commune; most have been trained. */
export function* demoTeamMembers(people: Iterable<DemoPerson>, teams: readonly DemoTeam[]): Generator<Row> {
  const random = createRandom('youth-union members');
  const teamsByCommune = Map.groupBy(teams, ({ communeCode }) => communeCode);
  for (const person of people) {
    if (person.birthYear < 1991 || !random.chance(0.47)) continue;
    const { code, foundedOn } = random.pick(teamsByCommune.get(person.communeCode) ?? teams);
    const joinedOn = activityDay(random, foundedOn);
    const trainedOn = random.chance(0.75) ? random.day(joinedOn, demoLastDay) : null;
    yield [code, ...personValues(person), joinedOn, trainedOn];
  }
}

/** People of every age whom teams guided; most passed the basic skills check, some of them later. */
export function* demoGuidedPeople(people: Iterable<DemoPerson>): Generator<Row> {
  const random = createRandom('youth-union guided people');
  for (const person of people) {
    if (!random.chance(0.225)) continue;
    const guidedOn = activityDay(random);
    const passedOn = random.chance(0.5) ? guidedOn : random.chance(0.6) ? random.day(guidedOn, demoLastDay) : null;
    yield [...personValues(person), guidedOn, passedOn];
  }
}
