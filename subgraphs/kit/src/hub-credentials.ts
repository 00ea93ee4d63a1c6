import { z } from 'zod';

/** By what a subgraph is known to the hub: a client at the OpenID Connect issuer whose tokens the gateway trusts. */
export interface HubCredentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Gives a token that is good for a while yet. */
export type TokenSource = (signal: AbortSignal) => Promise<string>;

/** What movement's own program does at others: it reads their releases and shares, and hands over publications' digests. */
const scope = 'contributions:read releases:read publications:keep';

/** A token is renewed when this much of its life is left, so that none expires on its way. */
const reserveMs = 30_000;

const metadata = z.object({ token_endpoint: z.url() });
const grant = z.object({ access_token: z.string(), expires_in: z.number().default(0) });

/**
 * Gets tokens by client credentials (RFC 6749, section 4.4) where the issuer's metadata say, and keeps each while it is
 * good. A token source throws an Error that says what the issuer answered; it never holds the secret.
 */
export function tokenSource({ issuer, clientId, clientSecret }: HubCredentials): TokenSource {
  let token = '';
  let goodUntil = 0;
  const basic = [clientId, clientSecret].map(encodeURIComponent).join(':');

  return async (signal) => {
    if (Date.now() < goodUntil) return token;
    const asked = Date.now();
    const { token_endpoint: endpoint } = metadata.parse(
      await answerOf(await fetch(`${issuer}/.well-known/openid-configuration`, { signal })),
    );
    const granted = grant.parse(
      await answerOf(
        await fetch(endpoint, {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
          body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
          signal,
        }),
      ),
    );
    token = granted.access_token;
    goodUntil = asked + granted.expires_in * 1000 - reserveMs;
    return token;
  };
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  const text = await response.text();
  throw new Error(`The issuer answered ${response.url} with status ${response.status}: ${text.slice(0, 300)}`);
}
