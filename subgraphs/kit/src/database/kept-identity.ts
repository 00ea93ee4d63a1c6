import type { SqlEntityManager } from '@mikro-orm/sql';

/** A stored value of a database's identity by its name; undefined where there is none. */
export async function kept(em: SqlEntityManager, name: string): Promise<string | undefined> {
  const rows: { readonly value: string }[] = await em.execute('select value from hub_identity where name = ?', [name]);
  return rows[0]?.value;
}

/** Stores a value of a database's identity for good. @returns whether the name had no value before. */
export async function keep(em: SqlEntityManager, name: string, value: string): Promise<boolean> {
  if ((await kept(em, name)) !== undefined) return false;
  const added: unknown[] = await em.execute(
    'insert into hub_identity (name, value) values (?, ?) on conflict do nothing returning name',
    [name, value],
  );
  return added.length > 0;
}
