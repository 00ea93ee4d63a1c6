import {
  activityDay,
  createRandom,
  type DemoOptions,
  demoPopulation,
  registeredValues,
  writeDemoFile,
} from '@hub/demo';
import { DigitalIdentity } from '../records/digital-identity.js';

const registeredShare = 0.3;
const secondLevelShare = 0.45;

/** Writes the women registered in "Each woman, a digital identity". */
export function writeDigitalIdentities(options: DemoOptions): Promise<void> {
  return writeDemoFile(options.folder, DigitalIdentity, registrations(options));
}

function* registrations({ people, province }: DemoOptions) {
  const random = createRandom('womens-union/digital-identities');
  for (const person of demoPopulation(people, province)) {
    if (person.sex !== 'FEMALE' || !random.chance(registeredShare)) continue;
    const level = random.chance(secondLevelShare) ? 2 : 1;
    yield [...registeredValues(person), level, activityDay(random)];
  }
}
