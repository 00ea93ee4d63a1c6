import { isRegisteredAppId } from '@hub/protocol';
import type { ClientMetadata, Provider } from 'oidc-provider';

/** The longest time that the hub has for its answer, in milliseconds. */
const deadline = 5000;

type Client = Awaited<ReturnType<Provider['Client']['find']>>;

/**
 * Lets the apps that registered at a hub get tokens by client credentials, with the secret of their registration. The
 * hub keeps only hashes of secrets, so the issuer asks the hub whose secret it is. The hub limits the token's scopes to
 * the scopes that an operator accepted.
 * @param hub URL of the hub.
 */
export function admitRegisteredApps({ Client }: Provider, hub: string): void {
  const findOwn = Client.find.bind(Client);
  const Registered = Client as unknown as new (metadata: ClientMetadata) => NonNullable<Client>;
  Client.find = async (id, ...others) => {
    if (!isRegisteredAppId(id)) return findOwn(id, ...others);
    const client = new Registered({
      client_id: id,
      // Every client of the provider has a secret; this one is never compared.
      client_secret: crypto.randomUUID(),
      ...{ grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
    });
    client.compareClientSecret = async (secret) => (await appOf(secret, hub)) === id;
    return client;
  };
}

/**
 * The id of the app that a secret belongs to; undefined if the hub knows no such app.
 * @throws Error if the hub does not answer.
 */
async function appOf(secret: string, hub: string): Promise<string | undefined> {
  const response = await fetch(`${hub}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ ownApp { id } }' }),
    signal: AbortSignal.timeout(deadline),
  });
  if (response.status === 401) return undefined;
  if (!response.ok) throw new Error(`The hub at ${hub} answered ${response.status} for the secret of an app.`);
  const { data } = (await response.json()) as { readonly data?: { readonly ownApp: { readonly id: string } | null } };
  return data?.ownApp?.id;
}
