import { Migration } from '@hub/kit';

/**
 * The log of events. Each key makes one event, with a growing number. Numbers are assigned under a lock, so that a
 * reader at one number has missed no smaller one.
 */
export class Migration20261213000000_events extends Migration {
  override name = 'Migration20261213000000_events';

  override up(): void {
    this.addSql(`
      create table hub_event (
        number integer generated always as identity primary key,
        key text not null unique,
        -- false of what was so before there was a log, and of what the log holds no more
        told boolean not null,
        kind text not null,
        at timestamptz not null,
        title_vi text not null,
        title_en text not null,
        goal text,
        period text,
        organisation text,
        publication text,
        -- the one that it is of: then it is for those who may see the figures of communes
        commune text,
        -- JSON: the communes in which something changed; null where that is all of them
        communes jsonb
      )`);
    this.addSql('create index on hub_event (number) where told');
    this.addSql(`
      create table hub_event_state (
        one boolean primary key default true check (one),
        -- which releases, rounds of estimates and imports were told of
        state jsonb not null,
        -- up to which number the log holds no more what it told
        dropped integer not null default 0
      )`);
  }
}
