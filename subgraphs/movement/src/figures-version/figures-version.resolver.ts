import { Cost, Format, presentOf, type SubgraphContext, type SubscriptionContext } from '@hub/kit';
import { Arg, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { passed } from '../passed.js';
import { figuresVersion } from './figures-version.js';

/** How long to wait between two looks for another version, in milliseconds. */
const lookEveryMs = 1000;

/** The version as a subscription tells it. */
interface ToldVersion {
  readonly version: string;
}

/** Tells the version at once where it is not the one that the caller has, and whenever it is another. */
async function* versions(since: string | null | undefined, context: SubscriptionContext): AsyncGenerator<ToldVersion> {
  const { em, log, signal } = context;
  let known = since ?? undefined;
  let hasLooked = false;
  while (!signal.aborted) {
    try {
      const version = await figuresVersion({ ...context, em: em.fork() });
      if (version !== known) yield presentOf('version', { version });
      known = version;
      hasLooked = true;
    } catch (error) {
      if (!hasLooked) throw error;
      log.warn({ err: error }, 'cannot look for another version of the figures; trying again');
    }
    await passed(lookEveryMs, signal);
  }
}

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

  @Cost(50)
  @Subscription(() => ID, {
    nullable: true,
    description:
      'Tells the version of all figures at once where it is not `since`, and within seconds whenever it is another (số liệu vừa thay đổi): then ask again for the figures that you show. A caller that sends its last version misses no change.',
    subscribe: ({ args, context }) =>
      versions((args as { since?: string | null }).since, context as SubscriptionContext),
  })
  figuresVersionChanged(
    @Root() { version }: ToldVersion,
    @Format('cursor')
    @Arg('since', () => ID, {
      nullable: true,
      description: 'The version that you have (phiên bản đang có); told at once when left out.',
    })
    _since: string | null,
  ): string {
    return version;
  }
}
