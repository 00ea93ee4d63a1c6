import type { SqlEntityManager } from '@mikro-orm/sql';
import type { HandedOverPublication } from '@hub/protocol';

/**
 * Stores the digest of one of movement's publications, so that movement alone cannot change a publication. The stored
 * digest of an id stays.
 * @returns the stored digest, and the time of storing.
 */
export async function keepPublication(
  em: SqlEntityManager,
  { id, digest, signature }: HandedOverPublication,
  now: Date,
): Promise<{ readonly digest: string; readonly keptAt: string }> {
  await em.execute(
    `insert into kept_publication (id, digest, signature, kept_at) values (?, ?, ?, ?) on conflict do nothing`,
    [id, digest, signature, now],
  );
  const [kept]: { digest: string; keptAt: Date | string }[] = await em.execute(
    `select digest, kept_at as "keptAt" from kept_publication where id = ?`,
    [id],
  );
  return { digest: kept?.digest ?? digest, keptAt: new Date(kept?.keptAt ?? now).toISOString() };
}
