import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { education } from '@hub/education';
import { identity } from '@hub/identity';
import { demoAdults, demoHeadcountsAsOf, demoProvince, demoPublicServants } from '@hub/demo';
import type { SubgraphDefinition } from '@hub/kit';
import { demoPeople } from '@hub/kit/service';
import { movement } from '@hub/movement';
import { publicSector } from '@hub/public-sector';
import { university } from '@hub/university';
import { womensUnion } from '@hub/womens-union';
import { youthUnion } from '@hub/youth-union';
import { expect, test } from '@jest/globals';
import { readEveryRow } from './disclosure/support/truth/files.js';
import { placesConfig } from './support/places.js';

/** Files without a generator: the list of releases, and the rules of the demonstration's own goal. */
const keptByHand = new Set([
  'release-bounds.csv',
  'verdict-bounds.csv',
  'releases.csv',
  'counted-goals.csv',
  'goal-expectations.csv',
  'goal-metadata.csv',
  'publications.csv',
  'replaces.csv',
]);

/** The files of a folder and of those in it, by their paths. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

const textOf = (organisation: SubgraphDefinition, kind: string) =>
  readFile(join(fileURLToPath(organisation.folder), 'demo', `${kind}.csv`), 'utf8');

const province = await demoProvince(placesConfig.placesFolder, placesConfig.rootPlace);

test.each([movement, womensUnion, youthUnion, university, publicSector, education, identity])(
  'the demonstration files of $organisation are what its generator writes, to the byte',
  async (definition) => {
    const checkedIn = join(fileURLToPath(definition.folder), 'demo');
    const folder = await mkdtemp(join(tmpdir(), 'hub-demo-'));
    try {
      await definition.writeDemo?.({ ...placesConfig, people: demoPeople, folder });
      const written = await filesIn(folder);
      const kept = (await filesIn(checkedIn)).filter((file) => !keptByHand.has(file));
      expect(written).toEqual(kept);
      for (const file of written) {
        const [written, expected] = await Promise.all([folder, checkedIn].map((one) => readFile(join(one, file))));
        expect({ file, same: written?.equals(expected ?? Buffer.of()) }).toEqual({ file, same: true });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

test('the adults whom VNeID’s counts are of are the movement’s denominators', async () => {
  const file = await textOf(movement, 'denominators');
  const denominators = [...file.matchAll(/^ADULTS,(\d{5}),1,(\d+),/gm)].map(([, code, value]) => [code, Number(value)]);
  expect(denominators).toEqual([...demoAdults(province)]);
});

test('no denominator of a commune is above its inhabitants, and those of which the number looks wrong say so', () => {
  const rows = ['data', 'demo'].flatMap((folder) => readEveryRow(`subgraphs/movement/${folder}/denominators.csv`));
  const communes = rows.filter(({ place_code }) => place_code !== province.code);
  const inhabitants = new Map(
    communes.filter(({ audience }) => audience === 'INHABITANTS').map((row) => [row['place_code'], row]),
  );
  expect(inhabitants.size).toBe(province.communes.size);
  const published = [...inhabitants.values()].filter(({ value }) => value !== '');
  expect(published).toHaveLength(162);
  for (const { place_code, value, remark } of inhabitants.values()) {
    const { people, remark: doubt } = province.inhabitants.get(place_code ?? '') ?? {};
    expect([Number(value || people), remark]).toEqual([people, doubt ?? '']);
  }
  const above = communes.filter(({ place_code, value, at_most }) => {
    const most = Number(inhabitants.get(place_code)?.['value']);
    return most > 0 && Number(at_most || value) > most;
  });
  expect(above).toEqual([]);
  // Ten have so few people for the communes that they were formed of that a digit must be missing.
  const doubted = published.filter(({ remark }) => remark !== '');
  expect(doubted).toHaveLength(10);
  for (const { place_code: code = '', value } of published) {
    const { places } = province;
    const formedOf = places.all.filter(
      ({ level, successors }) => level === 'COMMUNE' && successors.includes(code),
    ).length;
    expect([code, Number(value) / formedOf < 1_500]).toEqual([
      code,
      doubted.some(({ place_code }) => place_code === code),
    ]);
  }
  const adults = communes.filter(({ audience }) => audience === 'ADULTS');
  const told = adults.filter(({ remark }) => remark?.startsWith('Tính từ số dân chưa chắc chắn.'));
  const uncertain = [...inhabitants.values()].filter(({ remark }) => remark !== '');
  expect(told.map(({ place_code }) => place_code)).toEqual(uncertain.map(({ place_code }) => place_code).sort());
});

test.each([womensUnion, youthUnion, university])(
  'some numbers of citizens in the files of $organisation are wrong or missing, as many as are told, and few',
  (definition) => {
    const demo = `subgraphs/${definition.organisation}/demo`;
    const rejections = readEveryRow(`${demo}/rejections.csv`);
    expect(rejections.length).toBeGreaterThan(0);
    for (const { kind = '', rows: told } of rejections) {
      const rows = readEveryRow(`${demo}/${kind}.csv`);
      const wrong = rows.filter(({ citizen_number = '' }) => !/^\d{12}$/.test(citizen_number));
      expect(wrong).toHaveLength(Number(told));
      expect(wrong.length / rows.length).toBeGreaterThan(0.002);
      expect(wrong.length / rows.length).toBeLessThan(0.01);
      expect(wrong.map((row) => row['citizen_number'])).toContain('');
    }
  },
);

test('some people are in one organisation’s records in one commune, in another’s in another', () => {
  const guided = readEveryRow('subgraphs/youth-union/demo/guided-people.csv');
  const communeOf = new Map(guided.map((row) => [row['citizen_number'], row['commune_code']]));
  const members = readEveryRow('subgraphs/womens-union/demo/group-members.csv');
  const both = members.filter(({ citizen_number = '' }) => citizen_number !== '' && communeOf.has(citizen_number));
  const apart = both.filter(({ citizen_number, commune_code }) => communeOf.get(citizen_number) !== commune_code);
  expect(apart.length / both.length).toBeGreaterThan(0.01);
  expect(apart.length / both.length).toBeLessThan(0.03);
});

test('the movement’s denominators of public staff are those whom the public sector’s records have, rounded down', async () => {
  const denominators = await textOf(movement, 'denominators');
  const rows = [...denominators.matchAll(/^PUBLIC_SECTOR_STAFF,(\d+),1,(\d+),,(.{10}),/gm)];
  const told = new Map(rows.map(([, place = '', value]) => [place, Number(value)]));
  const staff = new Map(demoPublicServants(demoPeople, province));
  staff.set(
    province.code,
    [...staff.values()].reduce((sum, people) => sum + people, 0),
  );
  expect(told).toEqual(new Map([...staff].map(([place, people]) => [place, Math.floor(people / 10) * 10])));
  expect(new Set(rows.map(([, , , day]) => day))).toEqual(new Set([demoHeadcountsAsOf]));
  const headcounts = [...(await textOf(publicSector, 'staff-headcounts')).matchAll(/^.+,[A-Z_]+,(\d+),(.{10})$/gm)];
  expect(new Set(headcounts.map(([, , day]) => day))).toEqual(new Set([demoHeadcountsAsOf]));
  expect(headcounts.reduce((sum, [, headcount]) => sum + Number(headcount), 0)).toBe(staff.get('38'));
  // By commune: each trained person is counted where she lives, and nearly all were trained.
  const records = (await textOf(publicSector, 'training-records')).trim().split('\n').slice(1);
  const trained = new Map(records.map((line) => [line.split(',')[1], line.split(',')[5] ?? '']));
  const byCommune = Map.groupBy(trained.values(), (commune) => commune);
  expect(staff.size).toBe(province.communes.size + 1);
  const communes = [...province.communes.keys()];
  const untrained = communes.map((code) => (staff.get(code) ?? 0) - (byCommune.get(code)?.length ?? 0));
  expect(Math.min(...untrained)).toBe(0);
  expect(Math.max(...untrained)).toBeLessThanOrEqual(5);
  expect(untrained.reduce((sum, count) => sum + count, 0)).toBe((staff.get('38') ?? 0) - trained.size);
});

test('the releases of each organisation’s demonstration follow each other; one corrects September, one withdraws it first', () => {
  const corrected: string[] = [];
  const withdrawn: string[] = [];
  for (const definition of [womensUnion, youthUnion, university, publicSector, education, identity]) {
    const rows = readEveryRow(`subgraphs/${definition.organisation}/demo/releases.csv`);
    const throughs = rows.map(({ through }) => through).filter((through) => through !== '');
    expect(throughs).toEqual(throughs.toSorted());
    expect(rows.map(({ made_on }) => made_on)).toEqual([...new Set(rows.map(({ made_on }) => made_on))].toSorted());
    for (const { through = '', made_on = '', files, withdraws = '' } of rows) {
      expect(made_on > through).toBe(true);
      expect(withdraws === '').toBe(through !== '');
      if (files) corrected.push(`${definition.organisation} ${through}`);
      if (withdraws) withdrawn.push(`${definition.organisation} ${rows[Number(withdraws) - 1]?.['through'] ?? ''}`);
    }
  }
  expect(corrected).toEqual(['womens-union 2026-09-30', 'education 2026-09-30']);
  expect(withdrawn).toEqual(['education 2026-09-30']);
});
