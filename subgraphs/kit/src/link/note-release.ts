import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import type { ReleaseNoticeBody } from '@hub/protocol';

/** Stores the movement's decision on one of the organisation's releases. */
export async function noteRelease(
  em: SqlEntityManager,
  { number, state, reason }: ReleaseNoticeBody,
  log: FastifyBaseLogger,
  now: Date,
): Promise<void> {
  await em.execute(
    `insert into release_notice (number, state, reason, told_at)
     select number, ?, ?, ? from release where number = ?
     on conflict (number) do update set state = excluded.state, reason = excluded.reason, told_at = excluded.told_at`,
    [state, reason, now, number],
  );
  const details = { release: number, reason };
  if (state === 'ACCEPTED') log.info(details, 'the movement accepted a release: it counts');
  else {
    log.warn(
      details,
      'a release goes beyond a bound of the movement: it does not count until somebody there accepts it',
    );
  }
}
