import { Migration } from '@mikro-orm/migrations';

/** The answers to typed-in records, so that a repeated request gets the same answer and writes no second time. */
export class Migration20260101003600_typedRecord extends Migration {
  override name = 'Migration20260101003600_typedRecord';

  override up(): void {
    this.addSql(`
      create table typed_record_answer (
        -- who typed it in, and the key that the request was given
        caller text not null,
        key text not null,
        -- SHA-256 of what was typed in
        digest text not null check (digest ~ '^[0-9a-f]{64}$'),
        answer json not null,
        answered_at timestamptz not null default now(),
        primary key (caller, key)
      )`);
    this.addSql(`create index typed_record_answer_at on typed_record_answer (answered_at)`);
  }
}
