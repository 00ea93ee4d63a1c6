import { GraphQLPeriod, type Participant, participants } from '@hub/schema';
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { RequiresScopes } from '../graphql/rights.js';
import { GraphQLDay, GraphQLMoment } from '../graphql/scalars.js';
import { releasedShare } from '../release/released-share.js';

/** What one organisation says of one goal, commune and period. */
@ObjectType({
  description: "One organisation's share in a goal (phần đóng góp). Turns (lượt) and people (người) never add up.",
})
@Directive('@shareable')
export class Contribution {
  @Field(() => Int, {
    nullable: true,
    description:
      'Distinct people (người) who have reached the goal by the end of the period, or by the last day that the release counts, mostly `through`, where the period goes on: at least so many, for counts of people are rounded down to ten, and those of the whole to twenty, unless the organisation has counts only. Null before any release, in a period after that day, or where the commune began only after the period.',
  })
  people!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most so many people (người, nhiều nhất): mostly nine more, of the whole nineteen; null where people are.',
  })
  atMost!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Turns (lượt) of guidance or attendance in the period, as far as that day: the sum of its months, each rounded down to ten, and lower where few sessions would be told by it; of a commune that began within the period, of the months since. Null where people are.',
  })
  occurrences!: number | null;

  @Field(() => GraphQLMoment, {
    description:
      "When the release was made; before any release, when the organisation's ledger was last brought up to date.",
  })
  asOf!: Date;

  @Field(() => Boolean, { description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figure.' })
  demonstration!: boolean;

  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      'The last day of which the data are complete (số liệu đầy đủ đến hết ngày); null where nothing proves any, and before any release: then nothing was published.',
  })
  through!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The number of the release that says so (số của đợt công bố); null before any release.',
  })
  release!: number | null;

  @Field(() => Boolean, {
    description:
      'Whether that release was withdrawn since (đã thu hồi): then the figures are what was known, not what holds.',
  })
  withdrawn!: boolean;
}

/** What `GoalProgress.communeCode` is; the same in every subgraph. */
export const progressPlaceDescription =
  'The commune (mã xã, phường), or the root place of the hub, such as a province, for the whole of it.';

/** The key of `GoalProgress`: a goal, a commune (or the province) and a period. */
export interface ProgressKey {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
}

function participantOf(organisation: string): Participant {
  const participant = participants.find(({ code }) => code === organisation);
  if (participant) return participant;
  const codes = participants.map(({ code }) => code).join(', ');
  throw new Error(
    `Expected the code of an organisation that contributes to goals (${codes}), but got ${JSON.stringify(organisation)}.`,
  );
}

/**
 * Makes an organisation's share in `GoalProgress`: the entity with its key and the organisation's own field on it.
 * @returns the resolver class and the type, to be listed in the subgraph's definition.
 * @param placed where it counts people, where that is not where they live: said in the field's description.
 * @throws Error where no participant has the code: a subgraph must not answer as another organisation.
 */
export function contributionOf(organisation: string, placed?: string) {
  const participant = participantOf(organisation);
  const share = `The share of ${participant.shortName}${placed === undefined ? '' : `; ${placed}`}`;

  @ObjectType({ description: 'How far one goal is in one commune, or the province, in one period (tiến độ mục tiêu).' })
  @Directive('@key(fields: "goalCode communeCode period")')
  class GoalProgress implements ProgressKey {
    @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
    goalCode!: string;

    @Field(() => ID, { description: progressPlaceDescription })
    communeCode!: string;

    @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
    period!: string;
  }

  @Resolver(() => GoalProgress)
  class GoalProgressResolver {
    @RequiresScopes(['contributions:read'])
    @FieldResolver(() => Contribution, {
      name: participant.field,
      nullable: true,
      description: `${share} (phần đóng góp), as its current release has it; null when it did not answer.`,
    })
    contribution(
      @Root() key: ProgressKey,
      @Arg('asKnownOn', () => GraphQLDay, {
        nullable: true,
        description:
          'As it was known at the end of this day (theo số liệu đã công bố đến ngày), from the newest release of then; as known now without it.',
      })
      asKnownOn: string | null | undefined,
      @Ctx() context: SubgraphContext,
    ): Promise<Contribution> {
      return releasedShare({ ...key, asKnownOn: asKnownOn ?? null }, context);
    }
  }
  return { GoalProgress, GoalProgressResolver };
}
