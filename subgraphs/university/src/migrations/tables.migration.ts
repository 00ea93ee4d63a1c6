import { Migration } from '@hub/kit';

/** The university's tables. */
export class Migration20260102000000_university extends Migration {
  override name = 'Migration20260102000000_university';

  override up(): void {
    this.addSql(`
      create table course (
        code text primary key,
        title_vi text not null,
        title_en text not null,
        skill_groups text[] not null check (cardinality(skill_groups) > 0 and skill_groups <@ array['DEVICE_AND_SOFTWARE',
          'INFORMATION_AND_DATA', 'COMMUNICATION_AND_COLLABORATION', 'CONTENT_CREATION', 'SAFETY', 'PROBLEM_SOLVING']),
        goal_code text not null check (goal_code in ('ADULTS_BASIC', 'PUBLIC_SECTOR')),
        hours integer not null check (hours > 0),
        unique (code, goal_code)
      )`);
    this.addSql(`create index course_goal on course (goal_code, code)`);
    // An enrolment carries its course's goal for the ledger; two foreign keys keep it equal to the course's.
    this.addSql(`
      create table course_class (
        code text primary key,
        course_code text not null,
        goal_code text not null,
        commune_code text,
        starts_on date not null,
        ends_on date not null check (ends_on >= starts_on),
        mode text not null check (mode in ('ONLINE', 'IN_PERSON', 'BLENDED')),
        capacity integer not null check (capacity > 0),
        check (commune_code is not null or mode = 'ONLINE'),
        unique (code, goal_code),
        constraint class_has_goal_of_its_course foreign key (course_code, goal_code) references course (code, goal_code)
      )`);
    this.addSql(`create index course_class_course on course_class (course_code, starts_on, code)`);
    this.addSql(`create index course_class_commune on course_class (commune_code, starts_on, code)`);
    this.addSql(`
      create table enrolment (
        class_code text not null,
        pseudonym text not null check (length(pseudonym) = 43),
        goal_code text not null,
        organisation_code text,
        enrolled_on date not null,
        result text not null check (result in ('ENROLLED', 'PASSED', 'FAILED', 'WITHDRAWN')),
        result_on date check (result_on >= enrolled_on),
        check ((result = 'ENROLLED') = (result_on is null)),
        primary key (class_code, pseudonym),
        constraint enrolment_has_goal_of_its_class foreign key (class_code, goal_code) references course_class (code, goal_code)
      )`);
    this.addSql(`create index enrolment_organisation on enrolment (organisation_code, class_code)`);
    this.addSql(`
      create table volunteer (
        code text primary key,
        role text not null check (role in ('GUIDE', 'TRAINER', 'TECHNICIAN', 'COORDINATOR')),
        skill text not null check (skill in ('DEVICES', 'DIGITAL_IDENTITY', 'ONLINE_PUBLIC_SERVICES', 'E_PAYMENT',
          'ONLINE_SAFETY', 'AI_TOOLS')),
        team_code text not null,
        placed_on date not null,
        until date check (until >= placed_on)
      )`);
    this.addSql(`create index volunteer_team on volunteer (team_code, code)`);
    this.addSql(`
      create table research_project (
        code text primary key,
        title_vi text not null,
        title_en text not null,
        field text not null check (field in ('PUBLIC_ADMINISTRATION', 'EDUCATION', 'AGRICULTURE', 'HEALTH', 'COMMERCE',
          'CULTURE_AND_TOURISM', 'INFORMATION_SECURITY')),
        starts_on date not null,
        ends_on date not null check (ends_on >= starts_on)
      )`);
    this.addSql(`
      create table applied_product (
        code text primary key,
        project_code text references research_project (code),
        name_vi text not null,
        name_en text not null,
        kind text not null check (kind in ('MOBILE_APP', 'WEB_PLATFORM', 'CHATBOT', 'LEARNING_MATERIAL', 'DEVICE')),
        since date not null
      )`);
    this.addSql(`create index applied_product_project on applied_product (project_code, code)`);
    this.addSql(`
      create table product_use (
        product_code text not null references applied_product (code),
        commune_code text not null,
        used_since date not null,
        primary key (product_code, commune_code)
      )`);
    this.addSql(`create index product_use_commune on product_use (commune_code, product_code)`);
  }
}
