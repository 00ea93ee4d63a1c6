import { endOfDayInProvince } from '../values/province-day.js';
import { isLinked } from '../organisations/linked.js';
import type { Agreement, Partners } from './agreement.js';

/** The caller and purpose of a request, for agreements. */
export interface Asker {
  readonly roles: readonly string[];
  readonly organisation?: string | undefined;
  readonly app?: string | undefined;
  /** The code of the request's purpose. */
  readonly purpose?: string | undefined;
}

/**
 * Whether an agreement holds for a caller on a day of the province, such as 2026-03-31, whatever fields the request
 * has.
 */
export function holds(agreement: Agreement, asker: Asker, day: string): boolean {
  if (!isInForce(agreement, day)) return false;
  const { purpose } = asker;
  if (agreement.purposes !== 'any' && (purpose === undefined || !agreement.purposes.includes(purpose))) return false;
  return isSharedWith(agreement, asker);
}

/** Whether an agreement is in force on a day of the province. */
export function isInForce({ from, until }: Pick<Agreement, 'from' | 'until'>, day: string): boolean {
  return from <= day && (until === undefined || day <= until);
}

/** Whether an agreement shares with a caller, on any day and for any purpose. */
export function isSharedWith(agreement: Agreement, asker: Omit<Asker, 'purpose'>): boolean {
  return isOneOf(agreement.with, asker);
}

/** Whether a list of partners includes a caller. */
export function isOneOf(partners: Partners, asker: Omit<Asker, 'purpose'>): boolean {
  return partners === 'anyone' || partners.some((partner) => isPartner(partner, asker));
}

function isPartner(
  partner: Exclude<Partners, 'anyone'>[number],
  { roles, organisation, app }: Omit<Asker, 'purpose'>,
): boolean {
  if ('role' in partner) return roles.includes(partner.role);
  if ('organisation' in partner) return partner.organisation === organisation;
  if ('group' in partner) return organisation !== undefined && isLinked(organisation);
  return partner.app === app;
}

/** The moment at which an agreement ends, in milliseconds since the epoch; Infinity where it has no last day. */
export function endsAt({ until }: Pick<Agreement, 'until'>): number {
  return until === undefined ? Infinity : endOfDayInProvince(until);
}
