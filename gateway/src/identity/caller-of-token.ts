import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Caller } from '../request/caller.js';

const name = z.string().min(1).max(255);

/** A list, or names separated by spaces as in `scope`. */
const names = z.union([z.array(name), z.string().transform((text) => text.split(' ').filter(Boolean))]);

/** The claims that the hub reads (RFC 9068); others are ignored. */
const claims = z.object({
  sub: name.optional(),
  client_id: name.optional(),
  /** The name of `client_id` in OpenID Connect. */
  azp: name.optional(),
  exp: z.number(),
  scope: z.string().default(''),
  roles: z.array(name).default([]),
  organisation: name.optional(),
  /** The full name of a person in OpenID Connect. */
  name: name.optional(),
});

/**
 * Makes the caller of a verified token.
 * @param purposesClaim the claim with the purposes that the token may name; a token without this claim may name none.
 * @throws ZodError if a claim is malformed.
 */
export function callerOfToken(payload: JWTPayload, purposesClaim?: string): Caller {
  const { sub, client_id: callerId, azp, exp, scope, roles, organisation, name: called } = claims.parse(payload);
  const app = callerId ?? azp;
  const subject = sub ?? app;
  const scopes = scope.split(' ').filter(Boolean).sort();
  const purposes = purposesClaim === undefined ? undefined : names.default([]).parse(payload[purposesClaim]).sort();
  return {
    ...knownCaller({ subject, app, organisation, scopes, roles, purposes }),
    name: called,
    expiresAt: exp * 1000,
  };
}

/** The identity of a caller, from a token or a key. */
export interface KnownOfCaller extends Pick<Caller, 'subject' | 'app' | 'organisation' | 'roles' | 'purposes'> {
  /** Sorted. */
  readonly scopes: readonly string[];
}

/**
 * Makes a caller from its identity. Each role gives the policy of the same name, and an organisation gives
 * `organisation:<code>`.
 */
export function knownCaller({ subject, app, organisation, scopes, roles, purposes }: KnownOfCaller): Caller {
  const policies = [...roles, ...(organisation === undefined ? [] : [`organisation:${organisation}`])].sort();
  return {
    identityClass: JSON.stringify([subject, app, organisation, scopes, policies, purposes]),
    rights: { authenticated: true, scopes: new Set(scopes), policies: new Set(policies) },
    roles,
    subject,
    organisation,
    app,
    purposes,
  };
}
