import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createKeyIfMissing } from '@hub/runtime';
import { DataFolder } from './data-folder.js';
import { Failure } from './failure.js';

let data: DataFolder;

beforeEach(() => {
  data = new DataFolder(mkdtempSync(join(tmpdir(), 'hub-data-')));
});
afterEach(() => {
  rmSync(data.path, { recursive: true });
});

const ran = (...organisations: string[]) => {
  for (const code of organisations) createKeyIfMissing(data.ownerPasswordOf(code));
};

test('a first start makes every secret, and a part’s first start that part’s', () => {
  data.prepareSecrets(['womens-union']);
  ran('womens-union');
  const key = readFileSync(data.pseudonymKeyFile, 'utf8');
  data.prepareSecrets(['womens-union', 'audit']);
  expect(existsSync(data.signingKeyOf('audit'))).toBe(true);
  expect(readFileSync(data.pseudonymKeyFile, 'utf8')).toBe(key);
});

test.each([
  ['the pseudonym key', 'university', (folder: DataFolder) => folder.pseudonymKeyFile],
  ['the audit log’s key', 'audit', (folder: DataFolder) => folder.auditKeyFile],
])('%s is never replaced once there is data that it made', (_name, organisation, fileOf) => {
  data.prepareSecrets([organisation]);
  ran(organisation);
  rmSync(fileOf(data));
  for (const action of ['prepareSecrets', 'createSecrets'] as const) {
    const make = () => {
      data[action]([organisation]);
    };
    expect(make).toThrow(Failure);
    expect(make).toThrow('Put the key back');
  }
  expect(existsSync(fileOf(data))).toBe(false);
});

test('other secrets that are gone are named, and made by the command alone', () => {
  data.prepareSecrets(['audit']);
  ran('audit');
  const lost = [data.signingKeyOf('gateway'), data.tokenFileOf('audit')];
  for (const file of lost) rmSync(file);
  expect(() => {
    data.prepareSecrets(['audit']);
  }).toThrow('pnpm hub keys create');
  expect(lost.map((file) => existsSync(file))).toEqual([false, false]);
  expect(data.createSecrets(['audit']).toSorted()).toEqual(lost.toSorted());
  data.prepareSecrets(['audit']);
});
