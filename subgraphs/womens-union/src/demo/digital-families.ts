import { activityDay, createRandom, dayAfter, type DemoOptions, demoPopulation, writeDemoFile } from '@hub/kit';
import { digitalFamilyImport } from '../digital-family/digital-family.import.js';
import { DigitalFamilyCriterion } from '../digital-family/digital-family.type.js';

/** Committed households for each person of the demonstration. */
const householdShare = 0.1;
const assessedShare = 0.9;

const metShare: Readonly<Record<DigitalFamilyCriterion, number>> = {
  VNEID_ACCOUNT: 0.96,
  SMART_DEVICE: 0.97,
  E_PAYMENT: 0.9,
  ONLINE_PUBLIC_SERVICE: 0.85,
  ONLINE_SAFETY: 0.88,
};

/** Writes the households that committed themselves to "Digital Family". */
export function writeDigitalFamilies(options: DemoOptions): Promise<void> {
  return writeDemoFile(options.folder, digitalFamilyImport, households(options));
}

function* households({ people, province }: DemoOptions) {
  const random = createRandom('womens-union/digital-families');
  const criteria = Object.values(DigitalFamilyCriterion);
  for (const { index, communeCode } of demoPopulation(people, province)) {
    if (!random.chance(householdShare)) continue;
    const committedOn = activityDay(random);
    const assessedOn = random.chance(assessedShare) ? dayAfter(random, committedOn, 14, 120) : null;
    const met = assessedOn === null ? [] : criteria.filter((criterion) => random.chance(metShare[criterion]));
    yield [`HH-${String(index).padStart(6, '0')}`, communeCode, committedOn, met.join(';'), assessedOn];
  }
}
