import { Migration } from '@mikro-orm/migrations';
import { pseudonymIn } from './pseudonym-in.js';

/**
 * Indexes that find a person in the ledger and in imports' images by pseudonym, and facts without a commune's first day
 * without reading all others.
 */
export class Migration20260101002800_ledgerPerson extends Migration {
  override name = 'Migration20260101002800_ledgerPerson';

  override up(): void {
    this.addSql(`create index ledger_entry_pseudonym on ledger_entry using hash (pseudonym)`);
    this.addSql(`alter table import_image add column pseudonym text`);
    this.addSql(`create index import_image_person on import_image using hash (pseudonym) where pseudonym is not null`);
    const person = pseudonymIn('evidence');
    this.addSql(
      `create index ledger_activity_person on ledger_activity using hash ((${person})) where ${person} is not null`,
    );
    for (const table of ['ledger_entry', 'ledger_activity']) {
      this.addSql(`create index ${table}_without_place on ${table} (evidence) where commune_from is null`);
    }
  }
}
