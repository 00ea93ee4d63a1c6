import {
  Cost,
  defineService,
  demandScope,
  Format,
  presentOf,
  type SubgraphContext,
  type SubscriptionContext,
} from '@hub/kit';
import { GraphQLPeriod, monthInProvince } from '@hub/protocol';
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { communeArgumentDescription, placeOf } from '../commune/commune.loader.js';
import { existingGoal, goalsInForce } from '../goal/goal.loader.js';
import { headlineDescription, loadProgress, type ProgressKey, refuseFuture } from './goal-progress.loader.js';
import { GoalProgress } from './goal-progress.type.js';
import { ProgressWatch } from './progress-watch.js';
import { RegisterChanges } from './register-changes.js';

interface Asked {
  readonly goal?: string | null;
  readonly commune?: string | null;
  readonly period?: string | null;
}

/** The changed progress; without a period, the goal's headline at the time of the message. */
type ChangedKey = Omit<ProgressKey, 'period'> & { readonly period: string | null };

/** One watch for all subscriptions of a server. */
const progressWatch = defineService<ProgressWatch>('progress watch');

function watchOf({ em, log, now, services }: SubscriptionContext): ProgressWatch {
  return services.open(
    progressWatch,
    () => new ProgressWatch({ open: () => new RegisterChanges(em, services), log, now }),
  );
}

async function progressChanges(asked: Asked, context: SubscriptionContext): Promise<AsyncGenerator<ChangedKey>> {
  const { rootPlace, now } = context;
  if (asked.period != null) refuseFuture(asked.period, context);
  const communeCode = await placeOf(asked.commune, asked.period ?? monthInProvince(now()), context);
  if (communeCode !== rootPlace) demandScope(context, 'progress:read', 'the progress of communes');
  const goals = asked.goal == null ? await goalsInForce(context) : [await existingGoal(asked.goal, context)];
  const wish = {
    goalCodes: goals.map(({ code }) => code),
    communeCode: communeCode === rootPlace ? undefined : communeCode,
    period: asked.period ?? null,
  };
  return keysOf(watchOf(context).follow(wish, context.signal), communeCode, wish.period);
}

/** The keys of the progress that changed. */
async function* keysOf(
  goalCodes: AsyncIterable<string>,
  communeCode: string,
  period: string | null,
): AsyncGenerator<ChangedKey> {
  for await (const goalCode of goalCodes) yield presentOf(goalCode, { goalCode, communeCode, period });
}

@Resolver()
export class GoalProgressChangedResolver {
  @Cost(300)
  @Subscription(() => GoalProgress, {
    nullable: true,
    description:
      'Sends the current progress towards a goal, and again within seconds whenever it may have changed: a release of an organisation was taken in, people were estimated again, or a goal or a denominator changed (tiến độ vừa thay đổi).',
    subscribe: ({ args, context }) => progressChanges(args as Asked, context as SubscriptionContext),
  })
  goalProgressChanged(
    @Root() key: ChangedKey,
    @Format('code')
    @Arg('goal', () => ID, { nullable: true, description: "The goal's code (mã mục tiêu); every goal when left out." })
    _goal: string | null,
    @Format('place')
    @Arg('commune', () => ID, {
      nullable: true,
      description: communeArgumentDescription,
    })
    _commune: string | null,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: headlineDescription })
    _period: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress | null> {
    return loadProgress(key, context);
  }
}
