import type { JSONWebKeySet } from 'jose';
import { request } from 'undici';
import { z } from 'zod';
import { isInwardUrl } from '@hub/runtime';
import { openAgent, readAtMost } from '../connection/pools.js';

/** A trusted issuer of tokens. */
export interface Issuer {
  /** The value of the claim `iss`. */
  readonly url: string;
  /** The required value of the claim `aud`. */
  readonly audience: string;
  /** The maximum time from `iat` to `exp`, in seconds. */
  readonly maxLifetime: number;
  /**
   * The claim with the purposes that a token may name, in addition to the rules for roles; undefined if there is none.
   */
  readonly purposesClaim?: string | undefined;
  /** Whether the issuer may be a development issuer, which gives any person a token for any role. */
  readonly development: boolean;
}

/** The metadata field of a development issuer. */
export const developmentMark = 'hub_development_issuer';

/** The time limit of the issuer's response, in milliseconds. */
const timeoutMs = 5000;

/** The maximum size of the response, in bytes. */
const maxBytes = 1024 * 1024;

/** The issuer's metadata choose the address of its keys, so this agent refuses addresses that point inward. */
const elsewhere = openAgent();

const metadata = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  token_endpoint: z.url().optional(),
  revocation_endpoint: z.url().optional(),
  [developmentMark]: z.boolean().optional(),
});
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** The issuer's metadata that the gateway reads. */
export type IssuerMetadata = z.infer<typeof metadata>;

/**
 * Fetches an issuer's metadata.
 * @throws Error with the cause, for the log.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export async function fetchMetadata({ url, development }: Issuer): Promise<IssuerMetadata> {
  const found = metadata.parse(await fetchJson(`${url.replace(/\/$/, '')}/.well-known/openid-configuration`));
  if (found.issuer !== url) throw new Error(`expected the metadata of ${url}, got metadata of ${found.issuer}`);
  if (found[developmentMark] && !development) throw new Error(`${url} is an issuer for development`);
  return found;
}

/**
 * Fetches an issuer's signing keys from the address in its metadata.
 * @throws Error with the cause, for the log.
 */
export async function fetchKeys(issuer: Issuer): Promise<JSONWebKeySet> {
  const { jwks_uri: uri } = await fetchMetadata(issuer);
  if (!issuer.development && !isSecure(uri)) throw new Error(`expected https for the keys, got ${uri}`);
  return keySet.parse(await fetchJson(uri));
}

/** Whether no other machine on the way, and no program on this machine, can answer for a URL. */
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
