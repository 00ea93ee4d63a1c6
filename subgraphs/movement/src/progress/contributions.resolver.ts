import { RequiresScopes, type SubgraphContext } from '@hub/kit';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { mayGiveFor } from '../agreements/combined-figures.js';
import { Contribution as Share, NoShare } from './contribution.type.js';
import { GoalProgress } from './goal-progress.type.js';
import { type Contribution, reportsAt } from './progress-frame.js';
import { ReportedContribution } from './reported-contribution.type.js';
import { releasedShare } from './released-share.js';

/** An organisation's report, with the progress that it is part of. */
interface ContributionHere extends Contribution {
  readonly progress: GoalProgress;
}

@Resolver(() => GoalProgress)
export class ContributionsResolver {
  @Directive('@listSize(assumedSize: 4)')
  @FieldResolver(() => [ReportedContribution], {
    description:
      'What each expected organisation reported, and its share (tình hình báo cáo và phần đóng góp của từng tổ chức), by code.',
  })
  contributions(@Root() progress: GoalProgress): ContributionHere[] {
    const { expected } = reportsAt(progress.frame, progress.place.isRoot);
    return expected.map((contribution) => ({ ...contribution, progress }));
  }
}

/** The scope that a caller needs to see organisations' shares, if the organisations' agreements give them. */
const Shares = () => RequiresScopes(['contributions:read']);

/** Why a share is not given; null if it is given. */
function reasonOf({ organisation, progress }: ContributionHere, context: SubgraphContext): NoShare | null {
  if (!organisation.linked) return NoShare.NOT_LINKED;
  if (!progress.book.knownOf(organisation.code)) return NoShare.NOT_REPORTED;
  const may = mayGiveFor(context)(organisation.code, progress.goalCode, progress.place.isRoot);
  return may ? null : NoShare.OUTSIDE_AGREEMENT;
}

@Resolver(() => ReportedContribution)
export class ReportedContributionResolver {
  @Shares()
  @FieldResolver(() => Share, {
    nullable: true,
    description:
      'Its own share, from the release that counts in this progress (phần đóng góp của tổ chức), as far as its agreements give it (`figures`); else null, and `noShare` says why. Shares never add up: one person may be in several organisations.',
  })
  share(@Root() contribution: ContributionHere, @Ctx() context: SubgraphContext): Share | null {
    const { organisation, progress } = contribution;
    const known = progress.book.knownOf(organisation.code);
    return known && reasonOf(contribution, context) === null
      ? releasedShare(known, progress.frame, progress.place)
      : null;
  }

  @Shares()
  @FieldResolver(() => NoShare, {
    nullable: true,
    description: 'Why its share is not given (lý do không có phần đóng góp); null where it is.',
  })
  noShare(@Root() contribution: ContributionHere, @Ctx() context: SubgraphContext): NoShare | null {
    return reasonOf(contribution, context);
  }
}
