import { Migration } from '@hub/kit';

/** How organisations lay their records out in pages, by version. */
export class Migration20261211000000_pages extends Migration {
  override name = 'Migration20261211000000_pages';

  override up(): void {
    this.addSql('alter table linked_organisation add column pages_version integer');
    this.addSql(`
      alter table organisation_document drop constraint organisation_document_kind_check,
        add constraint organisation_document_kind_check check (kind in ('AGREEMENTS', 'SCHEMA', 'PAGES'))`);
  }
}
