import { Migration } from '@hub/kit';

/**
 * Notes on figures by organisations: who wrote what on which figure, and what became of it. Accepted or rejected once, a
 * note never changes.
 */
export class Migration20261214000000_figureNotes extends Migration {
  override name = 'Migration20261214000000_figureNotes';

  override up(): void {
    this.addSql(`
      create table figure_note (
        number bigint generated always as identity primary key,
        goal_code text not null,
        -- the root place, or a commune
        place_code text not null,
        period text not null,
        note text not null,
        organisation_code text not null,
        subject text not null,
        name text not null,
        at timestamptz not null,
        idempotency_key text not null,
        asked_digest text not null,
        state text not null default 'PENDING' check (state in ('PENDING', 'ACCEPTED', 'REJECTED')),
        judged_by text,
        judged_name text,
        judged_at timestamptz,
        reason text,
        unique (subject, idempotency_key),
        check ((state = 'PENDING') = (judged_at is null)),
        check (state <> 'REJECTED' or reason is not null)
      )`);
    this.addSql(`create index on figure_note (goal_code, place_code, period) where state = 'ACCEPTED'`);
    this.addSql(`create index on figure_note (state, number)`);
  }
}
