import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTables, draftOf, organisationFromFolder } from '@hub/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const organisation = `format: 1
code: farmers-union
shortName: the Farmers' Union
keepsPeople: true
`;

/** A club, whose words the other record has by their name. */
const club = `name: FarmerClub
file: clubs
description: A club of farmers who learn together (tổ nông dân số).
called: { one: club, many: the clubs of farmers }
entity: true
columns:
  code: { kind: code, description: The club's code. }
  commune: { kind: commune, description: Where it is. }
  name: { kind: translated, description: Its name (tên tổ)., searchable: true }
  mood:
    kind: word
    description: How it is.
    words: { name: ClubMood, description: How a club is., values: { GOOD: Good (tốt)., BAD: Bad (xấu). } }
one: { field: farmerClub }
counts:
  members: { measure: CLUB_MEMBERS, people: ClubMember, goal: ADULTS_BASIC, description: Its members. }
lists:
  - on: Query
    field: farmerClubs
    filters: { mood: { column: mood, description: Only those. } }
    description: All clubs, by code.
  - { on: Commune, field: farmerClubs, description: The clubs here. }
`;

const member = `name: ClubMember
file: members
description: A member of a club.
shown: nobody
columns:
  club: { kind: reference, to: FarmerClub }
  person: { kind: person, whenErased: delete }
  mood: { kind: word, words: ClubMood }
  completed_on: { kind: pastDay, optional: true }
key: [club, person]
reaches:
  - { goal: ADULTS_BASIC, on: completed_on }
`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Makes a folder of an organisation, from its files by their names. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'farmers-'));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'organisation.yaml': organisation, ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

// A record may come before the record that it refers to: the order of the files does not matter.
const whole = { 'records/z-club.yaml': club, 'records/a-member.yaml': member };

/** The statements that an empty database lacks. */
async function draftFor(folder: string): Promise<string> {
  const empty = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  try {
    return draftOf(await checkTables(empty.em, organisationFromFolder(folder).records ?? []))
      .map((statement) => `${statement};\n`)
      .join('\n');
  } finally {
    await empty.close();
  }
}

describe('an organisation that is a folder without code', () => {
  let subgraph: RunningSubgraph;
  beforeAll(async () => {
    const folder = folderOf(whole);
    const sql = await draftFor(folder);
    mkdirSync(join(folder, 'migrations'));
    writeFileSync(join(folder, 'migrations/20270131120100-records.sql'), sql);
    subgraph = await startSubgraph(organisationFromFolder(folder), newDatabase(), {
      now: () => new Date('2026-11-20T03:00:00Z'),
    });
  });
  afterAll(() => subgraph.stop());

  test('takes files, answers its own endpoint, and publishes counts by its releases', async () => {
    const clubs =
      'code,commune_code,name_vi,name_en,mood\nC1,14845,Tổ Một,Club One,GOOD\nC2,14758,Tổ Hai,Club Two,BAD\n';
    expect(await subgraph.import('clubs', clubs)).toEqual([
      expect.objectContaining({ type: 'done', read: 2, written: 2, rejected: 0 }),
    ]);
    const rows = Array.from(
      { length: 12 },
      (_, one) => `C1,${999_180_000_100 + one},Lê Thị Hoa,FEMALE,1980,14845,GOOD,2026-02-01`,
    );
    const columns = 'club_code,citizen_number,full_name,sex,birth_year,commune_code,mood,completed_on';
    expect(await subgraph.import('members', [columns, ...rows].join('\n'))).toEqual([
      expect.objectContaining({ type: 'done', read: 12, written: 12, rejected: 0 }),
    ]);
    const asked = '{ farmerClubs(mood: GOOD) { nodes { code name mood commune { code } members { people atMost } } } }';
    const club = { code: 'C1', name: 'Tổ Một', mood: 'GOOD', commune: { code: '14845' } };
    expect((await subgraph.query(asked)).data).toEqual({
      farmerClubs: { nodes: [{ ...club, members: { people: null, atMost: null } }] },
    });
    expect(await subgraph.release({ through: '2026-03-31' })).toMatchObject({
      status: 200,
      answer: { release: { number: 1 } },
    });
    expect((await subgraph.query(asked)).data).toEqual({
      farmerClubs: { nodes: [{ ...club, members: { people: 10, atMost: 19 } }] },
    });
  });
});

describe('a file that says who somebody is in a column of a text or code', () => {
  const house = `name: LearningHouse
file: houses
description: A house where people learn.
called: { one: house, many: the houses }
columns:
  code: { kind: code, description: Its code. }
  keeper: { kind: text, description: Its keeper., optional: true }
lists:
  - { on: Query, field: learningHouses, description: All of them. }
`;
  const agreements = `format: 1
organisation: farmers-union
agreements:
  - id: FU-1
    version: 1
    title: { vi: Nhà, en: Houses }
    shares: ['*']
    with: anyone
    purposes: any
    granularity: commune
    legalBasis: Luật Thanh niên
    from: 2026-01-01
`;
  const named = ['Lê Thị Hoa', 'Trần Văn An', 'Bùi Thị Lan'].map((name, index) => [`H${index}`, name]);
  const csv = (rows: readonly (readonly string[])[]) =>
    [['code', 'keeper'], ...rows].map((row) => row.join()).join('\n');

  async function withHouses(
    files: Readonly<Record<string, string>>,
    run: (subgraph: RunningSubgraph) => Promise<void>,
  ) {
    // Houses are not people, so they count for no goal.
    const folder = folderOf({ 'organisation.yaml': organisation.replace('true', 'false'), ...files });
    mkdirSync(join(folder, 'migrations'));
    writeFileSync(join(folder, 'migrations/20270131120100-records.sql'), await draftFor(folder));
    const subgraph = await startSubgraph(organisationFromFolder(folder), newDatabase());
    try {
      await run(subgraph);
    } finally {
      await subgraph.stop();
    }
  }

  test('is refused by row and column, and no value is repeated', async () => {
    await withHouses({ 'records/house.yaml': house, 'agreements.yaml': agreements }, async (subgraph) => {
      const numbered = await subgraph.import(
        'houses',
        csv([
          ['H1', 'gọi 038068001000'],
          ['038.168.001.001', ''],
        ]),
      );
      expect(numbered).toEqual([
        expect.objectContaining({ type: 'rejected', row: 2, column: 'keeper' }),
        expect.objectContaining({ type: 'rejected', row: 3, column: 'code' }),
        expect.objectContaining({ type: 'done', read: 2, written: 0, rejected: 2 }),
      ]);
      expect(JSON.stringify(numbered)).not.toMatch(/038/);
      const listed = JSON.stringify(await subgraph.import('houses', csv(named)));
      expect(listed).toContain('Expected no names of people in keeper, got 3 of 3 values that look like them');
      expect(listed).not.toContain('Hoa');
      expect((await subgraph.query('{ learningHouses { totalCount } }')).data).toEqual({
        learningHouses: { totalCount: 0 },
      });
    });
  });

  test('is taken in where an agreement names its field', async () => {
    const exception = agreements.replace('with:', 'persons: [LearningHouse.keeper]\n    with:');
    await withHouses({ 'records/house.yaml': house, 'agreements.yaml': exception }, async (subgraph) => {
      expect(await subgraph.import('houses', csv(named))).toEqual([
        expect.objectContaining({ type: 'done', read: 3, written: 3, rejected: 0 }),
      ]);
    });
  });
});

describe('an organisation over views of a database that is there', () => {
  let subgraph: RunningSubgraph;
  beforeAll(async () => {
    // Types of the graph are the process's own: this one has another name.
    const view = club
      .replaceAll('FarmerClub', 'FieldClub')
      .replaceAll('farmerClub', 'fieldClub')
      .replace('file: clubs', 'file: clubs\ntable: hub_club\nview: true')
      .replace(/counts:\n.*\n/, '')
      .replace(', searchable: true', '');
    const folder = folderOf({
      'records/club.yaml': view,
      'migrations/20270131120000-views.sql': `create view hub_club as
        select id::text as code, ward as commune_code, title as name_vi, title as name_en,
          case when fine then 'GOOD' else 'BAD' end as mood
        from erp.clubs;`,
    });
    const url = newDatabase();
    const before = await openTestDatabase(url, { entities: [], migrations: [] });
    await before.em.execute(`create schema erp`);
    await before.em.execute(`create table erp.clubs (id integer primary key, ward text, title text, fine boolean)`);
    await before.em.execute(`insert into erp.clubs values (1, '14845', 'Tổ Một', true), (2, '14845', 'Tổ Hai', false)`);
    await before.close();
    const definition = organisationFromFolder(folder);
    subgraph = await startSubgraph(definition, url);
    const after = await openTestDatabase(url, { entities: [], migrations: [] });
    expect(await checkTables(after.em, definition.records ?? [])).toEqual([]);
    await after.close();
  });
  afterAll(() => subgraph.stop());

  test('answers what the views have now', async () => {
    const asked = async () =>
      (await subgraph.query('{ fieldClubs(mood: GOOD) { totalCount nodes { code name } } }')).data['fieldClubs'];
    expect(await asked()).toEqual({ totalCount: 1, nodes: [{ code: '1', name: 'Tổ Một' }] });
    await subgraph.execute('update erp.clubs set fine = true');
    expect(await asked()).toMatchObject({ totalCount: 2 });
  });

  test('takes no file, and says where to change it', async () => {
    const response = await subgraph.operator('/operator/imports/clubs', { method: 'POST', body: '{}' });
    expect(await response.json()).toMatchObject({
      code: 'UNKNOWN_KIND',
      message: "Expected no file of clubs: it is read from a view of the organisation's database. Change it there.",
    });
  });
});

describe('a folder that cannot be used is refused, with file, line and place', () => {
  test.each<[string, string, string, string, string]>([
    ['a kind', 'records/z-club.yaml', 'kind: code,', 'kind: cod,', 'records/z-club.yaml:7: columns.code.kind'],
    ['a key', 'records/z-club.yaml', 'entity: true', 'entitty: true', 'records/z-club.yaml:1: : Unrecognized key'],
    [
      'a reference',
      'records/a-member.yaml',
      'to: FarmerClub',
      'to: FarmClub',
      "records/a-member.yaml:6: columns.club.to: expected a record of the organisation's, got FarmClub",
    ],
    [
      'words',
      'records/a-member.yaml',
      'words: ClubMood',
      'words: Mood',
      'records/a-member.yaml:8: columns.mood.words: expected words that one of the records declares, got Mood',
    ],
    [
      'what does not go together',
      'records/a-member.yaml',
      'on: completed_on',
      'on: club',
      'records/a-member.yaml:11: reaches.ADULTS_BASIC.on: expected the column of a day, got club',
    ],
    ['the record', 'organisation.yaml', 'code: farmers-union', 'code: Farmers', 'organisation.yaml:2: code: expected'],
    ['a line', 'records/z-club.yaml', 'one: {', 'one: {{', 'records/z-club.yaml:'],
  ])('%s', (_what, file, right, wrong, said) => {
    const files = { 'organisation.yaml': organisation, ...whole };
    const text = files[file as keyof typeof files];
    expect(text).toContain(right);
    const folder = folderOf({ ...files, [file]: text.replace(right, wrong) });
    expect(() => organisationFromFolder(folder)).toThrow(said);
  });

  test('a name of a migration, agreements, and no record', () => {
    expect(() => organisationFromFolder(folderOf({}))).toThrow('records: expected at least one record, got none');
    expect(() => organisationFromFolder(folderOf({ ...whole, 'migrations/first.sql': '' }))).toThrow(
      'expected a name such as 20270131120000-clubs.sql',
    );
    expect(() => organisationFromFolder(folderOf({ ...whole, 'agreements.yaml': 'format: 2\n' }))).toThrow(
      'agreements.yaml:1: format',
    );
  });
});
