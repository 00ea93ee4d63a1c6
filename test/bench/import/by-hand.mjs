import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { pipeline } from 'node:stream/promises';

const { from } = createRequire(new URL('../../../subgraphs/kit/package.json', import.meta.url))('pg-copy-streams');

/** Empties what the file fills. */
export async function emptied(client) {
  await client.query(
    'truncate guided_person, ledger_entry, ledger_person, ledger_month, ledger_activity, import_image',
  );
  await client.query('vacuum');
}

const columns = 'pseudonym text, sex text, commune_code text, guided_on date, passed_on date';
const copy = (client, table, file) => pipeline(createReadStream(file), client.query(from(`copy ${table} from stdin`)));

/** Copies the rows, and does no more. */
export async function byCopy(client, file) {
  await client.query(`create table copied (${columns})`);
  await copy(client, 'copied', file);
  await client.query('drop table copied');
}

/** Copies the rows and merges them, by set and by hand; the ledger's triggers keep the roll-ups. */
export async function byHand(client, file) {
  await client.query('begin');
  await client.query(`create temporary table given (${columns}) on commit drop`);
  await copy(client, 'given', file);
  await client.query(`insert into guided_person select pseudonym, guided_on, passed_on from given
    on conflict (pseudonym) do update set guided_on = excluded.guided_on, passed_on = excluded.passed_on`);
  await client.query(`insert into ledger_entry
      (evidence, goal_code, pseudonym, commune_code, commune_from, reached_on, sex, age_band, area)
    select 'guided-people:' || g.pseudonym, 'ADULTS_BASIC', g.pseudonym, g.commune_code, p.valid_from, g.passed_on, g.sex,
      '35_59', p.area from given g join place p on p.code = g.commune_code and p.valid_until is null
    on conflict (evidence, goal_code) do update set reached_on = excluded.reached_on`);
  await client.query('commit');
}
