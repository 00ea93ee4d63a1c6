import { expect, test } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import { anonymous } from '../request/caller.js';
import { AuditTally } from './audit-record.js';
import { PublicCounts } from './public-counts.js';

const minute = Date.parse('2026-11-25T08:00:00Z');

function counter() {
  const written: { operation: { hash: string }; operations: number; rows: number; at: string; fields: string[] }[] = [];
  const faults: string[] = [];
  const state = { now: minute, isAway: false };
  const counts = new PublicCounts({
    write: (record) => {
      if (state.isAway) return Promise.reject(new Error('away'));
      written.push(JSON.parse(record) as (typeof written)[number]);
      return Promise.resolve();
    },
    log: { error: (message: string) => faults.push(message) } as never,
    now: () => state.now,
  });
  const add = (hash: string, callerId = 'anonymous 203.0.113.7', fields = ['Query.goals']) => {
    counts.add(
      { requestId: 'r-1', log: undefined as never, caller: anonymous, callerId },
      { type: OperationTypeNode.QUERY, name: undefined, hash, fields },
      { phase: 'WHOLE', organisations: ['movement'], tally: new AuditTally().add({ data: { goal: { code: 'A' } } }) },
    );
  };
  const total = () => written.reduce((sum, { operations }) => sum + operations, 0);
  return { counts, add, written, faults, state, total };
}

test('operations are counted by minute and hash, and written once', async () => {
  const { counts, add, written, state } = counter();
  for (const hash of ['a', 'b', 'a']) add(hash);
  state.now += 59_999;
  add('a');
  state.now += 1;
  add('a');
  expect(await counts.flush()).toBe(true);
  expect(written).toMatchObject([
    { at: '2026-11-25T08:00:00.000Z', operation: { hash: 'a' }, operations: 3, rows: 3 },
    { at: '2026-11-25T08:00:00.000Z', operation: { hash: 'b' }, operations: 1, rows: 1 },
    { at: '2026-11-25T08:01:00.000Z', operation: { hash: 'a' }, operations: 1, rows: 1 },
  ]);
  expect(await counts.flush()).toBe(true);
  expect(written).toHaveLength(3);
});

test('what the log does not take is added to what comes then', async () => {
  const { counts, add, written, state } = counter();
  state.isAway = true;
  add('a');
  add('b');
  const flushed = counts.flush();
  add('a');
  expect(await flushed).toBe(false);
  state.isAway = false;
  expect(await counts.flush()).toBe(true);
  expect(written).toMatchObject([
    { operation: { hash: 'a' }, operations: 2 },
    { operation: { hash: 'b' }, operations: 1 },
  ]);
});

test('is late once something has waited for five minutes, until it is written', async () => {
  const { counts, add, state } = counter();
  state.isAway = true;
  add('a');
  for (let index = 0; index < 5; index += 1) {
    expect(await counts.flush()).toBe(false);
    state.now += 60_000;
    add('a');
  }
  expect(counts.isLate).toBe(false);
  state.now += 1;
  expect(counts.isLate).toBe(true);
  state.isAway = false;
  expect(await counts.flush()).toBe(true);
  expect(counts.isLate).toBe(false);
});

test('new operations of one caller take no more than its share, and none of what others ask is lost', async () => {
  const { counts, add, written, total } = counter();
  for (let index = 0; index < 5000; index += 1) add(`flood-${index}`, 'anonymous flood', [`Query.field${index % 3}`]);
  for (let caller = 0; caller < 5; caller += 1) add(`other-${caller}`, `anonymous ${caller}`);
  await counts.flush();
  expect(total()).toBe(5005);
  expect(written).toHaveLength(106);
  expect(written).toContainEqual(
    expect.objectContaining({
      operation: { type: 'query', hash: 'other' },
      operations: 4900,
      fields: ['Query.field0', 'Query.field1', 'Query.field2'],
    }),
  );
  expect(written).toContainEqual(expect.objectContaining({ operation: { type: 'query', hash: 'other-4' } }));
});

test('however long the log is away, and however many ask what is new, no more is kept', async () => {
  const { counts, add, written, state, faults, total } = counter();
  state.isAway = true;
  for (let round = 0; round < 20; round += 1) {
    for (let caller = 0; caller < 30; caller += 1)
      for (let index = 0; index < 60; index += 1) add(`${round}-${caller}-${index}`, `anonymous ${caller}`);
    await counts.flush();
    state.now += 60_000;
  }
  state.isAway = false;
  await counts.flush();
  expect(total()).toBe(20 * 30 * 60);
  expect(written.length).toBeLessThanOrEqual(1000 + 20);
  // More minutes of outcomes than are kept.
  state.isAway = true;
  for (let round = 0; round < 2100; round += 1) {
    add('x', 'anonymous 1');
    state.now += 60_000;
  }
  state.isAway = false;
  await counts.flush();
  expect(written.length).toBeLessThanOrEqual(3020);
  expect(faults).toEqual(['too many public operations wait to be counted: some are not']);
});
