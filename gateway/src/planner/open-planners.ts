import { parse } from 'graphql';
import { apolloPlanner } from './apollo-planner.js';
import { checkedPlanner, type CheckedPlanner, type Plan, type PlanWay } from './checked-planner.js';
import { hivePlanner } from './hive-planner.js';
import { overridden } from './override-labels.js';
import type { PlannerSetUp } from './planner-channel.js';
import { inSeries } from './serial-mutations.js';
import { stepwisePlanner } from './stepwise/stepwise-planner.js';
import { SupergraphTypes } from './subgraph-types.js';
import { type SupergraphVariant, supergraphVariants } from './supergraph-variants.js';
import { TookTooLong, withinTime } from './time-limit.js';

/** How long Apollo's planner may take: some operations have it fill gigabytes. */
const maxApolloMs = 2000;

/**
 * Prepares the planners of a process.
 * @throws Error when the first can make nothing of the supergraph.
 */
export async function openPlanners({ role, supergraphSdl, overrideLabels }: PlannerSetUp): Promise<CheckedPlanner> {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const types = new SupergraphTypes(supergraph);
  const { plain, whole } = supergraphVariants(supergraph);
  if (role === 'hive') {
    // Of partial unions it may lose members.
    const variants = (whole ? [whole, plain] : [plain]).map((variant) => opened(variant, openHive));
    const ways = await waysOf('hive', variants);
    return checkedPlanner(types, () => ways);
  }
  const variants = (whole ? [plain, whole] : [plain]).map((variant) =>
    opened(variant, (sdl) => openApollo(sdl, overrideLabels)),
  );
  const ways = await waysOf('apollo', variants);
  const planStepwise = stepwisePlanner(types);
  const stepwise: PlanWay = {
    by: 'stepwise',
    plan: ({ operation, labels, percentage }) => planStepwise(operation, overridden(labels, percentage)),
  };
  return checkedPlanner(types, ({ incremental }) => (incremental ? ways : [...ways, stepwise]));
}

/** Has a planner ready for the first text of the supergraph, or the last; it is opened for others when it is needed. */
async function waysOf(by: PlanWay['by'], variants: readonly (() => Promise<Plan>)[]): Promise<PlanWay[]> {
  await variants[0]?.().catch(() => variants.at(-1)?.());
  return variants.map((open) => ({ by, plan: async (request) => (await open())(request) }));
}

/** Prepares a planner as soon as it is needed, once. */
function opened({ sdl, restore }: SupergraphVariant, open: (sdl: string) => Plan | Promise<Plan>): () => Promise<Plan> {
  let planner: Promise<Plan> | undefined;
  const prepare = async (): Promise<Plan> => {
    const plan = await open(sdl);
    return inSeries(async (request) => restore(await plan(request)));
  };
  return () => (planner ??= prepare());
}

function openHive(supergraphSdl: string): Plan {
  const hive = hivePlanner(supergraphSdl);
  // In threads: what is easy does not wait for what is hard.
  return ({ operation, labels, percentage }) => hive.plan(operation, new Set(labels), percentage);
}

async function openApollo(supergraphSdl: string, overrideLabels: readonly string[]): Promise<Plan> {
  const open = () => apolloPlanner(supergraphSdl, overrideLabels);
  let apollo = await open();
  return async ({ operation, incremental, labels, percentage }) => {
    const isOverridden = overridden(labels, percentage);
    try {
      return withinTime(maxApolloMs, () =>
        incremental ? apollo.planIncremental(operation, isOverridden) : apollo.plan(operation, isOverridden),
      );
    } catch (error) {
      if (error instanceof TookTooLong) apollo = await open();
      throw error;
    }
  };
}
