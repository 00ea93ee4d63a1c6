import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  makePeriodKeys,
  monthInProvince,
  monthNumber,
  monthOf,
  parsePeriodKeys,
  periodKeysText,
  readPseudonymKeys,
} from '@hub/protocol';
import {
  createSealingPairIfMissing,
  defaultRootPlace,
  publicFileOf,
  readSealingKey,
  shippedPlaces,
} from '@hub/runtime';
import { seededFile, seededPeople } from './seeded-people.js';
import type { TrialOptions } from './trial.js';

/** The files of a trial, by purpose. */
export interface TrialFiles {
  readonly people: readonly [first: string, second: string];
  readonly pseudonymKey: string;
  readonly nextPseudonymKey: string;
  readonly periodKeys: string;
  readonly sealingKey: string;
}

/** The trial's options that its files determine. */
export type PreparedTrial = Pick<
  TrialOptions,
  'root' | 'communes' | 'months' | 'pseudonymKeys' | 'nextPseudonymKeys' | 'periodKeys' | 'sealingKey'
>;

/** Codes of the present communes, from the shipped file. */
function shippedCommunes(): string[] {
  const [head = '', ...rows] = readFileSync(new URL('thanh-hoa.csv', shippedPlaces), 'utf8').trim().split('\n');
  const columns = head.split(',');
  const [code, level, until] = ['code', 'level', 'valid_until'].map((name) => columns.indexOf(name));
  return rows
    .map((row) => row.split(','))
    .filter((row) => row[level ?? 0] === 'COMMUNE' && row[until ?? 0] === '')
    .map((row) => row[code ?? 0] ?? '');
}

/** The two complete months before a day. */
export function trialMonths(now: Date): readonly [string, string] {
  const month = monthNumber(monthInProvince(now));
  return [monthOf(month - 2), monthOf(month - 1)];
}

/**
 * Writes missing files of a trial into a folder: invented people, and keys for this trial only. Present files are used
 * again.
 * @throws Error if files of a former trial have other months.
 */
export function prepareTrial(folder: string, now: Date): { readonly files: TrialFiles; readonly trial: PreparedTrial } {
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  const months = trialMonths(now);
  const communes = shippedCommunes();
  const files: TrialFiles = {
    people: [file('people-1.csv'), file('people-2.csv')],
    pseudonymKey: file('pseudonym.key'),
    nextPseudonymKey: file('pseudonym-next.key'),
    periodKeys: file('period-keys.json'),
    sealingKey: file('sealing.key'),
  };
  const write = (path: string, text: string) => {
    if (!existsSync(path)) writeFileSync(path, text, { mode: 0o600 });
  };
  const people = seededPeople(communes, months);
  write(files.people[0], seededFile(people, 1));
  write(files.people[1], seededFile(people, 2));
  write(files.pseudonymKey, `${randomBytes(32).toString('base64url')}\n`);
  const first = readFileSync(files.pseudonymKey, 'utf8').trim();
  write(files.nextPseudonymKey, `${first}\n${randomBytes(32).toString('base64url')}\n`);
  write(files.periodKeys, periodKeysText(makePeriodKeys(...months)));
  createSealingPairIfMissing(files.sealingKey);
  const periodKeys = parsePeriodKeys(readFileSync(files.periodKeys, 'utf8'), files.periodKeys);
  if (months.some((month) => !periodKeys.has(month))) {
    throw new Error(
      `Expected a trial of ${months.join(' and ')} in ${folder}, but it is of other months: take a new folder.`,
    );
  }
  return {
    files: { ...files, sealingKey: publicFileOf(files.sealingKey) },
    trial: {
      ...{ root: defaultRootPlace, communes, months, periodKeys },
      pseudonymKeys: readPseudonymKeys(readFileSync(files.pseudonymKey, 'utf8')),
      nextPseudonymKeys: readPseudonymKeys(readFileSync(files.nextPseudonymKey, 'utf8')),
      sealingKey: readSealingKey(files.sealingKey),
    },
  };
}
