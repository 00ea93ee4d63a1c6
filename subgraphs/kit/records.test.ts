import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  checkTables,
  CommuneStub,
  defineRecord,
  defineSubgraph,
  draftOf,
  Migration,
  type PeopleTable,
  reachedGoals,
  type RecordDeclaration,
  type SubgraphDefinition,
} from './src/index.js';
import { buildSubgraph } from './src/service.js';
import type { GraphQLObjectType } from 'graphql';
import { Field, FieldResolver, ObjectType, Query, Resolver } from 'type-graphql';
import { newDatabase, openTestDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const mood = { name: 'Mood', description: 'How it was.', values: { GOOD: 'Good (tốt).', BAD: 'Bad (xấu).' } } as const;

/** The smallest record that is listed: nothing but its columns. */
const circleDeclaration = {
  name: 'Circle',
  file: 'circles',
  description: 'A reading circle (nhóm đọc).',
  called: { one: 'reading circle', many: 'reading circles' },
  entity: true,
  columns: {
    code: { kind: 'code', description: "The circle's code.", sortable: true },
    commune: { kind: 'commune', description: 'Where it is.' },
    name: { kind: 'translated', description: 'Its name (tên).', searchable: true, sortable: true },
    mood: { kind: 'word', words: mood, description: 'How it is.' },
    tags: { kind: 'words', words: mood, some: true, description: 'How it was.' },
    seats: { kind: 'integer', least: 1, most: 50, sortable: true, description: 'How many seats it has.' },
    score: { kind: 'decimal', least: 0, most: 1, optional: true, description: 'How good it is.' },
    is_open: { kind: 'flag', description: 'Whether it is open to all.' },
    since: { kind: 'month', field: 'sinceMonth', description: 'Since when it meets.' },
    season: { kind: 'schoolYear', description: 'The school year in which it meets.' },
    founded_on: { kind: 'pastDay', description: 'When it was founded.' },
    ended_on: { kind: 'day', optional: true, after: 'founded_on', description: 'When it ends.' },
    school: {
      kind: 'entity',
      type: 'School',
      code: "The school's code (mã trường).",
      optional: true,
      description: 'Its school.',
    },
    doors: { kind: 'integer', kept: false },
    is_narrow: { kind: 'flag', given: false, description: 'Whether it has more seats than one door lets in.' },
    mother: { kind: 'reference', to: 'Circle', optional: true, description: 'The circle that it came out of.' },
  },
  one: { field: 'circle' },
  counts: {
    readers: { measure: 'READERS', people: 'CircleReader', goal: 'ADULTS_BASIC', description: 'Its readers.' },
    olderReaders: { measure: 'OLDER_READERS', description: 'Its older readers.' },
  },
  perPlace: [
    {
      measure: 'CIRCLES',
      shown: { field: 'circleCount', inAll: 'How many there are.', inCommune: 'How many there are here.' },
    },
    { measure: 'CIRCLES_OF', by: 'mood', shown: { field: 'circlesByMood', inAll: 'By mood.', inCommune: 'By mood.' } },
  ],
  lists: [
    {
      on: 'Query',
      field: 'circles',
      filters: {
        commune: { column: 'commune', description: 'Of this commune.' },
        search: { column: 'name', description: 'With this in the name.' },
        mood: { column: 'mood', description: 'Of this mood.' },
        tag: { column: 'tags', description: 'With this tag.' },
        open: { column: 'is_open', description: 'Open, or not.' },
        motherIn: { column: 'mother.commune', description: 'Of a mother there.' },
        narrow: { column: 'is_narrow', description: 'Narrow, or not.' },
        season: { column: 'season', description: 'Of this school year.' },
        visits: { through: 'CircleVisit', column: 'commune', description: 'Circles that visit this commune.' },
      },
      description: 'All circles, by code.',
    },
    { on: 'Commune', field: 'circles', description: 'The circles here.' },
    { on: 'School', field: 'circles', short: true, description: 'The circles of it.' },
    { on: 'Commune', field: 'visitors', through: 'CircleVisit', description: 'The circles that visit it.' },
    { on: 'School', field: 'visitors', through: 'CircleVisit', short: true, description: 'The circles that visit it.' },
    { on: 'Circle', field: 'allDaughters', by: 'mother', short: true, description: 'The circles that came out of it.' },
    {
      on: 'Commune',
      field: 'granddaughters',
      view: { name: 'placed_circle', column: 'mother_commune' },
      description: 'Those whose mother is here.',
    },
    {
      on: 'Circle',
      field: 'sisters',
      view: { name: 'placed_circle', column: 'sister_code' },
      filters: {
        season: { column: 'season', description: 'Of this year.' },
        open: { column: 'is_open', description: 'Open.' },
      },
      description: 'The circles with the same mother.',
    },
    {
      on: 'Circle',
      field: 'daughters',
      by: 'mother',
      order: ['founded_on', 'code'],
      description: 'The circles that came out of it.',
    },
  ],
} as const satisfies RecordDeclaration;

const Reader = defineRecord(circleDeclaration, {
  derive: ({ seats, doors }) => ({ isNarrow: seats > doors * 5 }),
});

const Visit = defineRecord({
  name: 'CircleVisit',
  file: 'visits',
  description: 'That a circle visits a commune, at a school.',
  shown: 'nobody',
  columns: {
    circle: { kind: 'reference', to: 'Circle' },
    commune: { kind: 'commune' },
    school: { kind: 'entity', type: 'School', code: "The school's code (mã trường)." },
  },
  key: ['circle', 'commune'],
});

const Person = defineRecord({
  name: 'CircleReader',
  file: 'readers',
  description: 'A person who reads in a circle.',
  shown: 'nobody',
  columns: {
    circle: { kind: 'reference', to: 'Circle' },
    person: { kind: 'person', whenErased: 'delete', keeps: ['sex', 'birth_year', 'commune_code'] },
    read_on: { kind: 'pastDay', optional: true },
  },
  key: ['circle', 'person'],
  reaches: [{ goal: 'ADULTS_BASIC', on: 'read_on' }],
});

const Member = defineRecord({
  name: 'Member',
  file: 'members',
  description: 'A person of the house, whose commune may not be known.',
  shown: 'nobody',
  columns: {
    person: {
      kind: 'person',
      whenErased: 'delete',
      keeps: ['sex', 'commune_code'],
      mayLack: ['commune_code'],
    },
  },
});

/** A loan, checked with the loans of the file and the earlier ones: a member has one book at a time. */
const Loan = defineRecord(
  {
    name: 'Loan',
    file: 'loans',
    description: 'A book that a member takes home.',
    shown: 'nobody',
    columns: {
      member: { kind: 'person', of: 'Member', whenErased: 'delete' },
      lent_on: { kind: 'pastDay' },
      has_returned: { kind: 'flag' },
    },
    key: ['member', 'lent_on'],
  },
  {
    checkTogether: async (em, rows) => {
      const twice = await em.execute<{ pseudonym: string }[]>(
        'select pseudonym from loan where not has_returned group by 1 having count(*) > 1',
      );
      return twice.map(({ pseudonym }) => ({
        row: rows.find(({ row }) => row['citizen_number'] === pseudonym)?.line ?? 1,
        column: 'has_returned',
        reason: 'expected one book at a time',
      }));
    },
    claimTogether: async (em, rows) => {
      const members = await em.execute<{ pseudonym: string; sex: 'FEMALE' | 'MALE'; on: string }[]>(
        `select m.pseudonym, m.sex, min(l.lent_on)::text as on from member m join loan l on l.pseudonym = m.pseudonym
         where m.pseudonym in (select json_array_elements_text(?::json)) group by 1, 2 order by 1`,
        [JSON.stringify(rows.map(({ row }) => row['citizen_number']))],
      );
      return members.map(({ pseudonym, sex, on }) => ({
        evidence: `loans:${pseudonym}`,
        placesOn: '2026-01-01',
        claims: reachedGoals(
          { citizen_number: pseudonym, sex, birth_year: 1970, commune_code: '14845' },
          on,
          'ADULTS_BASIC',
        ),
      }));
    },
  },
);

const records = [Reader, Person, Visit, Member, Loan];

/** The circles, with the commune of the mother, and each of her other daughters. */
const placedCircles = `create view placed_circle as
  select c.*, m.commune_code as mother_commune, s.code as sister_code
  from circle c join circle m on m.code = c.mother_code
  left join circle s on s.mother_code = c.mother_code and s.code <> c.code`;

const olderReaders: PeopleTable = {
  measures: ['OLDER_READERS'],
  counts: `select 'OLDER_READERS' as measure, '' as subject, circle_code as place, '' as month, count(*)::int as people
    from circle_reader where birth_year < 1980 group by circle_code`,
};

/** The tables that an empty database lacks, as a draft of a migration has them. */
async function draft(): Promise<readonly string[]> {
  const empty = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  try {
    return draftOf(await checkTables(empty.em, records));
  } finally {
    await empty.close();
  }
}

function organisation(statements: readonly string[]): SubgraphDefinition {
  return defineSubgraph(records, {
    organisation: 'womens-union',
    folder: new URL('.', import.meta.url),
    tables: [olderReaders],
    migrations: [
      class Migration20270101000000_circles extends Migration {
        override name = 'Migration20270101000000_circles';
        override up(): void {
          for (const statement of statements) this.addSql(statement);
          if (statements.length > 0) this.addSql(placedCircles);
        }
      },
    ],
  });
}

const circle = (code: string, more: Partial<Record<string, string | number>> = {}) => ({
  ...{
    code,
    commune_code: '14845',
    name_vi: `Nhóm ${code}`,
    name_en: `Circle ${code}`,
    mood: 'GOOD',
    tags: 'GOOD',
    seats: 5,
  },
  ...{
    score: '',
    is_open: 'true',
    since: '2026-01',
    season: '2025-2026',
    founded_on: '2026-01-02',
    ended_on: '',
    school_code: '',
    mother_code: '',
    doors: 1,
  },
  ...more,
});

function csv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((row) => `${row.join(',')}\n`)
    .join('');
}

describe('an organisation that is nothing but its records', () => {
  let definition: SubgraphDefinition;
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    definition = organisation(await draft());
    subgraph = await startSubgraph(definition, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    const circles = await subgraph.import(
      'circles',
      csv([
        circle('C1', { name_vi: 'Ánh Sáng', seats: 9, score: 0.5 }),
        circle('C2', {
          name_vi: 'An',
          commune_code: '14758',
          mood: 'BAD',
          tags: 'GOOD;BAD',
          is_open: 'false',
          seats: 10,
          mother_code: 'C1',
          school_code: 'S-1',
        }),
        circle('C3', {
          ...{ name_vi: 'Bình', mother_code: 'C1', founded_on: '2026-01-01', ended_on: '2026-02-01' },
          season: '2026-2027',
        }),
      ]),
    );
    expect(circles).toEqual([expect.objectContaining({ type: 'done', read: 3, written: 3, rejected: 0 })]);
    const reader = (number: number) => [
      'C1',
      999_180_000_100 + number,
      'Lê Thị Hoa',
      'FEMALE',
      number < 12 ? 1970 : 1980,
      '14845',
      '2026-02-01',
    ];
    await subgraph.import(
      'readers',
      [
        'circle_code,citizen_number,full_name,sex,birth_year,commune_code,read_on',
        ...Array.from({ length: 23 }, (_, index) => reader(index).join(',')),
      ].join('\n'),
    );
    await subgraph.import(
      'visits',
      ['circle_code,commune_code,school_code', 'C3,14758,S-1', 'C1,14758,S-1', 'C1,14845,S-2', ''].join('\n'),
    );
    await subgraph.release();
  });
  afterAll(() => subgraph.stop());

  test('answers every kind of column', async () => {
    const { data } = await subgraph.query(`{ circle(code: "C2") {
      code name(language: EN) mood tags seats score isOpen isNarrow sinceMonth season foundedOn endedOn
      commune { code } school { code } mother { code score daughters { nodes { code } } allDaughters { code } } } }`);
    expect(data['circle']).toEqual({
      ...{
        code: 'C2',
        name: 'Circle C2',
        mood: 'BAD',
        tags: ['GOOD', 'BAD'],
        seats: 10,
        score: null,
        isOpen: false,
        isNarrow: true,
      },
      ...{
        sinceMonth: '2026-01',
        season: '2025-2026',
        foundedOn: '2026-01-02',
        endedOn: null,
        commune: { code: '14758' },
      },
      ...{
        school: { code: 'S-1' },
        mother: {
          ...{ code: 'C1', score: 0.5, daughters: { nodes: [{ code: 'C3' }, { code: 'C2' }] } },
          allDaughters: [{ code: 'C2' }, { code: 'C3' }],
        },
      },
    });
  });

  test.each([
    ['commune: "14845"', ['C1', 'C3']],
    ['search: "anh sang"', ['C1']],
    ['mood: BAD', ['C2']],
    ['tag: BAD', ['C2']],
    ['open: false', ['C2']],
    ['open: true', ['C1', 'C3']],
    ['motherIn: "14845"', ['C2', 'C3']],
    ['motherIn: "14758"', []],
    ['commune: "14845", mood: GOOD, search: "binh"', ['C3']],
    ['narrow: true', ['C1', 'C2']],
    ['season: "2026-2027"', ['C3']],
    ['visits: "14758"', ['C1', 'C3']],
    ['visits: "14845", mood: GOOD', ['C1']],
    ['orderBy: NAME_ASC', ['C2', 'C1', 'C3']],
    ['orderBy: NAME_DESC', ['C3', 'C1', 'C2']],
    ['orderBy: SEATS_DESC', ['C2', 'C1', 'C3']],
    ['orderBy: SEATS_ASC, commune: "14845"', ['C3', 'C1']],
  ])('lists by %s, a page at a time', async (given, codes) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: { data: Record<string, any> } = await subgraph.query(
        `query ($after: String) { circles(${given}, first: 1, after: $after) { totalCount nodes { code } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      const { totalCount, nodes, pageInfo } = data['circles'];
      expect(totalCount).toBe(codes.length);
      seen.push(...nodes.map(({ code }: { code: string }) => code));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(codes);
  });

  test('what cannot be refused is not null: a list without pages under a record of the same organisation', async () => {
    const { schema } = await buildSubgraph(definition);
    const typeIn = (type: string, field: string) =>
      String((schema.getType(type) as GraphQLObjectType).getFields()[field]?.type);
    expect(typeIn('Circle', 'allDaughters')).toBe('[Circle!]!');
    expect(typeIn('Circle', 'daughters')).toBe('CircleConnection');
    expect(typeIn('School', 'circles')).toBe('[Circle!]');
  });

  test('answers its entities, and those of others that it has fields on', async () => {
    const { data } = await subgraph.entities(
      [
        { __typename: 'Circle', code: 'C1' },
        { __typename: 'Circle', code: 'none' },
        { __typename: 'School', code: 'S-1' },
        { __typename: 'Commune', code: '14845' },
      ],
      `... on Circle { seats } ... on School { circles { code } visitors { code } }
       ... on Commune { inIt: circles { nodes { code } } visiting: visitors(first: 1) { totalCount nodes { code } } }`,
    );
    expect(data['_entities']).toEqual([
      { seats: 9 },
      null,
      { circles: [{ code: 'C2' }], visitors: [{ code: 'C1' }, { code: 'C3' }] },
      { inIt: { nodes: [{ code: 'C1' }, { code: 'C3' }] }, visiting: { totalCount: 1, nodes: [{ code: 'C1' }] } },
    ]);
  });

  test('lists by way of a view that says more than the table, with filters under a parent', async () => {
    const { data } = await subgraph.query(`{ circle(code: "C2") {
      all: sisters { nodes { code season } }
      closed: sisters(open: false) { totalCount }
      later: sisters(season: "2026-2027", open: true, first: 1) { totalCount nodes { code } }
      earlier: sisters(season: "2025-2026") { totalCount nodes { code } } } }`);
    expect(data['circle']).toEqual({
      all: { nodes: [{ code: 'C3', season: '2026-2027' }] },
      closed: { totalCount: 0 },
      later: { totalCount: 1, nodes: [{ code: 'C3' }] },
      earlier: { totalCount: 0, nodes: [] },
    });
    const { data: entities } = await subgraph.entities(
      [
        { __typename: 'Commune', code: '14845' },
        { __typename: 'Commune', code: '14758' },
      ],
      '... on Commune { granddaughters { nodes { code } } }',
    );
    // Each stands in the view once for each of her sisters.
    expect(entities['_entities']).toEqual([
      { granddaughters: { nodes: [{ code: 'C2' }, { code: 'C3' }] } },
      { granddaughters: { nodes: [] } },
    ]);
  });

  test('tells counts through disclosure control alone', async () => {
    const { data } = await subgraph.query(`{
      circle(code: "C1") { readers { people atMost } olderReaders { people } }
      circleCount { people atMost } circlesByMood { mood people { people } demonstration } }`);
    expect(data).toEqual({
      circle: { readers: { people: 20, atMost: 29 }, olderReaders: { people: 10 } },
      // Totals of the whole are published in steps of twenty.
      circleCount: { people: 0, atMost: 19 },
      circlesByMood: [
        { mood: 'GOOD', people: { people: 0 }, demonstration: false },
        { mood: 'BAD', people: { people: 0 }, demonstration: false },
      ],
    });
  });

  test('counts its people for the goal', async () => {
    expect(
      await subgraph.execute(`select count(*)::int as people from ledger_entry where goal_code = 'ADULTS_BASIC'`),
    ).toEqual([{ people: 23 }]);
    expect(
      await subgraph.execute(`select distinct sex, birth_year, commune_code from circle_reader order by birth_year`),
    ).toEqual([
      { sex: 'FEMALE', birth_year: 1970, commune_code: '14845' },
      { sex: 'FEMALE', birth_year: 1980, commune_code: '14845' },
    ]);
  });

  test('takes rows together or not at all, of people who are known by another record', async () => {
    const members = [
      'citizen_number,full_name,sex,birth_year,commune_code',
      '999180000901,Lê Thị Hoa,FEMALE,1970,',
      '',
    ];
    const loans = (...rows: readonly string[]) =>
      subgraph.import('loans', ['citizen_number,lent_on,has_returned', ...rows, ''].join('\n'));
    const held = () =>
      subgraph.execute(`select lent_on::text as on from loan join member using (pseudonym) where commune_code is null`);
    expect(await loans('999180000901,2026-02-01,true')).toContainEqual(
      expect.objectContaining({
        column: 'citizen_number',
        reason: expect.stringContaining('member that was imported before'),
      }),
    );
    await subgraph.import('members', members.join('\n'));
    const both = await loans('999180000901,2026-02-01,false', '999180000901,2026-02-02,false');
    expect(both).toContainEqual(
      expect.objectContaining({ column: 'has_returned', reason: 'expected one book at a time' }),
    );
    expect(await held()).toEqual([]);
    await loans('999180000901,2026-02-01,true', '999180000901,2026-02-02,false');
    expect(await held()).toEqual([{ on: '2026-02-01' }, { on: '2026-02-02' }]);
    expect(
      await subgraph.execute(`select reached_on::text as on from ledger_entry where evidence like 'loans:%'`),
    ).toEqual([{ on: '2026-02-01' }]);
    // A member's loans go before the member.
    const tables = definition.people?.map(({ entity }) => entity.meta.tableName);
    expect(tables).toEqual(['loan', 'member', 'circle_reader']);
  });

  test.each([
    [{ tags: '' }, 'tags', 'expected one or more of GOOD, BAD'],
    [{ seats: 51 }, 'seats', 'expected a whole number from 1 to 50, got "51"'],
    [{ ended_on: '2026-01-01' }, 'ended_on', 'expected a day on or after founded_on (2026-01-02), got 2026-01-01'],
    [{ mother_code: 'C9' }, 'mother_code', 'expected a code of circle that was imported before, got "C9"'],
    [{ mood: 'SAD' }, 'mood', 'expected one of GOOD, BAD, got "SAD"'],
  ])('refuses a row with %j', async (more, column, reason) => {
    const lines = await subgraph.import('circles', csv([circle('C4', more)]));
    expect(lines).toContainEqual(expect.objectContaining({ type: 'rejected', row: 2, column, reason }));
  });
});

test('a draft holds what a database lacks, and nothing of what it has', async () => {
  const statements = await draft();
  expect(statements[0]).toContain('create table circle (');
  expect(statements.join('\n')).toContain("mood text not null check (mood in ('GOOD', 'BAD'))");
  const database = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  try {
    for (const statement of statements) await database.em.execute(statement);
    await database.em.execute(placedCircles);
    expect(await checkTables(database.em, records)).toEqual([]);
    await database.em.execute(`drop view placed_circle`);
    await database.em.execute(`create view placed_circle as select c.*, c.code as sister_code from circle c`);
    expect(await checkTables(database.em, records)).toEqual([
      { fault: expect.stringContaining('placed_circle: expected this view with mother_commune, for Commune.grand') },
    ]);
    await database.em.execute(`drop view placed_circle`);
    await database.em.execute(
      `alter table circle drop column seats, alter column mood drop not null, add column more text not null`,
    );
    await database.em.execute(`alter table circle drop constraint circle_score_check, alter column score type text`);
    await database.em.execute(`alter table loan drop constraint loan_pseudonym_fkey`);
    await database.em.execute(`alter table circle_reader drop constraint circle_reader_circle_code_fkey`);
    await database.em.execute(`alter table circle_visit drop constraint circle_visit_circle_code_fkey`);
    await database.em.execute(`alter table circle add unique (code, commune_code)`);
    await database.em.execute(
      `alter table circle_visit add foreign key (circle_code, commune_code) references circle (code, commune_code)`,
    );
    await database.em.execute(`drop index circle_mother, circle_visit_school`);
    const faults = await checkTables(database.em, records);
    expect(faults.map(({ fault }) => fault)).toEqual([
      'circle.mood: expected not null, got the other',
      'circle.seats: expected this column (integer), got none',
      'circle.score: expected double precision, got text',
      'circle.more: expected no column that files cannot fill and that may not be empty',
      'circle: expected an index that begins with mother_code, founded_on, code, for a list is in this order',
      expect.stringContaining('placed_circle: expected this view with code, commune_code, '),
      expect.stringContaining('placed_circle: expected this view with code, commune_code, '),
      'circle_reader.circle_code: expected a reference to circle (code), got none',
      'circle_visit: expected an index that begins with school_code, circle_code, for a list is in this order',
      'loan.pseudonym: expected a reference to member (pseudonym), got none',
    ]);
    expect(draftOf(faults)).toContain('create index circle_mother on circle (mother_code, founded_on, code)');
  } finally {
    await database.close();
  }
});

test('what is drafted for tables with rows runs, and nothing differs then', async () => {
  const before = defineRecord({
    ...{ name: 'Walk', file: 'walks', description: 'A walk (đi bộ).', shown: 'records', called: walks },
    columns: {
      code: { kind: 'code', description: 'Its code.' },
      mood: { kind: 'word', description: 'How it was.', words: moods('WalkMood', { GOOD: 'Good.', BAD: 'Bad.' }) },
      score: { kind: 'text', description: 'Its score.', optional: true },
      seats: { kind: 'integer', least: 1, most: 50, description: 'For how many.' },
      commune: { kind: 'commune', description: 'Where it was.' },
      note: { kind: 'text', description: 'A note.', optional: true },
    },
  });
  const after = defineRecord({
    ...{ name: 'Walk', file: 'walks', description: 'A walk (đi bộ).', shown: 'records', called: walks },
    columns: {
      code: { kind: 'code', description: 'Its code.' },
      mood: {
        kind: 'word',
        description: 'How it was.',
        words: moods('LaterWalkMood', { GOOD: 'Good.', CALM: 'Calm.' }),
      },
      score: { kind: 'decimal', least: 0, most: 10, description: 'Its score.', optional: true },
      seats: { kind: 'integer', least: 0, most: 80, description: 'For how many.' },
      commune: { kind: 'commune', description: 'Where it was.' },
      note: { kind: 'text', description: 'A note.' },
      leader: { kind: 'text', description: 'Its leader.' },
      founded_on: { kind: 'day', description: 'Since when.', optional: true },
    },
    lists: [
      { on: 'Commune', field: 'walks', by: 'commune', description: 'The walks there.' },
      { on: 'Commune', field: 'oldWalks', by: 'commune', order: ['founded_on'], description: 'The oldest first.' },
    ],
  });
  const database = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) await database.em.execute(statement);
  };
  try {
    await run(draftOf(await checkTables(database.em, [before])));
    await run([`insert into walk values ('W1', 'GOOD', '7.5', 5, '14845', null), ('W2', 'BAD', '', 50, '14845', 'x')`]);
    const faults = await checkTables(database.em, [after]);
    // A new column that needs a value for existing rows is a comment until the value is given.
    expect(draftOf(faults).filter((one) => one.startsWith('--'))).toEqual([
      expect.stringContaining('--fill walk.note=VALUE'),
      expect.stringContaining('--fill walk.leader=VALUE'),
    ]);
    const drafted = draftOf(
      faults,
      new Map([
        ['walk.note', 'none'],
        ['walk.leader', "Lê Thị 'Lan'"],
      ]),
    );
    await run(drafted);
    expect(await checkTables(database.em, [after])).toEqual([]);
    // Both lists have their index, and a word that is new is taken.
    await run([`insert into walk values ('W3', 'CALM', 3, 0, '14845', 'y', 'Mai', null)`]);
    expect(await database.em.execute('select mood, score, note, leader from walk order by code')).toEqual([
      { mood: 'GOOD', score: 7.5, note: 'none', leader: "Lê Thị 'Lan'" },
      { mood: 'BAD', score: null, note: 'x', leader: "Lê Thị 'Lan'" },
      { mood: 'CALM', score: 3, note: 'y', leader: 'Mai' },
    ]);
    const [indexes] = await database.em.execute<[{ count: number }]>(
      `select count(*)::int as count from pg_indexes where tablename = 'walk' and indexname like 'walk_commune%'`,
    );
    expect(indexes).toEqual({ count: 2 });
  } finally {
    await database.close();
  }
});

const walks = { one: 'walk', many: 'walks' };
const moods = (name: string, values: Record<string, string>) => ({ name, description: 'How a walk was.', values });

const wrong = (declared: Partial<RecordDeclaration>) => () =>
  defineRecord({
    name: 'Wrong',
    file: 'wrong',
    description: 'Wrong.',
    columns: { code: { kind: 'code', description: 'Its code.' } },
    ...declared,
  });

test.each<[string, Partial<RecordDeclaration>]>([
  ['columns.day: expected a description', { columns: { code: { kind: 'code', field: false }, day: { kind: 'day' } } }],
  ['key: expected a column, got nobody', { key: ['nobody'] }],
  ['expected persons or nobody', { columns: { person: { kind: 'person', whenErased: 'delete' } } }],
  ['expected a name such as learning-groups', { file: 'Wrong File' }],
  [
    'expected one of people, number, occurrences',
    { counts: { all: { measure: 'ALL', description: 'All.', people: 'Somebody', number: 'number' } } },
  ],
  [
    'expected people or occurrences beside goal',
    { counts: { all: { measure: 'ALL', description: 'All.', goal: 'A' } } },
  ],
  [
    'columns.day: expected derive, for no file has it',
    { columns: { code: { kind: 'code', description: 'Its code.' }, day: { kind: 'day', field: false, given: false } } },
  ],
  [
    'columns.day: expected it in the file, the table or both',
    { columns: { code: { kind: 'code', field: false }, day: { kind: 'day', given: false, kept: false } } },
  ],
  ['expected a person among the columns', { reaches: [{ goal: 'ADULTS_BASIC', on: 'code' }] }],
  [
    'expected no view beside short',
    { lists: [{ on: 'Commune', field: 'all', description: 'All.', short: true, view: { name: 'v', column: 'c' } }] },
  ],
  [
    'expected no filters where it is short',
    {
      lists: [
        ...[
          {
            on: 'Commune',
            field: 'all',
            description: 'All.',
            short: true,
            filters: { code: { column: 'code', description: 'It.' } },
          },
        ],
      ],
    },
  ],
  [
    'expected nothing more of a person of Member',
    {
      shown: 'nobody',
      columns: { person: { kind: 'person', of: 'Member', has: ['sex'], whenErased: 'delete' } },
    },
  ],
  [
    'expected claimTogether alone',
    {
      shown: 'nobody',
      whole: true,
      columns: { person: { kind: 'person', whenErased: 'delete' }, on: { kind: 'pastDay' } },
      reaches: [{ goal: 'ADULTS_BASIC', on: 'on' }],
    },
  ],
  ['expected no list', { shown: 'nobody', lists: [{ on: 'Query', field: 'all', description: 'All.' }] }],
  [
    'expected number with field: false',
    {
      columns: {
        code: { kind: 'code', description: 'Its code.' },
        number: { kind: 'integer', description: 'A number.' },
      },
      counts: { all: { measure: 'ALL', number: 'number', description: 'All.' } },
    },
  ],
])('refuses a declaration: %s', (message, declared) => {
  expect(wrong(declared)).toThrow(message);
});

test('refuses records that do not fit together', () => {
  expect(() =>
    defineSubgraph([Person], { organisation: 'womens-union', folder: new URL('.', import.meta.url), migrations: [] }),
  ).toThrow("Expected a record of the organisation's, got Circle.");
  expect(() => defineSubgraph(records, { ...organisation([]), tables: [] })).toThrow(
    'Expected a table that counts OLDER_READERS, of Circle.olderReaders, among those beside.',
  );
  expect(() =>
    defineSubgraph([Person, Reader], {
      organisation: 'womens-union',
      folder: new URL('.', import.meta.url),
      migrations: [],
    }),
  ).toThrow('Expected Circle before CircleReader, which refers to it.');
});

test('refuses a resolver of a type that nothing leads to, whose fields would be left out', async () => {
  @ObjectType()
  class Nowhere {
    @Field(() => String)
    code!: string;
  }
  @Resolver(() => Nowhere)
  class NowhereResolver {
    @FieldResolver(() => String)
    lost(): string {
      return '';
    }
  }
  @Resolver(() => CommuneStub)
  class Somewhere {
    @Query(() => String)
    found(): string {
      return '';
    }
  }
  const definition = { ...organisation([]), resolvers: [Somewhere, NowhereResolver] as const };
  await expect(buildSubgraph(definition as never)).rejects.toThrow('nothing leads to the types of Nowhere.lost');
});
