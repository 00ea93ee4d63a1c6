import { describe, expect, test } from '@jest/globals';
import { type AuditEntry, type ChainHead, ChainVerifier, emptyChain, type KeptHead, nextEntry } from './chain.js';

function log(...records: string[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  let head: ChainHead = emptyChain;
  for (const record of records) entries.push((head = nextEntry(head, record)));
  return entries;
}

const entries = log('a', 'b', 'c', 'd');
const keep = (entry: AuditEntry | undefined): KeptHead => ({ ...(entry as AuditEntry), keptBy: 'university' });

function verify(read: readonly AuditEntry[], kept: KeptHead[] = [], head: ChainHead = entries[3] as AuditEntry) {
  const verifier = new ChainVerifier(kept);
  for (const entry of read) {
    const fault = verifier.read(entry);
    if (fault) return fault;
  }
  return verifier.end(head);
}

describe('a log', () => {
  test('that nobody touched has no fault', () => {
    expect(verify(entries, [keep(entries[1]), keep(entries[3])])).toBeUndefined();
  });

  test.each<[string, (one: AuditEntry[]) => AuditEntry[], number, string]>([
    [
      'an entry was changed',
      ([a, b, ...rest]) => [a, { ...b, record: 'x' }, ...rest] as AuditEntry[],
      2,
      'entry 2 is not what was recorded',
    ],
    ['an entry was removed', ([a, _b, ...rest]) => [a, ...rest] as AuditEntry[], 2, 'entry 2 is missing'],
    ['the first was removed', ([_a, _b, ...rest]) => rest, 1, 'entries 1 to 2 are missing'],
    [
      'two were exchanged',
      ([a, b, c, d]) => [a, { ...c, sequence: 2 }, { ...b, sequence: 3 }, d] as AuditEntry[],
      2,
      'entry 2 is not what was recorded',
    ],
    [
      'a hash was changed',
      ([a, b, ...rest]) => [a, { ...b, hash: '0'.repeat(64) }, ...rest] as AuditEntry[],
      2,
      'entry 2',
    ],
    ['it was cut off', ([a, b]) => [a, b] as AuditEntry[], 3, 'entries from 3 on are missing'],
    ['an entry was added', (all) => [...all, nextEntry(all[3] as AuditEntry, 'e')], 4, 'head does not agree'],
  ])('shows that %s, and where', (_name, tamper, sequence, what) => {
    expect(verify(tamper([...entries]))).toEqual({ sequence, what: expect.stringContaining(what) });
  });

  test('that was rewritten from some entry on, its head too, is shown by what others kept', () => {
    const rewritten = log('a', 'x', 'c', 'd');
    const head = rewritten[3] as AuditEntry;
    expect(verify(rewritten, [], head)).toBeUndefined();
    expect(verify(rewritten, [keep(entries[0]), keep(entries[2])], head)).toEqual({
      sequence: 2,
      what: 'the log was rewritten somewhere from entry 2 to entry 3: university kept another hash of the latter',
    });
  });

  test('that was cut off, its head too, is shown by what others kept', () => {
    expect(verify(entries.slice(0, 2), [keep(entries[2])], entries[1])).toEqual({
      sequence: 3,
      what: 'entries from 3 on are missing: university kept the hash of entry 3',
    });
  });
});
