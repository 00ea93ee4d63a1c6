import { endOfDayInProvince } from '../values/province-day.js';
import { isLinked } from '../organisations/linked.js';
import type { Agreement, Partners } from './agreement.js';

/** Who asks, and why, as far as agreements look. */
export interface Asker {
  readonly roles: readonly string[];
  readonly organisation?: string | undefined;
  readonly app?: string | undefined;
  /** The code of the purpose that the request names. */
  readonly purpose?: string | undefined;
}

/** Whether an agreement holds for somebody on a day of the province, such as 2026-03-31: all of it but what is asked for. */
export function holds(agreement: Agreement, asker: Asker, day: string): boolean {
  if (!isInForce(agreement, day)) return false;
  const { purpose } = asker;
  if (agreement.purposes !== 'any' && (purpose === undefined || !agreement.purposes.includes(purpose))) return false;
  return isSharedWith(agreement, asker);
}

/** Whether a day of the province is one of an agreement's. */
export function isInForce({ from, until }: Pick<Agreement, 'from' | 'until'>, day: string): boolean {
  return from <= day && (until === undefined || day <= until);
}

/** Whether an agreement shares with somebody, whenever and for whatever purpose. */
export function isSharedWith(agreement: Agreement, asker: Omit<Asker, 'purpose'>): boolean {
  return isOneOf(agreement.with, asker);
}

/** Whether somebody is meant by a list of partners. */
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

/** The moment from which an agreement holds no more, in milliseconds since the epoch; Infinity where it has no last day. */
export function endsAt({ until }: Pick<Agreement, 'until'>): number {
  return until === undefined ? Infinity : endOfDayInProvince(until);
}
