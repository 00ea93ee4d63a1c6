import { expect, test } from '@jest/globals';
import { AddressList, networkError } from './address-list.js';

test.each([
  ['an address of a network', ['203.0.113.0/24'], '203.0.113.9', true],
  ['an address beside it', ['203.0.113.0/24'], '203.0.114.1', false],
  ['one address', ['10.0.0.1'], '10.0.0.1', true],
  ['another address', ['10.0.0.1'], '10.0.0.2', false],
  ['an address of IPv4 written as IPv6', ['10.0.0.0/8'], '::ffff:10.1.2.3', true],
  ['an address of a network of IPv6, longer than a /64', ['2001:db8::10/124'], '2001:db8::1f', true],
  ['one of IPv6 beside it', ['2001:db8::10/124'], '2001:db8::20', false],
  ['one of the other kind', ['0.0.0.0/0'], '::1', false],
  ['any of IPv4', ['0.0.0.0/0'], '8.8.8.8', true],
  ['an address with a zone', ['fe80::/10'], 'fe80::1%eth0', true],
  ['what is no address', ['0.0.0.0/0', '::/0'], 'unknown', false],
  ['nothing', ['0.0.0.0/0', '::/0'], undefined, false],
  ['one of a list', ['10.0.0.1', '192.168.0.0/16'], '192.168.3.4', true],
])('%s: %j has %s: %s', (_what, networks, address, expected) => {
  expect(new AddressList(networks).has(address)).toBe(expected);
});

test.each(['203.0.113.0/24', '10.0.0.1', '2001:db8::/48', '::1', '0.0.0.0/0'])('%s is a network', (text) => {
  expect(networkError(text)).toBeUndefined();
});

test.each(['', '10.0.0', '300.1.1.1', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::1/129', 'fe80::1%eth0', 'a/8'])(
  '%j is none, and contains nobody',
  (text) => {
    expect(networkError(text)).toContain('CIDR');
    expect(new AddressList([text]).has('10.0.0.1')).toBe(false);
  },
);
