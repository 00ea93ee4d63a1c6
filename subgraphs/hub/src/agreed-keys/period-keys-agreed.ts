import { EnvelopeFault, type PeriodKeys, periodKeysText } from '@hub/protocol';
import { readPeriodKeys, writeWhole } from '@hub/runtime';

/** The result of adding keys to a file. */
export interface AddedKeys {
  /** All keys of the given months, as in the file now. */
  readonly keys: PeriodKeys;
  /** The months whose key is new. */
  readonly added: readonly string[];
  /** The months whose former key was replaced. */
  readonly replaced: readonly string[];
}

/**
 * Adds keys to an organisation's file for the months without one; the file is replaced as a whole.
 * @param other how to treat a month with another key: keep it, replace it, or refuse.
 * @throws EnvelopeFault if a month has another key and that is refused; PeriodKeysFault if the file is unreadable.
 */
export function addPeriodKeys(file: string, keys: PeriodKeys, other: 'keep' | 'replace' | 'refuse'): AddedKeys {
  const former = readPeriodKeys(file);
  const idOf = (month: string) => former.get(month)?.id;
  const others = [...keys].filter(([month, { id }]) => idOf(month) !== undefined && idOf(month) !== id);
  if (other === 'refuse' && others.length > 0) {
    const faults = others.map(([month, { id }]) => `${month}: ${idOf(month)} in ${file}, ${id} in the envelope`);
    throw new EnvelopeFault(
      `Expected no other key for a month that has one, but got ${faults.join('; ')}. Agree which one counts; --replace puts those of the envelope in their place. Nothing was changed.`,
    );
  }
  const replaced = other === 'replace' ? others.map(([month]) => month) : [];
  const added = [...keys.keys()].filter((month) => !former.has(month));
  const next = new Map([
    ...former,
    ...[...keys].filter(([month]) => added.includes(month) || replaced.includes(month)),
  ]);
  if (added.length + replaced.length > 0) writeWhole(file, periodKeysText(next));
  return { keys: new Map([...next].filter(([month]) => keys.has(month))), added, replaced };
}
