import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../../test/support/until.js';
import { AuditCheck } from './audit-check.js';
import { AuditHealth } from './audit-health.js';

let server: Server;
let status: number;
let said: string[];
let health: AuditHealth;
let check: AuditCheck;
/** What a failing log is sent. */
let write: () => Promise<boolean> | undefined;

beforeEach(async () => {
  status = 200;
  said = [];
  write = () => undefined;
  server = createServer((request, reply) => {
    said.push(`asked ${request.url}`);
    reply.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const log = { error: () => said.push('fails'), info: () => said.push('works') };
  health = new AuditHealth(log as never);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  check = new AuditCheck({ url, health, patienceMs: 50, everyMs: 20, write: () => write() });
});
afterEach(async () => {
  await check.close();
  server.closeAllConnections();
  server.close();
});

test('a log that is not ready is found to fail before anybody asks, and to work again', async () => {
  await until(() => said.length > 2, { what: 'the log to be looked at again and again' });
  expect(new Set(said)).toEqual(new Set(['asked /readyz']));
  status = 503;
  await until(() => health.isFailing, { what: 'the log to be found to fail' });
  // A restart is shorter.
  expect(said.indexOf('fails')).toBeGreaterThan(3);
  status = 200;
  await until(() => !health.isFailing, { what: 'the log to be found to work' });
  expect(said.at(-1)).toBe('works');
});

test('a failing log that says it is ready is believed only where nothing waits for it', async () => {
  let tries = 0;
  write = () => {
    tries += 1;
    return Promise.resolve(false);
  };
  health.fails(new Error('disk full'));
  await until(() => tries > 3, { what: 'the log to be sent what waits for it' });
  expect(health.isFailing).toBe(true);
  expect(said).not.toContain('works');
  write = () => {
    health.written();
    return Promise.resolve(true);
  };
  await until(() => !health.isFailing, { what: 'the log to be found to work' });
});
