import { defaultRootPlace, isSandbox } from '@hub/runtime';
import type { Issuer } from '../identity/issuer.js';

/** The description of the hub for the portal's pages. */
export interface PortalSettings {
  /** The issuer at which people sign in; null if the hub trusts none. */
  readonly issuer: string | null;
  /** The portal's client id at that issuer: a public client, without a secret. */
  readonly clientId: string;
  /** The audience of its tokens; null if signing in is impossible. */
  readonly audience: string | null;
  /** The requested scopes; the issuer grants the scopes that the person may have. */
  readonly scope: string;
  /** The code of the hub's place, such as a province. */
  readonly rootPlace: string;
  /** Whether any person may get a token for any role: then the pages show a demonstration. */
  readonly demonstration: boolean;
  /** Whether every app is accepted at once. */
  readonly sandbox: boolean;
  /** The sites that may embed the portal's charts; empty by default. */
  readonly embedOrigins: readonly string[];
}

/**
 * The scopes of the pages, of programs' keys and of session renewal; none is for data of single persons. For the audit
 * log, a person of an organisation may have its own part, and an auditor everything.
 */
const usualScope =
  'openid offline_access progress:read contributions:read records:read keys:manage organisations:manage audit:read audit:read:own imports:write notes:write progress:publish progress:approve';

/** The settings of the portal, from the gateway's configuration. */
export function portalSettings(
  issuer: Issuer | undefined,
  environment: NodeJS.ProcessEnv,
  embedOrigins: readonly string[] = [],
): PortalSettings {
  const { PORTAL_CLIENT_ID: clientId, PORTAL_SCOPE: scope, ROOT_PLACE: rootPlace } = environment;
  return {
    issuer: issuer?.url ?? null,
    clientId: clientId || 'hub-portal',
    audience: issuer?.audience ?? null,
    scope: scope || usualScope,
    rootPlace: rootPlace || defaultRootPlace,
    demonstration: issuer?.development ?? false,
    sandbox: isSandbox(environment),
    embedOrigins,
  };
}
