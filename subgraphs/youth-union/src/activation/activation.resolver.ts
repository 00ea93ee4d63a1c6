import { CommuneStub, GraphQLPeriod, provenanceOf, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { activations } from '../people-tables.js';
import { publishedTurns } from '../published-turns.loader.js';
import { activationImport } from './activation.import.js';
import { AccountActivations, type ActivationMethod } from './activation.type.js';

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
    const { demonstration } = await provenanceOf(activationImport.kind, context);
    const turns = await publishedTurns(context).load({ measure: activations, place: commune.code, period });
    return (
      turns?.map(({ subject, occurrences }) => {
        const [level, method] = subject.split(' ') as [string, ActivationMethod];
        return { level: Number(level), method, occurrences, demonstration };
      }) ?? null
    );
  }
}
