import { expect, test } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import { anonymous } from '../request/caller.js';
import { AlikeRequests } from './alike-requests.js';
import { AuditTally } from './audit-record.js';

const start = Date.parse('2026-11-25T08:00:00Z');

interface Look {
  readonly roles?: readonly string[];
  readonly found?: number;
  readonly hash?: string;
  readonly type?: OperationTypeNode;
}

function looks() {
  const state = { now: start, isAway: false };
  const rows: { requests: string[]; operations: number; rows: number; at: string; until: string }[] = [];
  const own: string[] = [];
  const alike = new AlikeRequests({
    write: (record) => {
      if (state.isAway) return Promise.reject(new Error('away'));
      rows.push(JSON.parse(record) as (typeof rows)[number]);
      return Promise.resolve();
    },
    now: () => state.now,
  });
  let number = 0;
  /** Sends one request; a request that is not taken gets a separate row. */
  const look = ({
    roles = ['organisation-service'],
    found = 0,
    hash = 'a',
    type = OperationTypeNode.QUERY,
  }: Look = {}) => {
    const context = {
      ...{ requestId: `r-${++number}`, log: undefined as never, callerId: 'movement' },
      caller: { ...anonymous, subject: 'organisation-service', app: 'organisation-service', roles },
    };
    const operation = { type, name: 'NextReleases', hash, fields: ['Query.universityReleases'] };
    const data = { universityReleases: { nodes: Array.from({ length: found }, () => ({})) } };
    const moment = { phase: 'WHOLE', organisations: ['university'], tally: new AuditTally().add({ data }) } as const;
    if (alike.take(context, operation, moment)) return;
    own.push(context.requestId);
    alike.know(context, operation, moment);
  };
  return { alike, look, rows, own, state };
}

test('what a service repeats is one row with the id of each request; the first has its own', async () => {
  const { alike, look, rows, own, state } = looks();
  for (let turn = 0; turn < 15; turn++) {
    look();
    state.now += 4000;
  }
  expect(own).toEqual(['r-1']);
  expect(rows).toEqual([]);
  expect(await alike.flush()).toBe(true);
  expect(rows).toMatchObject([
    {
      ...{ kind: 'alike', at: '2026-11-25T08:00:04.000Z', until: '2026-11-25T08:00:56.000Z', operations: 14 },
      ...{ requests: Array.from({ length: 14 }, (_, index) => `r-${index + 2}`), rows: 1, decision: 'ANSWERED' },
      ...{ caller: { subject: 'organisation-service', app: 'organisation-service', roles: ['organisation-service'] } },
    },
  ]);
  expect(await alike.flush()).toBe(true);
  expect(rows).toHaveLength(1);
});

test.each<[string, Look]>([
  ['one that finds something', { found: 1 }],
  ['another operation', { hash: 'b' }],
])('%s has a row of its own', (_what, other) => {
  const { look, own } = looks();
  for (const one of [{}, other, {}, other]) look(one);
  expect(own).toEqual(['r-1', 'r-2']);
});

test.each<[string, Look]>([
  ['of people', { roles: ['analyst'] }],
  ['of people who are a service, too', { roles: ['organisation-service', 'analyst'] }],
  ['of callers without a role', { roles: [] }],
  ['that change something', { type: OperationTypeNode.MUTATION }],
])('requests %s have a row each', async (_what, one) => {
  const { alike, look, rows, own } = looks();
  for (let turn = 0; turn < 3; turn++) look(one);
  expect(own).toHaveLength(3);
  await alike.flush();
  expect(rows).toEqual([]);
});

test('after two minutes without one, the next has a row of its own', () => {
  const { look, own, state } = looks();
  look();
  state.now += 120_000;
  look();
  state.now += 120_001;
  look();
  expect(own).toEqual(['r-1', 'r-3']);
});

test('what the log does not take is kept, in order, until it does; after five minutes further ones have a row each', async () => {
  const { alike, look, rows, own, state } = looks();
  look();
  look();
  state.isAway = true;
  const flushed = alike.flush();
  look();
  expect(await flushed).toBe(false);
  for (let minute = 0; minute < 5; minute++) {
    state.now += 60_000;
    look();
  }
  state.now += 1;
  look();
  expect(own).toEqual(['r-1', 'r-9']);
  state.isAway = false;
  expect(await alike.flush()).toBe(true);
  expect(rows.map(({ requests }) => requests)).toEqual([['r-2', 'r-3', 'r-4', 'r-5', 'r-6', 'r-7', 'r-8']]);
});

test('a row names at most a thousand', () => {
  const { look, own } = looks();
  for (let turn = 0; turn < 1002; turn++) look();
  expect(own).toEqual(['r-1', 'r-1002']);
});
