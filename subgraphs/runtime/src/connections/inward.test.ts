import { expect, test } from '@jest/globals';
import { AddressList } from './address-list.js';
import { isInward, lookupOutward } from './inward.js';

test.each([
  ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
  ...['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', '224.0.0.1', '255.255.255.255'],
  ...['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1'],
  ...['::ffff:7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', '::127.0.0.1', 'no address', ''],
])('%s points inward', (address) => {
  expect(isInward(address)).toBe(true);
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:1.1.1.1',
])('%s does not', (address) => {
  expect(isInward(address)).toBe(false);
});

test('networks that are named are taken, but never what tells a machine its secrets', () => {
  const allowed = new AddressList(['10.20.0.0/16', '127.0.0.1', '169.254.0.0/16', '0.0.0.0/0']);
  const own = new AddressList(['10.20.0.0/16']);
  expect(isInward('10.20.3.4', own)).toBe(false);
  expect(isInward('10.21.3.4', own)).toBe(true);
  expect(isInward('::ffff:10.20.3.4', own)).toBe(false);
  expect(isInward('169.254.169.254', allowed)).toBe(true);
  expect(isInward('100.100.100.200', allowed)).toBe(true);
});

test('a name that means this machine is not connected to', async () => {
  const found = (allowed?: AddressList) =>
    new Promise((resolve) => {
      lookupOutward(allowed)('localhost', { all: true }, (error, addresses) => {
        resolve(error ?? addresses);
      });
    });
  expect(await found()).toMatchObject({ code: 'INWARD_ADDRESS' });
  expect(await found(new AddressList(['127.0.0.0/8', '::1']))).toEqual(
    expect.arrayContaining([{ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), family: expect.any(Number) }]),
  );
});
