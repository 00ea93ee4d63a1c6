import { expect, test } from '@jest/globals';
import { emptyChain } from '@hub/protocol';
import { elapse, until } from '../../../../test/support/until.js';
import { AuditLog } from './audit-log.js';

type EntityManager = ConstructorParameters<typeof AuditLog>[0];

/** A database whose writing statements block until the test releases them. */
function hangingDatabase() {
  const waiting: (() => void)[] = [];
  const written: string[] = [];
  const execute = (sql: string, values: unknown[] = []) => {
    if (sql.startsWith('select')) return Promise.resolve([emptyChain]);
    return new Promise((done) => {
      waiting.push(() => {
        written.push(...(JSON.parse(String(values[4])) as { record: string }[]).map(({ record }) => record));
        done([{ sequence: 1 }]);
      });
    });
  };
  return { em: { fork: () => ({ execute }) } as unknown as EntityManager, waiting, written };
}

test('records do not wait for ever for those before them, and are not added afterwards', async () => {
  const { em, waiting, written } = hangingDatabase();
  const log = new AuditLog(em, 20);
  const first = log.append(['"first"']);
  const late = await Promise.allSettled([log.append(['"second"']), log.append(['"third"'])]);
  expect(late.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  for (const { reason } of late as PromiseRejectedResult[]) expect(String(reason)).toContain('within 20 ms');
  for (const go of waiting) go();
  expect(await first).toMatchObject({ sequence: 1 });
  await elapse(60, 'nothing is written for those who wait no longer');
  expect(waiting).toHaveLength(1);
  const next = log.append(['"fourth"']);
  await until(() => waiting.length > 1, { what: 'the next record to be written' });
  waiting.at(-1)?.();
  await next;
  expect(written).toEqual(['"first"', '"fourth"']);
});
