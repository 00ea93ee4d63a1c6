import { expect, test } from '@jest/globals';
import { createAuthority } from '../../../test/support/certificates.js';
import { certificateExpiry, endingsOf } from './certificate-expiry.js';

test('certificates tell when they end: the gateway’s own, and the authority that ends last', async () => {
  const authority = await createAuthority();
  const other = await createAuthority('Another');
  const { cert, key } = await authority.certify('gateway');
  const tls = { cert: cert + other.ca, key, ca: authority.ca + other.ca };
  const [own, last, ...others] = certificateExpiry('movement', tls);
  expect([own, last, others]).toMatchObject([
    { subgraph: 'movement', certificate: 'own' },
    { subgraph: 'movement', certificate: 'authority' },
    [],
  ]);
  for (const one of [own, last]) {
    expect(one?.seconds).toBeGreaterThan(3000);
    expect(one?.seconds).toBeLessThanOrEqual(3600);
  }
  expect(certificateExpiry('movement', tls, Date.now() + 7_200_000)[0]?.seconds).toBeLessThan(0);
  expect(certificateExpiry('movement', {})).toEqual([]);
});

test('certificates that end within ninety days are in the list of what ends, the first first', () => {
  const day = 86_400;
  const of = (subgraph: string, days: number) => ({ subgraph, certificate: 'own' as const, seconds: days * day + 60 });
  const ends = endingsOf([of('a', 91), of('b', 30), of('c', -2), of('d', -31)]);
  expect(ends.map(({ kind, name, daysLeft }) => [kind, name, daysLeft])).toEqual([
    ['CERTIFICATE', 'of the gateway for c', -2],
    ['CERTIFICATE', 'of the gateway for b', 30],
  ]);
});
