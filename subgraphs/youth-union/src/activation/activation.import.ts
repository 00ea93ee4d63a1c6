import { column, defineImport } from '@hub/kit';
import { ActivationEntity } from './activation.entity.js';
import { ActivationMethod } from './activation.type.js';

/** Activations are no evidence for a goal: that someone has an account does not say that she has the skills. */
export const activationImport = defineImport({
  kind: 'account-activations',
  description:
    'How many identification accounts of one level were activated by one method in one commune and month: events (turns), not people',
  columns: {
    commune_code: column.communeCode,
    month: column.month,
    level: column.integer(1, 2),
    method: column.oneOf(...Object.values(ActivationMethod)),
    occurrences: column.integer(1),
  },
  key: ['commune_code', 'month', 'level', 'method'],
  entity: ActivationEntity,
  entityKey: ['communeCode', 'month', 'level', 'method'],
  toEntity: (row) => ({
    communeCode: row.commune_code,
    month: row.month,
    level: row.level,
    method: row.method,
    occurrences: row.occurrences,
  }),
});
