import { listOrders, parsePeriod } from '@hub/kit';
import { type IdentityCount, IdentityCountEntity } from './identity-count.entity.js';

/** First and last month of a period, as values of a condition; nulls without a period. */
export function monthsOf(period: string | null | undefined): (string | null)[] {
  const range = period == null ? undefined : parsePeriod(period);
  return [range?.firstMonth ?? null, range?.lastMonth ?? null];
}

/** Parameters: the values of `monthsOf`. */
export const inMonths = `t.month between coalesce(?::text, t.month) and coalesce(?::text, t.month)`;

export const countOrders = listOrders('IdentityCount', 'counts of communes and months', {
  MONTH: ['month', 'place'],
  COMMUNE: ['place', 'month'],
});

export const countsOfPlace = countOrders.pages<IdentityCount>({
  entity: IdentityCountEntity,
  parentColumn: 'place',
  orderColumns: ['month'],
  where: inMonths,
});

export const countsOfMonth = countOrders.pages<IdentityCount>({
  entity: IdentityCountEntity,
  parentColumn: 'month',
  orderColumns: ['place'],
});

/** Parameters: the place, or null for all, and the values of `monthsOf`. */
export const allCounts = countOrders.pages<IdentityCount>({
  entity: IdentityCountEntity,
  orderColumns: ['month', 'place'],
  where: `t.place = coalesce(?::text, t.place) and ${inMonths}`,
});
