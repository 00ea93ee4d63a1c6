import { type DocumentNode, type FieldNode, Kind, print, type SelectionSetNode } from 'graphql';
import type { Fetch, JudgedPlan, PlannedOperation } from '../plan.js';
import { AnswerCheck } from './answer-check.js';
import { ImaginedData } from './imagined-data.js';
import { kindFaults } from './operation-kind.js';
import { PlanRun, type RunContext } from './plan-run.js';
import { combinations, conditionVariables, labelOf, type Operation, operationOf } from './selection.js';
import { Sources } from './sources.js';
import { SupergraphModel } from './supergraph-model.js';

/** The oracle's findings on a plan, and the plan's cost. */
export interface Judgement {
  /** Why the answer would be wrong; empty for a sound plan. */
  readonly wrong: readonly string[];
  /**
   * Fields that a fetch asks for although their condition or type excludes them: the answer is right unless they fail.
   */
  readonly needless: readonly string[];
  /** Fields of abstract types' members that some possible source does not have; no fault. */
  readonly beyond: readonly string[];
  readonly cost: PlanCost;
}

/** The cost of a plan under its most expensive conditions. */
export interface PlanCost {
  readonly fetches: number;
  /** The most fetches that come one after another. */
  readonly chain: number;
  /** The length of the operations that are sent. */
  readonly bytes: number;
}

/** How many fields of objects are looked at for one plan at most: some seconds. */
const maxFields = 3_000_000;

/**
 * Prepares the judge of a supergraph's plans. The judge runs a plan on imagined data under every combination of its
 * conditions: each subgraph answers by the supergraph and the sent representations. It compares the client's answer
 * with the answer of a server that knows the whole graph.
 * @returns a function that judges a plan; it throws if the plan is too large or its fetches wait for each other.
 */
export function judgeOf(sdl: string): (operation: PlannedOperation, plan: JudgedPlan) => Judgement {
  const model = new SupergraphModel(sdl);
  return ({ document, isOn }, plan) => {
    const operation = operationOf(document);
    const found = { wrong: new Set<string>(), beyond: new Set<string>() };
    const asked = new Set<FieldNode>();
    const unasked = new Map<FieldNode, string>();
    const sent = new Set<FieldNode>();
    let fields = 0;
    const count = () => {
      if ((fields += 1) > maxFields) throw new Error(`Expected a plan of at most ${maxFields} fields.`);
    };
    const report = (problem: string) => void found.wrong.add(problem);
    const data = new ImaginedData(model);
    const context: RunContext = { ...{ data, isOn, report, sent, count }, operations: new Map() };
    const sources = new Sources(model, isOn);
    const root = model.root(operation.definition.operation);
    const texts = new Texts();
    const cost = { fetches: 0, chain: 0, bytes: 0 };
    for (const conditions of combinations(conditionVariables(document))) {
      for (const isLeftOut of stagesOf(operation, plan)) {
        const run = new PlanRun(context, plan, root, conditions, isLeftOut);
        const check = new AnswerCheck(
          { ...{ data, sources, report, asked, unasked, count }, beyond: (each) => void found.beyond.add(each) },
          operation,
          conditions,
          isLeftOut,
        );
        check.run(run.root);
        for (const fault of kindFaults(operation, run, conditions)) report(fault);
        cost.fetches = Math.max(cost.fetches, run.fetches.length);
        cost.chain = Math.max(cost.chain, longestChain(run));
        cost.bytes = Math.max(cost.bytes, texts.bytes(run.fetches));
      }
    }
    const isInParts = plan.fetches.some(({ deferred }) => deferred !== undefined);
    // In a plan with parts, a fetch may ask early for a value that a later part needs.
    const needless = isInParts
      ? []
      : [...unasked].flatMap(([node, place]) => (asked.has(node) && !sent.has(node) ? [place] : []));
    return { wrong: [...found.wrong], needless: [...new Set(needless)], beyond: [...found.beyond], cost };
  };
}

/**
 * The deferred fragments to leave out at each time at which a client has a part of the answer: first every fragment,
 * then every one but one fragment with those around it, in the end none. A fragment without separate fetches is never
 * left out.
 */
function stagesOf({ definition, fragments }: Operation, { fetches }: JudgedPlan): ((label: string) => boolean)[] {
  const later = new Set(fetches.flatMap(({ deferred }) => (deferred === undefined ? [] : [deferred])));
  if (later.size === 0) return [() => false];
  const chains: string[][] = [];
  const find = ({ selections }: SelectionSetNode, around: readonly string[]): void => {
    for (const selection of selections) {
      const label = labelOf(selection.directives ?? []);
      const chain = label === undefined ? [...around] : [...around, label];
      if (label !== undefined && later.has(label)) chains.push(chain);
      const set =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)?.selectionSet
          : selection.selectionSet;
      if (set) find(set, chain);
    }
  };
  find(definition.selectionSet, []);
  const without = (there: readonly string[]) => (label: string) => later.has(label) && !there.includes(label);
  return [[], ...chains, [...later]].map(without);
}

function longestChain(run: PlanRun): number {
  const lengths = new Map<Fetch, number>();
  let longest = 0;
  for (const fetch of run.fetches) {
    let length = 1;
    for (const [earlier, known] of lengths) if (run.isBefore(earlier, fetch)) length = Math.max(length, known + 1);
    lengths.set(fetch, length);
    longest = Math.max(longest, length);
  }
  return longest;
}

/** The lengths of operations, each counted once. */
class Texts {
  readonly #lengths = new Map<DocumentNode, number>();

  bytes(fetches: readonly Fetch[]): number {
    let bytes = 0;
    for (const { operation } of fetches) {
      let length = this.#lengths.get(operation);
      if (length === undefined)
        this.#lengths.set(operation, (length = print(operation).replaceAll(/\s+/g, ' ').length));
      bytes += length;
    }
    return bytes;
  }
}
