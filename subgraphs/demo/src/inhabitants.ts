import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '@hub/kit';
import { readRecords } from './records.js';

/** Number of inhabitants of a commune. */
export interface DemoInhabitants {
  /** Published number; without one, the number of the median commune in its area. */
  readonly people: number;
  /** Why the number is unreliable; null for a reliable one. */
  readonly remark: string | null;
}

/**
 * Reads the numbers of inhabitants of communes.
 * @param folder the folder of `inhabitants.csv`.
 * @throws FileError if the file is invalid.
 */
export async function readInhabitants(
  folder: string,
  communes: readonly Place[],
): Promise<ReadonlyMap<string, DemoInhabitants>> {
  const file = createReadStream(join(folder, 'inhabitants.csv'));
  const rows = await readRecords(file, ['code', 'inhabitants', 'remark']);
  const published = new Map(rows.map((row) => [row['code'], row]));
  const peopleOf = ({ code }: Place) => Number(published.get(code)?.['inhabitants'] ?? '');
  const known = communes.filter((commune) => peopleOf(commune) > 0);
  const middleOf = (area: Place['area']) => {
    const alike = known.filter((commune) => commune.area === area);
    const numbers = (alike.length > 0 ? alike : known).map(peopleOf).sort((a, b) => a - b);
    return numbers[Math.floor(numbers.length / 2)] ?? 1;
  };
  return new Map(
    communes.map((commune) => [
      commune.code,
      {
        people: peopleOf(commune) || middleOf(commune.area),
        remark: published.get(commune.code)?.['remark'] || (peopleOf(commune) > 0 ? null : 'A gap in the source'),
      },
    ]),
  );
}
