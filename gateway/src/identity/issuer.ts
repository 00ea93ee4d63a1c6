import type { JSONWebKeySet } from 'jose';
import { request } from 'undici';
import { z } from 'zod';
import { isInwardUrl } from '@hub/runtime';
import { openAgent, readAtMost } from '../connection/pools.js';

/** An issuer of tokens, as this gateway trusts it. */
export interface Issuer {
  /** As it stands in the tokens. */
  readonly url: string;
  /** What tokens must be made out to. */
  readonly audience: string;
  /** The longest that a token may be good for, from its `iat` to its `exp`, in seconds. */
  readonly maxLifetime: number;
  /** The claim that lists the purposes that a token may name, besides what movement says of roles; none unless told. */
  readonly purposesClaim?: string | undefined;
  /** Whether it may be one for development, which gives anyone a token of any role. */
  readonly development: boolean;
}

/** What a development issuer says of itself in its metadata. */
export const developmentMark = 'hub_development_issuer';

/** How long the issuer may take to answer, in milliseconds. */
const timeoutMs = 5000;

/** The most that its answer may measure, in bytes. */
const maxBytes = 1024 * 1024;

/** Its metadata say where its keys are, which nobody has looked at. */
const elsewhere = openAgent();

const metadata = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  token_endpoint: z.url().optional(),
  revocation_endpoint: z.url().optional(),
  [developmentMark]: z.boolean().optional(),
});
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** What an issuer says of itself: the part that the gateway reads. */
export type IssuerMetadata = z.infer<typeof metadata>;

/**
 * Fetches what an issuer says of itself.
 * @throws Error saying what is wrong, for the log.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export async function fetchMetadata({ url, development }: Issuer): Promise<IssuerMetadata> {
  const found = metadata.parse(await fetchJson(`${url.replace(/\/$/, '')}/.well-known/openid-configuration`));
  if (found.issuer !== url) throw new Error(`expected the metadata of ${url}, got those of ${found.issuer}`);
  if (found[developmentMark] && !development) throw new Error(`${url} is an issuer for development`);
  return found;
}

/**
 * Fetches the keys that an issuer signs with, from where its own metadata says that they are.
 * @throws Error saying what is wrong, for the log.
 */
export async function fetchKeys(issuer: Issuer): Promise<JSONWebKeySet> {
  const { jwks_uri: uri } = await fetchMetadata(issuer);
  if (!issuer.development && !isSecure(uri)) throw new Error(`expected https for the keys, got ${uri}`);
  return keySet.parse(await fetchJson(uri));
}

/** Whether a URL is one that nobody on the way, and nobody on this machine, can answer for another. */
export function isSecure(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const isHere = hostname === 'localhost' || hostname.endsWith('.localhost') || /^(?:127\.|\[::1\]$)/.test(hostname);
  return protocol === 'https:' && !isHere;
}

async function fetchJson(url: string): Promise<unknown> {
  if (isInwardUrl(url)) throw new Error(`expected no address that points inward, got ${url}`);
  const { statusCode, body } = await request(url, {
    dispatcher: elsewhere,
    headers: { accept: 'application/json' },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = (await readAtMost(body, maxBytes)).toString();
  if (statusCode !== 200) throw new Error(`expected status 200 from ${url}, got ${statusCode}`);
  return JSON.parse(text);
}
