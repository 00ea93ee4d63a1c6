import { listOrders } from '@hub/kit';
import { inMonths } from '../count/identity-count.loader.js';
import { type IdentityCorrection, IdentityCorrectionEntity } from './identity-correction.entity.js';

export const correctionOrders = listOrders('IdentityCorrection', 'corrections', { CODE: ['code'] });

export const correctionsOfMonth = correctionOrders.pages<IdentityCorrection>({
  entity: IdentityCorrectionEntity,
  parentColumn: 'month',
  orderColumns: ['code'],
});

/** Parameters: the place, or null for all, and the values of `monthsOf`. */
export const allCorrections = correctionOrders.pages<IdentityCorrection>({
  entity: IdentityCorrectionEntity,
  orderColumns: ['code'],
  where: `t.place = coalesce(?::text, t.place) and ${inMonths}`,
});
