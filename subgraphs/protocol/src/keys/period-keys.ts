import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { monthNumber, monthOf } from '../release/figures.js';
import { firstIssue, month } from '../release/release-format.js';

/** The key of one reporting period (a month): sketches made with it merge with other organisations' of that period. */
export interface PeriodKey {
  /** The key's public name: the first 16 characters of its SHA-256 in base64url. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

/** The keys of periods by month (`YYYY-MM`). */
export type PeriodKeys = ReadonlyMap<string, PeriodKey>;

/** The written form of a key's secret. */
const secretText = z.string().regex(/^[\w-]{43}$/, 'expected 32 bytes in base64url (43 characters)');

/** The written form of keys, in the organisations' files and in envelopes: a secret for each month. */
export const periodKeysSchema = z.record(month, secretText);

/** Thrown where a file or a text of keys is invalid. */
export class PeriodKeysFault extends Error {}

/**
 * Reads keys from their JSON text: `{ "2026-10": "SECRET", … }`, each secret 32 bytes in base64url.
 * @param where the name of the text, for messages.
 * @throws PeriodKeysFault
 */
export function parsePeriodKeys(text: string, where: string): PeriodKeys {
  const { data, error } = periodKeysSchema.safeParse(jsonIn(text, where));
  if (!data) throw new PeriodKeysFault(`${where}: ${firstIssue(error)}.`);
  return periodKeysFrom(data);
}

/** The JSON text of keys, in the order of their months. */
export function periodKeysText(keys: PeriodKeys): string {
  return `${JSON.stringify(secretsOf(keys), null, 2)}\n`;
}

/** The written form of keys: the secret of each month, in their order. */
export function secretsOf(keys: PeriodKeys): z.infer<typeof periodKeysSchema> {
  return Object.fromEntries(
    inOrderOfMonths(keys).map(([period, { secret }]) => [period, secret.toString('base64url')]),
  );
}

/** Keys in the order of their months. */
export function inOrderOfMonths(keys: PeriodKeys): [string, PeriodKey][] {
  return [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The last month for which there is a key; undefined where there is none. */
export function lastPeriodOf(keys: PeriodKeys): string | undefined {
  return [...keys.keys()].toSorted().at(-1);
}

/** Makes keys for the months from one to another, both included. */
export function makePeriodKeys(from: string, to: string): PeriodKeys {
  const keys = new Map<string, PeriodKey>();
  for (let period = monthNumber(from); period <= monthNumber(to); period += 1) {
    keys.set(monthOf(period), keyOf(randomBytes(32).toString('base64url')));
  }
  return keys;
}

/** Keys from their written secrets. */
export function periodKeysFrom(secrets: z.infer<typeof periodKeysSchema>): PeriodKeys {
  return new Map(Object.entries(secrets).map(([period, secret]) => [period, keyOf(secret)]));
}

function keyOf(text: string): PeriodKey {
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
