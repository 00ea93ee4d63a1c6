import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPairIfMissing, publicFileOf } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { trustName } from '../trust/open-signer.js';
import { SubgraphDirectory } from './subgraph-directory.js';
import type { SubgraphEntry } from './subgraphs-file.js';

describe('how subgraphs are reached', () => {
  let folder: string;
  let key: string;
  let publicKey: string;
  let environment: Record<string, Partial<SubgraphEntry>>;
  let logged: { problems?: readonly string[]; subgraph: string; msg: string }[];
  let changed: (readonly string[])[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-directory-'));
    key = join(folder, 'key');
    createKeyPairIfMissing(key);
    publicKey = publicFileOf(key);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    [environment, logged, changed] = [{}, [], []];
  });

  const open = ({ signs = true, mayBeUnsigned = true } = {}) => {
    const directory = new SubgraphDirectory({
      environment: (name) => ({
        ...{ url: undefined, settings: {}, route: undefined, publicKeyFiles: undefined, unsigned: undefined },
        ...environment[name],
      }),
      trust: {
        signingKeyFile: signs ? key : undefined,
        subgraphKeyFiles: new Map(),
        unsigned: new Set(),
        mayBeUnsigned,
      },
      receipts: { everyMs: 1000 },
      log: { error: (line: object, msg: string) => logged.push({ ...line, msg } as never) } as never,
    });
    directory.onChange((names) => changed.push(names));
    const take = (file: object) => {
      directory.take(JSON.stringify(file));
    };
    const trust = (name: string) => trustName(directory.of(name).trust);
    return { directory, take, trust };
  };

  test('is what a file says, and where that says nothing, the environment', () => {
    environment['movement'] = {
      url: 'http://old.example/',
      settings: { timeoutMs: 1, retries: 5 },
      publicKeyFiles: [publicKey],
    };
    const { directory, take, trust } = open();
    take({
      movement: { url: 'http://new.example/', timeoutMs: 300, breaker: false, http2: true, subscriptions: 'ws' },
      university: { unsigned: true },
    });
    expect(directory.of('movement')).toMatchObject({
      url: 'http://new.example/',
      settings: { timeoutMs: 300, retries: 5, http2: true },
      route: { protocol: 'ws', url: undefined },
    });
    expect([trust('movement'), trust('university'), trust('youth-union')]).toEqual(['signed', 'unsigned', 'refused']);
    expect(directory.named).toEqual(['movement', 'university']);
  });

  test('stays the same object until it changes, and only what changed is told of', () => {
    const { directory, take } = open();
    const file = { movement: { publicKeyFiles: [publicKey] }, university: { url: 'http://u.example/' } };
    take(file);
    const [movement, university] = [directory.of('movement'), directory.of('university')];
    take({ ...file, 'never-asked': { url: 'http://n.example/' } });
    expect(changed).toEqual([]);
    expect(directory.of('movement')).toBe(movement);
    take({ ...file, university: { url: 'http://v.example/' } });
    expect(changed).toEqual([['university']]);
    expect(directory.of('university')).not.toBe(university);
    take({ university: { url: 'http://v.example/' } });
    expect(changed).toEqual([['university'], ['movement']]);
    expect(trustName(directory.of('movement').trust)).toBe('refused');
  });

  test('is not trusted by the environment’s word where the file says otherwise', () => {
    environment['movement'] = { publicKeyFiles: [publicKey] };
    environment['university'] = { unsigned: true };
    const { take, trust } = open();
    expect([trust('movement'), trust('university')]).toEqual(['signed', 'unsigned']);
    take({ movement: { publicKeyFiles: [] }, university: { unsigned: false } });
    expect([trust('movement'), trust('university')]).toEqual(['refused', 'refused']);
    take({ movement: { unsigned: true }, university: { publicKeyFiles: [publicKey] } });
    expect([trust('movement'), trust('university')]).toEqual(['unsigned', 'signed']);
  });

  test('stays as it was where its entry is wrong, and is not asked where it was so from the beginning', () => {
    environment['movement'] = { url: 'http://m.example/', publicKeyFiles: [publicKey] };
    const { directory, take, trust } = open();
    const wrong = { url: 'ftp://x' };
    take({ movement: wrong, university: { publicKeyFiles: [publicKey] } });
    expect([trust('movement'), trust('university')]).toEqual(['refused', 'signed']);
    take({ movement: wrong, university: wrong, 'youth-union': wrong });
    expect([trust('movement'), trust('university')]).toEqual(['refused', 'signed']);
    expect(logged.slice(1).map(({ subgraph, msg }) => [subgraph, msg.split('; ')[1]])).toEqual([
      ['movement', 'the subgraph is not asked'],
      ['university', 'the subgraph stays as it was'],
      ['youth-union', 'the subgraph stays as it was'],
    ]);
    take({});
    expect([trust('movement'), trust('university')]).toEqual(['signed', 'refused']);
    expect(directory.of('movement').url).toBe('http://m.example/');
  });

  test.each([
    ['no object', 7, 'movement: expected an object, got 7'],
    ['an unknown key', { uri: 'http://x' }, /^uri: expected no such key, but url, publicKeyFiles, .*timeoutMs/],
    ['no URL', { url: 7 }, 'url: expected an http or https URL, and no address that points inward, got 7'],
    ['a link-local URL', { url: 'http://169.254.169.254/' }, /^url: expected .* points inward/],
    [
      'keys that are no list',
      { publicKeyFiles: 'a.pub' },
      'publicKeyFiles: expected a list of file names, got "a.pub"',
    ],
    ['a trust that is none', { unsigned: 'yes' }, 'unsigned: expected true or false, got "yes"'],
    ['two trusts', { unsigned: true, publicKeyFiles: [] }, 'unsigned: expected no publicKeyFiles beside it, got true'],
    ['a setting out of bounds', { queue: -1 }, 'queue: expected a whole number from 0 to 1000000, got -1'],
    ['a setting that is null', { queue: null }, 'queue: expected a whole number from 0 to 1000000, got null'],
    ['a switch that is none', { http2: 1 }, 'http2: expected on or off, got 1'],
    ['a file that is not there', { caFile: '/none' }, /^caFile: expected a readable file \(ENOENT/],
    ['a protocol that is none', { subscriptions: 'poll' }, /^subscriptions: expected one of sse, ws, callback/],
  ])('is not taken up from an entry with %s', (_what, entry, problem) => {
    open().take({ movement: entry });
    expect(logged).toMatchObject([{ subgraph: 'movement', problems: [expect.stringMatching(problem)] }]);
  });

  test('is never unsigned in production, nor signed without the gateway’s own key', () => {
    const production = open({ mayBeUnsigned: false });
    production.take({ movement: { unsigned: true } });
    expect(production.trust('movement')).toBe('refused');
    const unsigned = open({ signs: false });
    unsigned.take({ movement: { publicKeyFiles: [publicKey] } });
    expect(unsigned.trust('movement')).toBe('refused');
    expect(logged.flatMap(({ problems }) => problems)).toEqual([
      'unsigned: expected no unsigned subgraph in production, got true',
      `publicKeyFiles: expected the gateway’s own key in SIGNING_KEY_FILE, too, got ["${publicKey}"]`,
    ]);
  });

  test.each(['', '{', '[]', 'null', '"movement"'])('is nothing else for a text that is no such file: %j', (text) => {
    const { directory, take, trust } = open();
    take({ movement: { publicKeyFiles: [publicKey] } });
    expect(trust('movement')).toBe('signed');
    expect(() => {
      directory.take(text);
    }).toThrow();
    expect(trust('movement')).toBe('signed');
    expect(changed).toEqual([]);
  });
});
