import { Migration } from '@mikro-orm/migrations';

/** The list of objections, and the requests about people; neither identifies a person. */
export class Migration20260101000300_people extends Migration {
  override name = 'Migration20260101000300_people';

  override up(): void {
    this.addSql(`create table objection (digest text primary key check (length(digest) = 43))`);
    this.addSql(`
      create table subject_request (
        id uuid primary key,
        at timestamptz not null default now(),
        operator text not null,
        action text not null check (action in ('SHOWN', 'ERASED', 'READMITTED')),
        row_counts jsonb not null
      )`);
  }
}
