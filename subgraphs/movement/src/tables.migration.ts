import { Migration } from '@hub/kit';

/** The steering committee's tables. */
export class Migration20260103000000_movement extends Migration {
  override name = 'Migration20260103000000_movement';

  override up(): void {
    this.addSql(`
      create table organisation (
        code text primary key,
        name_vi text not null,
        name_en text not null,
        linked boolean not null,
        data_kind text not null check (data_kind in ('REAL', 'DEMONSTRATION', 'NONE')),
        data_statement_vi text not null,
        data_statement_en text not null,
        data_as_of date
      )`);
    this.addSql(`
      create table goal (
        code text primary key,
        title_vi text not null,
        title_en text not null,
        audience text not null,
        target double precision not null check (target > 0 and target <= 1),
        base double precision not null check (base >= 0 and base < 1),
        starts_on date not null,
        deadline date not null check (deadline > starts_on),
        source text not null,
        as_of date not null
      )`);
    this.addSql(`
      create table goal_expectation (
        goal_code text not null references goal (code),
        organisation_code text not null references organisation (code),
        primary key (goal_code, organisation_code)
      )`);
    this.addSql(`
      create table denominator (
        audience text not null,
        place_code text not null,
        version integer not null check (version > 0),
        value integer not null check (value > 0),
        as_of date not null,
        source text not null,
        demonstration boolean not null,
        primary key (audience, place_code, version)
      )`);
    this.addSql(`
      create table indicator (
        code text primary key,
        title_vi text not null,
        title_en text not null,
        measure text not null check (measure in ('PEOPLE', 'OCCURRENCES', 'OBJECTS')),
        goal_code text references goal (code),
        target double precision check (target > 0 and target <= 1),
        deadline date,
        source text not null
      )`);
    this.addSql(`create index indicator_goal on indicator (goal_code, code)`);
    this.addSql(`
      create table indicator_reading (
        code text primary key,
        indicator_code text not null references indicator (code),
        place text not null,
        numerator integer not null check (numerator >= 0),
        denominator integer check (denominator > 0),
        approximate boolean not null,
        as_of date,
        source text not null
      )`);
    this.addSql(`create index indicator_reading_indicator on indicator_reading (indicator_code, code)`);
    this.addSql(`
      create table service_point (
        code text primary key,
        name_vi text not null,
        name_en text not null,
        kind text not null check (kind in ('PROVINCIAL_CENTRE', 'COMMUNE_ONE_STOP_SHOP')),
        commune_code text
      )`);
    this.addSql(`create index service_point_commune on service_point (commune_code, code)`);
    this.addSql(`
      create table task (
        code text primary key,
        level text not null check (level in ('PROVINCE', 'COMMUNE')),
        commune_code text check ((level = 'COMMUNE') = (commune_code is not null)),
        title_vi text not null,
        title_en text not null,
        responsible_vi text not null,
        responsible_en text not null,
        due_on date not null,
        status text not null check (status in ('PLANNED', 'IN_PROGRESS', 'DONE')),
        completed_on date check ((status = 'DONE') = (completed_on is not null))
      )`);
    this.addSql(`create index task_commune on task (commune_code, due_on, code)`);
    this.addSql(`
      create table obstacle (
        code text primary key,
        commune_code text not null,
        description_vi text not null,
        description_en text not null,
        remover_code text not null references organisation (code),
        since date not null,
        resolved_on date check (resolved_on >= since)
      )`);
    this.addSql(`create index obstacle_commune on obstacle (commune_code, since, code)`);
    this.addSql(`create index obstacle_remover on obstacle (remover_code, since, code)`);
  }
}
