import {
  type ArgumentNode,
  type FieldNode,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import type { ContextArgument } from '../supergraph/context-arguments.js';
import { Answering, type AskedSubgraph } from './answering.js';
import { Choice } from './choice.js';
import {
  type EntityDraft,
  type FetchDraft,
  FetchPlace,
  levelAfter,
  type RootDraft,
  type SelectedField,
  type SelectedFields,
  type TakenValue,
} from './fetch-draft.js';
import { always, either, type Guard, isAlways } from '../plan/guard.js';
import { halvesOf } from './halves.js';
import { inputsOf, leafPath, variableArgument } from './inputs.js';
import type { Names } from './names.js';
import type { Operation } from '../operation/operation.js';
import type { IsOverridden } from '../supergraph/override-labels.js';
import type { Input, Path } from '../plan/plan.js';
import type { JoinedSubgraph } from '../supergraph/joined-subgraph.js';
import { namedType } from '../supergraph/named-type.js';
import { isComputed, type SubgraphField } from '../supergraph/subgraph-field.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import { areWantedAlike, isSameField, isWantedOfAll, type Wanted, Wanting, withWantedOfAny } from './wanted.js';

/** What a subgraph can be asked of an object in one fetch. */
interface Visit extends AskedSubgraph {
  /** The fetch; what it gives can be sent in those after it. */
  readonly draft: FetchDraft;
  readonly fields: SelectedFields;
  /** The fields that are sent in the fetch, which are asked for whenever something is asked in it. */
  readonly inputs: Use[];
  /** When something is asked in it. */
  guard: Guard;
  /** Whether a field can be asked for; where objects of other types are asked the same, only what is wanted of all. */
  readonly takes?: (wanted: Wanted) => boolean;
  /** The arguments that the field it is for has from the context. */
  readonly given?: readonly ArgumentNode[];
}

/** A field that a visit has been asked for. */
interface Use {
  readonly visit: Visit;
  readonly field: SelectedField;
}

/** What a subgraph can be asked at a place in one fetch. */
interface PlaceVisit extends AskedSubgraph {
  readonly draft: FetchDraft;
  readonly place: FetchPlace;
  readonly path: Path;
  /** The objects whose field leads there. */
  readonly above: Spot;
  /** The subgraphs of which any may be asked for the field: all answer the same. */
  readonly candidates: ReadonlySet<JoinedSubgraph>;
}

/** Objects of one type at one place in the data. */
interface Spot {
  readonly type: string;
  /** The way to the place, and on to the objects of the type where there are others. */
  readonly place: Path;
  readonly path: Path;
  readonly above: Spot | undefined;
  readonly visits: Visit[];
  /** The visits in which fields are computed from what is sent along, by the subgraph and that. */
  readonly computing: Map<string, Visit>;
  /** What is wanted of the objects in the end. */
  readonly wanted: readonly Wanted[];
  /** The subgraphs of which any may be asked for the objects. */
  readonly candidates: ReadonlySet<JoinedSubgraph>;
}

/** What was not answered of something that was wanted, and what the rest is answered by. */
interface Outcome<Left> {
  readonly left: Left;
  /** The fields that were asked for of the same objects. */
  readonly uses: readonly Use[];
  /** All fetches that answer something of it. */
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** Why and when a subgraph is asked. */
interface Asking {
  readonly guard: Guard;
  readonly part: string | undefined;
}

export interface PlanningOptions {
  readonly isOverridden: IsOverridden;
  /** Names that nothing in the operation has. */
  readonly names: Names;
  /** Called for each step of the work; what it throws ends the planning. */
  readonly count: () => void;
}

/** Finds the fetches that answer one operation. */
export class Planning {
  readonly #drafts: FetchDraft[] = [];
  readonly #answering: Answering;
  readonly #choice: Choice;
  readonly #wanting: Wanting;
  readonly #inputs: Wanting;
  readonly #roots: ReadonlySet<string>;

  constructor(
    private readonly supergraph: Supergraph,
    private readonly operation: Operation,
    private readonly options: PlanningOptions,
  ) {
    const { fragments } = operation;
    const { count, isOverridden } = options;
    this.#answering = new Answering(supergraph, isOverridden);
    const reading = {
      fragments,
      applies: (condition: string, type: string) => supergraph.is(type, condition),
      isHidden: (type: string) => supergraph.isHidden(type),
      count,
    };
    this.#wanting = new Wanting(reading);
    this.#inputs = new Wanting({ ...reading, isHidden: () => false, isInput: true });
    this.#roots = new Set(Object.values(OperationTypeNode).map((each) => supergraph.root(each)));
    this.#choice = new Choice(supergraph.subgraphs, this.#answering);
  }

  /** @throws Error where a field cannot be reached. */
  drafts(): readonly FetchDraft[] {
    const { definition } = this.operation;
    const root = this.supergraph.root(definition.operation);
    if (definition.operation === OperationTypeNode.MUTATION) this.#inSeries(root, definition.selectionSet);
    else this.#reachAll(this.#rootSpot(root), this.#wanting.of(root, definition.selectionSet).filter(isOfSubgraphs));
    return this.#drafts;
  }

  #rootSpot(type: string): Spot {
    const candidates = new Set(this.supergraph.subgraphs);
    return { type, place: [], path: [], above: undefined, visits: [], computing: new Map(), wanted: [], candidates };
  }

  /** Each field of a mutation has its answer, with what other subgraphs say below it, before the next takes effect. */
  #inSeries(root: string, set: SelectionSetNode): void {
    let spot = this.#rootSpot(root);
    for (const wanted of this.#wanting.inSeries(root, set).filter(isOfSubgraphs)) {
      const [visit] = spot.visits;
      const goesOn = visit && visit.draft === this.#drafts.at(-1) && !visit.fields.has(wanted.key);
      if (!goesOn || !this.#answering.answers(visit, root, wanted.name)) spot = this.#rootSpot(root);
      this.#reachAll(spot, [wanted]);
    }
  }

  #reachAll(spot: Spot, wanted: readonly Wanted[]): void {
    const { left } = this.#answer(spot, wanted, new Set());
    if (left.length > 0)
      throw new Error(`No way was found to ${spot.type}.${left.map(({ name }) => name).join(', ')}.`);
  }

  /** Has what is wanted of objects answered, by as many subgraphs as that needs. */
  #answer(spot: Spot, wanted: readonly Wanted[], computing: ReadonlySet<string>): Outcome<readonly Wanted[]> {
    const left: Wanted[] = [];
    const uses: Use[] = [];
    const drafts = new Set<FetchDraft>();
    for (const each of this.#inOrder(spot, wanted)) {
      if (each.name === '__typename' && this.#isTyped(spot, each)) continue;
      for (const { subgraph, wanted: part } of this.#partsOf(spot, each)) {
        let rest: Wanted | undefined = part;
        for (const visit of this.#visitsFor(spot, part, computing, subgraph)) {
          const outcome: Outcome<Wanted | undefined> = this.#select(spot, visit, rest, computing);
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

  /** Whether nobody has to be asked for the type of objects: their place says it, or a fetch asks for it anyway. */
  #isTyped({ type, visits }: Spot, { isInput }: Wanted): boolean {
    return !isInput && (visits.length === 0 || visits.some(({ subgraph }) => subgraph.nameOf(type) === type));
  }

  /** What is wanted as a whole; in two parts where two subgraphs can be asked at the same time instead of in turn. */
  #partsOf(spot: Spot, wanted: Wanted): readonly { readonly subgraph?: JoinedSubgraph; readonly wanted: Wanted }[] {
    const { type } = spot;
    const whole = [{ wanted }];
    if (!wanted.below || wanted.part !== undefined || this.#isSerial(spot)) return whole;
    const costs = this.supergraph.subgraphs.flatMap((subgraph) =>
      this.#answering.isOwn(subgraph, type, wanted.name)
        ? [{ subgraph, cost: this.#choice.fetchesBelow({ subgraph, granted: [] }, type, wanted) }]
        : [],
    );
    if (costs.length < 2 || costs.some(({ cost }) => cost < 1)) return whole;
    costs.sort((one, other) => one.cost - other.cost);
    return (
      halvesOf(
        this.#answering,
        costs.map(({ subgraph }) => subgraph),
        type,
        wanted,
      ) ?? whole
    );
  }

  #isSerial({ type, path }: Spot): boolean {
    return (
      path.length === 0 && this.operation.definition.operation === OperationTypeNode.MUTATION && this.#roots.has(type)
    );
  }

  /** First what the answer waits for, and of that what the fewest subgraphs answer: these are asked more then. */
  #inOrder(spot: Spot, wanted: readonly Wanted[]): readonly Wanted[] {
    if (wanted.length < 2) return wanted;
    const ranked = wanted.map((each) => ({ each, rank: this.#rankOf(spot, each) }));
    return ranked.sort((one, other) => one.rank - other.rank).map(({ each }) => each);
  }

  #rankOf(spot: Spot, wanted: Wanted): number {
    const { name, part } = wanted;
    const later = part === undefined ? 0 : 1000 + this.#wanting.depthOf(part) * 1000;
    const isAsked = spot.visits.some((visit) => this.#answering.answers(visit, spot.type, name));
    if (isAsked && !wanted.below) return later;
    const costs = this.supergraph.subgraphs
      .filter((subgraph) => this.#answering.isOwn(subgraph, spot.type, name))
      .map((subgraph) => Math.floor(this.#choice.fetchesBelow({ subgraph, granted: [] }, spot.type, wanted)));
    const least = Math.min(...costs);
    return later + costs.filter((cost) => cost === least).length;
  }

  /**
   * The visits in which a field can be asked for, one of each subgraph, that after which the fewest fetches are left
   * first; for a deferred fragment, those of what it stands in last.
   * @param first the subgraph that is asked before all others.
   */
  *#visitsFor(spot: Spot, wanted: Wanted, computing: ReadonlySet<string>, first?: JoinedSubgraph): Iterable<Visit> {
    const { type } = spot;
    const place = `${type}.${wanted.name}`;
    const known = spot.visits.filter(
      (visit) =>
        this.#answering.answers(visit, type, wanted.name) && isFree(visit, wanted) && this.#isBefore(visit, wanted),
    );
    const [same] = known;
    if (same && !wanted.below && same.draft.part === wanted.part) {
      yield known.find(({ fields, draft }) => fields.has(wanted.key) && draft.part === wanted.part) ?? same;
      return;
    }
    const ways: {
      readonly subgraph: JoinedSubgraph;
      readonly cost: number;
      readonly visit: () => Visit | undefined;
    }[] = [];
    const asked = new Set<JoinedSubgraph>();
    for (const visit of known) {
      if (asked.has(visit.subgraph) || visit.draft.part !== wanted.part) continue;
      asked.add(visit.subgraph);
      // Of two ways that need as many fetches, the one that is begun already is taken.
      const cost = this.#choice.fetchesBelow(visit, type, wanted) - 0.5;
      ways.push({ subgraph: visit.subgraph, cost, visit: () => visit });
    }
    for (const subgraph of this.supergraph.subgraphs) {
      if (asked.has(subgraph) || !this.#answering.isOwn(subgraph, type, wanted.name)) continue;
      const field = subgraph.field(type, wanted.name);
      const isFromOthers = field !== undefined && isComputed(field);
      if (isFromOthers && computing.has(place)) continue;
      ways.push({
        subgraph,
        cost: this.#costOf(spot, subgraph, wanted) + this.#choice.fetchesBelow({ subgraph, granted: [] }, type, wanted),
        visit: () =>
          isFromOthers
            ? this.#compute(spot, subgraph, field, wanted, new Set([...computing, place]))
            : this.#reach(spot, subgraph, wanted, (visit) => isFree(visit, wanted)),
      });
    }
    ways.sort(
      (one, other) => Number(other.subgraph === first) - Number(one.subgraph === first) || one.cost - other.cost,
    );
    for (const way of ways) {
      const visit = way.visit();
      if (visit) yield visit;
    }
    for (const visit of known) if (visit.draft.part !== wanted.part) yield visit;
  }

  /** How many fetches it takes to ask a subgraph of objects: two at least where nobody who was asked has its key. */
  #costOf(spot: Spot, subgraph: JoinedSubgraph, asking: Asking): number {
    if (this.#roots.has(spot.type)) return 1;
    const keys = subgraph.resolvableKeys(subgraph.nameOf(spot.type));
    return keys.some((key) => this.#isKnown(spot, key, asking)) ? 1 : 2;
  }

  #isBefore({ draft }: Visit, { part }: Pick<Asking, 'part'>): boolean {
    return this.#wanting.isBefore(draft.part, part);
  }

  /** Adds a field to a visit, with what the subgraph can answer below it; the rest of that is fetched from others. */
  #select(spot: Spot, visit: Visit, wanted: Wanted, computing: ReadonlySet<string>): Outcome<Wanted | undefined> {
    this.options.count();
    const { subgraph, fields, draft } = visit;
    const { key, name, args, below, guard } = wanted;
    widen(visit, guard);
    const field = name === '__typename' ? undefined : subgraph.field(spot.type, name);
    const type = field && namedType(field.type);
    let selected = fields.get(key);
    if (!selected) {
      const isObject = type !== undefined && this.supergraph.isComposite(type);
      const place = isObject ? this.#placeOf(subgraph, spot.type, name, type) : undefined;
      selected = { name, args: [...args, ...(visit.given ?? [])], type: field?.type, place, guard };
      fields.set(key, selected);
    } else selected.guard = either(selected.guard, guard);
    const use = { visit, field: selected };
    if (!field || !selected.place || !below || type === undefined)
      return { left: undefined, uses: [use], drafts: new Set([draft]) };

    const granted = this.#answering.grantedBelow(visit, spot.type, name);
    const path = [...spot.path, { field: key }, ...listSegments(field.type)];
    const candidates = this.#candidatesFor(spot, subgraph, name);
    const { left, drafts } = this.#selectBelow(
      { subgraph, draft, granted, place: selected.place, path, above: spot, candidates },
      type,
      this.#possible(candidates, spot.type, name),
      below,
      computing,
    );
    const rest = left.size === 0 ? undefined : { ...wanted, below: (inner: string) => left.get(inner) ?? [] };
    return { left: rest, uses: [use], drafts: new Set([draft, ...drafts]) };
  }

  #placeOf(subgraph: JoinedSubgraph, parent: string, name: string, type: string): FetchPlace {
    const only = this.#answering.onlyType(subgraph, type);
    const general = this.supergraph.fieldType(parent, name) ?? type;
    return new FetchPlace(type, only, this.supergraph.isAbstract(general) || this.supergraph.isAbstract(type));
  }

  /** The subgraphs of which any may be asked for a field of objects: those that answer it, and these. */
  #candidatesFor({ type, candidates }: Spot, asked: JoinedSubgraph, name: string): ReadonlySet<JoinedSubgraph> {
    const others = this.supergraph.subgraphs.filter(
      (subgraph) =>
        this.#answering.isOwn(subgraph, type, name) &&
        (candidates.has(subgraph) || subgraph.resolvableKeys(subgraph.nameOf(type)).length > 0),
    );
    return new Set([asked, ...others]);
  }

  /**
   * The object types of which the value of a field may be: those that all know that may be asked for it.
   * @see https://github.com/graphql-hive/federation-gateway-audit/tree/main/src/test-suites/partial-union-complex
   */
  #possible(candidates: ReadonlySet<JoinedSubgraph>, type: string, name: string): readonly string[] {
    const [first = [], ...others] = [...candidates].flatMap((subgraph) => {
      const field = subgraph.field(type, name);
      return field ? [subgraph.possible(namedType(field.type))] : [];
    });
    const common = first.filter((each) => others.every((other) => other.includes(each)));
    return common.length > 0 ? common : first;
  }

  #selectBelow(
    at: PlaceVisit,
    general: string,
    possible: readonly string[],
    below: (type: string) => readonly Wanted[],
    computing: ReadonlySet<string>,
  ): { readonly left: ReadonlyMap<string, readonly Wanted[]>; readonly drafts: ReadonlySet<FetchDraft> } {
    const { subgraph, place, path, above, granted } = at;
    const left = new Map<string, readonly Wanted[]>();
    const drafts = new Set<FetchDraft>();
    const spotOf = (type: string, wanted: readonly Wanted[], visits: Visit[]): Spot => ({
      ...{ type, above, wanted, visits, computing: new Map<string, Visit>(), candidates: at.candidates },
      ...{ place: path, path: place.only === type ? path : [...path, { types: [type] }] },
    });
    /** The interface that the subgraph takes for an object. */
    const untyped = place.only !== undefined && this.supergraph.isAbstract(place.only) ? place.only : undefined;
    const wantedBy = new Map(possible.map((type) => [type, below(type)] as const));
    let typed: Visit | undefined;
    if (untyped !== undefined) {
      const wanted = below(untyped);
      if (!this.#dependsOnType(at, untyped, wanted, wantedBy)) {
        const visit: Visit = {
          ...{ subgraph, granted, fields: place.of(untyped), draft: at.draft, inputs: [], guard: always },
        };
        const outcome = this.#answer(spotOf(untyped, wanted, [visit]), wanted, computing);
        for (const draft of outcome.drafts) drafts.add(draft);
        if (outcome.left.length > 0) for (const type of [untyped, ...possible]) left.set(type, outcome.left);
        return { left, drafts };
      }
      typed = this.#typeVisit(at, untyped, wanted);
      if (!typed) return { left: wantedBy, drafts };
      drafts.add(typed.draft);
    }
    for (const [type, wanted] of wantedBy) {
      const own = subgraph.nameOf(type);
      const takes = (field: Wanted) => isWantedOfAll(field, wantedBy);
      const visit: Visit = {
        ...{ subgraph, granted, fields: place.of(untyped ?? own), draft: typed?.draft ?? at.draft, inputs: [] },
        ...{ guard: always, ...(untyped !== undefined && { takes }) },
      };
      const spot = spotOf(type, wanted, [visit, ...this.#ofType(typed, type)]);
      const outcome = this.#answer(spot, wanted, computing);
      if (outcome.left.length > 0) left.set(type, outcome.left);
      for (const draft of outcome.drafts) drafts.add(draft);
    }
    const refused = below(general).filter((wanted) => this.#refuses(subgraph, general, wanted, wantedBy, left));
    if (refused.length === 0) return { left, drafts };
    return {
      left: new Map([general, ...possible].map((each) => [each, withWantedOfAny(left.get(each), refused)])),
      drafts,
    };
  }

  /** Whether it matters of which types objects are that a subgraph knows only as an interface. */
  #dependsOnType(
    at: PlaceVisit,
    untyped: string,
    wantedOfAny: readonly Wanted[],
    wantedBy: ReadonlyMap<string, readonly Wanted[]>,
  ): boolean {
    if (this.supergraph.possibleTypes(untyped).some((type) => this.supergraph.isHidden(type))) return true;
    if (![...wantedBy.values()].every((wanted) => areWantedAlike(wanted, wantedOfAny))) return true;
    return wantedOfAny.some(
      ({ name }) =>
        name === '__typename' ||
        (!this.#answering.answers(at, untyped, name) &&
          !this.supergraph.subgraphs.some(
            (other) => this.#answering.isOwn(other, untyped, name) && other.resolvableKeys(untyped).length > 0,
          )),
    );
  }

  /**
   * Whether a subgraph answers a field of an interface for none of its objects: where some have it as external there, and
   * where it knows no objects, nor the field. Objects of one field do not come from several subgraphs by their type.
   */
  #refuses(
    subgraph: JoinedSubgraph,
    general: string,
    { key, name }: Wanted,
    wantedBy: ReadonlyMap<string, unknown>,
    left: ReadonlyMap<string, readonly Wanted[]>,
  ): boolean {
    if (name === '__typename' || wantedBy.has(general)) return false;
    if (wantedBy.size === 0) return subgraph.field(general, name) === undefined;
    return [...left].some(
      ([type, unanswered]) =>
        unanswered.some((each) => each.key === key) && subgraph.field(type, name)?.isExternal === true,
    );
  }

  /** Asks another subgraph for the types of objects that one knows only as an interface, and for what all of them have. */
  #typeVisit(at: PlaceVisit, name: string, wanted: readonly Wanted[]): Visit | undefined {
    const { subgraph, place, path, above, draft, granted } = at;
    const visit: Visit = {
      ...{ subgraph, draft, granted: [...granted, ...subgraph.keys(name)], fields: place.of(name), inputs: [] },
      guard: always,
    };
    const spot: Spot = {
      ...{ type: name, place: path, path, above, visits: [visit], computing: new Map<string, Visit>(), wanted },
      candidates: at.candidates,
    };
    for (const other of this.supergraph.subgraphs) {
      if (!other.isInterface(name)) continue;
      const reached = this.#reach(spot, other, { guard: always, part: draft.part }, () => true);
      if (!reached) continue;
      widen(reached, always);
      reached.fields.set('__typename', typenameField());
      if (reached.draft.kind === 'entities') reached.draft.place = new FetchPlace(name, undefined, true);
      return reached;
    }
    return undefined;
  }

  /** What can be asked of objects of one type where a subgraph is asked for the types of all. */
  #ofType(typed: Visit | undefined, type: string): Visit[] {
    const place = typed?.draft.kind === 'entities' ? typed.draft.place : undefined;
    if (!typed || !place || !typed.subgraph.possible(place.general).includes(type)) return [];
    return [{ ...typed, fields: place.of(type), granted: typed.subgraph.keys(type) }];
  }

  /** Asks a subgraph about an entity by one of its keys, or for fields of the root. */
  #reach(
    spot: Spot,
    subgraph: JoinedSubgraph,
    asking: Asking,
    accepts: (visit: Visit) => boolean,
    reaching: ReadonlySet<JoinedSubgraph> = new Set(),
  ): Visit | undefined {
    const known = spot.visits.find(
      (visit) => visit.subgraph === subgraph && visit.draft.part === asking.part && accepts(visit),
    );
    if (known) return known;
    if (this.#roots.has(spot.type)) return this.#begin(spot, subgraph, asking);
    const key = this.#knownKey(spot, subgraph, asking, new Set([...reaching, subgraph]));
    if (!key) return undefined;
    const visit = this.#ask(spot, subgraph, asking, key);
    spot.visits.push(visit);
    return visit;
  }

  /** Asks a subgraph for a field that it computes from others; undefined where these cannot be known. */
  #compute(
    spot: Spot,
    subgraph: JoinedSubgraph,
    { requires = nothing, contextArguments }: SubgraphField,
    asking: Asking,
    computing: ReadonlySet<string>,
  ): Visit | undefined {
    const id = JSON.stringify([subgraph.name, asking.part, requires, contextArguments]);
    const known = spot.computing.get(id);
    if (known) return known;
    const own = this.#need(spot, requires, asking, computing);
    const shared = own && contextArguments.length === 0 ? this.#sendAlong(spot, subgraph, asking, own) : undefined;
    if (shared) {
      spot.computing.set(id, shared);
      return shared;
    }
    const values = contextArguments.map((argument) => this.#take(spot, argument, asking, computing));
    const key = own && this.#knownKey(spot, subgraph, asking, new Set([subgraph]));
    if (!key || !values.every((value) => value !== undefined)) return undefined;
    const visit: Visit = {
      ...this.#ask(spot, subgraph, asking, {
        inputs: [...key.inputs, ...own.inputs],
        uses: [...key.uses, ...own.uses],
        drafts: new Set([...key.drafts, ...own.drafts, ...values.flatMap(({ drafts }) => [...drafts])]),
        context: values.map(({ value }) => value),
      }),
      given: values.map(({ given }) => given),
    };
    spot.computing.set(id, visit);
    return visit;
  }

  /**
   * Sends what a field is computed from in the fetch in which the subgraph is asked for other fields, so that each entity
   * is sent once: where all of it comes with the objects themselves. If it came of others, and these failed, the other
   * fields would be lost with it.
   */
  #sendAlong(
    spot: Spot,
    subgraph: JoinedSubgraph,
    asking: Asking,
    {
      inputs,
      uses,
      drafts,
    }: { readonly inputs: readonly Input[]; readonly uses: readonly Use[]; readonly drafts: ReadonlySet<FetchDraft> },
  ): Visit | undefined {
    const [first] = spot.visits;
    if (![...drafts].every((draft) => draft === first?.draft)) return undefined;
    const visit = this.#reach(
      spot,
      subgraph,
      asking,
      ({ draft }) => draft.kind === 'entities' && draft.type === spot.type && draft.context.length === 0,
    );
    if (visit?.draft.kind !== 'entities' || !first || !visit.draft.after.has(first.draft)) return undefined;
    const { inputs: sent } = visit.draft;
    const added: Input[] = [];
    for (const input of inputs) {
      const same = sent.find((each) => 'on' in each || 'on' in input || each.name === input.name);
      if (!same) added.push(input);
      else if (JSON.stringify(same) !== JSON.stringify(input)) return undefined;
    }
    sent.push(...added);
    visit.inputs.push(...uses);
    for (const { field, visit: giver } of uses) {
      field.guard = either(field.guard, visit.guard);
      widen(giver, visit.guard);
    }
    return visit;
  }

  /** Has fields of objects answered that are sent along; undefined where they cannot be. */
  #need(spot: Spot, needed: SelectionSetNode, { guard, part }: Asking, computing: ReadonlySet<string>) {
    // Nothing else is under these keys: neither what a client asked for with other arguments, nor what others require.
    const prefix = this.options.names.forSet(needed);
    const sources = new Map<string, string>();
    const wanted = this.#inputs.of(spot.type, needed, part).map((each) => {
      const shared = this.#shared(spot, each, part);
      const key = shared?.key ?? prefix + each.key;
      sources.set(each.key, key);
      return { ...each, key, guard, part: shared ? shared.part : part };
    });
    const { left, uses, drafts } = this.#answer(spot, wanted, computing);
    if (left.length > 0) return undefined;
    const sourceOf = (name: string) => sources.get(name) ?? prefix + name;
    return { inputs: inputsOf(needed, sourceOf), sourceOf, uses, drafts };
  }

  /** What the client is answered anyway that is the same value, whatever its conditions. */
  #shared(spot: Spot, field: Wanted, part: string | undefined): Wanted | undefined {
    if (field.below) return undefined;
    return spot.wanted.find(
      (each) =>
        !each.below && isAlways(each.guard) && isSameField(each, field) && this.#wanting.isBefore(each.part, part),
    );
  }

  /** Has the value of an argument answered by the nearest objects above that have its context. */
  #take(spot: Spot, argument: ContextArgument, { part }: Asking, computing: ReadonlySet<string>) {
    const { name, type, context, selection } = argument;
    let object = spot.above;
    let up = 1;
    const contextual = this.supergraph.typesWithContext(context);
    const hasContext = ({ type: own }: Spot) => contextual.some((general) => this.supergraph.is(own, general));
    for (; object && !hasContext(object); up += 1) object = object.above;
    const needed = object && this.#need(object, selection, { guard: always, part }, computing);
    if (!object || !needed) return undefined;
    const [first = '', ...below] = leafPath(selection, (condition) => this.supergraph.is(object.type, condition));
    const variable = this.options.names.variable('context');
    const value: TakenValue = { variable, type, up, path: [needed.sourceOf(first), ...below] };
    return { value, drafts: needed.drafts, given: variableArgument(name, variable) };
  }

  /** A key by which a subgraph can be asked, as it is sent, and what gives it: one that is known already, if there is. */
  #knownKey(spot: Spot, subgraph: JoinedSubgraph, asking: Asking, reaching: ReadonlySet<JoinedSubgraph>) {
    const keys = subgraph.resolvableKeys(subgraph.nameOf(spot.type));
    const known = keys.filter((key) => this.#isKnown(spot, key, asking));
    for (const key of [...known, ...keys]) {
      const fields = this.#knownFields(spot, key, asking, reaching);
      if (fields) return fields;
    }
    return undefined;
  }

  /** Whether subgraphs that are asked anyway give all of a key. */
  #isKnown(spot: Spot, { selections }: SelectionSetNode, asking: Asking): boolean {
    return selections.every(
      (field) =>
        field.kind === Kind.FIELD &&
        spot.visits.some((visit) => this.#isBefore(visit, asking) && this.#answering.gives(visit, spot.type, field)),
    );
  }

  #knownFields(spot: Spot, key: SelectionSetNode, asking: Asking, reaching: ReadonlySet<JoinedSubgraph>) {
    const given: { readonly visit: Visit; readonly field: FieldNode }[] = [];
    for (const field of key.selections) {
      if (field.kind !== Kind.FIELD) return undefined;
      if (field.name.value === '__typename') continue;
      const visit = this.#giver(spot, field, asking, reaching);
      if (!visit) return undefined;
      given.push({ visit, field });
    }
    const prefix = this.options.names.of('key');
    const sources = new Map<string, string>();
    const uses: Use[] = [];
    // The objects must be there, whatever their key is.
    const drafts = new Set<FetchDraft>(spot.visits.slice(0, 1).map(({ draft }) => draft));
    for (const { visit, field } of given) {
      const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [field] };
      const [wanted] = this.#inputs.of(spot.type, set, visit.draft.part) as [Wanted];
      const shared = this.#shared(spot, wanted, visit.draft.part)?.key;
      const isShared = shared !== undefined && isFree(visit, { ...wanted, key: shared });
      const source = isShared ? shared : prefix + wanted.key;
      sources.set(wanted.key, source);
      const { guard } = asking;
      const outcome = this.#select(spot, visit, { ...wanted, key: source, guard }, new Set());
      uses.push(...outcome.uses);
      for (const draft of outcome.drafts) drafts.add(draft);
    }
    return { inputs: inputsOf(key, (name) => sources.get(name) ?? name), uses, drafts };
  }

  /** A visit in which a subgraph gives a field of a key; a new one where it has to be asked for that first. */
  #giver(spot: Spot, field: FieldNode, asking: Asking, reaching: ReadonlySet<JoinedSubgraph>): Visit | undefined {
    const { type } = spot;
    const gives = (visit: Visit) => this.#answering.gives(visit, type, field);
    const known = spot.visits.find((visit) => this.#isBefore(visit, asking) && gives(visit));
    if (known) return known;
    for (const subgraph of this.supergraph.subgraphs) {
      if (reaching.has(subgraph) || !this.#answering.gives({ subgraph, granted: [] }, type, field)) continue;
      const visit = this.#reach(spot, subgraph, asking, gives, reaching);
      if (visit) return visit;
    }
    return undefined;
  }

  #ask(
    { type, place }: Spot,
    subgraph: JoinedSubgraph,
    { part }: Asking,
    by: {
      readonly inputs: readonly Input[];
      readonly uses: readonly Use[];
      readonly drafts: ReadonlySet<FetchDraft>;
      readonly context?: readonly TakenValue[];
    },
  ): Visit {
    const as = subgraph.nameOf(type);
    const { inputs, uses, drafts: after, context = [] } = by;
    const fields: SelectedFields = new Map();
    const draft: EntityDraft = {
      ...{
        kind: 'entities',
        subgraph: subgraph.name,
        type,
        as,
        inputs: [...inputs],
        context,
        after,
        part,
        path: place,
        fields,
      },
      level: levelAfter(after),
    };
    this.#drafts.push(draft);
    return { subgraph, draft, fields, granted: subgraph.keys(as), inputs: [...uses], guard: [] };
  }

  /** The fetches that one of the root waits for: those of the mutations before it. */
  get #before(): readonly FetchDraft[] {
    const isMutation = this.operation.definition.operation === OperationTypeNode.MUTATION;
    return isMutation ? this.#drafts.filter(({ part }) => part === undefined) : [];
  }

  #begin({ type, path, visits }: Spot, subgraph: JoinedSubgraph, { part }: Asking): Visit {
    const after = new Set(path.length > 0 ? visits.slice(0, 1).map(({ draft }) => draft) : this.#before);
    const place = new FetchPlace(type, type, false);
    const fields = place.of(type);
    const draft: RootDraft = {
      ...{ kind: 'root', subgraph: subgraph.name, type, place, fields, after, part, path, level: levelAfter(after) },
    };
    this.#drafts.push(draft);
    const visit: Visit = { subgraph, draft, fields, granted: [], inputs: [], guard: always };
    visits.push(visit);
    return visit;
  }
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Notes that something is asked in a visit, so that what it needs is there. */
function widen(visit: Visit, guard: Guard): void {
  if (isAlways(visit.guard)) return;
  const wider = either(visit.guard, guard);
  if (JSON.stringify(wider) === JSON.stringify(visit.guard)) return;
  visit.guard = wider;
  for (const use of visit.inputs) {
    use.field.guard = either(use.field.guard, guard);
    widen(use.visit, guard);
  }
}

/** Whether a field can be asked for in a visit under its key. */
function isFree({ fields, takes }: Visit, wanted: Wanted): boolean {
  const known = fields.get(wanted.key);
  if (known && !isSameField(known, wanted)) return false;
  return takes?.(wanted) ?? true;
}

/** Whether a field of the root is not about the schema, which the gateway answers of itself. */
function isOfSubgraphs({ name }: Wanted): boolean {
  return !name.startsWith('__');
}

function typenameField(): SelectedField {
  return { name: '__typename', args: [], type: undefined, place: undefined, guard: always };
}

function listSegments(type: TypeNode): Path {
  if (type.kind === Kind.NON_NULL_TYPE) return listSegments(type.type);
  return type.kind === Kind.LIST_TYPE ? ['@', ...listSegments(type.type)] : [];
}
