import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPairIfMissing } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { howTrusted, readTrustFiles, trustSaid } from './trust-files.js';

describe('how subgraphs are trusted, from the environment', () => {
  let folder: string;
  let key: string;
  const outside = { NODE_ENV: 'test' };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-trust-files-'));
    key = join(folder, 'key');
    createKeyPairIfMissing(key);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const how = (environment: NodeJS.ProcessEnv, mayComeFromFile = true) => {
    const files = readTrustFiles(environment, mayComeFromFile);
    return ['movement', 'womens-union'].map((name) => howTrusted(files, trustSaid(files, name)));
  };

  test('is signed with a key, and refused without', () => {
    const signed = { SIGNING_KEY_FILE: key, SUBGRAPH_KEYS_FILE_MOVEMENT: 'a.pub, b.pub' };
    expect(how({ ...outside, ...signed })).toEqual(['signed', 'refused']);
    expect(how({ NODE_ENV: 'production', ...signed })).toEqual(['signed', 'refused']);
    expect(how({ ...outside, SIGNING_KEY_FILE: key })).toEqual(['refused', 'refused']);
    const files = readTrustFiles({ ...outside, ...signed }, false);
    expect(trustSaid(files, 'movement').publicKeyFiles).toEqual(['a.pub', 'b.pub']);
  });

  test('is unsigned where it is named, or nothing is said at all', () => {
    expect(how(outside)).toEqual(['unsigned', 'unsigned']);
    expect(how({ ...outside, SUBGRAPH_UNSIGNED: 'womens-union' })).toEqual(['refused', 'unsigned']);
    expect(how({ ...outside, SIGNING_KEY_FILE: key, SUBGRAPH_UNSIGNED: 'movement,womens-union' })).toEqual([
      'unsigned',
      'unsigned',
    ]);
  });

  test.each(['production', 'prod', '', undefined])('is never unsigned under NODE_ENV=%s', (NODE_ENV) => {
    expect(how({ NODE_ENV })).toEqual(['refused', 'refused']);
    expect(() => how({ NODE_ENV, SUBGRAPH_UNSIGNED: 'movement' })).toThrow(
      /^SUBGRAPH_UNSIGNED: expected nothing in production \(.*\), got "movement"$/,
    );
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['a subgraph’s key alone', { SUBGRAPH_KEYS_FILE_MOVEMENT: 'a' }, /^SIGNING_KEY_FILE: expected the file of/],
    ['its own key alone', { SIGNING_KEY_FILE: 'KEY' }, /^SUBGRAPH_KEYS_FILE_…: expected the public keys of a/],
    ['no key', { SIGNING_KEY_FILE: '/none', SUBGRAPH_UNSIGNED: 'a' }, /^SIGNING_KEY_FILE: cannot read \/none/],
    [
      'a subgraph that is named unsigned and has a key',
      { SIGNING_KEY_FILE: 'KEY', SUBGRAPH_KEYS_FILE_WOMENS_UNION: 'a', SUBGRAPH_UNSIGNED: 'womens-union' },
      /^SUBGRAPH_UNSIGNED: expected subgraphs without SUBGRAPH_KEYS_FILE_…, got WOMENS_UNION with both$/,
    ],
  ])('is refused with %s', (_what, environment, message) => {
    const { SIGNING_KEY_FILE: file } = environment;
    const own = file === 'KEY' ? { SIGNING_KEY_FILE: key } : {};
    expect(() => how({ ...outside, ...environment, ...own }, false)).toThrow(message);
  });
});
