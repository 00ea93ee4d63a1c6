import { OperationTypeNode, type SelectionSetNode } from 'graphql';
import type { Operation } from '../../operation/operation.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import type { IsOverridden } from '../../supergraph/override-labels.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import { always } from '../../plan/guard.js';
import { Answering } from './answering.js';
import { Choice } from './choice.js';
import { ComputedFields } from './computed-fields.js';
import { type FetchDraft, FetchPlace, levelAfter, type RootDraft } from './fetch-draft.js';
import { halvesOf } from './halves.js';
import { Keys } from './keys.js';
import type { Names } from './names.js';
import { NestedKeys } from './nested-keys.js';
import { Places } from './places.js';
import { Selecting } from './selecting.js';
import type { Asking, Outcome, Pending, Spot, Use, Visit } from './spot.js';
import { UntypedObjects } from './untyped-objects.js';
import { type Wanted, Wanting } from './wanted.js';
import { Ways } from './ways.js';

export interface PlanningOptions {
  readonly isOverridden: IsOverridden;
  /** Names that do not occur in the operation. */
  readonly names: Names;
  /** Called for each step of the work; an error that it throws ends the planning. */
  readonly count: () => void;
}

/** Finds the fetches of one operation, and holds the state that the planner's parts share. */
export class Planning {
  readonly names: Names;
  readonly count: () => void;
  readonly answering: Answering;
  readonly choice: Choice;
  readonly nestedKeys: NestedKeys;
  /** Reads the caller's wanted fields. */
  readonly wanting: Wanting;
  /** Reads the inputs that subgraphs want. */
  readonly inputs: Wanting;
  readonly ways = new Ways(this);
  readonly keys = new Keys(this);
  readonly computed = new ComputedFields(this);
  readonly selecting = new Selecting(this);
  readonly places = new Places(this);
  readonly untyped = new UntypedObjects(this);
  /** The fetches found so far. */
  readonly drafts: FetchDraft[] = [];
  readonly #roots: ReadonlySet<string>;

  constructor(
    readonly supergraph: Supergraph,
    private readonly operation: Operation,
    { isOverridden, names, count }: PlanningOptions,
  ) {
    this.names = names;
    this.count = count;
    this.answering = new Answering(supergraph, isOverridden);
    this.nestedKeys = new NestedKeys(supergraph, this.answering, count);
    this.choice = new Choice(supergraph.subgraphs, this.answering, this.nestedKeys);
    const reading = {
      ...{ fragments: operation.fragments, count },
      applies: (condition: string, type: string) => supergraph.is(type, condition),
      isHidden: (type: string) => supergraph.isHidden(type),
    };
    this.wanting = new Wanting(reading);
    this.inputs = new Wanting({ ...reading, isHidden: () => false, isInput: true });
    this.#roots = new Set(Object.values(OperationTypeNode).map((each) => supergraph.root(each)));
  }

  /** @throws Error if a field is unreachable. */
  find(): readonly FetchDraft[] {
    const { definition } = this.operation;
    const root = this.supergraph.root(definition.operation);
    if (this.#isMutation) this.#inSeries(root, definition.selectionSet);
    else this.#reachAll(this.#rootSpot(root), this.wanting.of(root, definition.selectionSet).filter(isOfSubgraphs));
    return this.drafts;
  }

  /** Whether objects of a type are the root of some operation, which any subgraph can return. */
  isRoot(type: string): boolean {
    return this.#roots.has(type);
  }

  /** Plans a fetch of root fields. */
  begin({ type, path, visits }: Spot, subgraph: JoinedSubgraph, { part }: Asking): Visit {
    const after = new Set(path.length > 0 ? visits.slice(0, 1).map(({ draft }) => draft) : this.#before);
    const place = new FetchPlace(type, type, false);
    const fields = place.of(type);
    const draft: RootDraft = {
      ...{ kind: 'root', subgraph: subgraph.name, type, place, fields, after, part, path, level: levelAfter(after) },
    };
    this.drafts.push(draft);
    const visit: Visit = { subgraph, draft, fields, granted: [], inputs: [], guard: always };
    visits.push(visit);
    return visit;
  }

  /**
   * Plans wanted fields of objects, with as many subgraphs as they need.
   * @param pending the fields and keys for which they are wanted.
   */
  answer(spot: Spot, wanted: readonly Wanted[], pending: Pending): Outcome<readonly Wanted[]> {
    const left: Wanted[] = [];
    const uses: Use[] = [];
    const drafts = new Set<FetchDraft>();
    for (const each of this.#inOrder(spot, wanted)) {
      if (each.name === '__typename' && isTyped(spot, each)) continue;
      for (const { subgraph, wanted: part } of this.#partsOf(spot, each)) {
        let rest: Wanted | undefined = part;
        for (const visit of this.ways.visitsFor(spot, part, pending, subgraph)) {
          const outcome: Outcome<Wanted | undefined> = this.selecting.select(spot, visit, rest, pending);
          uses.push(...outcome.uses);
          for (const draft of outcome.drafts) drafts.add(draft);
          rest = outcome.left;
          if (!rest) break;
        }
        if (rest) left.push(rest);
      }
    }
    return { left, uses, drafts };
  }

  #rootSpot(type: string): Spot {
    const candidates = new Set(this.supergraph.subgraphs);
    return { type, place: [], path: [], above: undefined, visits: [], computing: new Map(), wanted: [], candidates };
  }

  /**
   * Plans a mutation's fields in series: each has its whole answer, also from other subgraphs, before the next one
   * runs.
   */
  #inSeries(root: string, set: SelectionSetNode): void {
    let spot = this.#rootSpot(root);
    for (const wanted of this.wanting.inSeries(root, set).filter(isOfSubgraphs)) {
      const [visit] = spot.visits;
      const goesOn = visit && visit.draft === this.drafts.at(-1) && !visit.fields.has(wanted.key);
      if (!goesOn || !this.answering.answers(visit, root, wanted.name)) spot = this.#rootSpot(root);
      this.#reachAll(spot, [wanted]);
    }
  }

  #reachAll(spot: Spot, wanted: readonly Wanted[]): void {
    const { left } = this.answer(spot, wanted, new Set());
    if (left.length > 0)
      throw new Error(`No way was found to ${spot.type}.${left.map(({ name }) => name).join(', ')}.`);
  }

  /** The wanted field whole, or in two parts if two subgraphs can be queried in parallel. */
  #partsOf(spot: Spot, wanted: Wanted): readonly { readonly subgraph?: JoinedSubgraph; readonly wanted: Wanted }[] {
    const { type } = spot;
    const whole = [{ wanted }];
    if (!wanted.below || wanted.part !== undefined || this.#isSerial(spot)) return whole;
    const costs = this.#costs(spot, wanted);
    if (costs.length < 2 || costs.some(({ cost }) => cost < 1)) return whole;
    costs.sort((one, other) => one.cost - other.cost);
    const subgraphs = costs.map(({ subgraph }) => subgraph);
    return halvesOf(this.answering, subgraphs, type, wanted) ?? whole;
  }

  /** The subgraphs that answer a field by themselves, with the number of further fetches after each. */
  #costs({ type }: Spot, wanted: Wanted): { readonly subgraph: JoinedSubgraph; readonly cost: number }[] {
    return this.supergraph.subgraphs
      .filter((subgraph) => this.answering.isOwn(subgraph, type, wanted.name))
      .map((subgraph) => ({ subgraph, cost: this.choice.fetchesBelow({ subgraph, granted: [] }, type, wanted) }));
  }

  /**
   * The initial answer's fields first, and of these the fields with the fewest subgraphs: later fields then use the
   * same subgraphs.
   */
  #inOrder(spot: Spot, wanted: readonly Wanted[]): readonly Wanted[] {
    if (wanted.length < 2) return wanted;
    const ranked = wanted.map((each) => ({ each, rank: this.#rankOf(spot, each) }));
    return ranked.sort((one, other) => one.rank - other.rank).map(({ each }) => each);
  }

  #rankOf(spot: Spot, wanted: Wanted): number {
    const { name, part } = wanted;
    const later = part === undefined ? 0 : 1000 + this.wanting.depthOf(part) * 1000;
    const isAsked = spot.visits.some((visit) => this.answering.answers(visit, spot.type, name));
    if (isAsked && !wanted.below) return later;
    const costs = this.#costs(spot, wanted).map(({ cost }) => Math.floor(cost));
    const least = Math.min(...costs);
    return later + costs.filter((cost) => cost === least).length;
  }

  get #isMutation(): boolean {
    return this.operation.definition.operation === OperationTypeNode.MUTATION;
  }

  #isSerial({ type, path }: Spot): boolean {
    return path.length === 0 && this.#isMutation && this.#roots.has(type);
  }

  /** The fetches that a root fetch waits for: the earlier mutations. */
  get #before(): readonly FetchDraft[] {
    return this.#isMutation ? this.drafts.filter(({ part }) => part === undefined) : [];
  }
}

/** Whether the type of objects needs no fetch: their path decides it, or a fetch returns it anyway. */
function isTyped({ type, visits }: Spot, { isInput }: Wanted): boolean {
  return !isInput && (visits.length === 0 || visits.some(({ subgraph }) => subgraph.nameOf(type) === type));
}

/** Whether a root field is not introspection, which the gateway answers itself. */
function isOfSubgraphs({ name }: Wanted): boolean {
  return !name.startsWith('__');
}
