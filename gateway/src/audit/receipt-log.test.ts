import { expect, test } from '@jest/globals';
import type { Acknowledgement } from '../trust/receipts.js';
import { ReceiptLog } from './receipt-log.js';

const acknowledgement = (session: string): Acknowledgement => ({
  ...{ organisation: 'university', session, first: 1, last: 2, exchanges: 2, others: [], receipt: {} },
  answer: { status: 200, headers: {}, body: '{}' },
});

test('what the audit log does not take is said, and tried again with the next and at the end', async () => {
  const written: string[] = [];
  const faults: unknown[] = [];
  let isAway = true;
  const writer = {
    write: (record: string) => {
      if (isAway) return Promise.reject(new Error('away'));
      const { kind, session } = JSON.parse(record) as Record<string, string>;
      written.push(`${kind} ${session}`);
      return Promise.resolve(undefined);
    },
    close: () => Promise.resolve(),
  };
  const log = new ReceiptLog(writer, { error: (fields: unknown) => faults.push(fields) } as never);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  log.write(acknowledgement('a'));
  await settled();
  expect(faults).toEqual([{ err: expect.any(Error), unwritten: 1 }]);
  isAway = false;
  log.write(acknowledgement('b'));
  await settled();
  expect(written).toEqual(['receipt a', 'receipt b']);
  isAway = true;
  log.write(acknowledgement('c'));
  await settled();
  isAway = false;
  await log.close();
  expect(written).toEqual(['receipt a', 'receipt b', 'receipt c']);
});
