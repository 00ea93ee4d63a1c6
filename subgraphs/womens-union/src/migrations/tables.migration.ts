import { Migration } from '@hub/kit';

/** The Women's Union's tables. */
export class Migration20260102000000_womensUnion extends Migration {
  override name = 'Migration20260102000000_womensUnion';

  override up(): void {
    this.addSql(`
      create table branch (
        code text primary key,
        commune_code text not null,
        name_vi text not null,
        name_en text not null,
        member_count integer not null check (member_count >= 0)
      )`);
    this.addSql(`create index branch_commune on branch (commune_code, code)`);
    this.addSql(`
      create table learning_group (
        code text primary key,
        branch_code text not null references branch (code),
        commune_code text not null,
        name_vi text not null,
        name_en text not null,
        leader_role text not null check (leader_role in ('BRANCH_CHAIR', 'TEACHER', 'CADRE', 'VOLUNTEER')),
        founded_on date not null,
        team_code text
      )`);
    this.addSql(`create index learning_group_commune on learning_group (commune_code, code)`);
    this.addSql(`create index learning_group_team on learning_group (team_code, code)`);
    this.addSql(`
      create table group_member (
        group_code text not null references learning_group (code),
        pseudonym text not null check (length(pseudonym) = 43),
        joined_on date not null,
        completed_on date check (completed_on >= joined_on),
        primary key (group_code, pseudonym)
      )`);
    this.addSql(`
      create table group_session (
        code text primary key,
        group_code text not null references learning_group (code),
        held_on date not null,
        topic_vi text not null,
        topic_en text not null,
        attendances integer not null check (attendances > 0)
      )`);
    this.addSql(`create index group_session_group on group_session (group_code, held_on, code)`);
    this.addSql(`
      create table digital_family (
        household_code text primary key,
        commune_code text not null,
        committed_on date not null,
        criteria text[] not null check (criteria <@ array[
          'VNEID_ACCOUNT', 'SMART_DEVICE', 'E_PAYMENT', 'ONLINE_PUBLIC_SERVICE', 'ONLINE_SAFETY']),
        assessed_on date check (assessed_on >= committed_on),
        check (assessed_on is not null or cardinality(criteria) = 0)
      )`);
    this.addSql(`
      create table digital_identity (
        pseudonym text primary key check (length(pseudonym) = 43),
        commune_code text not null,
        level integer not null check (level in (1, 2)),
        registered_on date not null
      )`);
    this.addSql(`
      create table meeting (
        code text primary key,
        title_vi text not null,
        title_en text not null,
        held_on date,
        level text not null check (level in ('PROVINCE', 'COMMUNE')),
        commune_code text check ((commune_code is not null) = (level = 'COMMUNE')),
        attendances integer not null check (attendances > 0),
        source text not null
      )`);
    this.addSql(`create index meeting_commune on meeting (commune_code, code)`);
  }
}
