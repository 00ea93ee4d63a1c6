import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personalTables } from '@hub/kit/service';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from './database.js';
import { recount, rollUp } from './ledger-recount.js';
import type { PeopleOf } from './rights.js';
import { type RunningSubgraph, startSubgraph } from './subgraph.js';

const [key, next] = ['the-first-key-of-organisations-012345', 'the-next-key-of-organisations-0123456'];
const stranger = '001180999998';

/**
 * Tests that an organisation's pseudonyms go from one version of the key to the next: what its database then holds is what
 * it would hold if every file had come in under both keys.
 */
export function testRotationOf({ definition, files, held }: PeopleOf, numbers: readonly string[]): void {
  describe(`the pseudonyms of ${definition.organisation}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'rotation-'));
    const file = join(folder, 'keys');
    const started: RunningSubgraph[] = [];
    const tables = [
      ...personalTables(definition).map(({ entity }) => entity.meta.tableName),
      ...['ledger_entry', 'ledger_person', 'ledger_activity', 'objection'],
    ];
    let subgraph: RunningSubgraph;

    /** Starts the organisation with some keys; it has its files, and somebody who is not to be kept. */
    const start = async (...keys: readonly (string | undefined)[]) => {
      writeFileSync(file, keys.join('\n'));
      const one = await startSubgraph(definition, newDatabase(), { pseudonymKeyFile: file });
      started.push(one);
      expect(await importAll(one, numbers)).toEqual([]);
      // A record of turns may have a person in its name.
      await one.execute(
        `insert into ledger_activity (evidence, goal_code, commune_code, commune_from, occurred_on, occurrences)
         select 'turns:' || pseudonym || '/1', goal_code, commune_code, commune_from, '2026-03-01', 2 from ledger_person`,
      );
      expect(await one.subject({ action: 'erase', number: stranger, operator: 'ms.mai' })).toMatchObject({
        status: 200,
      });
      return one;
    };
    const importAll = async (one: RunningSubgraph, people: readonly string[]) => {
      const lines = [];
      for (const [kind, ...rows] of files(people)) lines.push(...(await one.import(kind, rows.join('\n'))));
      expect(lines.filter(({ type }) => type === 'failed')).toEqual([]);
      return lines.filter(({ type }) => type === 'rejected');
    };
    const contents = async (one: RunningSubgraph) => {
      const rows = await Promise.all(
        tables.map((table) => one.execute(`select to_jsonb(t)::text as row from ${table} t`)),
      );
      return Object.fromEntries(tables.map((table, index) => [table, rows[index]?.map(({ row }) => row).sort()]));
    };
    const rotate = async () => {
      const response = await subgraph.operator('/operator/pseudonyms/rotations', { method: 'POST', body: '{}' });
      return { status: response.status, answer: (await response.json()) as any };
    };
    const known = async () => (await subgraph.operator('/operator/pseudonyms')).json();

    beforeAll(async () => {
      subgraph = await start(key);
    });
    afterAll(async () => {
      for (const one of started) await one.stop();
      rmSync(folder, { recursive: true });
    });

    test('stay as they are where there is no next key', async () => {
      const before = await contents(subgraph);
      expect(await rotate()).toEqual({
        status: 409,
        answer: { code: 'NO_NEXT_KEY', message: expect.stringContaining('a key of version 2, but it has 1') },
      });
      expect(await contents(subgraph)).toEqual(before);
      expect(await known()).toEqual({ version: 1, keys: [expect.stringMatching(/^[0-9a-f]{32}$/)] });
    });

    test('become those of the next version, none lost, as if all files had come under both keys', async () => {
      const before = await contents(subgraph);
      const counted = await subgraph.execute(rollUp);
      writeFileSync(file, `${key}\n${next}\n`);
      const { status, answer } = await rotate();
      expect({ status, answer }).toMatchObject({ status: 200, answer: { rotation: { version: 2 } } });
      expect(answer.rotation.rows).toMatchObject({
        ...Object.fromEntries(Object.keys(held).map((table) => [table, before[table]?.length])),
        ...{ ledger_activity: before['ledger_activity']?.length, objection: 1 },
      });
      expect(await subgraph.execute(rollUp)).toEqual(counted);
      expect(await subgraph.execute(rollUp)).toEqual(await subgraph.execute(recount));
      const after = await contents(subgraph);
      expect(after).toEqual(await contents(await start(key, next)));
      expect(after['ledger_person']).not.toEqual(before['ledger_person']);
      expect(await known()).toMatchObject({ version: 2, keys: [expect.any(String), expect.any(String)] });
    });

    test('are found again by number, and the same files change nothing', async () => {
      const before = await contents(subgraph);
      expect(await importAll(subgraph, numbers)).toEqual([]);
      expect(await contents(subgraph)).toEqual(before);
      expect((await importAll(subgraph, [stranger])).length).toBeGreaterThan(0);
      expect(await contents(subgraph)).toEqual(before);
      const ask = { action: 'show', number: numbers[0], operator: 'ms.mai' };
      expect(await subgraph.subject(ask)).toMatchObject({ answer: { receipt: { rows: held } } });
    });

    test('are not turned with another key in the place of one that they were made with', async () => {
      const before = await contents(subgraph);
      for (const keys of [[key], [key, 'x'.repeat(43), next]]) {
        writeFileSync(file, keys.join('\n'));
        expect(await rotate()).toMatchObject({ status: 409, answer: { code: 'WRONG_PSEUDONYM_KEY' } });
      }
      expect(await contents(subgraph)).toEqual(before);
      expect(await importAll(subgraph, numbers)).toEqual([]);
    });
  });
}
