import type { RegisteredApp } from '@hub/protocol';
import type { Rate } from './quota.js';
import { anonymous as anonymousRights, type Rights } from './rights.js';

/** The key for programs by which a caller asks. */
export interface CallerKey {
  /** By what it is known, in the audit log, too. */
  readonly id: string;
  /** Who answers for it. */
  readonly name: string;
  /** The issuer's identifier of the person who made it; undefined where an operator's command did. */
  readonly owner?: string | undefined;
  /** The names of the tables that it may export; undefined for all. */
  readonly tables: readonly string[] | undefined;
  /** How often it may ask, where that is less than its role may. */
  readonly rate?: Rate | undefined;
}

/** The registered app through which a caller asks. */
export interface CallerApp extends Pick<RegisteredApp, 'id' | 'name' | 'state' | 'republish'> {
  /** How it names its source; undefined where it need not. */
  readonly attribution: string | undefined;
  /** How often all who ask through it may ask, where that is less than their roles may. */
  readonly rate: Rate | undefined;
}

/** Who makes a request, as far as a trusted issuer says. */
export interface Caller {
  /** Requests of one class may share what is fetched for them: their rights, and who subgraphs are told asks, are equal. */
  readonly identityClass: string;
  readonly rights: Rights;
  /** What the issuer calls it, such as `analyst`; rights come from scopes, not from these. */
  readonly roles: readonly string[];
  /** Who it is, as the issuer's own identifier; absent where nothing is known of the caller. */
  readonly subject?: string | undefined;
  /** What the person is called, where a token says so; it is told to whom something is to be done by alone. */
  readonly name?: string | undefined;
  /** The code of the one organisation that it acts for. */
  readonly organisation?: string | undefined;
  /** The app through which it asks, by its client id. */
  readonly app?: string | undefined;
  /** The purposes that its token lets it name, of those that its roles may; undefined where tokens do not say. */
  readonly purposes?: readonly string[] | undefined;
  /** The code of the purpose that it asks for, of those that movement lists. */
  readonly purpose?: string | undefined;
  /** When its rights end, in milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** The purpose of its requests that name none; undefined where these have none. */
  readonly usualPurpose?: string | undefined;
  /** Aborted where its rights end before their time. */
  readonly ended?: AbortSignal | undefined;
  /** The key for programs by which it asks; undefined where it asks by a token, or by nothing. */
  readonly key?: CallerKey | undefined;
  /** The app through which it asks, where that registered here. */
  readonly registered?: CallerApp | undefined;
}

/** Whether something is known of a caller by which its requests are counted. */
export function isKnown({ subject, app }: Caller): boolean {
  return subject !== undefined || app !== undefined;
}

/** A caller of whom nothing is known. */
export const anonymous: Caller = { identityClass: 'anonymous', rights: anonymousRights, roles: [] };
