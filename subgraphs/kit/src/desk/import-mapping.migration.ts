import { Migration } from '@mikro-orm/migrations';

/** The mappings of earlier files with a header: the kind's column for each header. */
export class Migration20260101003500_importMapping extends Migration {
  override name = 'Migration20260101003500_importMapping';

  override up(): void {
    this.addSql(`
      create table import_mapping (
        kind text not null,
        signature text not null,
        headers jsonb not null,
        mapping jsonb not null,
        saved_at timestamptz not null default now(),
        saved_by text,
        primary key (kind, signature)
      )`);
  }
}
