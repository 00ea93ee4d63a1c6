import type { DocumentNode } from 'graphql';
import { planChecker } from './check/plan-checker.js';
import { type CheckedPlan, soundestPlan } from './check/soundest-plan.js';
import { withoutKnownTypenames } from './known-typenames.js';
import { overridden } from './override-labels.js';
import type { PlanRequest } from './planner-channel.js';
import type { QueryPlan } from './planner.js';
import { inSeries } from './serial-mutations.js';
import { SupergraphTypes } from './subgraph-types.js';
import { type SupergraphVariant, supergraphVariants } from './supergraph-variants.js';

/** Plans an operation with one text of a supergraph. */
export type Plan = (request: PlanRequest) => QueryPlan | Promise<QueryPlan>;

/** Plans an operation, and says what is wrong with the plan. */
export type CheckedPlanner = (request: PlanRequest) => Promise<CheckedPlan>;

export interface CheckedPlannerOptions {
  readonly supergraph: DocumentNode;
  /** Prepares a planner for a text of the supergraph. */
  readonly open: (supergraphSdl: string) => Plan | Promise<Plan>;
  /** Whether it plans with whole unions first, where the supergraph has partial ones. */
  readonly completesUnions: boolean;
  /** What plans otherwise, with the supergraph as it is. */
  readonly lastResort?: Plan;
}

/**
 * A planner that plans with the other text of the supergraph what it cannot plan, or plans wrong, with the first; and in
 * the end in another way.
 * @throws Error when it can make nothing of the supergraph.
 */
export async function checkedPlanner({
  supergraph,
  open,
  completesUnions,
  lastResort,
}: CheckedPlannerOptions): Promise<CheckedPlanner> {
  const types = new SupergraphTypes(supergraph);
  const check = planChecker(types);
  const { plain, whole } = supergraphVariants(supergraph);
  const variants = !whole ? [plain] : completesUnions ? [whole, plain] : [plain, whole];
  const planners = variants.map((variant) => opened(variant, open));
  await planners[0]?.().catch(() => planners.at(-1)?.());
  const checked = async (request: PlanRequest, planner: Plan): Promise<CheckedPlan> => {
    const plan = await planner(request);
    return { plan, ...check(request.operation, plan, overridden(request.labels, request.percentage)) };
  };
  return async (request) => {
    let lastResortFor: CheckedPlan['lastResortFor'] = 'failed';
    const ways = planners.map((planner) => async () => {
      const found = await checked(request, await planner());
      lastResortFor = 'unsound';
      return found;
    });
    if (lastResort) ways.push(async () => ({ ...(await checked(request, lastResort)), lastResortFor }));
    const found = await soundestPlan(ways);
    return { ...found, plan: withoutKnownTypenames(found.plan, types) };
  };
}

/** Prepares a planner as soon as it is needed, once. */
function opened({ sdl, restore }: SupergraphVariant, open: CheckedPlannerOptions['open']): () => Promise<Plan> {
  let planner: Promise<Plan> | undefined;
  const prepare = async (): Promise<Plan> => {
    const plan = await open(sdl);
    return inSeries(async (request) => restore(await plan(request)));
  };
  return () => (planner ??= prepare());
}
