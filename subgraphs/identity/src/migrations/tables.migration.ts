import { Migration } from '@hub/kit';

/** The counts of VNeID as the provincial police report them. A place is the commune's code and first day, `CODE@DAY`. */
export class Migration20261129000000_identity extends Migration {
  override name = 'Migration20261129000000_identity';

  override up(): void {
    this.addSql(`
      create table adults (
        place text not null,
        as_of date not null,
        adults integer not null check (adults > 0),
        source text not null,
        demonstration boolean not null,
        primary key (place, as_of)
      )`);
    this.addSql(`
      create table identity_month (
        month text primary key check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        revision integer not null check (revision > 0),
        file text not null,
        taken_at timestamptz not null,
        demonstration boolean not null
      )`);
    this.addSql(`
      create table identity_count (
        place text not null,
        month text not null references identity_month (month),
        adults_confirmed integer not null check (adults_confirmed >= 0),
        accounts_level_1 integer not null check (accounts_level_1 >= 0),
        accounts_level_2 integer not null check (accounts_level_2 between 0 and accounts_level_1),
        digital_signatures integer not null check (digital_signatures >= 0),
        primary key (place, month)
      )`);
    this.addSql(`create index identity_count_month on identity_count (month, place)`);
    // A count before a revision of its month; without values if the commune was not in the file.
    this.addSql(`
      create table identity_correction (
        code text primary key,
        month text not null references identity_month (month),
        revision integer not null check (revision > 1),
        place text not null,
        adults_confirmed integer,
        accounts_level_1 integer,
        accounts_level_2 integer,
        digital_signatures integer,
        file text not null,
        corrected_at timestamptz not null,
        unique (month, revision, place)
      )`);
    this.addSql(`create index identity_correction_place on identity_correction (place, code)`);
    this.addSql(`
      create table counted_indicator (
        indicator_code text primary key,
        measure text not null
      )`);
  }
}
