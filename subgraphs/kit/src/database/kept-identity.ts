import type { SqlEntityManager } from '@mikro-orm/sql';

/** What a database keeps of itself under a name; undefined where it keeps nothing. */
export async function kept(em: SqlEntityManager, name: string): Promise<string | undefined> {
  const rows: { readonly value: string }[] = await em.execute('select value from hub_identity where name = ?', [name]);
  return rows[0]?.value;
}

/** Has a database keep something of itself, for good. @returns whether nothing was kept under the name before. */
export async function keep(em: SqlEntityManager, name: string, value: string): Promise<boolean> {
  if ((await kept(em, name)) !== undefined) return false;
  const added: unknown[] = await em.execute(
    'insert into hub_identity (name, value) values (?, ?) on conflict do nothing returning name',
    [name, value],
  );
  return added.length > 0;
}
