import type {
  FetchNode,
  FetchRewrite,
  FlattenNodePathSegment,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import {
  type ArgumentNode,
  type FieldNode,
  Kind,
  OperationTypeNode,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { collectFields, type Selecting } from '../../executor/collect-fields.js';
import { applied } from '../../supergraph/applied.js';
import { argumentsText } from '../check/arguments-text.js';
import type { Operation } from '../operation.js';
import type { IsOverridden } from '../override-labels.js';
import type { PlanNode } from '../planner.js';
import { isComposite, isInUse, namedType, type SubgraphTypes, type SupergraphTypes } from '../subgraph-types.js';
import { FetchPlace, type SelectedFields, selectionText } from './fetch-selection.js';

type Path = readonly FlattenNodePathSegment[];

/** A field that is wanted of an object. */
interface Wanted {
  /** The key that the data is to have it under. */
  readonly key: string;
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  /** What is wanted of the objects that it leads to, by their type. */
  readonly below: ((type: string) => readonly Wanted[]) | undefined;
}

/** A fetch that the plan will have. */
interface Step {
  readonly subgraph: string;
  /** Its place in the order of the plan; fetches of one number are sent at the same time. */
  readonly number: number;
  readonly path: Path;
  /** The type of the root where it asks for fields of that. */
  readonly root: string | undefined;
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites: readonly FetchRewrite[];
  readonly place: FetchPlace;
}

/** What a subgraph can be asked of an object in one fetch. */
interface Visit {
  readonly subgraph: SubgraphTypes;
  readonly fields: SelectedFields;
  /** The step of the fetch; what it gives can be sent in the next. */
  readonly step: number;
  /** What the subgraph answers though it is external there. */
  readonly granted: readonly SelectionSetNode[];
  /** Whether a field can be asked for; where objects of other types are asked the same, only what is wanted of all. */
  readonly takes?: (wanted: Wanted) => boolean;
}

/** What a subgraph can be asked at a place in one fetch. */
interface PlaceVisit extends Pick<Visit, 'subgraph' | 'step' | 'granted'> {
  readonly place: FetchPlace;
  readonly path: Path;
}

/** Objects of one type at one place in the data. */
interface Spot {
  readonly type: string;
  readonly path: Path;
  readonly visits: Visit[];
  /** The visits in which fields are computed from others that are sent along, by the subgraph and these. */
  readonly computing: Map<string, Visit>;
}

/** What was not answered of something that was wanted, and the step after which the rest is known. */
interface Outcome {
  readonly left: readonly Wanted[];
  readonly step: number;
}

/** The plan of one operation without conditions, or of what is left of it. */
export class StepwisePlan {
  readonly #steps: Step[] = [];
  readonly #selecting: Selecting;
  readonly #subgraphs: readonly (readonly [string, SubgraphTypes])[];
  readonly #roots: ReadonlySet<string>;
  #aliases = 0;

  constructor(
    private readonly types: SupergraphTypes,
    private readonly operation: Operation,
    private readonly isOverridden: IsOverridden,
  ) {
    const { fragments } = operation;
    this.#selecting = { fragments, variables: {}, applies: (condition, type) => types.is(type, condition) };
    this.#roots = new Set(Object.values(OperationTypeNode).map((each) => types.root(each)));
    this.#subgraphs = types.subgraphs.map((name) => [name, types.of(name)] as const);
  }

  /** @throws Error where a field cannot be reached. */
  plan(): PlanNode | undefined {
    const { definition } = this.operation;
    const root = this.types.root(definition.operation);
    const wanted = this.#wantedOf(root, [definition.selectionSet]);
    const { left } = this.#answer({ type: root, path: [], visits: [], computing: new Map() }, wanted, new Set());
    if (left.length > 0) throw new Error(`No way was found to ${root}.${left.map(({ name }) => name).join(', ')}.`);
    return this.#node();
  }

  /** What a client wants of objects of a type: nothing where he must not know of it. */
  #wantedOf(type: string, sets: readonly SelectionSetNode[]): Wanted[] {
    if (applied(this.types.get(type), 'inaccessible').length > 0) return [];
    return this.#fieldsOf(type, sets, (inner, below) => this.#wantedOf(inner, below));
  }

  #fieldsOf(
    type: string,
    sets: readonly SelectionSetNode[],
    fieldsBelow = (inner: string, below: readonly SelectionSetNode[]) => this.#fieldsOf(inner, below),
  ): Wanted[] {
    return [...collectFields(this.#selecting, type, sets)].map(([key, nodes]) => {
      const [{ name, arguments: args = [] }] = nodes as [FieldNode];
      const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      return {
        ...{ key, name: name.value, args },
        below: below.length > 0 ? (inner: string) => fieldsBelow(inner, below) : undefined,
      };
    });
  }

  /** Has what is wanted of objects answered, by as many subgraphs as that needs. */
  #answer(spot: Spot, wanted: readonly Wanted[], computing: ReadonlySet<string>): Outcome {
    const left: Wanted[] = [];
    let last = 0;
    for (const each of wanted) {
      let rest: Wanted | undefined = each;
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
  *#visitsFor(spot: Spot, wanted: Wanted, computing: ReadonlySet<string>): Iterable<Visit> {
    const { type } = spot;
    const place = `${type}.${wanted.name}`;
    const asked = new Set<SubgraphTypes>();
    for (const visit of [...spot.visits]) {
      if (asked.has(visit.subgraph) || !this.#answers(visit, type, wanted.name) || !isFree(visit, wanted)) continue;
      asked.add(visit.subgraph);
      yield visit;
    }
    for (const [, subgraph] of this.#subgraphs) {
      if (asked.has(subgraph) || !this.#isOwn(subgraph, type, wanted.name)) continue;
      const requires = subgraph.field(type, wanted.name)?.requires;
      if (requires && computing.has(place)) continue;
      const visit = requires
        ? this.#compute(spot, subgraph, requires, new Set([...computing, place]))
        : this.#reach(spot, subgraph, (known) => isFree(known, wanted));
      if (visit) yield visit;
    }
  }

  /** Whether a subgraph answers a field wherever it answers the object. */
  #isOwn(subgraph: SubgraphTypes, type: string, name: string): boolean {
    if (name === '__typename') return subgraph.nameOf(type) === type;
    const field = subgraph.field(type, name);
    return field !== undefined && !field.isExternal && isInUse(field, this.isOverridden);
  }

  /** Whether a subgraph answers a field in a visit. */
  #answers({ subgraph, granted }: Visit, type: string, name: string): boolean {
    if (this.#isOwn(subgraph, type, name)) return !subgraph.field(type, name)?.requires;
    const field = subgraph.field(type, name);
    return field?.isExternal === true && granted.some((set) => this.#within(set, type, name).length > 0);
  }

  /** What a field set has below a field; undefined where it has the field alone, and nothing where it has it not. */
  #within({ selections }: SelectionSetNode, type: string, name: string): (SelectionSetNode | undefined)[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection.selectionSet] : [];
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const condition = selection.typeCondition?.name.value ?? type;
      return this.types.is(type, condition) ? this.#within(selection.selectionSet, type, name) : [];
    });
  }

  /** Adds a field to a visit, with what the subgraph can answer below it; the rest of that is fetched from others. */
  #select(spot: Spot, visit: Visit, wanted: Wanted, computing: ReadonlySet<string>): Outcome {
    const { subgraph, fields, step } = visit;
    const { key, name, args, below } = wanted;
    const field = name === '__typename' ? undefined : subgraph.field(spot.type, name);
    const type = field && namedType(field.type);
    const isObject = type !== undefined && isComposite(this.types.get(type));
    let selected = fields.get(key);
    if (!selected) {
      const place = isObject ? new FetchPlace(this.#onlyType(subgraph, type)) : undefined;
      fields.set(key, (selected = { name, args, type: field?.type, place }));
    }
    if (!field || !selected.place || !below || type === undefined) return { left: [], step };

    const along = visit.granted.flatMap((set) => this.#within(set, spot.type, name));
    const granted = [...(field.provides ? [field.provides] : []), ...along.flatMap((set) => set ?? [])];
    const ofAll = this.types.possibleOf(spot.type, name);
    const possible = subgraph.possible(type).filter((each) => ofAll.size === 0 || ofAll.has(each));
    const path = [...spot.path, { Field: key }, ...listSegments(field.type)];
    const outcome = this.#selectBelow(
      { subgraph, step, granted, place: selected.place, path },
      type,
      possible,
      below,
      computing,
    );
    if (outcome.left.size === 0) return { left: [], step: outcome.step };
    return { left: [{ ...wanted, below: (inner) => outcome.left.get(inner) ?? [] }], step: outcome.step };
  }

  /** The name that a subgraph has for all objects of a type; undefined where they are of several. */
  #onlyType(subgraph: SubgraphTypes, type: string): string | undefined {
    const kind = this.types.get(type)?.kind;
    return kind === Kind.OBJECT_TYPE_DEFINITION || this.#isInterfaceObject(subgraph, type) ? type : undefined;
  }

  #isInterfaceObject(subgraph: SubgraphTypes, type: string): boolean {
    const isInterface = this.types.get(type)?.kind === Kind.INTERFACE_TYPE_DEFINITION;
    return isInterface && subgraph.possible(type).length > 0 && !subgraph.isInterface(type);
  }

  #selectBelow(
    at: PlaceVisit,
    general: string,
    possible: readonly string[],
    below: (type: string) => readonly Wanted[],
    computing: ReadonlySet<string>,
  ) {
    const { subgraph, place, path } = at;
    const left = new Map<string, readonly Wanted[]>();
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
        ...{ visits: [visit], computing: new Map<string, Visit>() },
      };
      const outcome = this.#answer(spot, wanted, computing);
      if (outcome.left.length > 0) left.set(type, outcome.left);
      last = Math.max(last, outcome.step);
    }
    const refused = below(general).filter((wanted) => this.#refuses(subgraph, general, wanted, wantedBy, left));
    if (refused.length === 0) return { left, step: last };
    return {
      left: new Map([general, ...possible].map((each) => [each, withAll(left.get(each), refused)])),
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

  /** Has the types of objects told that a subgraph knows only as an interface; the step in which that is done. */
  #typeStep({ subgraph, place, path, step, granted }: PlaceVisit, name: string): number | undefined {
    const visit: Visit = { subgraph, step, granted: [...granted, ...subgraph.keys(name)], fields: place.of(name) };
    const spot: Spot = { type: name, path, visits: [visit], computing: new Map() };
    for (const [, other] of this.#subgraphs) {
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

  /** Asks a subgraph for fields that it computes from others; undefined where these cannot be known. */
  #compute(
    spot: Spot,
    subgraph: SubgraphTypes,
    requires: SelectionSetNode,
    computing: ReadonlySet<string>,
  ): Visit | undefined {
    const id = `${this.#nameOf(subgraph)} ${print(requires)}`;
    const known = spot.computing.get(id);
    if (known) return known;
    // Nothing else is under these keys: neither what a client asked for with other arguments, nor what others require.
    const prefix = `_need${(this.#aliases += 1)}_`;
    const wanted = this.#fieldsOf(spot.type, [requires]).map((each) => ({ ...each, key: prefix + each.key }));
    const { left, step } = this.#answer(spot, wanted, computing);
    const key = left.length > 0 ? undefined : this.#knownKey(spot, subgraph, new Set([subgraph]));
    if (!key) return undefined;
    const sent = [...key.sent, ...sentFields(requires, prefix)];
    const visit = this.#ask(spot, subgraph, sent, Math.max(step, key.step) + 1);
    spot.computing.set(id, visit);
    return visit;
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
      const [wanted] = this.#fieldsOf(spot.type, [{ kind: Kind.SELECTION_SET, selections: [field] }]) as [Wanted];
      this.#select(spot, visit, { ...wanted, key: prefix + wanted.key }, new Set());
    }
    return { sent: sentFields(key, prefix), step: Math.max(...given.map(({ visit }) => visit.step)) };
  }

  /** A visit in which a subgraph gives a field of a key; a new one where it has to be asked for that first. */
  #giver(spot: Spot, field: FieldNode, reaching: ReadonlySet<SubgraphTypes>): Visit | undefined {
    const { type } = spot;
    const known = spot.visits.find((visit) => this.#gives(visit, type, field));
    if (known) return known;
    for (const [, subgraph] of this.#subgraphs) {
      if (reaching.has(subgraph) || !this.#gives({ subgraph, granted: [] }, type, field)) continue;
      const visit = this.#reach(spot, subgraph, () => true, reaching);
      if (visit) return visit;
    }
    return undefined;
  }

  /** Whether a subgraph gives a field with all that is selected below it. */
  #gives(
    { subgraph, granted }: Pick<Visit, 'subgraph' | 'granted'>,
    type: string,
    { name, selectionSet }: FieldNode,
  ): boolean {
    if (name.value === '__typename') return true;
    const field = subgraph.field(type, name.value);
    if (!field) return false;
    const along = granted.flatMap((set) => this.#within(set, type, name.value));
    if (field.isExternal ? along.length === 0 : field.requires !== undefined || !isInUse(field, this.isOverridden))
      return false;
    if (!selectionSet) return true;
    const below = { subgraph, granted: along.flatMap((set) => set ?? []) };
    return subgraph
      .possible(namedType(field.type))
      .every((inner) =>
        selectionSet.selections.every((each) => each.kind === Kind.FIELD && this.#gives(below, inner, each)),
      );
  }

  #ask(spot: Spot, subgraph: SubgraphTypes, sent: readonly RequiresSelection[], number: number): Visit {
    const { type, path } = spot;
    const own = subgraph.nameOf(type);
    const place = new FetchPlace();
    const selections: RequiresSelection[] = [{ kind: 'Field', name: '__typename' }, ...sent];
    this.#steps.push({
      ...{ subgraph: this.#nameOf(subgraph), number, path, root: undefined, place },
      requires: [{ kind: 'InlineFragment', typeCondition: type, selections }],
      inputRewrites: own === type ? [] : [setTypename(type, own)],
    });
    return { subgraph, fields: place.of(own), step: number, granted: subgraph.keys(own) };
  }

  #begin(spot: Spot, subgraph: SubgraphTypes): Visit {
    const { type, path } = spot;
    const place = new FetchPlace(type);
    const number = path.length === 0 ? 0 : (spot.visits[0]?.step ?? 0) + 1;
    const subgraphName = this.#nameOf(subgraph);
    this.#steps.push({ subgraph: subgraphName, number, path, root: type, requires: [], inputRewrites: [], place });
    const visit: Visit = { subgraph, fields: place.of(type), step: number, granted: [] };
    spot.visits.push(visit);
    return visit;
  }

  #nameOf(subgraph: SubgraphTypes): string {
    return this.#subgraphs.find(([, types]) => types === subgraph)?.[0] ?? '';
  }

  #node(): PlanNode | undefined {
    const stages: PlanNode[][] = [];
    for (const step of this.#steps) {
      const fetch = this.#fetch(step);
      const isFirst = step.number === 0 && this.operation.definition.operation === OperationTypeNode.SUBSCRIPTION;
      const root: PlanNode = isFirst ? { kind: 'Subscription', primary: fetch } : fetch;
      const node: PlanNode = step.path.length === 0 ? root : { kind: 'Flatten', path: [...step.path], node: fetch };
      (stages[step.number] ??= []).push(node);
    }
    const nodes = stages.flatMap((stage): PlanNode[] => {
      const [only, ...others] = stage;
      return only && others.length === 0 ? [only] : [{ kind: 'Parallel', nodes: stage }];
    });
    const [only, ...others] = nodes;
    return only && others.length > 0 ? { kind: 'Sequence', nodes } : only;
  }

  #fetch({ subgraph, path, root, requires, inputRewrites, place }: Step): FetchNode {
    const { text, rewrites, variables: used } = selectionText(place, this.types, root === undefined);
    const { definition } = this.operation;
    const kind = root === undefined || path.length > 0 ? OperationTypeNode.QUERY : definition.operation;
    const variables = (definition.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
    const definitions = [
      ...(root === undefined ? ['$representations: [_Any!]!'] : []),
      ...variables.map((variable) => print({ ...variable, directives: [] })),
    ];
    const heading = `${kind}${definitions.length > 0 ? `(${definitions.join(', ')})` : ''}`;
    return {
      ...{ kind: 'Fetch', serviceName: subgraph, operationKind: kind },
      operation: `${heading} ${root === undefined ? `{ _entities(representations: $representations) ${text} }` : text}`,
      ...(variables.length > 0 && { variableUsages: variables.map(({ variable }) => variable.name.value) }),
      ...(requires.length > 0 && { requires: [...requires] }),
      ...(inputRewrites.length > 0 && { inputRewrites: [...inputRewrites] }),
      ...(rewrites.length > 0 && { outputRewrites: [...rewrites] }),
    };
  }
}

/** Whether a field can be asked for in a visit under its key. */
function isFree({ fields, takes }: Visit, wanted: Wanted): boolean {
  const known = fields.get(wanted.key);
  if (known && !isSame(known, wanted)) return false;
  return takes?.(wanted) ?? true;
}

/** What is wanted of objects of a type, with what is wanted of those of any. */
function withAll(wanted: readonly Wanted[] = [], ofAny: readonly Wanted[]): readonly Wanted[] {
  return [...wanted, ...ofAny.filter(({ key }) => wanted.every((each) => each.key !== key))];
}

function isSame(one: Pick<Wanted, 'name' | 'args'>, other: Pick<Wanted, 'name' | 'args'>): boolean {
  return one.name === other.name && argumentsText(one.args) === argumentsText(other.args);
}

function isWantedOfAll(wanted: Wanted, by: ReadonlyMap<string, readonly Wanted[]>): boolean {
  return [...by.values()].every((all) => all.some((each) => each.key === wanted.key && isSame(each, wanted)));
}

/** A field set as it is sent, each of its outermost fields from a key of its own. */
function sentFields({ selections }: SelectionSetNode, prefix = ''): RequiresSelection[] {
  return selections.flatMap((selection): RequiresSelection[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const typeCondition = selection.typeCondition?.name.value;
      const inner = sentFields(selection.selectionSet, prefix);
      return typeCondition === undefined ? inner : [{ kind: 'InlineFragment', typeCondition, selections: inner }];
    }
    if (selection.kind !== Kind.FIELD) return [];
    const { name, selectionSet } = selection;
    if (name.value === '__typename') return [{ kind: 'Field', name: name.value }];
    const renamed = prefix === '' ? { name: name.value } : { name: prefix + name.value, alias: name.value };
    return [{ kind: 'Field', ...renamed, ...(selectionSet && { selections: sentFields(selectionSet) }) }];
  });
}

function setTypename(type: string, own: string): FetchRewrite {
  return { ValueSetter: { path: [{ TypenameEquals: [type] }, { Key: '__typename' }], setValueTo: own } };
}

function listSegments(type: TypeNode): Path {
  if (type.kind === Kind.NON_NULL_TYPE) return listSegments(type.type);
  return type.kind === Kind.LIST_TYPE ? ['@', ...listSegments(type.type)] : [];
}
