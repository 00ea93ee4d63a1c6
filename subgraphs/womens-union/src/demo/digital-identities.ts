import { join } from 'node:path';
import { createRandom, type DemoOptions, demoPopulation, writeCsv } from '@hub/kit';
import { activityDay } from './days.js';

const registeredShare = 0.3;
const secondLevelShare = 0.45;

/** Writes the women registered in "Each woman, a digital identity". */
export function writeDigitalIdentities({ people, folder }: DemoOptions): Promise<void> {
  return writeCsv(
    join(folder, 'digital-identities.csv'),
    ['citizen_number', 'full_name', 'sex', 'birth_year', 'commune_code', 'level', 'registered_on'],
    registrations(people),
  );
}

function* registrations(people: number) {
  const random = createRandom('womens-union/digital-identities');
  for (const { citizenNumber, fullName, sex, birthYear, communeCode } of demoPopulation(people)) {
    if (sex !== 'FEMALE' || !random.chance(registeredShare)) continue;
    const level = random.chance(secondLevelShare) ? 2 : 1;
    yield [citizenNumber, fullName, sex, birthYear, communeCode, level, activityDay(random)];
  }
}
