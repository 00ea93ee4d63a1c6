import { type DocumentNode, Kind, print, visit } from 'graphql';
import { withoutShadowingAliases } from '../../gateway/src/operation/aliases.js';
import { deferringOperation, withoutDefer } from '../../gateway/src/operation/defer.js';
import { conditionVariables, type Operation, operationsOf } from '../../gateway/src/operation/operation.js';
import { percentageOf } from '../../gateway/src/supergraph/override-labels.js';
import { planOperation } from '../../gateway/src/planner/plan-operation.js';
import { Supergraph } from '../../gateway/src/supergraph/supergraph.js';
import { type ApolloPlanner, apolloPlanner } from './apollo-planner.js';
import { gatewayPlan } from './gateway-plan.js';
import type { HiveProcess } from './hive-process.js';
import { peerPlan } from './peer-plan.js';
import type { JudgedPlan } from './plan.js';

/** An operation of a corpus, asked for by a client. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  /** The labels of overrides that are on. */
  readonly labels: readonly string[];
  /** Which of a hundred requests it is. */
  readonly percentage: number;
}

/** A plan, and the operation for which it is, as the planner was given it. */
export interface Planned {
  /** Undefined if no subgraph is asked. */
  readonly document: DocumentNode | undefined;
  readonly plan: JudgedPlan;
  /** How long the planner took. */
  readonly milliseconds: number;
}

/** Plans operations of one supergraph; throws where it finds no plan. */
export type PlanAsked = (asked: Asked) => Promise<Planned>;

/** The planners that there are: the gateway's own, and its peers. */
export const plannerNames = ['gateway', 'hive', 'apollo'] as const;

export type PlannerUnderTest = (typeof plannerNames)[number];

/** More steps than any operation within the gateway's limits takes. */
const maxSteps = 10_000_000;

/** Prepares the planners of a supergraph. */
export function openPlanners(sdl: string, hive: HiveProcess): Record<PlannerUnderTest, PlanAsked> {
  const supergraph = new Supergraph(sdl);
  let apollo: Promise<ApolloPlanner> | undefined;

  /** The operation that subgraphs answer; undefined where the gateway answers all of it. */
  const found = ({ document, operationName }: Asked): Operation => {
    const operation = operationsOf(document).find(
      ({ definition }) => operationName === undefined || definition.name?.value === operationName,
    );
    if (!operation) throw new Error('Expected an operation.');
    return operation;
  };
  return {
    gateway: async (asked) => {
      const whole = withoutShadowingAliases(found(asked));
      // It is delivered in parts for one set of variables: here all conditions hold.
      const operation = deferringOperation(whole, allHold(whole))?.operation ?? withoutDefer(whole);
      const { labels, percentage } = asked;
      const isOverridden = (label: string) => labels.includes(label) || percentage < (percentageOf(label) ?? 0);
      return timed(operation, () => gatewayPlan(planOperation(supergraph, operation, { isOverridden, maxSteps })));
    },
    hive: async (asked) => {
      const operation = withoutDefer(found(asked));
      const request = { ...asked, operation: print(documentOf(operation)) };
      const { plan, milliseconds } = await hive.plan(sdl, request);
      return { ...(await timed(operation, () => peerPlan(plan))), milliseconds };
    },
    apollo: async (asked) => {
      apollo ??= apolloPlanner(sdl, supergraph.overrideLabels);
      const planner = await apollo;
      const operation = withoutDefer(found(asked));
      const { labels, percentage } = asked;
      const isOverridden = (label: string) => labels.includes(label) || percentage < (percentageOf(label) ?? 0);
      return timed(operation, () => peerPlan(planner.plan(print(documentOf(operation)), isOverridden)));
    },
  };
}

async function timed(operation: Operation, plan: () => JudgedPlan): Promise<Planned> {
  const started = performance.now();
  const planned = plan();
  const milliseconds = performance.now() - started;
  return Promise.resolve({
    document: planned.fetches.length > 0 ? askedOfSubgraphs(documentOf(operation)) : undefined,
    plan: planned,
    milliseconds,
  });
}

/**
 * The part of an operation that subgraphs answer: without `__schema` and `__type`, which the gateway answers itself,
 * and without aliases of `__typename`, because the gateway knows objects by that name.
 */
function askedOfSubgraphs(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (field) => {
      if (field.name.value === '__schema' || field.name.value === '__type') return null;
      return field.name.value === '__typename' && field.alias ? { ...field, alias: undefined } : undefined;
    },
  });
}

function documentOf({ definition, fragments }: Operation): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
}

function allHold(operation: Operation): Record<string, boolean> {
  return Object.fromEntries(conditionVariables(operation).map((name) => [name, true]));
}
