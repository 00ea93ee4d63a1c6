import { expect, test } from '@jest/globals';
import { networkOf, wholeAddress } from './caller-address.js';

const from = (remoteAddress: string, forwarded: string | undefined, proxies: number) =>
  networkOf(
    wholeAddress(
      { socket: { remoteAddress } as never, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } },
      proxies,
    ),
  );

test.each([
  ['the connection’s', '10.0.0.1', undefined, 0, '10.0.0.1'],
  ['the connection’s, whatever a caller writes', '10.0.0.1', '1.2.3.4', 0, '10.0.0.1'],
  ['what the proxy before the gateway says', '10.0.0.1', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
  ['what the first of two proxies says', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2, '1.2.3.4'],
  ['the connection’s where no proxy says anything', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['of IPv4 written as IPv6', '::ffff:10.0.0.1', undefined, 0, '10.0.0.1'],
  ['a network of IPv6', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2'],
  ['a network of IPv6 written shortly', '2001:db8::1', undefined, 0, '2001:db8:0:0'],
  ['one network, however it is written', '2001:0DB8:0:0::1', undefined, 0, '2001:db8:0:0'],
  ['of the machine itself', '::1', undefined, 0, '0:0:0:0'],
])('an address is %s', (_, remote, forwarded, proxies, expected) => {
  expect(from(remote, forwarded, proxies)).toBe(expected);
});

test('an address is never longer than one is', () => {
  expect(from('10.0.0.1', 'x'.repeat(10_000), 1)).toHaveLength(64);
});
