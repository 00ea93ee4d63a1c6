import { column, defineImport } from '@hub/kit';
import { OrganisationEntity } from './organisation.entity.js';
import { DataKind } from './organisation.type.js';

export const organisationImport = defineImport({
  kind: 'organisations',
  title: { vi: 'Tổ chức', en: 'Organisations' },
  description: 'An organisation that the movement names, and its data statement',
  columns: {
    code: column.code,
    name_vi: column.text,
    name_en: column.text,
    linked: column.flag,
    data_kind: column.oneOf(...Object.values(DataKind)),
    data_statement_vi: column.text,
    data_statement_en: column.text,
    data_as_of: column.optional(column.pastDay),
  },
  key: ['code'],
  entity: OrganisationEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    linked: row.linked,
    dataKind: row.data_kind,
    dataStatementVi: row.data_statement_vi,
    dataStatementEn: row.data_statement_en,
    dataAsOf: row.data_as_of,
  }),
});
