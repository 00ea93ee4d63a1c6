import { expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { ProbeTimeout } from '../database/probe.js';
import { Readiness } from './readiness.js';

/** A database with controlled answers, and the lines logged about it. */
function database({ mustWrite }: { mustWrite: boolean }) {
  const state = { away: false, full: false, crowded: false, isSlow: false, now: 0 };
  const asked: string[] = [];
  const lines: string[] = [];
  const probe = {
    ask: (statement: string) => {
      asked.push(statement.split(' ')[0] ?? '');
      if (state.away) return Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
      if (state.full && statement.startsWith('create'))
        return Promise.reject(Object.assign(new Error('could not extend file'), { code: '53100' }));
      return Promise.resolve();
    },
    reconnect: () => {
      if (state.isSlow) return Promise.reject(new ProbeTimeout('late'));
      return state.crowded
        ? Promise.reject(Object.assign(new Error('too many'), { code: '53300' }))
        : Promise.resolve();
    },
  };
  const log = {
    error: ({ code, reason }: { code: string; reason: string }, message: string) =>
      lines.push(`${message}: ${code}, ${reason}`),
    info: (message: string) => lines.push(message),
  } as unknown as FastifyBaseLogger;
  return { state, asked, lines, readiness: new Readiness({ probe, mustWrite, log, now: () => state.now }) };
}

test('a subgraph is ready while its database answers, and says so once when that changes', async () => {
  const { state, lines, readiness } = database({ mustWrite: false });
  expect(await readiness.look()).toBeUndefined();
  state.away = true;
  expect(await readiness.look()).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(await readiness.look()).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  state.away = false;
  expect(await readiness.look()).toBeUndefined();
  expect(lines).toEqual(['not ready: DATABASE_UNREACHABLE, connect (ECONNREFUSED)', 'ready again']);
});

test('one that cannot go without writing is ready only while its database takes writes', async () => {
  const { state, asked, readiness } = database({ mustWrite: true });
  expect(await readiness.look()).toBeUndefined();
  expect(await readiness.look()).toBeUndefined();
  expect(asked).toEqual(['select', 'create', 'select']);
  state.full = true;
  state.now = 5000;
  expect(await readiness.look()).toMatchObject({ code: 'DATABASE_TAKES_NO_WRITES' });
  state.now = 5001;
  expect(await readiness.look()).toMatchObject({ code: 'DATABASE_TAKES_NO_WRITES' });
  state.full = false;
  expect(await readiness.look()).toBeUndefined();
});

test('one that cannot go without writing is not ready where its database refuses another connection', async () => {
  const { state, readiness } = database({ mustWrite: true });
  state.crowded = true;
  expect(await readiness.look()).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  state.crowded = false;
  state.isSlow = true;
  expect(await readiness.look()).toBeUndefined();
});

test('whether it takes writes is not asked of one that only reads', async () => {
  const { state, asked, readiness } = database({ mustWrite: false });
  state.full = true;
  expect(await readiness.look()).toBeUndefined();
  expect(asked).toEqual(['select']);
});

test('those who ask at once share one look', async () => {
  const { asked, readiness } = database({ mustWrite: false });
  await Promise.all([readiness.look(), readiness.look(), readiness.look()]);
  expect(asked).toEqual(['select']);
});
