import { generateKeyPairSync } from 'node:crypto';
import type { RestoreRecord } from './audit-restore.js';
import { describe, expect, test } from '@jest/globals';
import { signAnchor } from './anchor.js';
import {
  type AuditEntry,
  type ChainHead,
  ChainVerifier,
  emptyChain,
  type KeptHead,
  nextEntry,
  sequenceOfMark,
} from './chain.js';

function log(...records: string[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  let head: ChainHead = emptyChain;
  for (const record of records) entries.push((head = nextEntry(head, record)));
  return entries;
}

const entries = log('a', 'b', 'c', 'd');
const keep = (entry: AuditEntry | undefined): KeptHead => ({
  ...(entry as AuditEntry),
  keptBy: 'university',
  at: Date.parse('2026-11-25T08:00:00Z'),
});

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

describe('a log that was restored from an older backup', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const [a, b, c, d] = entries as [AuditEntry, AuditEntry, AuditEntry, AuditEntry];
  const anchor = (entry: AuditEntry) => signAnchor(entry, privateKey, new Date('2026-11-25T08:00:00Z'));
  const lostFrom = (first: AuditEntry, last: AuditEntry) => [
    { organisation: 'university', first: anchor(first), last: anchor(last) },
  ];

  /** A log that continues some entries with a mark and one more entry. */
  function marked(before: readonly AuditEntry[], said: Partial<RestoreRecord> = {}, at?: number): AuditEntry[] {
    const { sequence, hash } = before.at(-1) ?? emptyChain;
    const mark: RestoreRecord = {
      kind: 'restore',
      at: '2026-11-25T09:00:00.000Z',
      by: 'Lan',
      reason: 'the disk failed',
      before: { sequence, hash },
      provenUpTo: 2,
      lost: lostFrom(c, d),
      ...said,
    };
    const entry = nextEntry(mark.before, JSON.stringify(mark), at ?? sequenceOfMark(mark));
    return [...before, entry, nextEntry(entry, 'e')];
  }
  const verified = (read: readonly AuditEntry[], kept: KeptHead[]) => verify(read, kept, read.at(-1));

  test('has no fault where its mark says what was lost', () => {
    const read = marked([a, b]);
    expect(read.map(({ sequence }) => sequence)).toEqual([1, 2, 5, 6]);
    expect(verified(read, [keep(b), keep(c), keep(d)])).toBeUndefined();
  });

  test('has none where it went on before the mark, or further than before', () => {
    const [, , c2, d2, e2] = log('a', 'b', 'x', 'y', 'z') as [
      AuditEntry,
      AuditEntry,
      AuditEntry,
      AuditEntry,
      AuditEntry,
    ];
    expect(verified(marked([a, b, c2]), [keep(b), keep(c), keep(d)])).toBeUndefined();
    const further = marked([a, b, c2, d2, e2]);
    expect(further.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(verified(further, [keep(b), keep(c), keep(d), keep(e2)])).toBeUndefined();
  });

  test('may be restored again, to before its mark', () => {
    const first = marked([a, b]);
    const [, , mark, after] = first as [AuditEntry, AuditEntry, AuditEntry, AuditEntry];
    const again = marked([a], { provenUpTo: 1, lost: lostFrom(b, after) });
    expect(verified(again, [b, c, d, mark, after].map(keep))).toBeUndefined();
  });

  test.each<[string, () => [AuditEntry[], KeptHead[]], number, string]>([
    ['a head before the loss does not agree', () => [marked(log('a', 'x')), [keep(b), keep(d)]], 1, 'was rewritten'],
    [
      'a head after what the mark names is missing',
      () => [marked([a, b], { lost: lostFrom(c, c) }), [keep(d)]],
      1,
      'rewritten',
    ],
    [
      'a head was signed after the mark',
      () => [marked([a, b]), [keep(b), { ...keep(d), at: Date.parse('2026-11-25T10:00:00Z') }]],
      3,
      'entry 4 is missing: university kept its hash',
    ],
    ['the mark leaves out more than it names', () => [marked([a, b], {}, 9), []], 3, 'entries 3 to 8 are missing'],
    [
      'the mark names another entry before it',
      () => [marked([a, b], { before: { sequence: 2, hash: c.hash } }), []],
      3,
      'entries 3 to 4 are missing',
    ],
    ['entries are left out without a mark', () => [[a, b, nextEntry(b, 'x', 5)], []], 3, 'entries 3 to 4 are missing'],
  ])('has one where %s', (_name, make, sequence, what) => {
    expect(verified(...make())).toEqual({ sequence, what: expect.stringContaining(what) });
  });
});
