import { wordsOf } from '@hub/kit';
import { activityDay, createRandom, dayAfter, type DemoOptions, demoPopulation, writeDemoFile } from '@hub/demo';
import { criterion, DigitalFamily } from '../records/digital-family.js';

/** Committed households for each person of the demonstration. */
const householdShare = 0.1;
const assessedShare = 0.9;

const metShare: Readonly<Record<keyof typeof criterion.values, number>> = {
  VNEID_ACCOUNT: 0.96,
  SMART_DEVICE: 0.97,
  E_PAYMENT: 0.9,
  ONLINE_PUBLIC_SERVICE: 0.85,
  ONLINE_SAFETY: 0.88,
};

/** Writes the households that committed themselves to "Digital Family". */
export function writeDigitalFamilies(options: DemoOptions): Promise<void> {
  return writeDemoFile(options.folder, DigitalFamily, households(options));
}

function* households({ people, province }: DemoOptions) {
  const random = createRandom('womens-union/digital-families');
  const criteria = wordsOf(criterion);
  for (const { index, communeCode } of demoPopulation(people, province)) {
    if (!random.chance(householdShare)) continue;
    const committedOn = activityDay(random);
    const assessedOn = random.chance(assessedShare) ? dayAfter(random, committedOn, 14, 120) : null;
    const met = assessedOn === null ? [] : criteria.filter((one) => random.chance(metShare[one]));
    yield [`HH-${String(index).padStart(6, '0')}`, communeCode, committedOn, met.join(';'), assessedOn];
  }
}
