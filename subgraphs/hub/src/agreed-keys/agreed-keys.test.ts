import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EnvelopeFault, makePeriodKeys, periodKeysText } from '@hub/protocol';
import { readPeriodKeys } from '@hub/runtime';
import { addPeriodKeys } from './period-keys-agreed.js';
import { lastPseudonymKey, makeNextPseudonymKey, takeNextPseudonymKey } from './pseudonym-keys-agreed.js';

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agreed-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const idsIn = (file: string) => Object.fromEntries([...readPeriodKeys(file)].map(([month, { id }]) => [month, id]));

test('keys of periods come to a file that has none, for its owner alone', () => {
  const keys = makePeriodKeys('2026-11', '2027-01');
  const added = addPeriodKeys(at('keys'), keys, 'refuse');
  expect(added).toEqual({ keys, added: ['2026-11', '2026-12', '2027-01'], replaced: [] });
  expect(readFileSync(at('keys'), 'utf8')).toBe(periodKeysText(keys));
  expect(statSync(at('keys')).mode & 0o777).toBe(0o600);
});

test('a key that is there is kept, refused or replaced as is said; other months come in, or nothing does', () => {
  const [former, next] = [makePeriodKeys('2026-10', '2026-11'), makePeriodKeys('2026-11', '2026-12')];
  addPeriodKeys(at('keys'), former, 'refuse');
  const before = readFileSync(at('keys'), 'utf8');
  const refuse = () => addPeriodKeys(at('keys'), next, 'refuse');
  expect(refuse).toThrow(EnvelopeFault);
  for (const keys of [former, next]) expect(refuse).toThrow(String(keys.get('2026-11')?.id));
  expect(readFileSync(at('keys'), 'utf8')).toBe(before);

  const idOf = (keys: typeof former, month: string) => keys.get(month)?.id;
  const kept = addPeriodKeys(at('keys'), next, 'keep');
  expect(kept).toMatchObject({ added: ['2026-12'], replaced: [] });
  expect(kept.keys.get('2026-11')?.id).toBe(idOf(former, '2026-11'));
  expect(addPeriodKeys(at('keys'), next, 'replace')).toMatchObject({ added: [], replaced: ['2026-11'] });
  expect(idsIn(at('keys'))).toEqual({
    '2026-10': idOf(former, '2026-10'),
    ...{ '2026-11': idOf(next, '2026-11'), '2026-12': idOf(next, '2026-12') },
  });
});

test('the key of the next version of pseudonyms is made once, and taken by those who have the former one', () => {
  const first = 'the-first-key-of-organisations-012345';
  for (const name of ['one', 'other']) writeFileSync(at(name), first);
  expect(() => lastPseudonymKey(at('one'))).toThrow('of version 1 alone');
  const made = makeNextPseudonymKey(at('one'));
  expect(made).toMatchObject({ version: 2, key: expect.stringMatching(/^[\w-]{43}$/) });
  expect(readFileSync(at('one'), 'utf8')).toBe(`${first}\n${made.key}\n`);
  expect(lastPseudonymKey(at('one'))).toEqual(made);

  expect(takeNextPseudonymKey(at('other'), made)).toBe(true);
  expect(takeNextPseudonymKey(at('other'), made)).toBe(false);
  expect(readFileSync(at('other'), 'utf8')).toBe(readFileSync(at('one'), 'utf8'));
});

test('the key of another version, or one that follows on another, is not taken', () => {
  const first = 'the-first-key-of-organisations-012345';
  writeFileSync(at('one'), first);
  const made = makeNextPseudonymKey(at('one'));
  for (const [content, next, message] of [
    ['another-key-of-other-organisations-012345', made, /follow on the key of version 1 .* but it follows on/],
    [first, { ...made, version: 3 }, /version 3 to follow on the key of version 2 in .*, none/],
    [`${first}\n${'x'.repeat(43)}`, made, /Expected no other key of version 2/],
  ] as const) {
    writeFileSync(at('other'), content);
    expect(() => takeNextPseudonymKey(at('other'), next)).toThrow(message);
    expect(readFileSync(at('other'), 'utf8')).toBe(content);
  }
});
