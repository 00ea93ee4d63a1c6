import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key, in PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** An authority that vouches for the parts of a test. */
export interface Authority {
  /** Its own certificate, in PEM. */
  readonly ca: string;
  /** Makes a certificate for a part, with a name by which it is reached, or by which others know it. */
  certify(name: string): Promise<Certified>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const anHour = 3_600_000;

/** Makes a certificate authority whose certificates hold for an hour. */
export async function createAuthority(name = 'The authority of a test'): Promise<Authority> {
  const keys = await newKeys();
  const valid = { notBefore: new Date(Date.now() - anHour), notAfter: new Date(Date.now() + anHour) };
  const root = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    ...valid,
    extensions: [new BasicConstraintsExtension(true)],
  });
  return {
    ca: pem(root),
    certify: async (host) => {
      const own = await newKeys();
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${host}`,
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        ...valid,
        extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
      });
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      return { cert: pem(certificate), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
    },
  };
}

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
