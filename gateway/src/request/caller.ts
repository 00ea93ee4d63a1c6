import type { RegisteredApp } from '@hub/protocol';
import type { Rate } from './quota.js';
import { anonymous as anonymousRights, type Rights } from './rights.js';

/** The caller's key for programs. */
export interface CallerKey {
  /** The key's id, also in the audit log. */
  readonly id: string;
  /** The person responsible for it. */
  readonly name: string;
  /** The issuer's identifier of the person who made it; undefined if an operator's command did. */
  readonly owner?: string | undefined;
  /** The names of the tables that it may export; undefined for all. */
  readonly tables: readonly string[] | undefined;
  /** The key's rate, if it is lower than the role's. */
  readonly rate?: Rate | undefined;
}

/** The caller's registered app. */
export interface CallerApp extends Pick<RegisteredApp, 'id' | 'name' | 'state' | 'republish'> {
  /** The source's attribution; undefined if the app need not name it. */
  readonly attribution: string | undefined;
  /** The rate of all callers of the app together, if it is lower than their roles'. */
  readonly rate: Rate | undefined;
}

/** The caller of a request, as a trusted issuer describes it. */
export interface Caller {
  /** Requests of one class may share fetches: they have equal rights, and subgraphs get the same caller header. */
  readonly identityClass: string;
  readonly rights: Rights;
  /** The issuer's roles, such as `analyst`; rights come from scopes, not from roles. */
  readonly roles: readonly string[];
  /** The issuer's identifier of the caller; absent for an anonymous caller. */
  readonly subject?: string | undefined;
  /** The person's name, if the token has it; only subgraphs that run a mutation get it. */
  readonly name?: string | undefined;
  /** The code of the one organisation that it acts for. */
  readonly organisation?: string | undefined;
  /** The client id of its app. */
  readonly app?: string | undefined;
  /** The purposes that its token allows, out of its roles' purposes; undefined if the token has no list. */
  readonly purposes?: readonly string[] | undefined;
  /** The code of the request's purpose, from movement's list. */
  readonly purpose?: string | undefined;
  /** When its rights end, in milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** The default purpose of its requests; undefined if there is none. */
  readonly usualPurpose?: string | undefined;
  /** Aborted if its rights end early. */
  readonly ended?: AbortSignal | undefined;
  /** The caller's key for programs; undefined with a token, or without either. */
  readonly key?: CallerKey | undefined;
  /** The caller's app, if it is registered here. */
  readonly registered?: CallerApp | undefined;
}

/** Whether a caller has an identity by which its requests are counted. */
export function isKnown({ subject, app }: Caller): boolean {
  return subject !== undefined || app !== undefined;
}

/** An anonymous caller. */
export const anonymous: Caller = { identityClass: 'anonymous', rights: anonymousRights, roles: [] };
