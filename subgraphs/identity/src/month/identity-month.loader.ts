import { entityLoader, listOrders } from '@hub/kit';
import { inMonths } from '../count/identity-count.loader.js';
import { type IdentityMonth, IdentityMonthEntity } from './identity-month.entity.js';

export const monthLoader = entityLoader<IdentityMonth>(IdentityMonthEntity, 'month');

export const monthOrders = listOrders('IdentityMonth', 'monthly reports', { MONTH: ['month'] });

/** Parameters: the values of `monthsOf`. */
export const monthPages = monthOrders.pages<IdentityMonth>({
  entity: IdentityMonthEntity,
  orderColumns: ['month'],
  where: inMonths,
});
