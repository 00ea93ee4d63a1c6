import type { SubgraphContext } from '@hub/kit';

/**
 * Sets an organisation's newest releases aside, in the transaction that takes another instead of them: the releases
 * after a number, which no longer count. They are kept in their original form, and the cells return to their state
 * before them.
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
  // Estimates from their sketches are made again from the releases that count.
  await em.execute(
    `update estimate_round e set set_aside_at = ? where set_aside_at is null and exists (
       select from jsonb_array_elements(e.basis) b where b ->> 'organisation' = ? and (b ->> 'number')::int > ?)`,
    [now.toISOString(), ...later],
  );
  for (const table of ['pending_release', 'taken_page', 'taken_release'])
    await em.execute(`delete from ${table} where organisation = ? and number > ?`, later);
}
