import { defaultRootPlace } from '@hub/runtime';
import type { Issuer } from '../identity/issuer.js';

/** What the portal's pages are told of the hub that serves them. */
export interface PortalSettings {
  /** The issuer at which people sign in; null where the hub trusts none. */
  readonly issuer: string | null;
  /** The portal's name at that issuer: a public client, without a secret. */
  readonly clientId: string;
  /** What its tokens must be made out to; null where nobody can sign in. */
  readonly audience: string | null;
  /** What it asks for, of which the issuer gives what the person may have. */
  readonly scope: string;
  /** The code of the place that the hub is of, such as a province. */
  readonly rootPlace: string;
  /** Whether anyone may get a token of any role: then what is shown is a demonstration. */
  readonly demonstration: boolean;
  /** The sites that may show charts of the portal in their pages; none unless the operator names some. */
  readonly embedOrigins: readonly string[];
}

/**
 * What the pages read of the hub's, with keys for programs and what renews a session; nothing of single persons. Of the audit log, a person of
 * an organisation may have its own part, and an auditor all.
 */
const usualScope =
  'openid offline_access progress:read contributions:read records:read keys:manage organisations:manage audit:read audit:read:own imports:write notes:write progress:publish progress:approve';

/** The settings of the portal, by what the gateway is told. */
export function portalSettings(
  issuer: Issuer | undefined,
  { PORTAL_CLIENT_ID: clientId, PORTAL_SCOPE: scope, ROOT_PLACE: rootPlace }: NodeJS.ProcessEnv,
  embedOrigins: readonly string[] = [],
): PortalSettings {
  return {
    issuer: issuer?.url ?? null,
    clientId: clientId || 'hub-portal',
    audience: issuer?.audience ?? null,
    scope: scope || usualScope,
    rootPlace: rootPlace || defaultRootPlace,
    demonstration: issuer?.development ?? false,
    embedOrigins,
  };
}
