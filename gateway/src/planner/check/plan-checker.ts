import { type FieldNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { collectFields, type Selecting } from '../../executor/collect-fields.js';
import { applied } from '../../supergraph/applied.js';
import { deferOf, hasDefer, labelOf, withoutDefer } from '../defer.js';
import { conditionVariables, findOperation, type Operation } from '../operation.js';
import type { IsOverridden } from '../override-labels.js';
import type { PlanNode, QueryPlan } from '../planner.js';
import { argumentsText } from './arguments-text.js';
import type { Fields, Place } from './known-data.js';
import { type ParallelOrder, PlanSimulation, type SimulationContext } from './plan-simulation.js';
import { isComposite, type SupergraphTypes } from '../subgraph-types.js';

/** What is to be said against a plan; nothing, as a rule. */
export interface PlanFindings {
  /** Why it cannot give the right answer. */
  readonly wrong: readonly string[];
  /** What it asks for that nobody wants: the answer is right, unless that fails. */
  readonly needless: readonly string[];
}

/** Finds what is wrong with an operation's plan, for a request for which some progressive overrides are on. */
export type CheckPlan = (operation: string, plan: QueryPlan, isOverridden: IsOverridden) => PlanFindings;

const nothing: PlanFindings = { wrong: [], needless: [] };

/** How many combinations of an operation's conditions are tried at most. */
const maxCombinations = 16;

/** How many fields of objects are looked at for one plan at most; about 50 ms. */
const maxFields = 50_000;

/** The plan or its operation is too large to be checked. */
class TooLarge extends Error {}

/**
 * Prepares the check of a supergraph's plans. A plan is run without data, once for each combination of the operation's
 * conditions, and what is known then is compared with what the operation asks of objects of every type that may stand
 * at a place. So are found: fields that no fetch asks for, or that another's value covers; entities whose keys or
 * required fields are not known in time; fetches that their subgraph must refuse; fields that are asked of a subgraph
 * which another has taken them over from, or not yet; fields that are asked for in spite of their condition. Of what is
 * too large only a part is checked.
 */
export function planChecker(types: SupergraphTypes): CheckPlan {
  return (text, plan, isOverridden) => {
    const operation = findOperation(parse(text, { noLocation: true }), undefined);
    if (!operation) return nothing;
    const check = new Check(types, isOverridden);
    const stages = stagesOf(operation, plan);
    try {
      for (const variables of combinations(conditionVariables(operation))) {
        for (const stage of stages) {
          if (check.run(stage, variables, 'backwards').isCrossed) check.run(stage, variables, 'forwards');
        }
      }
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return { ...check.findings(), needless: [] };
    }
    // What a part needs is there before it is asked for.
    return stages.length > 1 ? { ...check.findings(), needless: [] } : check.findings();
  };
}

/** What a client has of an answer at one time, and what was fetched for it. */
interface Stage {
  readonly operation: Operation;
  readonly nodes: readonly PlanNode[];
}

/**
 * The stages of an answer: all at once; in parts, first what is not deferred, then each part with those that it stands
 * in and no others, since nothing else need be there by then, and in the end all of them.
 */
function stagesOf(operation: Operation, { node, parts = [] }: QueryPlan): Stage[] {
  const stage = (labels: ReadonlySet<string>): Stage => {
    const later = new Set(parts.map(({ label }) => label).filter((label) => !labels.has(label)));
    const there = parts.filter(({ label }) => labels.has(label)).map((part) => part.node);
    return {
      operation: hasDefer(operation) ? withoutDefer(operation, (label) => later.has(label)) : operation,
      nodes: node ? [node, ...there] : there,
    };
  };
  if (parts.length === 0) return [stage(new Set())];
  const planned = new Set(parts.map(({ label }) => label));
  const chains = deferredChains(operation.definition.selectionSet, []).filter((chain) =>
    planned.has(chain.at(-1) ?? ''),
  );
  return [stage(new Set()), ...chains.map((chain) => stage(new Set(chain))), stage(planned)];
}

/** The labels of each deferred fragment and of those that it stands in, from without. */
function deferredChains({ selections }: SelectionSetNode, outer: readonly string[]): (readonly string[])[] {
  return selections.flatMap((selection) => {
    const defer = deferOf(selection);
    const label = defer && labelOf(defer);
    const chain = label === undefined ? outer : [...outer, label];
    const inner =
      'selectionSet' in selection && selection.selectionSet ? deferredChains(selection.selectionSet, chain) : [];
    return label === undefined ? inner : [chain, ...inner];
  });
}

class Check {
  readonly #wrong = new Set<string>();
  readonly #context: SimulationContext;
  /** What asked for a value that the operation asked for too. */
  readonly #asked = new Set<FieldNode>();
  /** What asked for a value that the operation did not ask for under some combination of its conditions. */
  readonly #unasked = new Map<FieldNode, string>();
  #count = 0;

  constructor(
    private readonly types: SupergraphTypes,
    isOverridden: IsOverridden,
  ) {
    this.#context = {
      types,
      isOverridden,
      fetches: new Map(),
      sent: new Set(),
      report: (problem) => this.#wrong.add(problem),
      count: () => {
        if ((this.#count += 1) > maxFields) throw new TooLarge();
      },
    };
  }

  run({ operation, nodes }: Stage, variables: Readonly<Record<string, boolean>>, order: ParallelOrder): PlanSimulation {
    const { definition, fragments } = operation;
    const root = this.types.root(definition.operation);
    const simulation = new PlanSimulation(this.#context, root, variables, order);
    for (const node of nodes) simulation.run(node);
    const selecting: Selecting = {
      fragments,
      variables,
      applies: (condition, type) => this.types.is(type, condition),
    };
    this.#compareFields(simulation.data, root, [definition.selectionSet], selecting);
    return simulation;
  }

  findings(): PlanFindings {
    const needless = new Set<string>();
    for (const [node, place] of this.#unasked) {
      if (this.#asked.has(node) && !this.#context.sent.has(node)) {
        needless.add(`${place} is asked for in spite of its condition`);
      }
    }
    return { wrong: [...this.#wrong], needless: [...needless] };
  }

  #comparePlace(place: Place, type: string, sets: readonly SelectionSetNode[], selecting: Selecting): void {
    const isAbstract = this.types.get(type)?.kind !== Kind.OBJECT_TYPE_DEFINITION;
    for (const [possible, fields] of place) {
      // Clients must not know of it, and get null.
      if (applied(this.types.get(possible), 'inaccessible').length > 0) continue;
      if (isAbstract && !this.#isTypeKnown(fields, possible, type, sets, selecting)) {
        this.#wrong.add(`the type of a ${type} is not asked for`);
      }
      this.#compareFields(fields, possible, sets, selecting, isAbstract);
    }
  }

  /** Whether objects of an abstract type are told apart where they must be. */
  #isTypeKnown(
    fields: Fields,
    possible: string,
    type: string,
    sets: readonly SelectionSetNode[],
    selecting: Selecting,
  ): boolean {
    if (fields.get('__typename')?.typename === possible) return true;
    const ofAll = collectFields(selecting, type, sets);
    return [...collectFields(selecting, possible, sets).keys()].every((key) => ofAll.has(key));
  }

  #compareFields(
    fields: Fields,
    type: string,
    sets: readonly SelectionSetNode[],
    selecting: Selecting,
    isAbstract = false,
  ): void {
    const asked = collectFields(selecting, type, sets);
    for (const [key, nodes] of asked) {
      this.#context.count();
      const [node] = nodes as [FieldNode];
      const name = node.name.value;
      const known = fields.get(key);
      if (name === '__typename') {
        if (isAbstract && known?.field !== name) this.#wrong.add(`${type}.__typename is not asked for as ${key}`);
        continue;
      }
      if (known?.field !== name || known.args !== argumentsText(node.arguments)) {
        // Findings are logged, and arguments may be of people.
        const had = known?.field === name ? 'it has other arguments' : `it has ${known?.field}`;
        this.#wrong.add(`${type}.${name} as ${key}: ${known ? had : 'it is not asked for'}`);
        continue;
      }
      for (const source of known.sources) this.#asked.add(source);
      const fieldType = this.types.fieldType(type, name);
      if (fieldType === undefined || !known.below) continue;
      const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      if (isComposite(this.types.get(fieldType))) this.#comparePlace(known.below, fieldType, below, selecting);
    }
    for (const [key, { field, sources }] of fields) {
      if (asked.has(key) || field === '__typename') continue;
      for (const source of sources) this.#unasked.set(source, `${type}.${field}`);
    }
  }
}

/** The values that the variables of conditions may have together; some of them where they are many. */
function combinations(names: readonly string[]): Readonly<Record<string, boolean>>[] {
  if (2 ** names.length <= maxCombinations) {
    return Array.from({ length: 2 ** names.length }, (_, bits) =>
      Object.fromEntries(names.map((name, index) => [name, ((bits >> index) & 1) === 1])),
    );
  }
  const all = (value: boolean, but?: string) =>
    Object.fromEntries(names.map((name) => [name, (name === but) !== value]));
  return [all(true), all(false), ...names.flatMap((name) => [all(true, name), all(false, name)])].slice(
    0,
    maxCombinations,
  );
}
