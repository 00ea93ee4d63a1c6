import { type DemoCaller, demoPersonGrant, terminalClient } from './demo-callers.js';

/**
 * Asks a development issuer for a token: as the client that the caller is or, for a person, as the terminal.
 * @param secret what all its clients authenticate with.
 * @throws Error where it gives none; TypeError, with its cause, where it cannot be reached.
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

/** As a client's id and secret are encoded before they are joined (RFC 6749, 2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams([[text, '']]).toString().slice(0, -1);
}
