import { Cost, type SubgraphContext } from '@hub/kit';
import { dueEndings } from '@hub/protocol';
import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import { operatorOf } from '../organisation/organisation-joining.resolver.js';
import { managesOrganisations } from '../organisation/linked-organisation.type.js';
import { Ending, EndingKind } from './ending.type.js';
import { registryEndings } from './registry-endings.js';

const kinds: Readonly<Record<string, EndingKind | undefined>> = EndingKind;

/** The list of things that end, for operators. */
@Resolver(() => Ending)
export class EndingResolver {
  @managesOrganisations()
  @Cost(10)
  @Directive('@listSize(assumedSize: 50)')
  @Query(() => [Ending], {
    nullable: true,
    description:
      'What ends within ninety days or ended in the last thirty, for operators (sắp hết hạn): the first first, 500 at most.',
  })
  async endings(@Ctx() context: SubgraphContext): Promise<Ending[]> {
    operatorOf(context);
    const due = dueEndings(await registryEndings(context), context.now());
    return due.slice(0, 500).flatMap(({ kind: given, endsAt, name, daysLeft, renewedBy }) => {
      const kind = kinds[given];
      return kind === undefined ? [] : [{ kind, name, endsAt: new Date(endsAt), daysLeft, renewedBy }];
    });
  }
}
