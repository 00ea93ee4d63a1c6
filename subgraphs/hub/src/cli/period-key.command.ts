import { resolve } from 'node:path';
import { type AddedKeys, addPeriodKeys } from '../agreed-keys/period-keys-agreed.js';
import { inOrderOfMonths, makePeriodKeys, month, type PeriodKeys, periodKeysFrom, secretsOf } from '@hub/protocol';
import { readPeriodKeys } from '@hub/runtime';
import {
  type AgreedKeyFiles,
  agreedKeyFiles,
  keyFileOptions,
  openTaken,
  organisationOfPeople,
  prepareEnvelope,
  withKeys,
} from './agreed-key-files.js';
import { type Command, parseCommand } from './command.js';
import { UsageError } from './failure.js';

export const periodKeyOptions = {
  periods: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  'from-key': { type: 'string' },
  replace: { type: 'boolean', default: false },
  ...keyFileOptions,
} as const;

/**
 * `hub period-key make|take|list <organisation>`: makes keys of reporting periods and seals them to the other
 * organisations, takes another's keys, or lists the present ones.
 */
export const periodKey: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: periodKeyOptions });
  const [action, code, ...more] = positionals;
  const organisation = organisationOfPeople(code);
  const files = agreedKeyFiles(organisation, values, surroundings);
  const at = (path: string) => resolve(surroundings.folder, path);
  const { replace } = values;
  switch (action) {
    case 'make': {
      const { periods, to, out } = values;
      if (periods === undefined || to === undefined || out === undefined || more.length > 0)
        throw new UsageError('Expected make <organisation> --periods MONTH..MONTH --to FOLDER --out FILE.');
      const [from, until] = monthsIn(periods);
      return withKeys(() => make(organisation, files, { from, until, to: at(to), out: at(out), replace }));
    }
    case 'take':
      return withKeys(async () => {
        const named = { more, fromKey: values['from-key'] };
        const { keys } = await openTaken('period keys', organisation, files, named, at);
        const added = addPeriodKeys(files.periodKeys, periodKeysFrom(keys), replace ? 'replace' : 'refuse');
        console.log(described(files.periodKeys, added));
        return 0;
      });
    case 'list':
      return withKeys(() => {
        const keys = readPeriodKeys(files.periodKeys);
        console.log(keys.size === 0 ? `No key of a period is in ${files.periodKeys}.` : inLines(keys));
        return 0;
      });
    default:
      throw new UsageError(`Expected make, take or list, got ${action ?? 'nothing'}.`);
  }
};

async function make(
  organisation: string,
  files: AgreedKeyFiles,
  wish: { from: string; until: string; to: string; out: string; replace: boolean },
): Promise<number> {
  const { from, until, replace } = wish;
  const write = prepareEnvelope(organisation, files, wish);
  const made = makePeriodKeys(from, until);
  // Existing keys stay, and are handed on too.
  const added = addPeriodKeys(files.periodKeys, made, replace ? 'replace' : 'keep');
  const keys = secretsOf(added.keys);
  const envelope = await write({ format: 1, kind: 'period keys', from: organisation, keys });
  console.log(`${described(files.periodKeys, added)}\n${envelope}`);
  return 0;
}

/** Reads `2026-11` or `2026-11..2027-03`. @throws UsageError */
function monthsIn(periods: string): readonly [string, string] {
  const [from = '', until = from, ...more] = periods.split('..');
  const areMonths = [from, until].every((period) => month.safeParse(period).success);
  if (areMonths && from <= until && more.length === 0) return [from, until];
  throw new UsageError(`--periods: expected a month, or the first and the last (2026-11..2027-03), got ${periods}.`);
}

/** The result of adding keys, and the keys of those months. */
function described(file: string, { keys, added, replaced }: AddedKeys): string {
  const there = keys.size - added.length - replaced.length;
  const gone = replaced.length > 0 ? `, ${replaced.length} in the place of others` : '';
  return [`${file}: ${added.length} keys are new${gone}, ${there} were there.`, inLines(keys)].join('\n');
}

function inLines(keys: PeriodKeys): string {
  return inOrderOfMonths(keys)
    .map(([period, { id }]) => `  ${period}  ${id}`)
    .join('\n');
}
