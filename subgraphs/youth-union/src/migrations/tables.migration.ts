import { Migration } from '@hub/kit';

/** The Youth Union's tables. */
export class Migration20260102000000_youthUnion extends Migration {
  override name = 'Migration20260102000000_youthUnion';

  override up(): void {
    this.addSql(`
      create table digital_literacy_team (
        code text primary key,
        commune_code text not null,
        name_vi text not null,
        name_en text not null,
        search_key text not null,
        founded_on date not null,
        skills text[] not null check (skills <@ array['SMARTPHONE_BASICS', 'DIGITAL_IDENTITY',
          'ONLINE_PUBLIC_SERVICES', 'E_PAYMENT', 'ONLINE_SAFETY', 'AI_TOOLS'])
      )`);
    this.addSql(`create index digital_literacy_team_commune on digital_literacy_team (commune_code, code)`);
    this.addSql(`
      create table team_member (
        team_code text not null references digital_literacy_team (code),
        pseudonym text not null check (length(pseudonym) = 43),
        joined_on date not null,
        trained_on date check (trained_on >= joined_on),
        primary key (team_code, pseudonym)
      )`);
    this.addSql(`
      create table guidance_session (
        code text primary key,
        team_code text references digital_literacy_team (code),
        service_point_code text,
        commune_code text,
        starts_on date not null,
        is_total boolean not null check (not is_total or extract(day from starts_on) = 1),
        occurrences integer not null check (occurrences > 0),
        approximate boolean not null,
        services text[] not null check (cardinality(services) > 0 and services <@ array['LEVEL_1_ACCOUNT',
          'LEVEL_2_ACCOUNT', 'ONLINE_PUBLIC_SERVICE', 'E_PAYMENT', 'DIGITAL_SIGNATURE', 'ONLINE_SAFETY']),
        source text
      )`);
    for (const parent of ['team', 'service_point', 'commune']) {
      this.addSql(`create index guidance_session_${parent} on guidance_session (${parent}_code, starts_on, code)`);
    }
    this.addSql(`create index guidance_session_day on guidance_session (starts_on, code)`);
    this.addSql(`
      create table account_activation (
        commune_code text not null,
        month text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        level integer not null check (level in (1, 2)),
        method text not null check (method in ('AT_SERVICE_POINT', 'AT_HOME', 'AT_SCHOOL', 'ONLINE')),
        occurrences integer not null check (occurrences > 0),
        primary key (commune_code, month, level, method)
      )`);
    this.addSql(`create index account_activation_month on account_activation (month)`);
    this.addSql(`
      create table guided_person (
        pseudonym text primary key check (length(pseudonym) = 43),
        guided_on date not null,
        passed_on date check (passed_on >= guided_on)
      )`);
    this.addSql(`
      create table survey_reading (
        code text primary key,
        title_vi text not null,
        title_en text not null,
        population_vi text not null,
        population_en text not null,
        value double precision not null check (value between 0 and 100),
        comparison text not null check (comparison in ('MORE_THAN', 'ABOUT', 'EXACT')),
        as_of date,
        source text not null
      )`);
  }
}
