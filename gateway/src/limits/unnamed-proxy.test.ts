import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { expect, jest, test } from '@jest/globals';
import { warnOfUnnamedProxy } from './unnamed-proxy.js';

/** The number of warnings for requests from some addresses, with some headers. */
function warnings(requests: readonly [address: string | undefined, headers: object][], event = 'request'): number {
  const server = new EventEmitter();
  const warn = jest.fn();
  warnOfUnnamedProxy(server as Server, { warn });
  for (const [remoteAddress, headers] of requests) server.emit(event, { headers, socket: { remoteAddress } });
  return warn.mock.calls.length;
}

const forwarded = { 'x-forwarded-for': '203.0.113.7' };

test.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '::1', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1'])(
  'a proxy at %s is warned of once',
  (address) => {
    expect(warnings([[address, {}]])).toBe(0);
    expect(
      warnings([
        [address, forwarded],
        [address, forwarded],
      ]),
    ).toBe(1);
    expect(warnings([[address, forwarded]], 'upgrade')).toBe(1);
  },
);

test.each(['203.0.113.1', '172.32.0.1', '::ffff:8.8.8.8', '2001:db8::1', undefined])(
  'a caller at %s, who can write what it likes, is not',
  (address) => {
    expect(warnings([[address, forwarded]])).toBe(0);
  },
);
