import { expect, test } from '@jest/globals';
import { createAuthority } from '../../../test/support/certificates.js';
import { certificateExpiry } from './certificate-expiry.js';

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
