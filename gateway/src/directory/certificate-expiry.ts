import { X509Certificate } from 'node:crypto';
import type { Tls } from '../connection/pools.js';

/** When a certificate ends with which a subgraph is reached. */
export interface CertificateExpiry {
  readonly subgraph: string;
  /** The gateway's own, or the authorities' that the subgraph's must come from: of several, the one that ends last. */
  readonly certificate: 'own' | 'authority';
  /** In seconds from now; below 0 where it has ended. */
  readonly seconds: number;
}

const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** When the certificates end with which a subgraph is reached. @param now in milliseconds since the epoch. */
export function certificateExpiry(subgraph: string, { cert, ca }: Tls, now = Date.now()): CertificateExpiry[] {
  const ends = (pem: string) => (pem.match(certificates) ?? []).map((one) => new X509Certificate(one).validToDate);
  // The first of a chain is the gateway's own.
  const own = cert === undefined ? [] : ends(cert).slice(0, 1);
  const last =
    ca === undefined
      ? []
      : ends(ca)
          .sort((one, other) => Number(other) - Number(one))
          .slice(0, 1);
  const tell = (certificate: CertificateExpiry['certificate']) => (end: Date) => ({
    ...{ subgraph, certificate },
    seconds: Math.round((end.getTime() - now) / 1000),
  });
  return [...own.map(tell('own')), ...last.map(tell('authority'))];
}
