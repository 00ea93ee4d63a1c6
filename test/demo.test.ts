import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { education } from '@hub/education';
import { identity } from '@hub/identity';
import {
  demoAdults,
  demoHeadcountsAsOf,
  demoPeople,
  demoProvince,
  demoPublicServants,
  type SubgraphDefinition,
} from '@hub/kit';
import { movement } from '@hub/movement';
import { publicSector } from '@hub/public-sector';
import { university } from '@hub/university';
import { womensUnion } from '@hub/womens-union';
import { youthUnion } from '@hub/youth-union';
import { expect, test } from '@jest/globals';
import { placesConfig } from './support/places.js';

/** What is no generator's: which releases were made, and how the demonstration's own goal is counted. */
const keptByHand = new Set([
  'release-bounds.csv',
  'verdict-bounds.csv',
  'releases.csv',
  'counted-goals.csv',
  'goal-expectations.csv',
  'goal-metadata.csv',
  'publications.csv',
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
      await definition.writeDemo?.({ province, people: demoPeople, folder });
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
  // By commune: nobody is trained who is not counted where she lives, and nearly all were trained.
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

test('the releases of each organisation’s demonstration follow each other, and September’s is corrected once', async () => {
  const corrected: string[] = [];
  for (const definition of [womensUnion, youthUnion, university, publicSector, education, identity]) {
    const [, ...lines] = (await textOf(definition, 'releases')).trim().split('\n');
    const days = lines.map((line) => /^(.{10}),(.{10}),.*?,(\w*)$/.exec(line)?.slice(1) ?? []);
    expect(days.map(([through]) => through)).toEqual(days.map(([through]) => through).toSorted());
    expect(days.map(([, madeOn]) => madeOn)).toEqual([...new Set(days.map(([, madeOn]) => madeOn))].toSorted());
    for (const [through = '', madeOn = '', files] of days) {
      expect(madeOn > through).toBe(true);
      if (files) corrected.push(`${definition.organisation} ${through}`);
    }
  }
  expect(corrected).toEqual(['womens-union 2026-09-30']);
});
