import { createRequire } from 'node:module';
import type * as Hive from '@graphql-hive/router-query-planner';
import { SupergraphError } from '../engine/engine.js';
import { StartError } from '../start-error.js';
import type { Planner, PlanNode } from './planner.js';

/**
 * Prepares Hive's planner, a Rust addon, for a supergraph, in this process: a fault in it ends the process.
 * @throws SupergraphError when it can make nothing of the text; StartError on a platform that it was not built for.
 */
export function hivePlanner(supergraphSdl: string): Planner {
  const { QueryPlanner } = hiveAddon();
  const planner = open(() => new QueryPlanner(supergraphSdl));
  return {
    overridePercentages: planner.overridePercentages,
    close: () => undefined,
    plan: async (operation, labels, percentage) => {
      const plan = await planner.planAsync(operation, null, new Set(labels), percentage);
      return plan.node ? { ...plan, node: withPrimaryKind(plan.node) } : plan;
    },
  };
}

/** A plan whose subscription's fetch says, as all others do, that it is one: Hive's planner leaves that out. */
function withPrimaryKind(node: PlanNode): PlanNode {
  if (node.kind === 'Subscription') return { ...node, primary: { ...node.primary, kind: 'Fetch' } };
  return node.kind === 'Sequence' ? { ...node, nodes: node.nodes.map(withPrimaryKind) } : node;
}

/**
 * Loads the addon.
 * @throws StartError on a platform that it was not built for.
 */
export function hiveAddon(): typeof Hive {
  try {
    return createRequire(import.meta.url)('@graphql-hive/router-query-planner') as typeof Hive;
  } catch (error) {
    const { platform, arch } = process;
    throw new StartError(
      `expected a platform that @graphql-hive/router-query-planner has an addon for (Linux with glibc, macOS), got ${platform} ${arch}: ${firstLine(error)}`,
      1,
    );
  }
}

function open<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new SupergraphError(firstLine(error), { cause: error });
  }
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0] ?? '';
}
