import { entityLoader, pageLoader } from '@hub/kit';
import { inMonths } from '../count/identity-count.loader.js';
import { type IdentityMonth, IdentityMonthEntity } from './identity-month.entity.js';

export const monthLoader = entityLoader<IdentityMonth>(IdentityMonthEntity, 'month');

/** Takes the values of `monthsOf`. */
export const monthPages = pageLoader<IdentityMonth>({
  entity: IdentityMonthEntity,
  orderColumns: ['month'],
  where: inMonths,
});
