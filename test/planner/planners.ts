import { type DocumentNode, parse, print } from 'graphql';
import { withoutShadowingAliases } from '../../gateway/src/planner/aliases.js';
import { apolloPlanner } from '../../gateway/src/planner/apollo-planner.js';
import { checkedPlanner, type PlanWay } from '../../gateway/src/planner/checked-planner.js';
import { isSound } from '../../gateway/src/planner/check/soundest-plan.js';
import { deferringOperation, withoutDefer } from '../../gateway/src/planner/defer.js';
import {
  conditionVariables,
  findOperation,
  type Operation,
  plannedPartOf,
} from '../../gateway/src/planner/operation.js';
import { overridden } from '../../gateway/src/planner/override-labels.js';
import type { PlanRequest } from '../../gateway/src/planner/planner-channel.js';
import type { PlannerName } from '../../gateway/src/planner/planner-stats.js';
import type { QueryPlan } from '../../gateway/src/planner/planner.js';
import { inSeries } from '../../gateway/src/planner/serial-mutations.js';
import { stepwisePlanner } from '../../gateway/src/planner/stepwise/stepwise-planner.js';
import { SupergraphTypes } from '../../gateway/src/planner/subgraph-types.js';
import { type SupergraphVariant, supergraphVariants } from '../../gateway/src/planner/supergraph-variants.js';
import { textForPlanner } from '../../gateway/src/planner/text-for-planner.js';
import { withinTime } from '../../gateway/src/planner/time-limit.js';
import { readSupergraph } from '../../gateway/src/supergraph/supergraph.js';
import type { HiveProcess } from './hive-process.js';
import { judgedPlan } from './hub-plan.js';
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
  /** Undefined where nothing is asked of subgraphs. */
  readonly document: DocumentNode | undefined;
  readonly plan: JudgedPlan;
  /** How long planners took, those without a sound plan too. */
  readonly milliseconds: number;
  /** Whose plan it is. */
  readonly by: PlannerName;
}

/** Plans operations of one supergraph; throws where it finds no plan. */
export type PlanAsked = (asked: Asked) => Promise<Planned>;

/** The planners that there are; `running` is what the gateway runs: each in turn until a plan is sound by its own check. */
export const plannerNames = ['running', 'hive', 'apollo', 'stepwise'] as const;

export type PlannerUnderTest = (typeof plannerNames)[number];

/** How long Apollo's planner may take for one operation, as in the gateway, in milliseconds. */
const maxApolloMs = 2000;

/**
 * Prepares the planners of a supergraph.
 * @throws Error where the gateway refuses it.
 */
export function openPlanners(sdl: string, hiveProcess: HiveProcess): Record<PlannerUnderTest, PlanAsked> {
  const supergraph = readSupergraph(sdl);
  const document = parse(sdl, { noLocation: true });
  const types = new SupergraphTypes(document);
  const { plain, whole } = supergraphVariants(document);
  const variants = (first: 'plain' | 'whole') =>
    whole ? (first === 'whole' ? [whole, plain] : [plain, whole]) : [plain];
  const hive = variants('whole').map((variant) =>
    way('hive', variant, (text) => (request) => hiveProcess.plan(text, request)),
  );
  const apollo = variants('plain').map((variant) =>
    way('apollo', variant, (text) => openApollo(text, supergraph.overrideLabels)),
  );
  const planStepwise = stepwisePlanner(types);
  const stepwise: PlanWay = {
    by: 'stepwise',
    plan: ({ operation, labels, percentage }) => planStepwise(operation, overridden(labels, percentage)),
  };
  const all = ({ incremental }: PlanRequest) => (incremental ? apollo : [...hive, ...apollo, stepwise]);

  /** The operation as the gateway gives it to planners, and whether it is delivered in parts. */
  const prepared = (whole_: Operation): Prepared => {
    const operation = withoutShadowingAliases(whole_, supergraph.isFieldName);
    // It is delivered in parts for one set of variables: here all conditions hold.
    const deferring = deferringOperation(operation, allHold(operation));
    const text = (each: Operation) => textForPlanner(each, supergraph);
    return {
      whole: text(withoutDefer(operation)),
      ...(deferring && { inParts: text(deferring.operation) }),
    };
  };
  /** The operation as the client wrote it. */
  const bare = (operation: Operation): Prepared => {
    const planned = plannedPartOf(withoutDefer(operation));
    return { whole: planned ? print(planned) : '' };
  };
  const planner =
    (waysFor: (request: PlanRequest) => readonly PlanWay[], prepare: (operation: Operation) => Prepared): PlanAsked =>
    async ({ document: asked, operationName, labels, percentage }) => {
      const operation = findOperation(asked, operationName);
      if (!operation) throw new Error('Expected an operation.');
      const { whole: text, inParts } = prepare(operation);
      let milliseconds = 0;
      const timed = ({ by, plan }: PlanWay): PlanWay => ({
        by,
        plan: async (request) => {
          const started = performance.now();
          try {
            return await plan(request);
          } finally {
            milliseconds += performance.now() - started;
          }
        },
      });
      const plan = checkedPlanner(types, (request) => waysFor(request).map(timed));
      const asPart = (incremental: string) =>
        plan({ operation: incremental, incremental: true, labels, percentage }).then(
          (found) => (isSound(found) ? { found, planned: incremental } : undefined),
          () => undefined,
        );
      const asWhole = async () => ({ found: await plan({ operation: text, labels, percentage }), planned: text });
      if (text === '') return { document: undefined, plan: { fetches: [] }, milliseconds: 0, by: 'stepwise' };
      const { found, planned } = (inParts !== undefined && (await asPart(inParts))) || (await asWhole());
      return {
        ...{ milliseconds, by: found.by },
        ...{ document: parse(planned, { noLocation: true }), plan: judgedPlan(found.plan) },
      };
    };
  return {
    running: planner(all, prepared),
    hive: planner(
      () => hive,
      (operation) => ({ whole: prepared(operation).whole }),
    ),
    apollo: planner(() => apollo, prepared),
    stepwise: planner(() => [stepwise], bare),
  };
}

function allHold(operation: Operation): Record<string, boolean> {
  return Object.fromEntries(conditionVariables(operation).map((name) => [name, true]));
}

interface Prepared {
  readonly whole: string;
  /** Undefined where nothing is deferred. */
  readonly inParts?: string;
}

function way(
  by: PlannerName,
  { sdl, restore }: SupergraphVariant,
  open: (sdl: string) => PlanOnce | Promise<PlanOnce>,
): PlanWay {
  let opened: Promise<PlanOnce> | undefined;
  const plan = async (request: PlanRequest) => {
    opened ??= Promise.resolve(open(sdl));
    return restore(await (await opened)(request));
  };
  return { by, plan: inSeries(plan) };
}

type PlanOnce = (request: PlanRequest) => QueryPlan | Promise<QueryPlan>;

async function openApollo(sdl: string, labels: readonly string[]): Promise<PlanOnce> {
  const open = () => apolloPlanner(sdl, labels);
  let apollo = await open();
  return async ({ operation, incremental, labels: on, percentage }) => {
    const isOn = overridden(on, percentage);
    try {
      return withinTime(maxApolloMs, () =>
        incremental ? apollo.planIncremental(operation, isOn) : apollo.plan(operation, isOn),
      );
    } catch (error) {
      // It may have been stopped in the middle of anything.
      apollo = await open();
      throw error;
    }
  };
}
