import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { Readable } from 'node:stream';
import { type Database } from './src/database/database.js';
import { Migration20260101000500_identity as identity } from './src/database/identity.migration.js';
import * as column from './src/file/column.js';
import { defineImport, type ImportKind } from './src/file/import-kind.js';
import { rowsOfCsv } from './src/file/rows-of-file.js';
import { Migration20260101001000_goals as goals } from './src/goals/goals.migration.js';
import { importFile, type ImportEvent, type ImportOptions } from './src/import/import-file.js';
import { Migration20260101002000_importOutcome as importOutcome } from './src/import/import-outcome.migration.js';
import { Migration20260101002700_importReceipt as importReceipt } from './src/import/import-receipt.migration.js';
import { Migration20260101000100_importRun as importRun } from './src/import/import-run.migration.js';
import { defineWholeImport } from './src/import/whole-import.js';
import { Migration20260101001100_importThrough as importThrough } from './src/import/import-through.migration.js';
import { syncPlaces } from './src/import/sync-places.js';
import { Migration20260101001800_emptyActivities as emptyActivities } from './src/ledger/empty-activities.migration.js';
import { Migration20260101002800_ledgerPerson as ledgerPerson } from './src/ledger/ledger-person.migration.js';
import { Migration20260101000900_ledgerPlace as ledgerPlace } from './src/ledger/ledger-place.migration.js';
import { Migration20260101000000_ledger as ledger } from './src/ledger/ledger.migration.js';
import { reachedGoals } from './src/ledger/reached-goals.js';
import { Migration20260101000300_people as people } from './src/people/people.migration.js';
import type { PersonalTable } from './src/people/personal-table.js';
import { Migration20260101000800_place as place } from './src/places/place.migration.js';
import { Migration20260101003800_sketchPart as sketchPart } from './src/sketches/sketch-part.migration.js';
import { openTestDatabase } from '../../test/support/database.js';
import { placesConfig } from '../../test/support/places.js';

class Tables extends Migration {
  override name = 'tables_of_imported_members';

  override up(): void {
    this.addSql(
      `create table team (code text primary key, commune_code text not null, sessions integer not null, extra text default 'kept')`,
    );
    this.addSql(`
      create table member (
        team_code text not null references team (code), pseudonym text not null, joined_on date not null, tags text[] not null,
        note jsonb, primary key (team_code, pseudonym), constraint not_too_early check (joined_on > '2020-01-01'))`);
    this.addSql(`create index member_person on member (pseudonym)`);
  }
}

const TeamEntity = defineEntity({
  name: 'Team',
  tableName: 'team',
  properties: { code: p.text().primary(), communeCode: p.text(), sessions: p.integer() },
});

const MemberEntity = defineEntity({
  name: 'Member',
  tableName: 'member',
  properties: {
    teamCode: p.text().primary(),
    pseudonym: p.text().primary(),
    joinedOn: p.text(),
    tags: p.array(),
    note: p.json().nullable(),
  },
});

/** Teams, which say turns. */
export const teams: ImportKind = defineImport({
  kind: 'teams',
  description: 'A team',
  columns: { code: column.code, commune_code: column.communeCode, sessions: column.integer(), held_on: column.day },
  key: ['code'],
  entity: TeamEntity as never,
  entityKey: ['code'],
  toEntity: (row) => ({ code: row.code, communeCode: row.commune_code, sessions: row.sessions }),
  toLedger: (row) => [
    {
      ...{ kind: 'activity', goalCode: 'ADULTS_BASIC', communeCode: row.commune_code, occurredOn: row.held_on },
      occurrences: row.sessions,
    },
  ],
});

/** Teams that are taken as a whole: in each commune of a file they have four sessions at least, and say turns together. */
export const wholeTeams: ImportKind = defineWholeImport({
  kind: 'whole-teams',
  description: 'A team',
  columns: { code: column.code, commune_code: column.communeCode, sessions: column.integer(), held_on: column.day },
  key: ['code'],
  entity: TeamEntity as never,
  entityKey: ['code'],
  toEntity: (row) => ({ code: row.code, communeCode: row.commune_code, sessions: row.sessions }),
  checkTogether: async (em, rows) => {
    const few = await em.execute<{ place: string; sessions: number }[]>(
      `select commune_code as place, sum(sessions)::int as sessions from team group by 1 having sum(sessions) < 4`,
    );
    return few.flatMap(({ place, sessions }) => {
      const one = rows.find(({ row }) => row['commune_code'] === place);
      const reason = `expected 4 in ${place}, got ${sessions}`;
      return one ? [{ row: one.line, column: 'sessions', reason }] : [];
    });
  },
  claimTogether: async (em, rows) => {
    const teamsNow = await em.execute<{ code: string; place: string; sessions: number }[]>(
      `select code, commune_code as place, sessions from team where code in (select json_array_elements_text(?::json))`,
      [JSON.stringify(rows.map(({ row }) => row['code']))],
    );
    return teamsNow.map(({ code, place, sessions }) => ({
      evidence: `whole-teams:${code}`,
      placesOn: '2026-02-01',
      claims: [
        {
          ...{ kind: 'activity' as const, goalCode: 'ADULTS_BASIC', communeCode: place },
          ...{ occurredOn: '2026-02-01', occurrences: sessions },
        },
      ],
    }));
  },
});

/** Members of teams: people, who reach a goal on the day on which they join. */
export const members: ImportKind = defineImport({
  kind: 'members',
  description: 'A member',
  columns: {
    team_code: column.code,
    ...column.person,
    joined_on: column.day,
    tags: column.listOf(column.code),
    note: column.optional(column.text),
  },
  key: ['team_code', 'citizen_number'],
  references: { team_code: [TeamEntity as never, 'code'] },
  entity: MemberEntity as never,
  entityKey: ['teamCode', 'pseudonym'],
  toEntity: (row) => ({
    teamCode: row.team_code,
    pseudonym: row.citizen_number,
    joinedOn: row.joined_on,
    tags: row.tags,
    note: row.note === null ? null : { text: row.note },
  }),
  toLedger: (row) => reachedGoals(row, row.joined_on, 'ADULTS_BASIC'),
});

/** The tables of people. */
export const personal: readonly PersonalTable[] = [{ entity: MemberEntity as never, whenErased: 'delete' }];

/** The key of their pseudonyms. */
export const memberKeys = [Buffer.alloc(32, 1)] as const;

/** Opens a database that takes teams and their members. */
export async function openMembers(url: string): Promise<Database> {
  const database = await openTestDatabase(url, {
    entities: [TeamEntity, MemberEntity] as never,
    migrations: [
      ...[ledger, people, goals, importRun, identity, place, importThrough, ledgerPlace, emptyActivities, sketchPart],
      ...[importOutcome, importReceipt, ledgerPerson, Tables],
    ],
  });
  const em = database.em.fork();
  await syncPlaces(database.em, placesConfig);
  await em.execute(`delete from import_run`);
  await em.execute(
    `insert into audience (code, title_vi, title_en, age_from) values ('ADULTS', 'Người lớn', 'Adults', 18)`,
  );
  await em.execute(
    `insert into goal (code, valid_from, title_vi, title_en, audience, target, base, starts_on, deadline, source, as_of)
     values ('ADULTS_BASIC', '2025-01-01', 'X', 'X', 'ADULTS', 1, 0, '2025-01-01', '2026-12-31', 'X', '2025-01-01')`,
  );
  return database;
}

/** Hands a file over; gives every event. @param rows each without its line end, the header being the kind's. */
export async function take(
  database: Database,
  kind: ImportKind,
  rows: readonly string[],
  options: Partial<ImportOptions> = {},
): Promise<ImportEvent[]> {
  const text = [Object.keys(kind.columns).join(','), ...rows, ''].join('\n');
  const events: ImportEvent[] = [];
  const file = {
    ...{ kind, file: `${kind.kind}.csv`, demonstration: false, today: '2026-12-01', rootPlace: '38' },
    ...{ pseudonymKeys: memberKeys as never, hasLedger: true, kinds: [teams, members] },
    rows: rowsOfCsv(Readable.from([Buffer.from(text)]), Object.keys(kind.columns)),
  };
  for await (const event of importFile(database.em.fork(), { ...file, ...options })) events.push(event);
  return events;
}

/** The last event of a file. */
export async function outcome(...file: Parameters<typeof take>): Promise<ImportEvent & { readonly type: 'done' }> {
  const last = (await take(...file)).at(-1);
  if (last?.type !== 'done') throw new Error('Expected the import to end.');
  return last;
}

/** The content of all tables that an import changes, each row as text. */
export async function stateOf(database: Database): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {};
  for (const table of ['team', 'member', 'ledger_entry', 'ledger_activity', 'ledger_person', 'ledger_month']) {
    const rows = await database.em
      .fork()
      .execute<{ row: string }[]>(`select t::text as row from ${table} t order by 1`);
    state[table] = rows.map(({ row }) => row);
  }
  return state;
}

/** A row of a file of teams, and of members. */
export const team = (code: string, sessions = 1, commune = '14845', day = '2026-02-01') =>
  `${code},${commune},${sessions},${day}`;
export const member = (
  code: string,
  person: number,
  { day = '2026-03-01', year = 1980, commune = '14845', tags = '', note = '' } = {},
) =>
  `${code},${String(person).padStart(12, '038080000000')},Lê Thị Hoa,FEMALE,${year},${commune},${day},${tags},${note}`;
