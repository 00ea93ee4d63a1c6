import { Migration } from '@hub/kit';

const schoolLevels = `('PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING')`;
const competencyLevels = `('BASIC', 'INTERMEDIATE', 'ADVANCED')`;

/** The Department of Education and Training's tables, with views that add a class's time and place. */
export class Migration20261129000000_education extends Migration {
  override name = 'Migration20261129000000_education';

  override up(): void {
    this.#schools();
    this.#pupils();
    this.#lessons();
    this.addSql(`
      create table teacher_training (
        pseudonym text not null check (length(pseudonym) = 43),
        course_code text not null,
        completed_on date not null,
        school_code text not null references school (code),
        primary key (pseudonym, course_code, completed_on)
      )`);
    this.addSql(`create index teacher_training_school on teacher_training (school_code, course_code)`);
    this.addSql(`create index teacher_training_course on teacher_training (course_code, school_code)`);
    this.addSql(`
      create view school_course as select distinct school_code, course_code from teacher_training`);
  }

  #schools(): void {
    this.addSql(`
      create table school (
        code text primary key,
        name_vi text not null,
        name_en text not null,
        search_key text not null,
        commune_code text not null,
        commune_from date not null,
        levels text[] not null check (cardinality(levels) > 0 and levels <@ array[
          'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING']),
        type text not null check (type in ('PUBLIC', 'PRIVATE')),
        team_code text
      )`);
    this.addSql(`create index school_commune on school (commune_code, code)`);
    this.addSql(`create index school_team on school (team_code, code)`);
    this.addSql(`
      create table school_class (
        code text primary key,
        school_code text not null references school (code),
        school_year text not null check (school_year ~ '^[0-9]{4}-[0-9]{4}$'),
        level text not null check (level in ${schoolLevels}),
        grade integer not null check (grade between 1 and 12),
        name text not null,
        first_day date not null,
        last_day date not null check (last_day > first_day)
      )`);
    this.addSql(`create index school_class_school on school_class (school_code, school_year, code)`);
    this.addSql(`
      create table passing_level (
        goal_code text not null,
        school_level text not null check (school_level in ${schoolLevels}),
        competency_level text not null check (competency_level in ${competencyLevels}),
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        source text not null,
        primary key (goal_code, school_level, valid_from)
      )`);
  }

  #pupils(): void {
    this.addSql(`
      create table pupil (
        pseudonym text primary key check (length(pseudonym) = 43),
        sex text not null check (sex in ('FEMALE', 'MALE')),
        birth_year integer not null,
        commune_code text
      )`);
    this.addSql(`
      create table enrolment (
        pseudonym text not null references pupil (pseudonym),
        enrolled_on date not null,
        class_code text not null references school_class (code),
        left_on date check (left_on >= enrolled_on),
        entry text not null check (entry in ('NEW', 'PROMOTED', 'REPEATED', 'MOVED')),
        exit text check (exit in ('MOVED', 'LEFT')),
        check ((left_on is null) = (exit is null)),
        primary key (pseudonym, enrolled_on)
      )`);
    this.addSql(`create index enrolment_class on enrolment (class_code)`);
    // First and last day of each enrolment; without a last day, until the end of the school year.
    this.addSql(`
      create view enrolment_span as
      select e.pseudonym, e.enrolled_on, coalesce(e.left_on, c.last_day) as ended_on, e.entry, e.exit,
        c.code as class_code, c.school_year, c.level, c.grade, c.first_day, c.last_day,
        s.code as school_code, s.commune_code, s.commune_from
      from enrolment e join school_class c on c.code = e.class_code join school s on s.code = c.school_code`);
    this.addSql(`
      create table assessment (
        pseudonym text not null references pupil (pseudonym),
        assessed_on date not null,
        level text not null check (level in ${competencyLevels}),
        result text not null check (result in ('PASSED', 'FAILED')),
        primary key (pseudonym, assessed_on, level)
      )`);
    // Each assessment with the pupil's class on that day, and the goals for which its level passes there.
    this.addSql(`
      create view judged_assessment as
      select a.pseudonym, a.assessed_on, a.level, a.result, e.class_code, e.school_code, e.school_year, e.commune_code,
        e.commune_from, m.goal_code
      from assessment a
      join enrolment_span e on e.pseudonym = a.pseudonym and a.assessed_on between e.enrolled_on and e.ended_on
      left join passing_level m on m.school_level = e.level and a.result = 'PASSED'
        and a.assessed_on between m.valid_from and coalesce(m.valid_until, 'infinity')
        and array_position(array['BASIC', 'INTERMEDIATE', 'ADVANCED'], a.level)
          >= array_position(array['BASIC', 'INTERMEDIATE', 'ADVANCED'], m.competency_level)`);
  }

  #lessons(): void {
    this.addSql(`
      create table digital_skills_lesson (
        code text primary key,
        class_code text not null references school_class (code),
        held_on date not null,
        skill_groups text[] not null check (cardinality(skill_groups) > 0 and skill_groups <@ array['DEVICE_AND_SOFTWARE',
          'INFORMATION_AND_DATA', 'COMMUNICATION_AND_COLLABORATION', 'CONTENT_CREATION', 'SAFETY', 'PROBLEM_SOLVING']),
        attendances integer not null check (attendances > 0)
      )`);
    this.addSql(`create index digital_skills_lesson_class on digital_skills_lesson (class_code, held_on, code)`);
    this.addSql(`
      create view placed_lesson as
      select l.code, l.class_code, l.held_on, l.skill_groups, l.attendances, c.level, c.first_day, c.last_day,
        c.school_code, s.commune_code, s.commune_from
      from digital_skills_lesson l join school_class c on c.code = l.class_code join school s on s.code = c.school_code`);
  }
}
