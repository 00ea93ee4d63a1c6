import { readFileSync } from 'node:fs';
import {
  makePeriodKeys,
  monthInProvince,
  monthNumber,
  monthOf,
  parsePeriodKeys,
  type PeriodKeys,
  PeriodKeysFault,
  periodKeysText,
} from '@hub/protocol';
import { createSecretIfMissing } from './secret-files.js';

/**
 * Reads the file of an organisation's keys; empty without a file.
 * @throws PeriodKeysFault where it cannot be used.
 */
export function readPeriodKeys(file: string | undefined): PeriodKeys {
  if (file === undefined) return new Map();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw new PeriodKeysFault(`Cannot read the keys of periods in ${file}: ${(error as Error).message}.`);
  }
  return parsePeriodKeys(text, file);
}

/** How many months before and after today a first file of keys covers. */
const reachMonths = 36;

/** The first month of organisations' reports: a hub that starts years later imports their records since then. */
const firstMonth = '2025-01';

/**
 * Makes the keys of the months since the first, and around today's, in a file, unless the file exists: for
 * organisations on one machine.
 */
export function createPeriodKeysIfMissing(file: string): void {
  createSecretIfMissing(file, () => {
    const now = monthNumber(monthInProvince(new Date()));
    return periodKeysText(
      makePeriodKeys(monthOf(Math.min(now - reachMonths, monthNumber(firstMonth))), monthOf(now + reachMonths)),
    );
  });
}
