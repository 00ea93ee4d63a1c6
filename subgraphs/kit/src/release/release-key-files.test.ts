import { expect, test } from '@jest/globals';
import { releaseKeyFilesIn } from './release-key-files.js';

test('an organisation’s keys are in its own files, or in those of the folder', () => {
  const { keys, revocations } = releaseKeyFilesIn({
    RELEASE_KEYS_FOLDER: '/keys',
    RELEASE_KEYS_FILE_YOUTH_UNION: '/new.pub, /old.pub',
    REVOKED_RELEASE_KEYS_FILE: '/revoked.json',
  });
  expect(keys.get('womens-union')).toEqual(['/keys/womens-union.pub', '/keys/womens-union.pub.former']);
  expect(keys.get('youth-union')).toEqual(['/new.pub', '/old.pub']);
  expect(revocations).toBe('/revoked.json');
});

test('without either there are none', () => {
  expect(releaseKeyFilesIn({})).toEqual({ keys: new Map(), revocations: undefined });
});
