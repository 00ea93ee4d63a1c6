import { createRandom, type DemoProvince, paceOn } from '@hub/demo';
import { wordsOf } from '@hub/kit';
import { activationMethod } from '../records/account-activation.js';

/** May 2025 to October 2026. */
const months = Array.from({ length: 18 }, (_, index) => new Date(Date.UTC(2025, 4 + index)).toISOString().slice(0, 7));

/** Activations in each commune; not every method is in use in every month, and level 2 is rarer. */
export function* demoActivations({ communes }: DemoProvince): Generator<readonly (string | number)[]> {
  const random = createRandom('youth-union activations');
  for (const communeCode of communes.keys()) {
    for (const month of months) {
      for (const level of [1, 2]) {
        for (const method of wordsOf(activationMethod)) {
          if (!random.chance(0.48 * paceOn(`${month}-15`))) continue;
          yield [communeCode, month, level, method, random.integer(3, level === 1 ? 60 : 25)];
        }
      }
    }
  }
}
