import { demoAdults, type DemoProvince } from '@hub/demo';
import { demoCommunesOn } from './former-communes.js';

/** The days of the numbers of adults: one before the reform of communes, one after it. */
const days = ['2024-10-31', '2025-07-01'] as const;

const source = 'Số minh họa: như mẫu số người trưởng thành của phong trào; xã cũ được chia đều';

/** The number of adults of each commune on both days. */
export function* demoAdultRows(province: DemoProvince): Generator<readonly (string | number)[]> {
  const adults = demoAdults(province);
  for (const day of days) {
    for (const { code, shares } of demoCommunesOn(day, province)) {
      const number = shares.reduce((sum, { of, share }) => sum + Math.ceil((adults.get(of) ?? 0) * share), 0);
      yield [code, number, day, source];
    }
  }
}
