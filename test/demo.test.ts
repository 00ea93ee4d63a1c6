import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { identity } from '@hub/identity';
import { demoAdults, demoPeople, demoProvince } from '@hub/kit';
import { movement } from '@hub/movement';
import { publicSector } from '@hub/public-sector';
import { university } from '@hub/university';
import { womensUnion } from '@hub/womens-union';
import { youthUnion } from '@hub/youth-union';
import { expect, test } from '@jest/globals';
import { placesConfig } from './support/places.js';

const province = await demoProvince(placesConfig.placesFolder, placesConfig.rootPlace);

test.each([movement, womensUnion, youthUnion, university, publicSector, identity])(
  'the demonstration files of $organisation are what its generator writes, to the byte',
  async (definition) => {
    const checkedIn = join(fileURLToPath(definition.folder), 'demo');
    const folder = await mkdtemp(join(tmpdir(), 'hub-demo-'));
    try {
      await definition.writeDemo?.({ province, people: demoPeople, folder });
      expect((await readdir(folder)).sort()).toEqual((await readdir(checkedIn)).sort());
      for (const file of await readdir(folder)) {
        const [written, expected] = await Promise.all([folder, checkedIn].map((one) => readFile(join(one, file))));
        expect({ file, same: written?.equals(expected ?? Buffer.of()) }).toEqual({ file, same: true });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

test('the adults whom VNeID’s counts are of are the movement’s denominators', async () => {
  const file = await readFile(join(fileURLToPath(movement.folder), 'demo', 'denominators.csv'), 'utf8');
  const denominators = [...file.matchAll(/^ADULTS,(\d{5}),1,(\d+),/gm)].map(([, code, value]) => [code, Number(value)]);
  expect(denominators).toEqual([...demoAdults(province)]);
});
