import { Migration } from '@hub/kit';

/** The public sector's tables, with the views that the graph may show. */
export class Migration20260105000000_publicSector extends Migration {
  override name = 'Migration20260105000000_publicSector';

  override up(): void {
    this.addSql(`
      create table agency (
        code text primary key,
        parent_code text constraint parent_code_names_an_agency references agency (code),
        level text not null check (level in ('PROVINCE', 'DEPARTMENT', 'COMMUNE')),
        name_vi text not null,
        name_en text not null,
        commune_code text,
        check ((level = 'PROVINCE') = (parent_code is null)),
        check ((level = 'COMMUNE') = (commune_code is not null))
      )`);
    this.addSql(`create index agency_parent on agency (parent_code, code)`);
    this.addSql(`create index agency_level on agency (level, code)`);
    this.addSql(`create index agency_commune on agency (commune_code, code)`);
    this.addSql(`
      create function agency_moved() returns trigger language plpgsql as $$
      begin
        if exists (
          with recursive above (code) as (
            select new.parent_code
            union
            select a.parent_code from agency a join above on a.code = above.code
          )
          select from above where code = new.code
        ) then
          raise check_violation using
            message = format('agency %s would be above itself', new.code), constraint = 'parent_code_leads_to_the_top';
        end if;
        return null;
      end $$`);
    this.addSql(`
      create trigger agency_moved after insert or update of parent_code on agency
      for each row when (new.parent_code is not null) execute function agency_moved()`);
    this.addSql(`
      create table staff_headcount (
        agency_code text not null references agency (code),
        staff_group text not null check (staff_group in ('CADRE', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'WORKER')),
        as_of date not null,
        headcount integer not null check (headcount >= 0),
        primary key (agency_code, staff_group, as_of)
      )`);
    this.addSql(`
      create table training_record (
        pseudonym text not null check (length(pseudonym) = 43),
        course_code text not null,
        completed_on date not null,
        agency_code text not null references agency (code),
        staff_group text not null check (staff_group in ('CADRE', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'WORKER')),
        result text not null check (result in ('PASSED', 'FAILED')),
        primary key (pseudonym, course_code, completed_on)
      )`);
    this.addSql(`create index training_record_agency on training_record (agency_code, course_code, completed_on)`);
    this.addSql(`create index training_record_course on training_record (course_code, agency_code)`);
    this.addSql(`
      create view agency_course as select distinct agency_code, course_code from training_record`);
    this.addSql(`
      create view shared_training as
      select agency_code, course_code, completed_on, result
      from training_record
      join (
        select agency_code, course_code,
          count(distinct pseudonym) as people,
          count(distinct pseudonym) filter (where result = 'PASSED') as passed
        from training_record group by 1, 2
      ) as cell using (agency_code, course_code)
      where passed not between 1 and 9 and people - passed not between 1 and 9
      group by 1, 2, 3, 4 having count(*) >= 10`);
    this.addSql(`
      create table competency_assessment (
        pseudonym text not null check (length(pseudonym) = 43),
        assessed_on date not null,
        agency_code text not null references agency (code),
        level text not null check (level in ('BASIC', 'INTERMEDIATE', 'ADVANCED')),
        primary key (pseudonym, assessed_on)
      )`);
    this.addSql(`create index competency_assessment_agency on competency_assessment (agency_code)`);
    this.addSql(`
      create table leadership (
        agency_code text not null references agency (code),
        as_of date not null,
        leaders integer not null check (leaders > 0),
        trained_leaders integer not null check (trained_leaders between 0 and leaders),
        first_leader_trained_on date check (first_leader_trained_on <= as_of),
        first_staff_trained_on date check (first_staff_trained_on <= as_of),
        primary key (agency_code, as_of),
        check ((trained_leaders = 0) = (first_leader_trained_on is null))
      )`);
  }
}
