import type { SubgraphContext } from '@hub/kit';

/**
 * Sets an organisation's newest releases aside, in the transaction that takes another in their place: those after a number,
 * which do not count any more. They are kept as they came, and what followed from them is as it was before them.
 */
export async function setAside(
  em: SubgraphContext['em'],
  organisation: string,
  after: number,
  now: Date,
): Promise<void> {
  const later = [organisation, after];
  await em.execute(
    `insert into set_aside_release (organisation, number, header, signature, pages, taken_at, set_aside_at)
     select t.organisation, t.number, t.header, t.signature, coalesce((
       select json_agg(p.content order by p.position) from taken_page p
       where (p.organisation, p.number) = (t.organisation, t.number)), '[]'), t.taken_at, ?
     from taken_release t where t.organisation = ? and t.number > ?`,
    [now.toISOString(), ...later],
  );
  const fromNumber = { register_cell: 'from_number', taken_sketch: 'number' };
  for (const [table, number] of Object.entries(fromNumber)) {
    await em.execute(`delete from ${table} where organisation = ? and ${number} > ?`, later);
    await em.execute(`update ${table} set until_number = null where organisation = ? and until_number > ?`, later);
  }
  // What was estimated from their sketches is made anew from what counts.
  await em.execute(
    `update estimate_round e set set_aside_at = ? where set_aside_at is null and exists (
       select from jsonb_array_elements(e.basis) b where b ->> 'organisation' = ? and (b ->> 'number')::int > ?)`,
    [now.toISOString(), ...later],
  );
  for (const table of ['pending_release', 'taken_page', 'taken_release'])
    await em.execute(`delete from ${table} where organisation = ? and number > ?`, later);
}
