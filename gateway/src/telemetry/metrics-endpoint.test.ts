import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { isLocal } from './metrics-endpoint.js';

const from = (remoteAddress: string | undefined, headers: Record<string, string>) =>
  isLocal({ socket: { remoteAddress } as Socket, headers });

test.each([
  ['127.0.0.1', '127.0.0.1:4000'],
  ['::1', '[::1]:4000'],
  ['::ffff:127.0.0.1', 'localhost'],
])('a program on this machine is local: from %s to %s', (address, host) => {
  expect(from(address, { host })).toBe(true);
});

test.each([
  ['another machine', '10.0.0.7', { host: 'localhost' }],
  ['an address that is unknown', undefined, { host: 'localhost' }],
  ['a page whose site’s name was made to lead here', '127.0.0.1', { host: 'rebound.example:4000' }],
  ['a request without a host', '127.0.0.1', {}],
  ['a proxy that says for whom', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '203.0.113.9' }],
  ['a proxy that says so as the standard has it', '::1', { host: 'localhost', forwarded: 'for=203.0.113.9' }],
])('%s is not', (_name, address, headers) => {
  expect(from(address, headers)).toBe(false);
});
