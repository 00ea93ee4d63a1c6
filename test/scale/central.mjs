/**
 * The same facts in one central PostgreSQL that collects all people: one table of each person's goals with place, day
 * and organisation, and the league table in an analyst's SQL.
 */
import { Client } from './client.mjs';

/** How many rows are copied together. */
const batch = 10_000;

const leagueTable = (table) => `
  with people as (
    select commune_code, count(distinct pseudonym) as people
    from ${table} where goal_code = $1 and reached_on <= $2 group by commune_code
  ), change as (
    select commune_code, count(distinct pseudonym) as people_before
    from ${table} where goal_code = $1 and reached_on <= $3 group by commune_code
  ), share as (
    select commune_code, jsonb_object_agg(organisation, people) as by_organisation from (
      select commune_code, organisation, count(distinct pseudonym) as people
      from ${table} where goal_code = $1 and reached_on <= $2 group by 1, 2) s group by 1
  )
  select p.commune_code, p.people, p.people - coalesce(c.people_before, 0) as change, s.by_organisation,
    rank() over (order by p.people::float8 / nullif(d.value, 0) desc nulls last) as place,
    p.people::float8 / nullif(d.value, 0) as ratio
  from people p left join change c using (commune_code) left join share s using (commune_code)
  left join denominator d using (commune_code) order by place`;

/** Copies everybody's evidence and movement's denominators into a database of that one server, unless it is there. */
export async function openCentral(server, organisations, goal) {
  const admin = new Client({ ...server, database: 'postgres' });
  await admin.connect();
  const { rows } = await admin.query(`select 1 from pg_database where datname = 'central'`);
  if (rows.length === 0) await admin.query('create database central');
  await admin.end();
  const central = new Client({ ...server, database: 'central' });
  await central.connect();
  const { rows: tables } = await central.query(`select to_regclass('fact') as fact`);
  if (tables[0].fact === null) await fill(central, server, organisations);
  return { central, ask: (table, values) => central.query(leagueTable(table), [goal, ...values]) };
}

async function fill(central, server, organisations) {
  await central.query('begin');
  await central.query(
    `create table fact (organisation text, goal_code text, pseudonym text, commune_code text, reached_on date, evidence text)`,
  );
  await central.query(`create table denominator (commune_code text primary key, value integer)`);
  for (const organisation of organisations) {
    const own = new Client({ ...server, database: organisation.replaceAll('-', '_') });
    await own.connect();
    await own.query('begin');
    await own.query(
      'declare all_facts cursor for select goal_code, pseudonym, commune_code, reached_on::text, evidence from ledger_entry',
    );
    for (;;) {
      const { rows } = await own.query(`fetch ${batch} from all_facts`);
      if (rows.length === 0) break;
      await central.query(
        `insert into fact select $1, r.* from json_to_recordset($2::json)
           as r(goal_code text, pseudonym text, commune_code text, reached_on date, evidence text)`,
        [organisation, JSON.stringify(rows)],
      );
    }
    await own.end();
  }
  const movement = new Client({ ...server, database: 'movement' });
  await movement.connect();
  const { rows } = await movement.query(
    `select distinct on (place_code) place_code as code, value from denominator where audience = 'ADULTS' order by 1, version desc`,
  );
  await movement.end();
  await central.query(
    'insert into denominator select r.code, r.value from json_to_recordset($1::json) as r(code text, value int)',
    [JSON.stringify(rows)],
  );
  await central.query('create index on fact (goal_code, commune_code, pseudonym, reached_on)');
  await central.query('commit');
  await central.query('analyze');
}
