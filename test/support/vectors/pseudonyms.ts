import { createHash } from 'node:crypto';
import {
  parsePeriodKeys,
  type PeriodKey,
  personTokens,
  type PseudonymKeys,
  pseudonymOf,
  readPseudonymKeys,
} from '@hub/protocol';
import { fingerprintOf } from '../../../subgraphs/kit/src/database/key-fingerprint.js';
import { keyedDigest } from '../../../subgraphs/protocol/src/keys/pseudonym.js';

/** The text of a file of keys, in its lines: everybody knows them. */
const lines = ['test-key-of-version-1-0123456789abcdef', 'test-key-of-version-2-0123456789abcdef'];
/** Numbers that are never given out: no province has the code 999. */
const numbers = ['999180000001', '999180000002'];
const months = {
  '2026-10': Buffer.alloc(32, 11).toString('base64url'),
  '2026-11': Buffer.alloc(32, 12).toString('base64url'),
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Which cell a token sets in a sketch of precision 12. */
function cellOf(token: Buffer): { row: number; column: number } {
  return { row: token.readUInt32BE(0) >>> 20, column: Math.clz32(token.readUInt32BE(4) | 1) };
}

/** `pseudonyms/pseudonyms.json`: from a number to a pseudonym, and from that to a token of each month. */
export function pseudonymVectors(): object {
  const [first, second] = readPseudonymKeys(lines.join('\n')) as unknown as [Buffer, Buffer];
  const fingerprints = [first, second].map((key) => fingerprintOf(key));
  const nameOf = (version: number) => {
    const digest = createHash('sha256').update(fingerprints.slice(0, version).join(' ')).digest('hex');
    return `${version}.${digest.slice(0, 8)}`;
  };
  const periods = parsePeriodKeys(JSON.stringify(months), 'vectors');
  const versions: readonly PseudonymKeys[] = [[first], [first, second]];
  return {
    warning: 'Test keys: everybody knows them.',
    keys: lines,
    fingerprints,
    names: [nameOf(1), nameOf(2)],
    periods: Object.fromEntries(
      [...periods].map(([month, { id }]) => [month, { secret: months[month as keyof typeof months], id }]),
    ),
    people: numbers.map((number) => ({
      number,
      first: keyedDigest(number, first),
      pseudonyms: versions.map((keys) => pseudonymOf(number, keys)),
      tokens: [...periods].map(([month, key]) => tokenVector(month, key, pseudonymOf(number, [first, second]))),
    })),
  };
}

function tokenVector(month: string, key: PeriodKey, pseudonym: string): object {
  const token = personTokens(key)(pseudonym);
  return { month, pseudonym, token: hex(token), cell: cellOf(token) };
}
