import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { newDatabase } from '../../test/support/database.js';
import { recount, rollUp } from '../../test/support/ledger-recount.js';
import { createRandom } from '../demo/src/random.js';
import type { Database } from './src/database/database.js';
import { objectionDigest } from './src/file/objection-digest.js';
import { rowsOfCsv } from './src/file/rows-of-file.js';
import type { RunsAnswer } from './src/desk/shapes.js';
import { importRunEndpoints } from './src/endpoints/import-runs.endpoint.js';
import { importFile } from './src/import/import-file.js';
import { placeImport } from './src/import/place.import.js';
import { listReceipts } from './src/import/list-receipts.js';
import type { UndoRefused } from './src/import/receipt.js';
import { undoImport } from './src/import/undo-import.js';
import { rotatePseudonyms } from './src/people/rotate-pseudonyms.js';
import { eraseSubject } from './src/people/subject.js';
import { pseudonymOf } from '@hub/protocol';
import { claimPseudonymKeys } from './src/database/pseudonym-versions.js';
import {
  member,
  memberKeys,
  members,
  openMembers,
  outcome,
  personal,
  stateOf,
  take,
  team,
  teams,
  wholeTeams,
} from './test-members.js';

const by = { subject: 'mai', client: 'portal' };
const number = (person: number) => String(person).padStart(12, '038080000000');

describe('imports of people and turns', () => {
  let database: Database;
  const execute = (sql: string) => database.em.fork().execute<Record<string, unknown>[]>(sql);
  const undo = (run: number | null) => undoImport(database.em.fork(), run ?? 0, { by, kinds: [teams, members] });
  const whyNot = (run: number | null) =>
    undo(run).then(
      () => [],
      (error: unknown) => (error as UndoRefused).restsOn,
    );

  beforeEach(async () => {
    database = await openMembers(newDatabase());
    await take(database, teams, [team('A'), team('B', 3)]);
    await take(database, members, [member('A', 1), member('A', 2), member('B', 2, { day: '2026-02-01' })]);
  });
  afterEach(() => database.close());

  const corrected = [
    // Another day, nobody any more, somebody new, somebody who is too young to count.
    ...[member('A', 1, { day: '2026-01-05', tags: 'X;Y', note: 'a "b", c' }).replace('a "b", c', '"a ""b"", c"')],
    ...[member('A', 3), member('B', 4, { year: 2015 }), member('B', 2, { commune: '14848' })],
  ];

  test('a dry run says what an import would do, and does nothing', async () => {
    const before = await stateOf(database);
    const checked = await outcome(database, members, corrected, { mode: 'CHECK' });
    expect(checked).toMatchObject({
      ...{ mode: 'CHECK', run: null, read: 4, written: 4, rejected: 0, added: 2, changed: 2, unchanged: 0, absent: 1 },
      examples: [
        { change: 'ADDED', key: 'A/…', row: 3 },
        { change: 'ADDED', key: 'B/…', row: 4 },
        { change: 'CHANGED', key: 'A/…', row: 2, columns: ['joined_on', 'tags', 'note'] },
        { change: 'CHANGED', key: 'B/…', row: 5, columns: ['joined_on'] },
        { change: 'ABSENT', key: 'A/…', row: null },
      ],
    });
    expect(await stateOf(database)).toEqual(before);
    expect(await execute('select count(*)::int as runs from import_run')).toEqual([{ runs: 2 }]);
    expect(await execute('select * from refused_import')).toEqual([]);
    const { examples: _, ...counted } = checked;
    expect(await outcome(database, members, corrected)).toMatchObject({
      ...counted,
      mode: 'IMPORT',
      run: expect.any(Number),
    });
    expect(await execute(rollUp)).toEqual(await execute(recount));
  });

  test('an import that is taken back leaves every value as it was', async () => {
    const random = createRandom('taken back');
    const states = [await stateOf(database)];
    const runs: (number | null)[] = [];
    for (let round = 0; round < 6; round += 1) {
      const ofTeams = random.chance(0.3);
      const rows = ofTeams
        ? ['A', 'B', 'C'].map((code) => team(code, random.integer(0, 5), random.pick(['14845', '14848'])))
        : ['A', 'B'].flatMap((code) =>
            [1, 2, 3, 4, 5, 6]
              .filter(() => random.chance(0.6))
              .map((person) =>
                member(code, person, {
                  day: random.day('2026-01-01', '2026-04-30'),
                  year: random.pick([1950, 1990, 2015]),
                  commune: random.pick(['14845', '14848', '14854']),
                  tags: random.pick(['', 'X', 'X;Y']),
                  note: random.pick(['', 'x']),
                }),
              ),
          );
      const replace = !ofTeams && random.chance(0.5) ? { atMost: 1 } : undefined;
      runs.push(
        (
          await outcome(database, ofTeams ? teams : members, rows, {
            replace,
            completeThrough: `2026-0${round + 1}-01`,
          })
        ).run,
      );
      states.push(await stateOf(database));
      expect(await execute(rollUp)).toEqual(await execute(recount));
    }
    for (const run of runs.toReversed()) {
      states.pop();
      await undo(run);
      expect(await stateOf(database)).toEqual(states.at(-1));
    }
    // The undone import leaves no images; only the images of the two earlier files remain.
    expect(await execute('select count(distinct run)::int as runs from import_image')).toEqual([{ runs: 2 }]);
  });

  test('what rests on an import is told, and nothing is taken back', async () => {
    const first = await outcome(database, teams, [team('C'), team('D')]);
    const second = await outcome(database, members, [member('C', 1), member('D', 1)]);
    const before = await stateOf(database);
    expect(await whyNot(first.run)).toEqual([{ reason: 'REFERRED_TO', table: 'member', rows: 2 }]);
    await outcome(database, teams, [team('D', 7)]);
    await undo(second.run);
    expect(await whyNot(first.run)).toEqual([
      { reason: 'CHANGED_LATER', table: 'team', rows: 1 },
      { reason: 'CHANGED_LATER', table: 'ledger_activity', rows: 1 },
    ]);
    expect(await whyNot(second.run)).toEqual([{ reason: 'UNDONE' }]);
    expect(await whyNot(9999)).toEqual([{ reason: 'UNKNOWN' }]);
    expect(await stateOf(database)).not.toEqual(before);
  });

  test('a person’s erasure and a rotation reach what rows were before, and end taking back', async () => {
    await claimPseudonymKeys(database.em.fork(), memberKeys, {});
    const run = async (person: number) =>
      (await outcome(database, members, [member('A', person), member('B', person)])).run;
    const [erased, rotated] = [await run(5), await run(6)];
    const digests = () =>
      Promise.resolve({
        pseudonym: pseudonymOf(number(5), memberKeys as never),
        objection: objectionDigest(number(5), memberKeys as never),
      });
    // An erasure takes as long as a person's data and an import that it waits for are large: its statements may, too.
    await execute(`create table noted_limit (statement text)`);
    await execute(
      `create function note_limit() returns trigger language plpgsql as
       $$ begin insert into noted_limit values (current_setting('statement_timeout')); return old; end $$`,
    );
    await execute(`create trigger note before delete on member for each row execute function note_limit()`);
    const receipt = await eraseSubject({ em: database.em.fork(), tables: personal, digests, operator: 'ms.mai' });
    expect(await execute(`select distinct statement from noted_limit`)).toEqual([{ statement: '6h' }]);
    expect(receipt?.rows).toEqual({ member: 2, ledger_entry: 2, import_image: 4 });
    expect(await whyNot(erased)).toEqual([{ reason: 'PERSON_ERASED' }]);
    const plan = await execute(`explain delete from import_image where pseudonym = 'x'`);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('import_image_person');
    expect(await outcome(database, members, [member('A', 5)])).toMatchObject({ rejected: 1, written: 0 });
    await rotatePseudonyms(database.em.fork(), personal, [...memberKeys, Buffer.alloc(32, 2)] as never);
    expect(await execute('select * from import_image where pseudonym is not null')).toEqual([]);
    expect(await whyNot(rotated)).toEqual([{ reason: 'PSEUDONYMS_ROTATED' }]);
  });

  test('a file of places, which writes its rows itself, is counted and taken back as any other', async () => {
    const tables = ['place', 'place_succession', 'place_part'];
    const places = async () =>
      Promise.all(tables.map((table) => execute(`select t::text as row from ${table} t order by 1`)));
    const before = await places();
    const shipped = readFileSync(new URL('../runtime/data/places/thanh-hoa.csv', import.meta.url), 'utf8').split('\n');
    const rows = shipped.filter((line) => /^1484[58],COMMUNE,.*,2025-07-01,,$/.test(line));
    const [first = '', second = ''] = rows;
    const changed = [first.replace('Muong Lat Commune', 'Muong Lat'), second];
    const { run, ...told } = await outcome(database, placeImport, changed);
    expect(told).toMatchObject({ read: 2, written: 2, added: 0, changed: 1, unchanged: 1 });
    expect(await places()).not.toEqual(before);
    expect(await undo(run)).toMatchObject({ kind: 'places', restored: 1 });
    expect(await places()).toEqual(before);
  });

  describe('that replace', () => {
    test('take out what is no longer in the file, and what it said to the ledger', async () => {
      const rows = [member('A', 1), member('B', 3)];
      const checked = await outcome(database, members, rows, { mode: 'CHECK', replace: { atMost: 0.7 } });
      expect(checked).toMatchObject({ added: 1, unchanged: 1, removed: 2, refused: null });
      expect(checked.examples.filter(({ change }) => change === 'REMOVED')).toHaveLength(2);
      expect(await outcome(database, members, rows, { replace: { atMost: 0.7 } })).toMatchObject({ removed: 2 });
      expect(await execute('select team_code from member order by 1')).toEqual([
        { team_code: 'A' },
        { team_code: 'B' },
      ]);
      expect(await execute('select count(distinct pseudonym)::int as people from ledger_entry')).toEqual([
        { people: 2 },
      ]);
      expect(await execute(rollUp)).toEqual(await execute(recount));
    });

    test('rows that hold together as well, where what is left holds without the others', async () => {
      const said = () =>
        execute(`select evidence, occurrences from ledger_activity where evidence like 'whole%' order by 1`);
      const all = [team('A', 4), team('B', 4), team('C', 5, '14848'), team('D', 3)];
      await outcome(database, wholeTeams, all);
      const before = await stateOf(database);
      const replace = { atMost: 0.5 };
      const few = all.slice(0, 3);
      const checked = await outcome(database, wholeTeams, few, { mode: 'CHECK', replace });
      expect(checked).toMatchObject({ unchanged: 3, removed: 1, refused: null });
      expect(checked.examples).toEqual([{ change: 'REMOVED', key: 'D', row: null, columns: [] }]);
      expect(await stateOf(database)).toEqual(before);
      const { run } = await outcome(database, wholeTeams, few, { replace });
      expect(await said()).toEqual([
        { evidence: 'whole-teams:A', occurrences: 4 },
        { evidence: 'whole-teams:B', occurrences: 4 },
        { evidence: 'whole-teams:C', occurrences: 5 },
      ]);
      expect(await execute(rollUp)).toEqual(await execute(recount));
      await undoImport(database.em.fork(), run ?? 0, { by, kinds: [wholeTeams, members] });
      expect(await stateOf(database)).toEqual(before);
      // Of C's commune too few are left without E, and none of its teams is in the file that takes out both.
      await outcome(database, wholeTeams, [team('C', 3, '14848'), team('E', 1, '14848')]);
      await execute(`update team set sessions = 1 where code = 'E'`);
      const kept = [team('A', 4), team('B', 4), team('C', 3, '14848'), team('D', 3)];
      const refused = await outcome(database, wholeTeams, kept, { mode: 'CHECK', replace });
      expect(refused).toMatchObject({ rejected: 1, written: 0, removed: 0 });
    });

    test('nothing of a kind that writes its rows itself, which says why', async () => {
      await expect(take(database, placeImport, [], { replace: { atMost: 1 } })).rejects.toThrow(
        /^Expected no replacing with places: a file of places is one change/,
      );
    });

    test.each([
      [
        'more than the ceiling',
        members,
        [member('A', 1)],
        undefined,
        /at most 10 % of the 3 rows that are there, but 2/,
      ],
      ['what others refer to', teams, [team('A')], 1, /1 rows of member name some of the 1 that are not in the file/],
      ['beside rows with faults', members, [member('A', 1), member('B', 2, { day: 'x' })], 1, /but 1 were rejected/],
    ])('take out nothing: %s', async (_, kind, rows, atMost, reason) => {
      const before = await stateOf(database);
      const replace = { atMost };
      const checked = await outcome(database, kind, rows, { mode: 'CHECK', replace });
      expect(checked.refused).toMatch(reason);
      await expect(take(database, kind, rows, { replace })).rejects.toThrow(reason);
      expect(await stateOf(database)).toEqual(before);
      const [refused] = await listReceipts(database.em.fork(), { first: 1 });
      expect(refused).toMatchObject({ state: 'REFUSED', replaced: true });
    });
  });

  test('receipts say who, with what, how many, and who took it back', async () => {
    const { run } = await outcome(database, teams, [team('A', 2), team('C')], {
      by,
      mapping: 'Sổ đoàn',
      file: '/home/x/d.csv',
    });
    await undoImport(database.em.fork(), run ?? 0, { by: { subject: 'an', client: null }, kinds: [teams, members] });
    const receipts = await listReceipts(database.em.fork(), { first: 2 });
    expect(receipts).toMatchObject([
      {
        ...{ run, kind: 'teams', file: 'd.csv', state: 'TAKEN', by, mapping: 'Sổ đoàn', replaced: false, read: 2 },
        ...{
          added: 1,
          changed: 1,
          unchanged: 0,
          removed: 0,
          rejected: 0,
          undone: { by: { subject: 'an', client: null } },
        },
      },
      { kind: 'members', by: { subject: null, client: null }, undone: null },
    ]);
    const [next] = await listReceipts(database.em.fork(), { first: 1, after: receipts[0]?.run });
    expect(next).toEqual(receipts[1]);
    // A caller with the right to some kinds sees no others.
    const endpoint = fastify();
    const title = { vi: 'Thành viên', en: 'Members' };
    importRunEndpoints(endpoint, {
      ...{ path: '/imports', callerOf: () => ({ owner: 'lan', by, kinds: new Set(['members']) }) },
      ...{
        definition: { organisation: 'womens-union', imports: [teams, { ...members, title }] } as never,
        em: database.em,
        releaser: undefined,
      },
    });
    const told = async (query: string) =>
      (await endpoint.inject(`/imports/runs?${query}`)).json<RunsAnswer>().runs.map(({ kind }) => kind);
    expect(await told('')).toEqual(['members']);
    expect(await told('kind=teams')).toEqual([]);
    const { runs } = (await endpoint.inject('/imports/runs')).json<RunsAnswer>();
    expect(runs.map((one) => one.title)).toEqual([title]);
    await endpoint.close();
    // It may come in again, and what releases and loads ask knows it no more.
    expect(await execute(`select id from import_in_force where id = ${run}`)).toEqual([]);
    expect(await outcome(database, teams, [team('A', 2), team('C')])).toMatchObject({ added: 1, changed: 1 });
  });

  test('two copies of a file at once come in once', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => member('A', 100 + index));
    const both = await Promise.allSettled([take(database, members, rows), take(database, members, rows)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(refused).toMatch(/^Error: Expected the file once, but it came in while this one was read \(import \d+\)\.$/);
    expect(await execute(`select count(*)::int as rows from member where team_code = 'A'`)).toEqual([{ rows: 302 }]);
    expect(await execute(rollUp)).toEqual(await execute(recount));
  });

  test('a server that ends while it writes leaves nothing, and the file comes in afterwards', async () => {
    const before = await stateOf(database);
    const rows = Array.from({ length: 20_001 }, (_, index) => member('A', 100 + index));
    const content = Readable.from([Buffer.from([Object.keys(members.columns).join(), ...rows, ''].join('\n'))]);
    const file = {
      ...{ kind: members, file: 'm.csv', demonstration: false, today: '2026-12-01', rootPlace: '38', hasLedger: true },
      ...{ pseudonymKeys: memberKeys as never, rows: rowsOfCsv(content, Object.keys(members.columns)) },
    };
    const ended = (async () => {
      for await (const event of importFile(database.em.fork(), file)) {
        if (event.type !== 'progress' || event.written === undefined) continue;
        // As if the process was killed: PostgreSQL sees a broken connection.
        await execute(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
        );
      }
    })();
    await expect(ended).rejects.toThrow();
    expect(await stateOf(database)).toEqual(before);
    expect(await listReceipts(database.em.fork(), { first: 1 })).toMatchObject([{ state: 'FAILED', read: 20_001 }]);
    expect(await outcome(database, members, rows)).toMatchObject({ added: 20_001, rejected: 0 });
    expect(await execute(rollUp)).toEqual(await execute(recount));
  });
});
