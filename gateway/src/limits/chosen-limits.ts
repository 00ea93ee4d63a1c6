import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { oneLine } from '../base/one-line.js';
import { StartError } from '../errors/start-error.js';
import { hubLimits, type Limits, looseLimits, readLimits } from './limits.js';

/**
 * Reads the limits that an operator chose.
 * @param choice `hub` for the hub's limits, `off` for limits that only keep the gateway alive, or a JSON file that
 *   replaces some of the hub's.
 * @throws StartError naming every fault of the file.
 */
export async function chosenLimits(choice: string): Promise<Limits> {
  if (choice === 'hub') return hubLimits;
  if (choice === 'off') return looseLimits;
  try {
    return readLimits(JSON.parse(await readFile(choice, 'utf8')));
  } catch (error) {
    const problems =
      error instanceof z.ZodError ? error.issues.map(shown).join('; ') : oneLine((error as Error).message);
    throw new StartError(`--limits or LIMITS: expected hub, off or a JSON file of limits, got ${choice}: ${problems}`);
  }
}

function shown({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? `${path.join('.')}: ${message}` : message;
}
