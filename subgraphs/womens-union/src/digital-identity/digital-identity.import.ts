import { column, defineImport } from '@hub/kit';
import { DigitalIdentityEntity } from './digital-identity.entity.js';

/** Says nothing to the ledger: that a citizen is confirmed is VNeID's to say. */
export const digitalIdentityImport = defineImport({
  kind: 'digital-identities',
  description: 'A woman registered in "Each woman, a digital identity", with the level that she has reached',
  columns: {
    ...column.person,
    sex: column.oneOf('FEMALE'),
    level: column.integer(1, 2),
    registered_on: column.pastDay,
  },
  key: ['citizen_number'],
  check: ({ birth_year, registered_on }) =>
    registered_on < String(birth_year)
      ? {
          column: 'registered_on',
          reason: `expected a day not before birth_year (${birth_year}), got ${registered_on}`,
        }
      : undefined,
  entity: DigitalIdentityEntity,
  entityKey: ['pseudonym'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    communeCode: row.commune_code,
    level: row.level,
    registeredOn: row.registered_on,
  }),
});
