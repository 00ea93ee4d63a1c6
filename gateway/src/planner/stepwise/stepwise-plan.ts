import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import {
  type ArgumentNode,
  type FieldNode,
  Kind,
  OperationTypeNode,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import type { Selecting } from '../../executor/collect-fields.js';
import { applied } from '../../supergraph/applied.js';
import type { ContextArgument } from '../../supergraph/context-arguments.js';
import type { Operation } from '../operation.js';
import type { IsOverridden } from '../override-labels.js';
import type { PlanNode } from '../planner.js';
import {
  isComposite,
  isComputed,
  namedType,
  type SubgraphField,
  type SubgraphTypes,
  type SupergraphTypes,
} from '../subgraph-types.js';
import { Answering, type AskedSubgraph } from './answering.js';
import { FetchPlace, type SelectedFields } from './fetch-selection.js';
import { leafPath, sentFields, variableArgument } from './sent-along.js';
import { type Path, Steps, type TakenValue } from './steps.js';
import { isSameField, isWantedOfAll, type WantedField, wantedFields, withWantedOfAny } from './wanted-field.js';

/** What a subgraph can be asked of an object in one fetch. */
interface Visit extends AskedSubgraph {
  readonly fields: SelectedFields;
  /** The step of the fetch; what it gives can be sent in the next. */
  readonly step: number;
  /** Whether a field can be asked for; where objects of other types are asked the same, only what is wanted of all. */
  readonly takes?: (wanted: WantedField) => boolean;
  /** The arguments that the field it is for has from the context. */
  readonly given?: readonly ArgumentNode[];
}

/** What a subgraph can be asked at a place in one fetch. */
interface PlaceVisit extends AskedSubgraph, Pick<Visit, 'step'> {
  readonly place: FetchPlace;
  readonly path: Path;
  /** The objects whose field leads there. */
  readonly above: Spot;
}

/** Objects of one type at one place in the data. */
interface Spot {
  readonly type: string;
  readonly path: Path;
  readonly above: Spot | undefined;
  readonly visits: Visit[];
  /** The visits in which fields are computed from what is sent along, by the subgraph and that. */
  readonly computing: Map<string, Visit>;
}

/** What was not answered of something that was wanted, and the step after which the rest is known. */
interface Outcome {
  readonly left: readonly WantedField[];
  readonly step: number;
}

/** The plan of one operation without conditions, or of what is left of it. */
export class StepwisePlan {
  readonly #steps: Steps;
  readonly #answering: Answering;
  readonly #selecting: Selecting;
  readonly #subgraphs: readonly SubgraphTypes[];
  readonly #roots: ReadonlySet<string>;
  #aliases = 0;

  /** @param count is called for each field that a fetch will have; what it throws ends the planning. */
  constructor(
    private readonly types: SupergraphTypes,
    private readonly operation: Operation,
    isOverridden: IsOverridden,
    private readonly count: () => void,
  ) {
    const { fragments } = operation;
    this.#steps = new Steps(types, operation);
    this.#answering = new Answering(types, isOverridden);
    this.#selecting = { fragments, variables: {}, applies: (condition, type) => types.is(type, condition) };
    this.#roots = new Set(Object.values(OperationTypeNode).map((each) => types.root(each)));
    this.#subgraphs = types.subgraphs.map((name) => types.of(name));
  }

  /** @throws Error where a field cannot be reached. */
  plan(): PlanNode | undefined {
    const { definition } = this.operation;
    const root = this.types.root(definition.operation);
    const wanted = this.#wantedOf(root, [definition.selectionSet]);
    const { left } = this.#answer(
      { type: root, path: [], above: undefined, visits: [], computing: new Map() },
      wanted,
      new Set(),
    );
    if (left.length > 0) throw new Error(`No way was found to ${root}.${left.map(({ name }) => name).join(', ')}.`);
    return this.#steps.toPlan();
  }

  /** What a client wants of objects of a type: nothing where he must not know of it. */
  #wantedOf(type: string, sets: readonly SelectionSetNode[]): WantedField[] {
    if (applied(this.types.get(type), 'inaccessible').length > 0) return [];
    return wantedFields(this.#selecting, type, sets, (inner, below) => this.#wantedOf(inner, below));
  }

  /** Has what is wanted of objects answered, by as many subgraphs as that needs. */
  #answer(spot: Spot, wanted: readonly WantedField[], computing: ReadonlySet<string>): Outcome {
    const left: WantedField[] = [];
    let last = 0;
    for (const each of wanted) {
      let rest: WantedField | undefined = each;
      for (const visit of this.#visitsFor(spot, each, computing)) {
        const outcome: Outcome = this.#select(spot, visit, rest, computing);
        last = Math.max(last, outcome.step);
        rest = outcome.left[0];
        if (!rest) break;
      }
      if (rest) left.push(rest);
    }
    return { left, step: last };
  }

  /** The visits in which a field can be asked for, one of each subgraph, those that there are already first. */
  *#visitsFor(spot: Spot, wanted: WantedField, computing: ReadonlySet<string>): Iterable<Visit> {
    const { type } = spot;
    const place = `${type}.${wanted.name}`;
    const asked = new Set<SubgraphTypes>();
    for (const visit of [...spot.visits]) {
      if (asked.has(visit.subgraph) || !this.#answering.answers(visit, type, wanted.name) || !isFree(visit, wanted))
        continue;
      asked.add(visit.subgraph);
      yield visit;
    }
    for (const subgraph of this.#subgraphs) {
      if (asked.has(subgraph) || !this.#answering.isOwn(subgraph, type, wanted.name)) continue;
      const field = subgraph.field(type, wanted.name);
      const isFromOthers = field !== undefined && isComputed(field);
      if (isFromOthers && computing.has(place)) continue;
      const visit = isFromOthers
        ? this.#compute(spot, subgraph, field, new Set([...computing, place]))
        : this.#reach(spot, subgraph, (known) => isFree(known, wanted));
      if (visit) yield visit;
    }
  }

  /** Adds a field to a visit, with what the subgraph can answer below it; the rest of that is fetched from others. */
  #select(spot: Spot, visit: Visit, wanted: WantedField, computing: ReadonlySet<string>): Outcome {
    this.count();
    const { subgraph, fields, step } = visit;
    const { key, name, args, below } = wanted;
    const field = name === '__typename' ? undefined : subgraph.field(spot.type, name);
    const type = field && namedType(field.type);
    const isObject = type !== undefined && isComposite(this.types.get(type));
    let selected = fields.get(key);
    if (!selected) {
      const place = isObject ? new FetchPlace(this.#answering.onlyType(subgraph, type)) : undefined;
      fields.set(key, (selected = { name, args: [...args, ...(visit.given ?? [])], type: field?.type, place }));
    }
    if (!field || !selected.place || !below || type === undefined) return { left: [], step };

    const granted = this.#answering.grantedBelow(visit, spot.type, name);
    const possible = subgraph.possibleOf(spot.type, name);
    const path = [...spot.path, { Field: key }, ...listSegments(field.type)];
    const outcome = this.#selectBelow(
      { subgraph, step, granted, place: selected.place, path, above: spot },
      type,
      possible,
      below,
      computing,
    );
    if (outcome.left.size === 0) return { left: [], step: outcome.step };
    return { left: [{ ...wanted, below: (inner) => outcome.left.get(inner) ?? [] }], step: outcome.step };
  }

  #selectBelow(
    at: PlaceVisit,
    general: string,
    possible: readonly string[],
    below: (type: string) => readonly WantedField[],
    computing: ReadonlySet<string>,
  ) {
    const { subgraph, place, path, above } = at;
    const left = new Map<string, readonly WantedField[]>();
    let last = at.step;
    /** The interface that the subgraph takes for an object, whose objects' types have to be asked of others. */
    const untyped = this.types.get(place.type ?? '')?.kind === Kind.INTERFACE_TYPE_DEFINITION ? place.type : undefined;
    let step = at.step;
    const wantedBy = new Map(possible.map((type) => [type, below(type)] as const));
    if (untyped !== undefined) {
      const typed = this.#typeStep(at, untyped);
      if (typed === undefined) return { left: wantedBy, step };
      step = typed;
    }
    for (const [type, wanted] of wantedBy) {
      const own = subgraph.nameOf(type);
      const visit: Visit = {
        ...{ subgraph, step, fields: place.of(untyped ?? own) },
        granted: at.granted,
        ...(untyped !== undefined && { takes: (field) => isWantedOfAll(field, wantedBy) }),
      };
      const isOnly = place.type === type;
      const spot: Spot = {
        ...{ type, path: isOnly ? path : [...path, { TypeCondition: [type] }] },
        ...{ above, visits: [visit], computing: new Map<string, Visit>() },
      };
      const outcome = this.#answer(spot, wanted, computing);
      if (outcome.left.length > 0) left.set(type, outcome.left);
      last = Math.max(last, outcome.step);
    }
    const refused = below(general).filter((wanted) => this.#refuses(subgraph, general, wanted, wantedBy, left));
    if (refused.length === 0) return { left, step: last };
    return {
      left: new Map([general, ...possible].map((each) => [each, withWantedOfAny(left.get(each), refused)])),
      step: last,
    };
  }

  /**
   * Whether a subgraph answers a field of an interface for none of its objects: where some have it as external there, and
   * where it knows no objects, nor the field. Objects of one field do not come from several subgraphs by their type.
   */
  #refuses(
    subgraph: SubgraphTypes,
    general: string,
    { key, name }: WantedField,
    wantedBy: ReadonlyMap<string, unknown>,
    left: ReadonlyMap<string, readonly WantedField[]>,
  ): boolean {
    if (name === '__typename' || wantedBy.has(general)) return false;
    if (wantedBy.size === 0) return subgraph.field(general, name) === undefined;
    return [...left].some(
      ([type, unanswered]) =>
        unanswered.some((each) => each.key === key) && subgraph.field(type, name)?.isExternal === true,
    );
  }

  /** Has the types of objects told that a subgraph knows only as an interface; the step in which that is done. */
  #typeStep({ subgraph, place, path, above, step, granted }: PlaceVisit, name: string): number | undefined {
    const visit: Visit = { subgraph, step, granted: [...granted, ...subgraph.keys(name)], fields: place.of(name) };
    const spot: Spot = { type: name, path, above, visits: [visit], computing: new Map() };
    for (const other of this.#subgraphs) {
      if (!other.isInterface(name)) continue;
      const reached = this.#reach(spot, other, () => true);
      if (reached) return reached.step;
    }
    return undefined;
  }

  /** Asks a subgraph about an entity by one of its keys, or for fields of the root. */
  #reach(
    spot: Spot,
    subgraph: SubgraphTypes,
    accepts: (visit: Visit) => boolean,
    reaching: ReadonlySet<SubgraphTypes> = new Set(),
  ): Visit | undefined {
    const known = spot.visits.find((visit) => visit.subgraph === subgraph && accepts(visit));
    if (known) return known;
    if (this.#roots.has(spot.type)) return this.#begin(spot, subgraph);
    const key = this.#knownKey(spot, subgraph, new Set([...reaching, subgraph]));
    if (!key) return undefined;
    const visit = this.#ask(spot, subgraph, key.sent, key.step + 1);
    spot.visits.push(visit);
    return visit;
  }

  /** Asks a subgraph for a field that it computes from others; undefined where these cannot be known. */
  #compute(
    spot: Spot,
    subgraph: SubgraphTypes,
    { requires = nothing, contextArguments }: SubgraphField,
    computing: ReadonlySet<string>,
  ): Visit | undefined {
    const taken = contextArguments.map(({ name, context, selection }) => `${name} ${context} ${print(selection)}`);
    const id = [subgraph.name, print(requires), ...taken].join('\n');
    const known = spot.computing.get(id);
    if (known) return known;
    const own = this.#need(spot, requires, computing);
    const values = contextArguments.map((argument) => this.#take(spot, argument, computing));
    const key = own && this.#knownKey(spot, subgraph, new Set([subgraph]));
    if (!key || !values.every((value) => value !== undefined)) return undefined;
    const sent = [...key.sent, ...sentFields(requires, own.prefix)];
    const last = Math.max(own.step, key.step, ...values.map(({ step }) => step));
    const visit: Visit = {
      ...this.#ask(spot, subgraph, sent, last + 1, values),
      given: values.map(({ given }) => given),
    };
    spot.computing.set(id, visit);
    return visit;
  }

  /** Has fields of objects answered under keys with a prefix of their own; undefined where they cannot be. */
  #need(spot: Spot, needed: SelectionSetNode, computing: ReadonlySet<string>) {
    // Nothing else is under these keys: neither what a client asked for with other arguments, nor what others require.
    const prefix = `_need${(this.#aliases += 1)}_`;
    const wanted = wantedFields(this.#selecting, spot.type, [needed]).map((each) => ({
      ...each,
      key: prefix + each.key,
    }));
    const { left, step } = this.#answer(spot, wanted, computing);
    return left.length > 0 ? undefined : { prefix, step };
  }

  /** Has the value of an argument answered by the nearest objects above that have its context. */
  #take(spot: Spot, { name, type, context, selection }: ContextArgument, computing: ReadonlySet<string>) {
    let object = spot.above;
    let up = 1;
    for (; object && !this.types.hasContext(object.type, context); up += 1) object = object.above;
    const needed = object && this.#need(object, selection, computing);
    if (!object || !needed) return undefined;
    const [first = '', ...below] = leafPath(selection, (condition) => this.types.is(object.type, condition));
    const variable = `contextualArgument_${(this.#aliases += 1)}`;
    const path = [needed.prefix + first, ...below].map((key) => ({ Key: key }));
    return { variable, type, up, path, step: needed.step, given: variableArgument(name, variable) };
  }

  /** A key by which a subgraph can be asked, as it is sent, and the step after which it is known. */
  #knownKey(spot: Spot, subgraph: SubgraphTypes, reaching: ReadonlySet<SubgraphTypes>) {
    for (const key of subgraph.resolvableKeys(subgraph.nameOf(spot.type))) {
      const known = this.#knownFields(spot, key, reaching);
      if (known) return known;
    }
    return undefined;
  }

  #knownFields(spot: Spot, key: SelectionSetNode, reaching: ReadonlySet<SubgraphTypes>) {
    const given: { readonly visit: Visit; readonly field: FieldNode }[] = [];
    for (const field of key.selections) {
      if (field.kind !== Kind.FIELD) return undefined;
      if (field.name.value === '__typename') continue;
      const visit = this.#giver(spot, field, reaching);
      if (!visit) return undefined;
      given.push({ visit, field });
    }
    const prefix = `_key_${spot.type}_`;
    for (const { visit, field } of given) {
      const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [field] };
      const [wanted] = wantedFields(this.#selecting, spot.type, [set]) as [WantedField];
      this.#select(spot, visit, { ...wanted, key: prefix + wanted.key }, new Set());
    }
    return { sent: sentFields(key, prefix), step: Math.max(...given.map(({ visit }) => visit.step)) };
  }

  /** A visit in which a subgraph gives a field of a key; a new one where it has to be asked for that first. */
  #giver(spot: Spot, field: FieldNode, reaching: ReadonlySet<SubgraphTypes>): Visit | undefined {
    const { type } = spot;
    const known = spot.visits.find((visit) => this.#answering.gives(visit, type, field));
    if (known) return known;
    for (const subgraph of this.#subgraphs) {
      if (reaching.has(subgraph) || !this.#answering.gives({ subgraph, granted: [] }, type, field)) continue;
      const visit = this.#reach(spot, subgraph, () => true, reaching);
      if (visit) return visit;
    }
    return undefined;
  }

  #ask(
    { type, path }: Spot,
    subgraph: SubgraphTypes,
    sent: readonly RequiresSelection[],
    number: number,
    context: readonly TakenValue[] = [],
  ): Visit {
    const own = subgraph.nameOf(type);
    const fields = this.#steps.askEntities({ subgraph: subgraph.name, number, path, type }, own, { sent, context });
    return { subgraph, fields, step: number, granted: subgraph.keys(own) };
  }

  #begin({ type, path, visits }: Spot, subgraph: SubgraphTypes): Visit {
    const number = path.length === 0 ? 0 : (visits[0]?.step ?? 0) + 1;
    const fields = this.#steps.askRoot({ subgraph: subgraph.name, number, path, type });
    const visit: Visit = { subgraph, fields, step: number, granted: [] };
    visits.push(visit);
    return visit;
  }
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Whether a field can be asked for in a visit under its key. */
function isFree({ fields, takes }: Visit, wanted: WantedField): boolean {
  const known = fields.get(wanted.key);
  if (known && !isSameField(known, wanted)) return false;
  return takes?.(wanted) ?? true;
}

function listSegments(type: TypeNode): Path {
  if (type.kind === Kind.NON_NULL_TYPE) return listSegments(type.type);
  return type.kind === Kind.LIST_TYPE ? ['@', ...listSegments(type.type)] : [];
}
