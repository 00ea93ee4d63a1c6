import type { SqlEntityManager } from '@mikro-orm/sql';
import { digestOfRow, type Images, keyOfRow } from './images.js';
import type { LedgerTable } from './ledger-tables.js';
import { pseudonymIn } from './pseudonym-in.js';

/**
 * Records' claims, as SQL: `said` selects `evidence`, each once; `facts` selects `evidence` and the table's columns.
 */
export interface SaidEvidence {
  readonly said: string;
  readonly facts: string;
  /** The values of the parameters: first those in `said`. */
  readonly saidValues: readonly unknown[];
  readonly factValues: readonly unknown[];
}

/**
 * Updates a table of the ledger from records' claims, as sets: correct rows stay, dropped claims are removed.
 * @param placesOn the day for reading the facts' codes of communes.
 */
export async function mergeEvidence(
  em: SqlEntityManager,
  table: LedgerTable,
  { said, facts, saidValues, factValues }: SaidEvidence,
  { placesOn, images }: { readonly placesOn: string; readonly images?: Images | undefined },
): Promise<void> {
  const { name, columns, ofPlace } = table;
  const all = ['evidence', ...columns, ...ofPlace];
  const others = all.filter((column) => column !== 'evidence' && column !== 'goal_code');
  const listed = (alias: string, names: readonly string[]) => names.map((one) => `${alias}.${one}`).join(', ');
  const placed = `select f.evidence, ${listed('f', columns)}, ${ofPlace.map((one) => (one === 'area' ? 'p.area' : 'p.valid_from as commune_from')).join(', ')}
    from (${facts}) f left join place p
      on p.code = f.commune_code and ?::date between p.valid_from and coalesce(p.valid_until, 'infinity')`;
  const placedValues = [...factValues, placesOn];
  const pseudonym = columns.includes('pseudonym')
    ? 'coalesce(t.pseudonym, f.pseudonym)'
    : pseudonymIn('coalesce(t.evidence, f.evidence)');
  const keeping = images?.keeping({ relation: name, key: ['evidence', 'goal_code'], columns: all }, 'otherwise');
  // A correct row is read once, and not written.
  const [{ kept }] = await em.execute<[{ kept: number }]>(
    `with said as (${said}), f as materialized (${placed}), otherwise as materialized (
       select array[coalesce(t.evidence, f.evidence), coalesce(t.goal_code, f.goal_code)] as key,
         case when t.evidence is not null then to_jsonb(t) end as before,
         case when f.evidence is not null then ${digestOfRow('f', all)} end as after, ${pseudonym} as pseudonym,
         f as fact
       from (select e.* from ${name} e join said on said.evidence = e.evidence) t
       full join f on f.evidence = t.evidence and f.goal_code = t.goal_code
       where t.evidence is null or f.evidence is null or (${listed('t', others)}) is distinct from (${listed('f', others)})
     ), kept as (${keeping?.sql ?? 'select where false'}),
     gone as (
       delete from ${name} e using otherwise o where o.after is null and e.evidence = o.key[1] and e.goal_code = o.key[2]
     ), written as (
       insert into ${name} (${all.join(', ')})
       select ${all.map((one) => `(o.fact).${one}`).join(', ')} from otherwise o where o.after is not null
       on conflict (evidence, goal_code) do update set ${others.map((one) => `${one} = excluded.${one}`).join(', ')}
     ) select count(*)::int as kept from kept`,
    [...saidValues, ...placedValues, ...(keeping?.values ?? [])],
  );
  await images?.counted(em, kept);
}

/** Notes the existing cells of the ledger, before an import changes any. */
export async function beginCells(em: SqlEntityManager): Promise<void> {
  await em.execute(
    `create temporary table former_cell on commit drop as
     select goal_code, commune_code, commune_from, month from ledger_month`,
  );
}

/** Keeps the cells added since `beginCells`: undoing the import removes them. */
export async function keepNewCells(em: SqlEntityManager, images: Images): Promise<void> {
  const key = ['goal_code', 'commune_code', 'commune_from', 'month'];
  await images.keep(
    em,
    { relation: 'ledger_month', key, columns: [] },
    `select ${keyOfRow('m', key)} as key, null::jsonb as before, null::uuid as after, null::text as pseudonym
     from ledger_month m where not exists (
       select from former_cell f where (${key.map((one) => `f.${one}`).join(', ')}) = (${key.map((one) => `m.${one}`).join(', ')}))`,
  );
}
