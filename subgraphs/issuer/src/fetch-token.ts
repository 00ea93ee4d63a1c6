import { type DemoCaller, demoPersonGrant, terminalClient } from './demo-callers.js';

/**
 * Requests a token from a development issuer: a service or an app as its own client, a person through the terminal's
 * client.
 * @param secret secret of all clients.
 * @throws Error if the issuer gives none; TypeError, with its cause, if it cannot be reached.
 */
export async function fetchToken(issuer: string, { id, kind, scopes }: DemoCaller, secret: string): Promise<string> {
  const isClient = kind === 'client';
  const client = isClient ? id : terminalClient;
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${formEncoded(client)}:${formEncoded(secret)}`).toString('base64')}`,
    },
    body: isClient
      ? new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') })
      : new URLSearchParams({ grant_type: demoPersonGrant, person: id }),
  });
  if (response.ok) return ((await response.json()) as { access_token: string }).access_token;
  throw new Error(`the issuer gives no token (status ${response.status}): ${await response.text()}`);
}

/** Encodes a client's id or secret before they are joined (RFC 6749, 2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams([[text, '']]).toString().slice(0, -1);
}
