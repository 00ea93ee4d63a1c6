import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPairIfMissing, formerKeysOf, readPublicKeys, readSigningKey } from '@hub/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from './failure.js';
import { rotatedKeyIn, rotationStep, takeRotationStep } from './rotate-key.js';

describe('a key that is replaced', () => {
  let folder: string;
  let key: ReturnType<typeof rotatedKeyIn>;
  const take = (step: string) => takeRotationStep(rotationStep(step), 'university', key);
  const inUse = () => readSigningKey(key.file).id;
  const trusted = () => readPublicKeys(key.publicFile).map(({ id }) => id);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rotate-'));
    key = rotatedKeyIn(folder, 'university');
    createKeyPairIfMissing(key.file, key.publicFile);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('is trusted before it is in use, and the former one until it is removed', () => {
    const former = inUse();
    expect(take('add')).toContain('Both keys of university are in ');
    expect([inUse(), trusted()]).toEqual([former, [former, expect.any(String)]]);
    const [, next] = trusted();
    take('add');
    expect(trusted()).toEqual([former, next]);
    for (let time = 0; time < 2; time += 1) {
      expect(take('replace')).toContain('Send university SIGHUP');
      expect([inUse(), trusted()]).toEqual([next, [former, next]]);
    }
    for (let time = 0; time < 2; time += 1) {
      take('remove');
      expect([inUse(), trusted()]).toEqual([next, [next]]);
      expect(readPublicKeys(formerKeysOf(key.publicFile)).map(({ id }) => id)).toEqual([former]);
    }
    expect([key.file, key.publicFile].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o644]);
  });

  test('is replaced again, and all former ones are known', () => {
    const ids = [inUse()];
    for (let time = 0; time < 2; time += 1) {
      for (const step of ['add', 'replace', 'remove']) take(step);
      ids.push(inUse());
    }
    expect(readPublicKeys(formerKeysOf(key.publicFile)).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });

  test('is not replaced out of turn', () => {
    const before = readFileSync(key.file, 'utf8');
    expect(() => take('replace')).toThrow('Take the step add first.');
    take('add');
    expect(() => take('remove')).toThrow('Take the step replace first.');
    createKeyPairIfMissing(join(folder, 'other'));
    writeFileSync(key.publicFile, readFileSync(join(folder, 'other.pub')));
    expect(() => take('replace')).toThrow('Take the step add first.');
    expect(readFileSync(key.file, 'utf8')).toBe(before);
    expect(() => rotationStep('all')).toThrow('--step: expected one of add, replace, remove, got all.');
    rmSync(key.file);
    expect(() => take('add')).toThrow(Failure);
  });
});
