import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { monthInProvince } from '@hub/schema';
import { z } from 'zod';
import { createSecretIfMissing } from '../keys.js';
import { monthNumber, monthOf } from '../release/figures.js';

/** The key of one reporting period (a month): whoever has it makes sketches that merge with the others' of that period. */
export interface PeriodKey {
  /** What the key is called wherever it is named: the first 16 characters of its SHA-256 in base64url. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

/** The keys of periods by month (`YYYY-MM`). */
export type PeriodKeys = ReadonlyMap<string, PeriodKey>;

/** A key's secret, as it is written. */
export const secretText = z.string().regex(/^[\w-]{43}$/, 'expected 32 bytes in base64url (43 characters)');
/** A reporting period, as it is written. */
export const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month as YYYY-MM');

/** How keys are written, in the organisations' files and when they are handed on: a secret for each month. */
export const periodKeysSchema = z.record(monthText, secretText);

/** A file or a text of keys is not what is expected. */
export class PeriodKeysFault extends Error {}

/**
 * Reads keys from their JSON text: `{ "2026-10": "SECRET", … }`, each secret 32 bytes in base64url.
 * @param where what the text is, for messages.
 * @throws PeriodKeysFault
 */
export function parsePeriodKeys(text: string, where: string): PeriodKeys {
  const { data, error } = periodKeysSchema.safeParse(jsonIn(text, where));
  if (!data) {
    const [issue] = error.issues;
    throw new PeriodKeysFault(
      `${where}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not as expected'}.`,
    );
  }
  return new Map(Object.entries(data).map(([month, secret]) => [month, keyOf(secret)]));
}

/**
 * Reads the file of an organisation's keys; none where there is no such file.
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

/** The JSON text of keys, in the order of their months. */
export function periodKeysText(keys: PeriodKeys): string {
  const inOrder = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
  const secrets = inOrder.map(([month, { secret }]) => [month, secret.toString('base64url')]);
  return `${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`;
}

/** Makes keys for the months from one to another, both included. */
export function makePeriodKeys(from: string, to: string): PeriodKeys {
  const keys = new Map<string, PeriodKey>();
  for (let month = monthNumber(from); month <= monthNumber(to); month += 1) {
    keys.set(monthOf(month), keyOf(randomBytes(32).toString('base64url')));
  }
  return keys;
}

/** How many months of before and of after a first file of keys is for. */
const reachMonths = 36;

/** Makes the keys of the months around today's in a file, unless the file is there: for organisations on one machine. */
export function createPeriodKeysIfMissing(file: string): void {
  createSecretIfMissing(file, () => {
    const now = monthNumber(monthInProvince(new Date()));
    return periodKeysText(makePeriodKeys(monthOf(now - reachMonths), monthOf(now + reachMonths)));
  });
}

/** A key from its secret, as it is written. */
export function keyOf(text: string): PeriodKey {
  const secret = Buffer.from(text, 'base64url');
  return { id: createHash('sha256').update(secret).digest('base64url').slice(0, 16), secret };
}

function jsonIn(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PeriodKeysFault(`${where}: expected JSON, ${(error as Error).message}.`);
  }
}
