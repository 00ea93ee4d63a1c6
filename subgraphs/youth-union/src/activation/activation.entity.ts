import { defineEntity, p } from '@mikro-orm/core';
import { ActivationMethod } from './activation.type.js';

/** Account activations of one level by one method in one commune and month. */
export const ActivationEntity = defineEntity({
  name: 'AccountActivation',
  tableName: 'account_activation',
  properties: {
    communeCode: p.text().primary(),
    month: p.text().primary(),
    level: p.integer().primary(),
    method: p.enum(() => ActivationMethod).primary(),
    occurrences: p.integer(),
  },
});
