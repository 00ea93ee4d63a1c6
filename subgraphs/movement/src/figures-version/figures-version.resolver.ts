import type { SubgraphContext } from '@hub/kit';
import { Ctx, ID, Query, Resolver } from 'type-graphql';
import { figuresVersion } from './figures-version.js';

@Resolver()
export class FiguresVersionResolver {
  @Query(() => ID, {
    name: 'figuresVersion',
    nullable: true,
    description:
      'The version of all figures of progress and indicators (phiên bản số liệu): while it is the same, each figure is what it was; it changes with releases, estimates, goals, denominators, places, indicators, agreements, and each day. It has no order and no meaning.',
  })
  version(@Ctx() context: SubgraphContext): Promise<string> {
    return figuresVersion(context);
  }
}
