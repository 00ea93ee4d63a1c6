import { X509Certificate } from 'node:crypto';
import { type DueEnding, dueEndings } from '@hub/protocol';
import type { Tls } from '../connection/pools.js';

/** The expiry of a certificate that is used to reach a subgraph. */
export interface CertificateExpiry {
  readonly subgraph: string;
  /** The gateway's own certificate, or the authority of the subgraph's: of several, the one that expires last. */
  readonly certificate: 'own' | 'authority';
  /** Seconds from now; negative after the expiry. */
  readonly seconds: number;
}

const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The expiry of the certificates used for a subgraph. @param now in milliseconds since the epoch. */
export function certificateExpiry(subgraph: string, { cert, ca }: Tls, now = Date.now()): CertificateExpiry[] {
  const ends = (pem: string) => (pem.match(certificates) ?? []).map((one) => new X509Certificate(one).validToDate);
  // The first certificate of a chain is the gateway's own.
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

/** The certificates that expire soon, or have recently expired. @param now in milliseconds since the epoch. */
export function endingsOf(expiries: readonly CertificateExpiry[], now = Date.now()): readonly DueEnding[] {
  const endings = expiries.map(({ subgraph, certificate, seconds }) => ({
    kind: 'CERTIFICATE' as const,
    name: certificate === 'own' ? `of the gateway for ${subgraph}` : `of the authority of ${subgraph}`,
    endsAt: new Date(now + seconds * 1000).toISOString(),
    renewedBy: 'the operator of the gateway, in the file that the setting names',
  }));
  return dueEndings(endings, new Date(now));
}
