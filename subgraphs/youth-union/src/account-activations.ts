import {
  CommuneStub,
  enumOf,
  GraphQLPeriod,
  type PeopleTable,
  provenanceOf,
  Records,
  type SubgraphContext,
  type WordsOf,
} from '@hub/kit';
import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { publishedOccurrences } from './published-occurrences.js';
import { AccountActivation, activationMethod } from './records/account-activation.js';

const measure = 'ACTIVATIONS';
const Method = enumOf(activationMethod);
type Method = WordsOf<typeof activationMethod>;

/** The activations in each commune and month; their subject is level and method. */
export const activationCounts: PeopleTable = {
  measures: [measure],
  counts: `
    select '${measure}' as measure, level || ' ' || method as subject, commune_code as place, month, occurrences as people
    from account_activation`,
};

@ObjectType({
  description:
    'Activations of electronic identification accounts (kích hoạt tài khoản định danh điện tử) of one level by one method. An activation is an event: these are turns (lượt), not people.',
})
@Records()
export class AccountActivations {
  @Field(() => Int, { description: "The account's identification level (mức độ định danh), 1 or 2." })
  level!: number;

  @Field(() => Method, { description: 'How they were activated (hình thức).' })
  method!: Method;

  @Field(() => Int, {
    description:
      'Activations (lượt kích hoạt): events, not distinct people; the number of each month rounded down to ten.',
  })
  occurrences!: number;

  @Field(() => Boolean, { description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figure.' })
  demonstration!: boolean;
}

@Resolver(() => CommuneStub)
export class CommuneActivationsResolver {
  @FieldResolver(() => [AccountActivations], {
    nullable: true,
    description:
      "Identification accounts activated here with the Youth Union's help, by level and method: turns (lượt), not people. Null before the first release.",
  })
  async accountActivations(
    @Root() commune: CommuneStub,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only this period; all when absent.' })
    period: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<AccountActivations[] | null> {
    const { demonstration } = await provenanceOf(AccountActivation.kind, context);
    const occurrences = await publishedOccurrences(context).load({ measure, place: commune.code, period });
    return (
      occurrences?.map(({ subject, occurrences }) => {
        const [level, method] = subject.split(' ') as [string, Method];
        return { level: Number(level), method, occurrences, demonstration };
      }) ?? null
    );
  }
}
