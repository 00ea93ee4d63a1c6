import { isRegisteredAppId } from '@hub/protocol';
import type { JWK } from 'jose';
import { type ClientMetadata, type Configuration, errors, interactionPolicy, Provider } from 'oidc-provider';
import { type DemoCaller, demoCallers, demoPersonGrant, portalClient, terminalClient } from './demo-callers.js';
import { choicePath } from './choice-of-person.js';

export interface IssuerOptions {
  /** URL of the issuer, the `iss` of its tokens. */
  readonly url: string;
  /** Audience of its tokens: the hub. */
  readonly audience: string;
  /** Private key for ES256, which signs tokens. */
  readonly signingKey: JWK;
  /** Secret of its clients. */
  readonly clientSecret: string;
}

/** Validity of tokens, in seconds. */
const tokenSeconds = 900;

/** Time to choose a person, and length of a session at the portal, in seconds. */
const choiceSeconds = 600;
const sessionSeconds = 8 * 3600;

/**
 * Makes an OpenID Connect issuer for laptops and tests, with the people, services and apps of the demonstration. The
 * clients' secret gives tokens of any role. The issuer's metadata say so, and a gateway in production refuses it.
 */
export function createIssuer({ url, audience, signingKey, clientSecret }: IssuerOptions): Provider {
  const resource = {
    audience,
    scope: [...new Set(demoCallers.flatMap(({ scopes }) => scopes))].join(' '),
    accessTokenFormat: 'jwt',
    accessTokenTTL: tokenSeconds,
    jwt: { sign: { alg: 'ES256' } },
  } as const;
  const callers = new Map(demoCallers.map((caller) => [caller.id, caller]));
  const configuration: Configuration = {
    clients: clients(clientSecret),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [signingKey] },
    discovery: { hub_development_issuer: true },
    scopes: ['openid', 'offline_access', ...resource.scope.split(' ')],
    ttl: {
      AccessToken: tokenSeconds,
      ClientCredentials: tokenSeconds,
      IdToken: tokenSeconds,
      Interaction: choiceSeconds,
      Grant: sessionSeconds,
      RefreshToken: sessionSeconds,
      Session: sessionSeconds,
    },
    responseTypes: ['code'],
    interactions: { policy: choosingPolicy(), url: (_context, { uid }) => `${choicePath}${uid}` },
    // The choice of a person is the consent.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const person = callers.get(session?.accountId ?? '');
      if (!client || !person) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: person.id });
      grant.addOIDCScope('openid offline_access');
      grant.addResourceScope(audience, person.scopes.join(' '));
      await grant.save();
      return grant;
    },
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    // Only pages of this machine may send requests from a browser.
    clientBasedCORS: (_context, origin, { clientId }) => clientId === portalClient && isHere(origin),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => resource,
        useGrantedResource: () => true,
      },
    },
    // The portal shows the name in the ID token.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'name'] },
    findAccount: (_context, id) => {
      const caller = callers.get(id);
      return caller && { accountId: id, claims: () => ({ sub: id, ...nameOf(caller) }) };
    },
    extraTokenClaims: (_context, token) => {
      const id = 'accountId' in token ? token.accountId : (token.clientId ?? '');
      if (isRegisteredAppId(id)) return { roles: ['app'] };
      const caller = callers.get(id);
      return (
        caller && {
          ...{ roles: [caller.role], ...nameOf(caller) },
          ...(caller.organisation && { organisation: caller.organisation }),
        }
      );
    },
  };
  const provider = new Provider(url, configuration);
  provider.registerGrantType(
    demoPersonGrant,
    async (context) => {
      const { client, params } = context.oidc;
      const person = callers.get(String(params['person']));
      if (person?.kind !== 'person') throw new errors.InvalidGrant('expected a person of the demonstration');
      const token = new provider.AccessToken({
        accountId: person.id,
        client,
        gty: demoPersonGrant,
        scope: person.scopes.join(' '),
        expiresWithSession: false,
      } as never);
      token.resourceServer = new provider.ResourceServer(audience, resource);
      context.body = {
        access_token: await token.save(),
        expires_in: token.expiration,
        token_type: token.tokenType,
        scope: token.scope,
      };
    },
    ['person'],
  );
  return provider;
}

function nameOf({ name }: DemoCaller): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

function clients(client_secret: string): ClientMetadata[] {
  const confidential = { client_secret, redirect_uris: [], response_types: [] as [] };
  const own = demoCallers
    .filter(({ kind }) => kind === 'client')
    .map(({ id, scopes }) => ({
      ...confidential,
      client_id: id,
      grant_types: ['client_credentials'],
      scope: scopes.join(' '),
    }));
  return [...own, { ...confidential, client_id: terminalClient, grant_types: [demoPersonGrant] }, portal];
}

/** The portal's client: without a secret, and at any port of this machine. */
const portal: ClientMetadata = {
  client_id: portalClient,
  client_name: 'Portal',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}/signed-in`),
};

/** An interaction policy with the choice of a person, and without a consent. */
function choosingPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

/** Whether an origin is on this machine. */
export function isHere(origin: string | undefined): boolean {
  return origin !== undefined && /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(origin);
}
