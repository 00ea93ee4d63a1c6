import { Cost, demandScope, Format, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { badUserInput, clientError } from '@hub/protocol';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { registerOf } from '../register/registers.js';
import { PendingReleaseObject } from './pending-release.type.js';
import { acceptPending, pendingRelease, readPending } from './pending-releases.js';

@Resolver(() => PendingReleaseObject)
export class PendingReleaseResolver {
  @RequiresScopes(['register:read'], ['contributions:read'])
  @Cost(50)
  @Query(() => [PendingReleaseObject], {
    nullable: true,
    description:
      'The releases that went beyond a bound and wait, or waited, to be accepted (đợt công bố chờ chấp nhận), the newest first: operators see all, an organisation its own.',
  })
  pendingReleases(
    @Format('code')
    @Arg('organisation', () => ID, { nullable: true, description: 'Whose alone (mã tổ chức).' })
    organisation: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 100.' })
    first: number,
    @Ctx() context: SubgraphContext,
  ): Promise<PendingReleaseObject[]> {
    if (first < 0 || first > 100) throw badUserInput(`Expected first to be 0 to 100, but got ${first}.`);
    const own = context.caller?.organisation;
    if (own === undefined || organisation !== own) {
      demandScope(context, 'register:read', 'the releases of other organisations that wait');
    }
    return readPending(context.em, { organisation: organisation ?? null, first });
  }

  @RequiresScopes(['releases:accept'])
  @Cost(50)
  @Mutation(() => PendingReleaseObject, {
    nullable: true,
    description:
      'Accepts a release that waits: from now on it counts (chấp nhận đợt công bố). The organisation gets a message; the record keeps the name of the accepting operator.',
  })
  async acceptRelease(
    @Format('code')
    @Arg('organisation', () => ID, { description: 'The organisation of the release (mã tổ chức).' })
    organisation: string,
    @Arg('number', () => Int, { description: 'Its number (số thứ tự).' }) number: number,
    @Format('note')
    @Arg('note', () => String, {
      nullable: true,
      description: 'Why it is right (ghi chú), up to 1,000 characters.',
    })
    note: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PendingReleaseObject> {
    const { em, now, log, caller } = context;
    const by = caller?.subject;
    if (by === undefined) throw clientError('UNAUTHENTICATED', 'Expected to know who accepts.');
    if (!(await acceptPending(em, { organisation, number }, { by, at: now(), note: note ?? null }))) {
      throw clientError('NOT_PENDING', `Expected a release that waits, but got ${organisation} ${number}.`);
    }
    log.info({ organisation, release: number, by }, 'a release that waited was accepted');
    registerOf(context).refresh();
    return (await pendingRelease(em, organisation, number)) as PendingReleaseObject;
  }
}
