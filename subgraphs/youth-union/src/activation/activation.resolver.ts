import { CommuneStub, GraphQLPeriod, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { activationsOfCommune } from './activation.loader.js';
import { AccountActivations } from './activation.type.js';

@Resolver(() => CommuneStub)
export class CommuneActivationsResolver {
  @FieldResolver(() => [AccountActivations], {
    nullable: true,
    description:
      "Identification accounts activated here with the Youth Union's help, by level and method: turns (lượt), not people.",
  })
  accountActivations(
    @Root() commune: CommuneStub,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only this period; all when absent.' })
    period: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<AccountActivations[]> {
    return activationsOfCommune(context).load({ communeCode: commune.code, period: period ?? undefined });
  }
}
