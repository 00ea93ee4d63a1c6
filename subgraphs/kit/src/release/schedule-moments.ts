import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * Whether the last moment of a daily schedule is done. A new schedule begins now, so that an organisation publishes
 * only at moments that it chose.
 */
export async function isMomentKept(em: SqlEntityManager, at: string, last: Date): Promise<boolean> {
  const [row]: { isKept: boolean }[] = await em.execute(
    `select kept >= ?::timestamptz as "isKept" from release_schedule where at = ?`,
    [last, at],
  );
  if (row) return row.isKept;
  await keepMoment(em, at, last);
  return true;
}

/** Notes a moment of a daily schedule as done: a release was made then, or no data had changed. */
export async function keepMoment(em: SqlEntityManager, at: string, moment: Date): Promise<void> {
  await em.transactional(async (one) => {
    await one.execute(`delete from release_schedule where at <> ?`, [at]);
    await one.execute(
      `insert into release_schedule (at, kept) values (?, ?) on conflict (at) do update set kept = excluded.kept`,
      [at, moment],
    );
  });
}

/** Deletes the daily schedule, which is no longer in force. */
export async function forgetSchedule(em: SqlEntityManager): Promise<void> {
  await em.execute(`delete from release_schedule`);
}
