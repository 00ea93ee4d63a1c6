import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createKeyPairIfMissing, KeyFileError, publicFileOf, readPublicKeys, readSigningKey } from './key-files.js';
import { KeyRing } from './key-ring.js';

describe('keys in files', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const publicKey = (name: string) => {
    createKeyPairIfMissing(at(name));
    return readFileSync(publicFileOf(at(name)), 'utf8');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
  });
  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  test('are made once, for their owner alone, with the public one beside them', () => {
    createKeyPairIfMissing(at('a/key'));
    const { id } = readSigningKey(at('a/key'));
    createKeyPairIfMissing(at('a/key'), at('a/published'));
    expect(readSigningKey(at('a/key')).id).toBe(id);
    expect(statSync(at('a/key')).mode & 0o777).toBe(0o600);
    expect(readPublicKeys(at('a/key.pub')).map((key) => key.id)).toEqual([id]);
    expect(readPublicKeys(at('a/published')).map((key) => key.id)).toEqual([id]);
    expect(id).toMatch(/^[\w-]{43}$/);
  });

  test.each([
    ['nothing', '', 'expected public keys in PEM in '],
    ['no key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'expected an Ed25519 key in PEM in '],
  ])('that hold %s are refused', (_name, content, message) => {
    writeFileSync(at('file'), content);
    expect(() => readPublicKeys(at('file'))).toThrow(message);
    expect(() => readSigningKey(at('file'))).toThrow('expected an Ed25519 key in PEM in ');
    expect(() => readSigningKey(at('missing'))).toThrow(/^cannot read .*missing: ENOENT/);
  });

  test('come and go while they are in use: the files say which are trusted now', () => {
    jest.useFakeTimers();
    const [first, second] = [publicKey('first'), publicKey('second')];
    const ids = ['first', 'second'].map((name) => readSigningKey(at(name)).id);
    const faults: string[] = [];
    writeFileSync(at('ring'), first);
    const ring = new KeyRing({ files: [at('ring')], onError: ({ message }) => faults.push(message) });
    const trusted = () => {
      jest.advanceTimersByTime(2000);
      return ids.map((id) => ring.get(id) !== undefined);
    };
    expect(trusted()).toEqual([true, false]);
    writeFileSync(at('ring'), first + second);
    expect(trusted()).toEqual([true, true]);
    writeFileSync(at('ring'), second);
    expect(trusted()).toEqual([false, true]);
    writeFileSync(at('ring'), 'half a file');
    expect(trusted()).toEqual([false, true]);
    trusted();
    expect(faults).toEqual([expect.stringContaining('expected public keys in PEM in ')]);
  });

  test.each<[string, () => void]>([
    [
      'empty',
      () => {
        writeFileSync(at('ring'), '\n');
      },
    ],
    [
      'gone',
      () => {
        rmSync(at('ring'));
      },
    ],
  ])('are trusted no more once their file is %s, and those of another file still are', (_what, change) => {
    jest.useFakeTimers();
    const faults: string[] = [];
    writeFileSync(at('ring'), publicKey('first'));
    writeFileSync(at('other'), publicKey('second'));
    const onError = ({ message }: KeyFileError) => faults.push(message);
    const ring = new KeyRing({ files: [at('other'), at('ring')], onError });
    const trusted = () => {
      jest.advanceTimersByTime(2000);
      return ['first', 'second'].map((name) => ring.get(readSigningKey(at(name)).id) !== undefined);
    };
    expect(trusted()).toEqual([true, true]);
    change();
    expect(trusted()).toEqual([false, true]);
    expect(faults).toHaveLength(1);
    // A faulty file does not prevent removing another file's keys.
    writeFileSync(at('ring'), 'half a file');
    writeFileSync(at('other'), publicKey('third'));
    expect(trusted()).toEqual([false, false]);
    writeFileSync(at('ring'), publicKey('first'));
    expect(trusted()).toEqual([true, false]);
  });

  test('may come later, where that is said', () => {
    jest.useFakeTimers();
    const options = { files: [at('later')], onError: () => undefined };
    expect(() => new KeyRing(options)).toThrow(KeyFileError);
    const ring = new KeyRing({ ...options, mayBeMissing: true });
    writeFileSync(at('later'), publicKey('key'));
    jest.advanceTimersByTime(2000);
    expect(ring.get(readSigningKey(at('key')).id)).toBeDefined();
  });
});
