import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { handOverAgain } from './hand-over.js';
import type { Delivery, OperatorEndpoint } from './operator-endpoint.js';

const folder = mkdtempSync(join(tmpdir(), 'hand-over-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Hands a file to a subgraph that fails once with each of these codes, and then imports it. */
async function handedOver(codes: readonly string[]) {
  const [left, waits]: [string[], number[]] = [[...codes], []];
  async function* send() {
    const code = left.shift();
    yield await Promise.resolve(
      code === undefined ? { type: 'done', read: 3, rejected: 0 } : { type: 'failed', code, message: 'It failed.' },
    );
  }
  const endpoint = { organisation: 'university', send } as unknown as OperatorEndpoint;
  const delivery = { path: 'courses.csv' } as Delivery;
  const options = { rejectedFile: join(folder, 'rejected.csv'), onRead: () => undefined };
  const receipt = handOverAgain(endpoint, delivery, options, (milliseconds) => {
    waits.push(milliseconds);
    return Promise.resolve();
  });
  return { waits, receipt: await receipt.catch((error: unknown) => (error as Error).message) };
}

const busy = 'INTERNAL_SERVER_ERROR';

test('a file whose subgraph failed by itself is handed over again, after ever longer', async () => {
  expect(await handedOver([busy, busy])).toEqual({ waits: [5000, 10_000], receipt: { read: 3, rejected: 0 } });
});

test('three times at most; a file that is refused is not', async () => {
  const refused = 'Nothing of courses.csv is in. It failed.';
  expect(await handedOver([busy, busy, busy])).toEqual({ waits: [5000, 10_000], receipt: refused });
  expect(await handedOver(['UNREADABLE_FILE'])).toEqual({ waits: [], receipt: refused });
});
