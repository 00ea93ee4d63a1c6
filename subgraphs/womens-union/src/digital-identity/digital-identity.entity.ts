import { defineEntity, p } from '@mikro-orm/core';

/** A woman's registration in "Each woman, a digital identity" (Mỗi phụ nữ một danh tính số), under a pseudonym. */
export const DigitalIdentityEntity = defineEntity({
  name: 'DigitalIdentity',
  tableName: 'digital_identity',
  properties: {
    pseudonym: p.text().primary(),
    communeCode: p.text(),
    /** 1 or 2: the highest level that she has reached. */
    level: p.integer(),
    registeredOn: p.date(),
  },
});
