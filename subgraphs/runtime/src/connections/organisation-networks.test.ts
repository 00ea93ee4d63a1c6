import { describe, expect, test } from '@jest/globals';
import { InwardAddressError } from './inward.js';
import { isInwardUrl, lookupElsewhere } from './organisation-networks.js';

describe('addresses that point inward, but for the networks of organisations', () => {
  test.each([
    'http://169.254.169.254/',
    'https://169.254.0.1:8443/graphql',
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://１６９.２５４.１６９.２５４/',
    'http://user@169.254.169.254/',
    'http://169.254.169.254./',
    'ws://[fe80::1]/',
    'http://[febf:ffff::]/',
    'http://[::ffff:169.254.1.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://0.0.0.0:4001/',
    'http://[::]/',
    'http://[::ffff:0:0]/',
    'http://[64:ff9b::7f00:1]/',
    'http://224.0.0.1/',
    'http://198.51.100.1/',
    'http://[fec0::1]/',
  ])('%s is refused', (url) => {
    expect(isInwardUrl(url)).toBe(true);
  });

  test.each([
    'http://127.0.0.1:4001/',
    'http://[::1]/',
    'http://10.1.2.3/',
    'http://192.168.0.1/',
    'http://169.253.255.255/',
    'http://[fd00::1]/',
    'https://women.example/graphql',
    'http://169.254.169.254.example/',
  ])('%s is not', (url) => {
    expect(isInwardUrl(url)).toBe(false);
  });

  test('are no meaning of a name', async () => {
    const found = (host: string, all: boolean) =>
      new Promise((told) => {
        lookupElsewhere(host, { all }, (error, address) => {
          told(error ?? address);
        });
      });
    // A literal address needs no lookup.
    expect(await found('169.254.169.254', false)).toBeInstanceOf(InwardAddressError);
    expect(await found('fe80::1', true)).toBeInstanceOf(InwardAddressError);
    expect(await found('127.0.0.1', false)).toBe('127.0.0.1');
    expect(await found('127.0.0.1', true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await found('nothing.invalid', true)).toMatchObject({ code: expect.stringMatching(/^E/) });
  });
});
