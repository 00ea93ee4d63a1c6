import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { placesFile, provinceRows } from '../../../../test/support/generated-places.js';
import { placesConfig } from '../../../../test/support/places.js';
import type { Database } from '../database/database.js';
import { Migration20260101000100_importRun as importRun } from './import-run.migration.js';
import { Migration20260101002000_importOutcome as importOutcome } from './import-outcome.migration.js';
import { Migration20260101002700_importReceipt as importReceipt } from './import-receipt.migration.js';
import { Migration20260101001100_importThrough as importThrough } from './import-through.migration.js';
import { Migration20260101000000_ledger as ledger } from '../ledger/ledger.migration.js';
import { placeOldFacts } from '../ledger/ledger.js';
import { Migration20260101000900_ledgerPlace as ledgerPlace } from '../ledger/ledger-place.migration.js';
import { Migration20260101000800_place as place } from '../places/place.migration.js';
import { syncPlaces } from './sync-places.js';

const country = 'VN,COUNTRY,,Việt Nam,Viet Nam,COUNTRY,,,,,,';
const province = provinceRows('40', 2, 17_001);

describe('places from files at the start', () => {
  let database: Database;
  let folder: string;

  const write = (name: string, ...rows: readonly string[]) => {
    writeFileSync(join(folder, name), placesFile(...rows));
  };
  const sync = (rootPlace = '40') => syncPlaces(database.em, { placesFolder: folder, rootPlace });
  const codes = async () => {
    const rows: { code: string }[] = await database.em.fork().execute(`select code from place order by code`);
    return rows.map(({ code }) => code);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-places-'));
    database = await openTestDatabase(newDatabase(), {
      entities: [],
      migrations: [importRun, place, importThrough, importOutcome, importReceipt],
    });
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  test('are taken once, and of them what lies in the root place or above it', async () => {
    write('a.csv', country, ...provinceRows('38', 2, 16_001));
    write('b.csv', ...province);
    expect(await sync()).toBe(2);
    expect(await codes()).toEqual(['17001', '17002', '40', 'VN']);
    expect(await sync()).toBe(0);
  });

  test('do not undo what an import ended meanwhile', async () => {
    write('a.csv', country, ...province);
    await sync();
    const until = '2026-12-31,17003';
    write(
      'b.csv',
      ...province.slice(1).map((row) => row.slice(0, -1) + until),
      province[2]?.replace('17002', '17003').replace('2025-07-01', '2027-01-01') ?? '',
    );
    await sync();
    write('a.csv', country, ...province, '');
    expect(await sync()).toBe(1);
    const rows = await database.em
      .fork()
      .execute(`select code, valid_until::text as until from place where level = 'COMMUNE' order by 1`);
    expect(rows).toEqual([
      { code: '17001', until: '2026-12-31' },
      { code: '17002', until: '2026-12-31' },
      { code: '17003', until: null },
    ]);
  });

  test.each<[string, string[], string]>([
    [
      'a row that is none',
      [country, ...province, '17003,COMMUNE,40,Xã,Commune,TOWN,PLAIN,,,,,'],
      'a.csv, line 6, type: expected a type of the level COMMUNE, got TOWN',
    ],
    [
      'places that do not hold together',
      [
        country,
        ...province,
        '17003,COMMUNE,99,Xã,Commune,COMMUNE,PLAIN,,,,,',
        '17001,COMMUNE,40,Xã,Commune,COMMUNE,PLAIN,,,2026-01-01,,',
      ],
      'a.csv, line 7, valid_from: expected one place with the code 17001 on a day',
    ],
    [
      'another root place',
      [country],
      'Expected a place with the code 40 (ROOT_PLACE) in the files of places, got none.',
    ],
  ])('with %s stop the start, and nothing is taken', async (_what, rows, message) => {
    write('a.csv', ...rows);
    await expect(sync()).rejects.toThrow(message);
    expect(await codes()).toEqual([]);
  });

  test('need their folder', async () => {
    const placesFolder = join(folder, 'none');
    await expect(syncPlaces(database.em, { placesFolder, rootPlace: '40' })).rejects.toThrow(
      'Expected PLACES_FOLDER to be a folder of files of places: ENOENT',
    );
  });
});

test('the facts of a ledger of before keep their communes, and are counted as they were', async () => {
  const url = newDatabase();
  const count = `select commune_code as code, month, people, occurrences from ledger_month order by 1, 2`;
  const before = await openTestDatabase(url, { entities: [], migrations: [ledger, importRun] });
  await before.em.execute(
    `insert into ledger_entry values ('a', 'PUPILS', '${'p'.repeat(43)}', '14758', '2025-05-05', 'FEMALE', '35_59', 'URBAN')`,
  );
  await before.em.execute(`insert into ledger_activity values ('b', 'PUPILS', '38', '2026-01-05', 7)`);
  const counted: unknown = await before.em.execute(count);
  await before.close();

  const migrations = [ledger, importRun, place, ledgerPlace, importThrough, importOutcome, importReceipt];
  const after = await openTestDatabase(url, { entities: [], migrations });
  await syncPlaces(after.em, placesConfig);
  await placeOldFacts(after.em, '2026-12-01');
  expect(await after.em.execute(count)).toEqual(counted);
  expect(await after.em.execute(`select commune_from::text as day from ledger_entry`)).toEqual([{ day: '2025-07-01' }]);
  await after.close();
});
