import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readRows } from '../disclosure/support/truth/files.js';
import { temporaryFolder } from '../hub/support/hub.js';
import { until } from '../support/until.js';
import { guidedPeople } from '../support/youth-files.js';
import { period, type PeopleOnceHub, startPeopleOnceHub } from './support/people-once-hub.js';

// Movement looks for sketches every few seconds.
jest.setTimeout(360_000);

const folder = temporaryFolder();
const [women, youth] = ['womens-union', 'youth-union'] as const;
let hub: PeopleOnceHub;

const regions = readFileSync(new URL('../../subgraphs/movement/data/regions.csv', import.meta.url), 'utf8');
const communesOf = (region: string) =>
  readRows('subgraphs/movement/data/regions.csv')
    .find(({ code }) => code === region)
    ?.communes?.split(';') ?? [];

/** People by number, in the communes of a region, one after another: another organisation may have them in another. */
function peopleIn(region: string, from: number, to: number, commune: (number: number) => number) {
  const communes = communesOf(region);
  return Array.from({ length: to - from }, (_, index) => ({
    number: String(from + index).padStart(12, '0'),
    commune: communes[commune(from + index) % communes.length] ?? '',
  }));
}

/** In Bá Thước 7,000 people, 2,000 of both organisations and half of those in two communes; in Cẩm Thủy 300, 100 of both. */
const people = {
  women: [
    ...peopleIn('BA-THUOC', 1, 4001, (number) => number),
    ...peopleIn('CAM-THUY', 10_001, 10_201, (number) => number),
  ],
  youth: [
    ...peopleIn('BA-THUOC', 2001, 7001, (number) => number + (number % 2)),
    ...peopleIn('CAM-THUY', 10_101, 10_301, (number) => number),
  ],
};

const files = {
  branches: 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,9000\n',
  'learning-groups':
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,\n',
  'group-members': [
    'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
    ...people.women.map(({ number, commune }) => `G,${number},Lê Thị Mai,FEMALE,1980,${commune},2026-01-01,2026-03-05`),
  ].join('\n'),
};

const groups = `groups { group people interval { lower upper } noEstimate }`;
const breakdown = async (by: string) => {
  const data = await hub.ask(`{ goal(code: "ADULTS_BASIC") { breakdown(period: "${period}", ${by}) { ${groups} } } }`);
  return new Map((data['goal'].breakdown.groups as any[]).map((one) => [one.group as string, one]));
};

beforeAll(async () => {
  hub = await startPeopleOnceHub(folder);
  const out = join(folder, 'periods.json');
  const done = async (organisation: typeof women | typeof youth, ...args: readonly string[]) => {
    expect(await hub.command(organisation, ...args)).toMatchObject({ exitCode: 0, stderr: '' });
  };
  await done(women, 'period-key', 'make', women, '--to', hub.publicKeys, '--out', out, '--periods', '2026-03..2026-03');
  await done(youth, 'period-key', 'take', youth, out, '--from-key', join(hub.publicKeys, 'womens-union.pub'));
  for (const [kind, content] of Object.entries(files)) await hub.import(women, kind, content);
  const guided = people.youth.map(
    ({ number, commune }) => `${number},Lê Thị Mai,FEMALE,1980,${commune},2026-01-01,2026-03-05`,
  );
  await hub.import(youth, 'guided-people', guidedPeople(...guided));
  await hub.release(women);
  await hub.release(youth);
  await hub.untilCounted('ESTIMATE', null);
});
afterAll(() => (hub as PeopleOnceHub | undefined)?.stop());

test('people of a region are counted once, though the list came after the sketches; few are not told', async () => {
  expect((await breakdown('by: REGION')).size).toBe(0);
  await hub.import('movement', 'regions', regions);
  let found = await breakdown('by: REGION');
  const isEstimated = async () => {
    found = await breakdown('by: REGION');
    return typeof found.get('BA-THUOC')?.people === 'number';
  };
  await until(isEstimated, { what: 'an estimate of a region', within: 120_000, every: 100, seen: () => [...found] });
  const { people: number, interval } = found.get('BA-THUOC');
  // The standard error of 7,000 people is 50, of the noise 48: farther than this it is once in ten thousand runs.
  expect(Math.abs(number - 7000)).toBeLessThan(350);
  expect(interval.upper - interval.lower).toBeGreaterThan(200);
  expect(interval.upper - interval.lower).toBeLessThan(400);
  expect(found.get('CAM-THUY')).toMatchObject({ people: null, interval: null, noEstimate: 'TOO_FEW' });
  expect(found.get('THO-XUAN')).toMatchObject({ people: null, noEstimate: 'TOO_FEW' });
  expect(found.size).toBe(22);

  // The two regions together are the mountains: a merged estimate is no sum of parts.
  const mountain = (await breakdown('by: AREA')).get('MOUNTAIN');
  expect(Math.abs(mountain.people - 7300)).toBeLessThan(350);
});

test('regions that are chosen are told alone, as they are among all', async () => {
  const all = await breakdown('by: REGION');
  const chosen = await breakdown('by: REGION, regions: ["BA-THUOC"]');
  expect([...chosen]).toEqual([['BA-THUOC', all.get('BA-THUOC')]]);
});
