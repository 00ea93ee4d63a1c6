import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { freePort } from './free-port.js';

test('no port is given twice, and every one is free', async () => {
  const given = await Promise.all(Array.from({ length: 60 }, (_, index) => freePort(index % 2 ? 8 : 1)));
  const all = given.flatMap((port, index) => Array.from({ length: index % 2 ? 8 : 1 }, (_, offset) => port + offset));
  expect(new Set(all).size).toBe(all.length);
  const servers = all.map((port) => createServer().listen(port, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
});
