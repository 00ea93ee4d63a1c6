import { Migration } from '@hub/kit';

/**
 * How much one release may say of a goal, and the releases that said more: they wait until somebody accepts them. What was
 * found of a release stays, whatever becomes of it.
 */
export class Migration20261204000100_pending extends Migration {
  override name = 'Migration20261204000100_pending';

  override up(): void {
    // Sketches of the release that counts stay while a later one waits.
    this.addSql(`
      do $$
      declare rule text;
      begin
        select conname into rule from pg_constraint
        where conrelid = 'taken_sketch'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%sealed IS NULL%';
        execute format('alter table taken_sketch drop constraint %I', rule);
      end $$`);
    this.addSql(`
      create table release_bound (
        goal_code text not null,
        valid_from date not null,
        valid_until date,
        most_share double precision not null check (most_share > 0),
        most_growth double precision check (most_growth > 0),
        least_people integer not null check (least_people >= 0),
        primary key (goal_code, valid_from)
      )`);
    this.addSql(`
      create table pending_release (
        organisation text not null,
        number integer not null,
        since timestamptz not null,
        -- the figures that go furthest beyond a bound, and how many do
        findings json not null,
        finding_count integer not null check (finding_count > 0),
        accepted_at timestamptz,
        accepted_by text check ((accepted_by is null) = (accepted_at is null)),
        note text,
        -- what the organisation was told last
        told text check (told in ('PENDING', 'ACCEPTED')),
        primary key (organisation, number),
        foreign key (organisation, number) references taken_release
      )`);
  }
}
