import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { DataKind } from './organisation.type.js';

/** An organisation that the movement names, linked to the hub or not, and its statement about its data. */
export const OrganisationEntity = defineEntity({
  name: 'Organisation',
  tableName: 'organisation',
  properties: {
    code: p.text().primary(),
    nameVi: p.text(),
    nameEn: p.text(),
    linked: p.boolean(),
    state: p.text().nullable(),
    /** The day on which it left the hub; null while it is linked. */
    leftOn: p.date().nullable(),
    dataKind: p.enum(() => DataKind),
    dataStatementVi: p.text(),
    dataStatementEn: p.text(),
    dataAsOf: p.date().nullable(),
  },
});

export type Organisation = InferEntity<typeof OrganisationEntity>;
