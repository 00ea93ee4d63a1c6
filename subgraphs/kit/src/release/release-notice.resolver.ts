import { badUserInput, type Participant } from '@hub/schema';
import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { Format } from '../graphql/format.js';
import { RequiresScopes } from '../graphql/rights.js';
import { ReleaseStanding } from './release-standing.js';
import { releaseOf, type StoredRelease } from './release-store.js';
import { Release } from './release.type.js';

/** Makes the field by which movement tells an organisation that one of its releases waits, or was accepted. */
export function releaseNoticeResolverOf({ field, shortName }: Participant) {
  @Resolver()
  class ReleaseNoticeResolver {
    @RequiresScopes(['publications:keep'])
    @Mutation(() => Release, {
      name: `${field}NoteRelease`,
      nullable: true,
      description: `Tells ${shortName} what the movement made of a release of its that went beyond a bound (báo tình trạng đợt công bố).`,
    })
    async noteRelease(
      @Arg('number', () => Int, { description: 'Its number (số thứ tự).' }) number: number,
      @Arg('state', () => ReleaseStanding, { description: 'What became of it (tình trạng).' }) state: ReleaseStanding,
      @Format('note')
      @Arg('reason', () => String, { description: 'Why (lý do), up to 1,000 characters.' })
      reason: string,
      @Ctx() { em, log, now }: SubgraphContext,
    ): Promise<StoredRelease> {
      if (!(await releaseOf(em, number))) {
        throw badUserInput(`Expected the number of a release of ${shortName}, but got ${number}.`);
      }
      await em.execute(
        `insert into release_notice (number, state, reason, told_at) values (?, ?, ?, ?)
         on conflict (number) do update set state = excluded.state, reason = excluded.reason, told_at = excluded.told_at`,
        [number, state, reason, now()],
      );
      const details = { release: number, reason };
      if (state === ReleaseStanding.PENDING) {
        log.warn(
          details,
          'a release goes beyond a bound of the movement: it does not count until somebody there accepts it',
        );
      } else log.info(details, 'the movement accepted a release: it counts');
      return (await releaseOf(em, number)) as StoredRelease;
    }
  }
  return ReleaseNoticeResolver;
}
