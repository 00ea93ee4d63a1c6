import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findOrganisations, readOwnRecord } from './find-organisations.js';
import { reservedCodes } from '@hub/protocol';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-organisations-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const record = (code: string, port: number | string, more = '') =>
  `format: 1\ncode: ${code}\nshortName: the Farmers' Union\nkeepsPeople: true\nport: ${port}\n${more}${published}`;
const published = 'publishes: { nameVi: Hội Nông dân, nameEn: Farmers, dataKind: REAL, linkedBy: records }\n';

function write(name: string, text: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'organisation.yaml'), text);
  return join(folder, name, 'organisation.yaml');
}

const find = () => findOrganisations(folder, reservedCodes);

test('finds each folder with a record, by port; a folder without one is no organisation’s', () => {
  write('farmers-union', record('farmers-union', 4102));
  write('archive', record('archive', 4101));
  mkdirSync(join(folder, 'notes'));
  writeFileSync(join(folder, 'README.md'), 'no folder');
  const { organisations, problems } = find();
  expect([organisations.map(({ code }) => code), problems]).toEqual([['archive', 'farmers-union'], []]);
  expect(organisations[1]).toEqual({
    ...{ format: 1, code: 'farmers-union', shortName: "the Farmers' Union", keepsPeople: true, port: 4102 },
    publishes: { nameVi: 'Hội Nông dân', nameEn: 'Farmers', dataKind: 'REAL', linkedBy: 'records' },
  });
});

test('no folder has no organisations', () => {
  expect(findOrganisations(join(folder, 'none'), reservedCodes)).toEqual({
    ...{ organisations: [], problems: [], unusable: new Set() },
  });
});

test('a record that cannot be used is named with its line, and costs no other', () => {
  write('archive', record('archive', 4101));
  const half = write('half', 'format: 1\ncode: half\nshortName: "the half');
  const other = write('other', record('archive', 4103));
  const own = write('gateway', record('gateway', 4104));
  const port = write('ports', record('ports', 4101));
  const unknown = write('unknown', record('unknown', '"4105"', 'colour: red\n'));
  const wide = `#${'x'.repeat(40_000)}\n${record('wide', 4106)}`;
  const large = write('wide', wide);
  const nameless = write('nameless', record('nameless', 4107).replace(published, ''));
  const { organisations, problems } = find();
  expect(organisations.map(({ code }) => code)).toEqual(['archive']);
  expect(problems).toEqual([
    `${own}:2: code: expected a code that is not the hub's own, got gateway`,
    expect.stringMatching(`^${half}:\\d+: Missing closing "quote`),
    expect.stringMatching(`^${nameless}:\\d+: publishes: `),
    `${other}:2: code: expected other, the name of its folder, got archive`,
    `${port}:5: port: expected one of its own, got 4101, which is that of archive`,
    expect.stringMatching(`^${unknown}:5: port: expected a port`),
    expect.stringMatching(`^${unknown}:\\d+: Unrecognized key: "colour"`),
    `${large}: expected at most 32768 bytes, got ${Buffer.byteLength(wide)}`,
  ]);
});

test('of two with one port, the one that is linked already keeps it', () => {
  write('archive', record('archive', 4101));
  write('youth', record('youth', 4101));
  const { organisations, unusable } = findOrganisations(folder, reservedCodes, new Set(['youth']));
  expect(organisations.map(({ code }) => code)).toEqual(['youth']);
  expect([...unusable]).toEqual(['archive']);
});

test('an organisation has its record in its own folder, which may have any name', () => {
  const path = write('here', 'format: 1\ncode: farmers-union\nshortName: the union\nkeepsPeople: false\n');
  expect(readOwnRecord(join(folder, 'here'), 'farmers-union').record).toMatchObject({ keepsPeople: false });
  expect(readOwnRecord(join(folder, 'here'), 'archive')).toEqual({
    problems: [`${path}:2: code: expected archive, as its program says, got farmers-union`],
  });
  expect(readOwnRecord(folder, 'archive')).toEqual({});
});
