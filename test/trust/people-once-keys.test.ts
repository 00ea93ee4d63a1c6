import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { guided, guidedPeople } from '../support/youth-files.js';
import {
  type OrganisationCode,
  type PeopleOnce,
  type PeopleOnceHub,
  startPeopleOnceHub,
} from './support/people-once-hub.js';

// Commands run as separate programs, and movement looks for sketches every few seconds.

const folder = temporaryFolder();
const [women, youth] = ['womens-union', 'youth-union'] as const;
let hub: PeopleOnceHub;

const at = (name: string) => join(folder, name);
const keysOf = (organisation: OrganisationCode) =>
  readFileSync(join(hub.home(organisation), 'period-keys.json'), 'utf8');
const done = async (organisation: OrganisationCode, ...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await hub.command(organisation, ...args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
};
const make = (out: string, ...more: readonly string[]) =>
  done(women, 'period-key', 'make', women, '--to', hub.publicKeys, '--out', at(out), ...more);
const signedBy = (organisation: OrganisationCode) => ['--from-key', join(hub.publicKeys, `${organisation}.pub`)];

/** Forty people of the Women's Union, and forty of the Youth Union: twenty of them are the same. */
const files = {
  branches: 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120\n',
  'learning-groups':
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,\n',
  'group-members': [
    'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
    ...Array.from({ length: 45 }, (_, index) => String(21 + index).padStart(12, '0')).map(
      (number) => `G,${number},Lê Thị Mai,FEMALE,1980,14845,2026-01-01,2026-03-05`,
    ),
  ].join('\n'),
};

// 65 people in all, 25 of them in both.
beforeAll(async () => {
  hub = await startPeopleOnceHub(folder);
  for (const [kind, content] of Object.entries(files)) await hub.import(women, kind, content);
  await hub.import(youth, 'guided-people', guidedPeople(...guided(1, 45, '14845', '2026-03-05')));
});
afterAll(() => (hub as PeopleOnceHub | undefined)?.stop());

describe('people of two organisations', () => {
  let counted: PeopleOnce;

  test('are bounds while one is late with the key of the period, and said why', async () => {
    expect(await make('first.json', '--periods', '2026-03..2026-04')).toMatch(
      /2 keys are new, 0 were there\.\n {2}2026-03 {2}[\w-]{16}\n[^]*is sealed to youth-union, and signed by womens-union\. It is not for university/,
    );
    await hub.release(women);
    await hub.release(youth);
    expect(await hub.untilCounted('BOUNDS', 'NO_SKETCH')).toMatchObject({ lower: 40, estimate: null });
  });

  test('are counted once when it has the key, without a restart', async () => {
    expect(await done(youth, 'period-key', 'take', youth, at('first.json'), ...signedBy(women))).toContain(
      '2 keys are new',
    );
    expect(keysOf(youth)).toBe(keysOf(women));
    expect(statSync(join(hub.home(youth), 'period-keys.json')).mode & 0o777).toBe(0o600);
    await hub.release(youth);
    counted = await hub.untilCounted('ESTIMATE', null);
    // Each has 40 published; what both share is under a noise.
    expect(counted).toMatchObject({ lower: 40, upper: 108 });
    expect(counted.estimate).toBeGreaterThanOrEqual(40);
    expect(counted.estimate).toBeLessThanOrEqual(80 + 2 * 9);
  });

  test('stay as estimated when the month closed, whichever pseudonyms and keys organisations have afterwards', async () => {
    const out = at('pseudonyms.json');
    await done(women, 'pseudonyms', 'make', women, '--to', hub.publicKeys, '--out', out);
    await done(youth, 'pseudonyms', 'take', youth, out, ...signedBy(women));
    expect(await done(youth, 'pseudonyms', 'take', youth, out, ...signedBy(women))).toContain('version 2 was there');
    expect(await done(women, 'pseudonyms', 'list', women)).toMatch(
      /^The pseudonyms of womens-union are of version 1\./,
    );
    // With the next key alone nothing changes.
    expect(await hub.release(women)).toBeNull();
    expect(await hub.untilCounted('ESTIMATE', null)).toEqual(counted);

    expect(await done(women, 'pseudonyms', 'rotate', women)).toMatch(
      /^All 45 pseudonyms of womens-union are of version 2: 45 rows of group_member, 45 rows of ledger_entry\./,
    );
    await hub.release(women);
    expect(await hub.untilCounted('ESTIMATE', null)).toEqual(counted);

    await done(youth, 'pseudonyms', 'rotate', youth);
    await hub.release(youth);
    expect(await hub.untilCounted('ESTIMATE', null)).toEqual(counted);
    expect(await hub.command(youth, 'pseudonyms', 'rotate', youth)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('NO_NEXT_KEY'),
    });
  });

  test('stay so while one has another key of the period, which nobody takes unseen', async () => {
    await make('second.json', '--periods', '2026-03', '--replace');
    await hub.release(women);
    expect(await hub.untilCounted('ESTIMATE', null)).toEqual(counted);

    const take = ['period-key', 'take', youth, at('second.json'), ...signedBy(women)];
    const before = keysOf(youth);
    const idOf = async (organisation: OrganisationCode) =>
      /2026-03 {2}(\S+)/.exec(await done(organisation, 'period-key', 'list', organisation))?.[1] ?? '';
    const refused = await hub.command(youth, ...take);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    for (const id of [await idOf(women), await idOf(youth), '--replace']) expect(refused.stderr).toContain(id);
    expect(keysOf(youth)).toBe(before);

    await done(youth, ...take, '--replace');
    expect(await idOf(youth)).toBe(await idOf(women));
    await hub.release(youth);
    expect(await hub.untilCounted('ESTIMATE', null)).toEqual(counted);
  });

  test('a key that is there stays, and is handed on', async () => {
    const before = keysOf(women);
    expect(await make('again.json', '--periods', '2026-03..2026-04')).toContain('0 keys are new, 2 were there');
    expect(keysOf(women)).toBe(before);
    expect(await done(youth, 'period-key', 'take', youth, at('again.json'), ...signedBy(women))).toContain(
      '0 keys are new',
    );
  });

  test('no command says a secret', async () => {
    const secrets = Object.values(JSON.parse(keysOf(women)) as Record<string, string>);
    const said = [
      await done(women, 'period-key', 'list', women),
      ...['first.json', 'second.json', 'again.json'].map((name) => readFileSync(at(name), 'utf8')),
    ].join();
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) expect(said).not.toContain(secret);
  });
});

describe('an envelope is refused, and no key changes', () => {
  const take = (name: string, by: OrganisationCode = women) => ['period-key', 'take', youth, at(name), ...signedBy(by)];

  beforeAll(() => make('good.json', '--periods', '2026-04'));

  test.each<[string, () => Promise<readonly string[]> | readonly string[], RegExp]>([
    ['that another has signed', () => take('good.json', youth), /its signature is another/],
    [
      'that was changed in one byte',
      () => {
        const text = readFileSync(at('good.json'), 'utf8');
        const where = text.indexOf('"payload"') + 200;
        const changed = text[where] === 'A' ? 'B' : 'A';
        writeFileSync(at('changed.json'), text.slice(0, where) + changed + text.slice(where + 1));
        return take('changed.json');
      },
      /its signature is another/,
    ],
    [
      'for another organisation',
      async () => {
        // Of the others only the university is named.
        const targets = hub.home(women);
        await done(women, 'keys', 'create', 'university');
        await done(
          women,
          'period-key',
          'make',
          women,
          '--periods',
          '2026-04',
          '--to',
          targets,
          '--out',
          at('other.json'),
        );
        return take('other.json');
      },
      /Expected an envelope for youth-union, but it is for university/,
    ],
    [
      'with a key of pseudonyms',
      async () => {
        await done(women, 'pseudonyms', 'make', women, '--again', '--to', hub.publicKeys, '--out', at('next.json'));
        return take('next.json');
      },
      /Expected an envelope with period keys, but it has pseudonym key/,
    ],
    ['that is none', () => (writeFileSync(at('none.json'), '{}'), take('none.json')), /Expected an envelope of keys/],
    ['that is not there', () => take('nowhere.json'), /no such file/],
  ])('%s', async (_name, prepare, reason) => {
    const args = await prepare();
    const before = keysOf(youth);
    const { exitCode, stdout, stderr } = await hub.command(youth, ...args);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(reason) });
    expect(keysOf(youth)).toBe(before);
  });

  test.each(['2026-13', '2026-11..2026-10', '2026', '2026-11..2026-12..2027-01', ''])(
    'and none is made for a period that is none: %j',
    async (periods) => {
      const before = keysOf(women);
      const args = ['period-key', 'make', women, '--periods', periods, '--to', hub.publicKeys, '--out', at('x.json')];
      const refused = await hub.command(women, ...args);
      expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^--periods: expected a month/) });
      expect([keysOf(women), existsSync(at('x.json'))]).toEqual([before, false]);
    },
  );

  test('and none is made that could not be handed on', async () => {
    const before = keysOf(women);
    for (const [to, out, reason] of [
      [folder, 'y.json', /Expected public sealing keys/],
      [hub.publicKeys, 'good.json', /Expected --out to name a new file/],
    ] as const) {
      const args = ['period-key', 'make', women, '--periods', '2027-01', '--to', to, '--out', at(out)];
      expect(await hub.command(women, ...args)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(reason) });
    }
    expect(keysOf(women)).toBe(before);
    rmSync(at('good.json'));
  });
});
