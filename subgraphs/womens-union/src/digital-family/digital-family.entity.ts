import { defineEntity, p } from '@mikro-orm/core';
import { DigitalFamilyCriterion } from './digital-family.type.js';

/** A household that committed itself to the model "Digital Family" (Gia đình số). */
export const DigitalFamilyEntity = defineEntity({
  name: 'DigitalFamily',
  tableName: 'digital_family',
  properties: {
    householdCode: p.text().primary(),
    communeCode: p.text(),
    committedOn: p.date(),
    /** Met at the last assessment. */
    criteria: p.enum(() => DigitalFamilyCriterion).array(),
    /** The last assessment; null until there is one. */
    assessedOn: p.date().nullable(),
  },
});
