import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../../test/support/until.js';
import { AuditCheck } from './audit-check.js';
import { AuditHealth } from './audit-health.js';

const patienceMs = 10_000;
const everyMs = 2000;

let server: Server;
let status: number;
let asked: string[];
let said: string[];
let clock: number;
let health: AuditHealth;
let check: AuditCheck;
/** The write that the check tries while the log fails. */
let write: () => Promise<boolean> | undefined;

/** Longer than any test: the tests check by themselves. */
const hour = 3_600_000;
const checkEvery = (milliseconds: number) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new AuditCheck({ url, health, patienceMs, everyMs: milliseconds, write: () => write() });
};
/** Checks the log after some time: these tests have no timer. */
const lookAfter = async (milliseconds: number) => {
  clock += milliseconds;
  await check.look();
  return health.isFailing;
};

beforeEach(async () => {
  status = 200;
  asked = [];
  said = [];
  clock = 1_000_000;
  write = () => undefined;
  server = createServer((request, reply) => {
    asked.push(request.url ?? '');
    reply.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const log = { error: () => said.push('fails'), info: () => said.push('works') };
  health = new AuditHealth(log as never, () => clock);
  check = checkEvery(hour);
});
afterEach(async () => {
  await check.close();
  server.closeAllConnections();
  server.close();
});

test('a log is looked at again and again', async () => {
  await check.close();
  check = checkEvery(1);
  await until(() => asked.length > 2, { what: 'the log to be looked at again and again' });
  expect(new Set(asked)).toEqual(new Set(['/readyz']));
});

test('a log that is not ready is found to fail before anybody asks, and to work again', async () => {
  expect(await lookAfter(0)).toBe(false);
  status = 503;
  expect(await lookAfter(everyMs)).toBe(false);
  expect(await lookAfter(patienceMs - 1)).toBe(false);
  expect(said).toEqual([]);
  expect(await lookAfter(1)).toBe(true);
  expect(await lookAfter(patienceMs)).toBe(true);
  status = 200;
  expect(await lookAfter(1)).toBe(false);
  expect(said).toEqual(['fails', 'works']);
});

test('a restart is shorter than what fails: being away twice counts anew', async () => {
  status = 503;
  await lookAfter(0);
  await lookAfter(patienceMs - 1);
  status = 200;
  await lookAfter(1);
  status = 503;
  expect(await lookAfter(1)).toBe(false);
  expect(await lookAfter(patienceMs - 1)).toBe(false);
  expect(await lookAfter(1)).toBe(true);
});

test('a log that has just taken a record is not asked', async () => {
  health.written();
  await lookAfter(hour - 1);
  expect(asked).toEqual([]);
  await lookAfter(1);
  expect(asked).toEqual(['/readyz']);
});

test('a failing log that says it is ready is believed only where nothing waits for it', async () => {
  let tries = 0;
  write = () => {
    tries += 1;
    return Promise.resolve(false);
  };
  health.fails(new Error('disk full'));
  expect(await lookAfter(everyMs)).toBe(true);
  expect(await lookAfter(everyMs)).toBe(true);
  expect([tries, asked, said]).toEqual([2, [], ['fails']]);
  write = () => {
    health.written();
    return Promise.resolve(true);
  };
  expect(await lookAfter(everyMs)).toBe(false);
  health.fails(new Error('disk full'));
  write = () => undefined;
  expect(await lookAfter(hour)).toBe(false);
  expect(asked).toEqual(['/readyz']);
});
