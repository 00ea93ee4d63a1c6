import type { SubgraphDefinition } from '@hub/kit';
import { personalTables } from '@hub/kit/service';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from './database.js';
import { recount, rollUp } from './ledger-recount.js';
import { testRotationOf } from './rotation.js';
import { type RunningSubgraph, startSubgraph } from './subgraph.js';

const operator = 'ms.mai';
/** The person whose rights are exercised; her neighbours are the numbers around hers. */
const number = '001180000007';
const neighbours = Array.from({ length: 12 }, (_, index) => `0011800001${String(index).padStart(2, '0')}`);
/** Her and her neighbours' name, sex, year of birth and commune, as the files have them. */
export const person = 'Lê Thị Mai,FEMALE,1980,14845';

/** An organisation, and the rows about people that its files lead to. */
export interface PeopleOf {
  readonly definition: SubgraphDefinition;
  /** Files in order, with the given people. */
  readonly files: (numbers: readonly string[]) => readonly (readonly [kind: string, ...lines: readonly string[]])[];
  /** Rows that a person of those files has, by table. */
  readonly held: Readonly<Record<string, number>>;
  /** Tables whose rows stay, without the person. */
  readonly kept: readonly string[];
}

/** Tests that a person's rights work at an organisation: what it holds is shown, erased, and does not come back. */
export function testRightsOf(peopleOf: PeopleOf): void {
  const { definition, files, kept } = peopleOf;
  // Of each of her rows it is kept that it was not there before its import.
  const images = Object.values(peopleOf.held).reduce((sum, rows) => sum + rows, 0);
  const held = { ...peopleOf.held, import_image: images };
  testRotationOf(peopleOf, [number, ...neighbours]);
  describe(`a person in ${definition.organisation}`, () => {
    let subgraph: RunningSubgraph;

    const importAll = async (numbers: readonly string[]) => {
      let rejected: unknown[] = [];
      for (const [kind, ...lines] of files(numbers)) {
        const answer = await subgraph.import(kind, lines.join('\n'));
        expect(answer.at(-1)).toMatchObject({ type: 'done' });
        rejected = [...rejected, ...answer.filter(({ type }) => type === 'rejected')];
      }
      return rejected;
    };
    const ask = (action: string, of = number) => subgraph.subject({ action, number: of, operator });
    const peopleCounted = async () => {
      const [sum] = await subgraph.execute(`select coalesce(sum(people), 0)::int as people from ledger_month`);
      return sum?.['people'];
    };
    const pseudonymsCounted = async () =>
      (await subgraph.execute(`select distinct pseudonym from ledger_person`)).map((row) => String(row['pseudonym']));
    const countOf = async (table: string) => (await subgraph.execute(`select from ${table}`)).length;
    /** Everything that the database holds, as text. */
    const everything = async () => {
      const tables = await subgraph.execute(
        // This table records statements since the last release, not data about people.
        `select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'table_change'`,
      );
      const rows = await Promise.all(tables.map(({ name }) => subgraph.execute(`select * from ${String(name)}`)));
      return JSON.stringify(rows);
    };

    beforeAll(async () => {
      subgraph = await startSubgraph(definition, newDatabase());
      expect(await importAll([number, ...neighbours])).toEqual([]);
    });
    afterAll(() => subgraph.stop());

    test('no table with a pseudonym is forgotten', async () => {
      const found = await subgraph.execute(
        `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
         where c.table_schema = 'public' and c.column_name = 'pseudonym' and t.table_type = 'BASE TABLE'`,
      );
      const named = personalTables(definition).map(({ entity }) => entity.meta.tableName);
      expect(found.map(({ name }) => name).sort()).toEqual(
        [...named, 'import_image', 'ledger_entry', 'ledger_person'].sort(),
      );
    });

    test('every table that has her is asked by an index', async () => {
      const found = await subgraph.execute(
        `select distinct tablename as name from pg_indexes
         where schemaname = 'public' and indexdef ~ '\\((pseudonym|goal_code, pseudonym)\\M'`,
      );
      const named = personalTables(definition).map(({ entity }) => entity.meta.tableName);
      const names = found.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([...named, 'import_image', 'ledger_entry', 'ledger_person']));
    });

    test('is shown what is held, and nothing of anybody else', async () => {
      const { status, answer } = await ask('show');
      expect(status).toBe(200);
      expect(
        Object.fromEntries(Object.entries<unknown[]>(answer.tables).map(([table, rows]) => [table, rows.length])),
      ).toEqual(held);
      expect(answer).toMatchObject({ erased: false, receipt: { action: 'SHOWN', operator, rows: held } });
      expect(answer.tables.ledger_entry[0]).toMatchObject({ commune_code: '14845', sex: 'FEMALE' });
      expect(await ask('show', '001180999999')).toMatchObject({ answer: { tables: {}, erased: false } });
    });

    test('is erased with right roll-ups, and leaves a receipt that tells nothing of her', async () => {
      const before = { counts: await Promise.all(kept.map(countOf)), people: await peopleCounted() };
      const goals = await subgraph.execute(`select distinct goal_code from ledger_entry`);
      const pseudonyms = await pseudonymsCounted();

      const { answer } = await ask('erase');
      expect(answer.receipt).toMatchObject({ action: 'ERASED', operator, rows: held });

      const left = await pseudonymsCounted();
      const [gone = ''] = pseudonyms.filter((one) => !left.includes(one));
      expect(gone).toHaveLength(43);
      expect(await everything()).not.toContain(gone);
      expect(await subgraph.execute(rollUp)).toEqual(await subgraph.execute(recount));
      expect(await peopleCounted()).toBe(Number(before.people) - goals.length);
      expect(await Promise.all(kept.map(countOf))).toEqual(before.counts);
      const receipts = await subgraph.execute(`select * from subject_request where action = 'ERASED'`);
      expect(receipts).toEqual([
        { id: answer.receipt.id, at: expect.anything(), operator, action: 'ERASED', row_counts: held },
      ]);
      expect(await ask('show')).toMatchObject({ answer: { tables: {}, erased: true } });
    });

    test('once more changes nothing', async () => {
      const before = await everything();
      expect(await ask('erase')).toEqual({ status: 200, answer: { receipt: null } });
      expect(await everything()).toBe(before);
    });

    test('is not brought back by an old file, which says so row by row', async () => {
      const people = await peopleCounted();
      const rejected = await importAll([number, ...neighbours]);
      expect(rejected.length).toBeGreaterThan(0);
      for (const one of rejected) {
        expect(one).toMatchObject({ column: 'citizen_number', reason: expect.stringContaining('had her data erased') });
      }
      expect(JSON.stringify(rejected)).not.toContain(number);
      expect(await peopleCounted()).toBe(people);
      expect(await ask('show')).toMatchObject({ answer: { tables: {}, erased: true } });
    });

    test('comes in again once readmitted', async () => {
      expect(await ask('readmit')).toMatchObject({ answer: { receipt: { action: 'READMITTED', rows: {} } } });
      expect(await ask('readmit')).toMatchObject({ answer: { receipt: null } });
      expect(await importAll([number])).toEqual([]);
      expect(await ask('show')).toMatchObject({ answer: { erased: false, receipt: { rows: held } } });
      expect(await subgraph.execute(rollUp)).toEqual(await subgraph.execute(recount));
    });

    test('who was never there may object before any file comes', async () => {
      const stranger = '001180999998';
      expect(await ask('erase', stranger)).toMatchObject({ answer: { receipt: { rows: {} } } });
      expect((await importAll([stranger])).length).toBeGreaterThan(0);
    });

    test.each<[string, Record<string, string>]>([
      ['no number', { action: 'erase', operator }],
      ['what is no number', { action: 'erase', number: '00118000000x', operator }],
      ['another deed', { action: 'sell', number, operator }],
      ['nobody who asks', { action: 'show', number, operator: ' ' }],
      ['a number in the place of a name', { action: 'show', number, operator: number }],
    ])('refuses %s without repeating it', async (_name, wrong) => {
      const { status, answer } = await subgraph.subject(wrong);
      expect({ status, answer }).toEqual({
        status: 400,
        answer: { code: 'BAD_USER_INPUT', message: expect.stringMatching(/^Expected action/) },
      });
    });
  });
}
