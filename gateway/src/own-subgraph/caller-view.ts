import {
  type Agreement,
  dayInProvince,
  daysBetween,
  holds,
  isInForce,
  isSharedWith,
  type NamedPurpose,
} from '@hub/protocol';
import type { AskedFor } from '../agreements/asked-for.js';
import { mayName } from '../authorization/outside-agreement.js';
import { anonymous, type Caller } from '../request/caller.js';
import type { RequestContext } from '../request/context.js';
import { forRoles, type Limits } from '../limits/limits.js';
import type { SpentCost } from '../limits/cost/cost-budgets.js';

/** The gateway's knowledge of its callers, in addition to their tokens. */
export interface CallerKnowledge {
  /** The agreements of organisations; undefined if agreements are not enforced. */
  readonly askedFor?: AskedFor | undefined;
  /** The limits of requests; undefined if there are none. */
  readonly limits?: Limits | undefined;
}

/** The request's caller, as the type `Caller` of the gateway's own schema. */
export function callerView(
  { caller, quota }: RequestContext,
  { askedFor, limits }: CallerKnowledge,
  cost: SpentCost | undefined,
  now = new Date(),
): object {
  const { subject, roles, organisation, app, key, purpose, expiresAt, registered } = caller;
  const day = dayInProvince(now);
  const purposes = askedFor?.agreements.purposes ?? [];
  const shared = agreementsOf(askedFor).filter(
    ({ agreement }) => isInForce(agreement, day) && isSharedWith(agreement, caller),
  );
  return {
    subject,
    roles,
    organisation,
    app,
    registeredApp: registered && { ...registered, scopes: [...caller.rights.scopes].sort() },
    key: key && { id: key.id, name: key.name, tables: key.tables },
    purposes: nameable(purposes, caller),
    purposesOfRole: ({ role }: { role: string }) => nameable(purposes, { ...anonymous, roles: [role], organisation }),
    purpose,
    agreements: shared.map((one) => agreementView(one, caller, day)),
    limits: {
      cost,
      rate: quota && { ...quota.rate, left: Math.max(0, Math.floor(quota.left)) },
      concurrency: limits?.concurrency,
      depth: limits?.document?.depth,
      bodyBytes: limits && forRoles(limits.bodyBytes, roles, Number),
      responseBytes: limits?.responseBytes,
    },
    expiresAt: expiresAt === undefined || expiresAt === Infinity ? null : new Date(expiresAt).toISOString(),
  };
}

/** The codes of the purposes that a caller may name. Purposes for everyone come last. */
function nameable(purposes: readonly NamedPurpose[], caller: Caller): readonly string[] {
  const named = purposes.filter((one) => mayName(one, caller));
  const [forAnyone, forSome] = [true, false].map((isAnyones) =>
    named.filter(({ askedBy }) => (askedBy === 'anyone') === isAnyones).map(({ code }) => code),
  );
  return [...(forSome ?? []), ...(forAnyone ?? [])];
}

/** The agreements of all organisations, or of one, as the type `CallerAgreement` of the gateway's own schema. */
export function agreementViews(
  { caller }: RequestContext,
  { askedFor }: CallerKnowledge,
  { organisation, endingWithin }: AskedAgreements,
  now = new Date(),
): readonly object[] {
  const day = dayInProvince(now);
  const isMeant = ({ organisation: code, agreement }: OrganisationAgreement) =>
    (organisation == null || code === organisation) &&
    (endingWithin == null || (daysLeft(agreement, day) ?? Infinity) <= endingWithin);
  return agreementsOf(askedFor)
    .filter(isMeant)
    .map((one) => agreementView(one, caller, day));
}

/** Filters of agreements; without them, all are returned. */
export interface AskedAgreements {
  /** The code of the organisation that shares. */
  readonly organisation?: string | null;
  /** Only agreements in force that end within this number of days. */
  readonly endingWithin?: number | null;
}

interface OrganisationAgreement {
  readonly organisation: string;
  readonly agreement: Agreement;
}

function agreementsOf(askedFor: AskedFor | undefined): readonly OrganisationAgreement[] {
  return (askedFor?.agreements.organisations ?? []).flatMap(({ organisation, agreements }) =>
    agreements.map((agreement) => ({ organisation, agreement })),
  );
}

/** The number of days that an agreement stays in force after `day`; null if it is not in force, or has no last day. */
function daysLeft(agreement: Agreement, day: string): number | null {
  return agreement.until !== undefined && isInForce(agreement, day) ? daysBetween(day, agreement.until) : null;
}

function agreementView(
  { organisation: code, agreement }: OrganisationAgreement,
  { roles, organisation, app, purpose }: Caller,
  day: string,
): object {
  return {
    ...agreement,
    organisation: code,
    title: ({ language }: { language: 'VI' | 'EN' }) => agreement.title[language === 'EN' ? 'en' : 'vi'],
    with: agreement.with === 'anyone' ? null : agreement.with,
    purposes: agreement.purposes === 'any' ? null : agreement.purposes,
    daysLeft: daysLeft(agreement, day),
    concernsCaller: code === organisation || isSharedWith(agreement, { roles, organisation, app }),
    holds: holds(agreement, { roles, organisation, app, purpose }, day),
  };
}
