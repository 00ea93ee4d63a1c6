import { X509Certificate } from 'node:crypto';
import { type DueEnding, dueEndings } from '@hub/protocol';
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

/** The certificates that end soon, or have ended lately. @param now in milliseconds since the epoch. */
export function endingsOf(expiries: readonly CertificateExpiry[], now = Date.now()): readonly DueEnding[] {
  const endings = expiries.map(({ subgraph, certificate, seconds }) => ({
    kind: 'CERTIFICATE' as const,
    name: certificate === 'own' ? `of the gateway for ${subgraph}` : `of the authority of ${subgraph}`,
    endsAt: new Date(now + seconds * 1000).toISOString(),
    renewedBy: 'the operator of the gateway, in the file that the setting names',
  }));
  return dueEndings(endings, new Date(now));
}
