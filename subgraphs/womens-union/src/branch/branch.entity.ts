import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A branch of the Women's Union (Hội Liên hiệp Phụ nữ cơ sở) in one commune. */
export const BranchEntity = defineEntity({
  name: 'Branch',
  tableName: 'branch',
  properties: {
    code: p.text().primary(),
    communeCode: p.text(),
    nameVi: p.text(),
    nameEn: p.text(),
    memberCount: p.integer(),
  },
});

export type Branch = InferEntity<typeof BranchEntity>;
