import type {
  EntityBatchAlias,
  FetchNode,
  FlattenNodePathSegment,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { argumentsText } from './arguments-text.js';
import { collectFields, type Selecting } from '../../executor/collect-fields.js';
import { rewritten, type Shape, shapesOf } from '../../executor/representation-shape.js';
import { readRewrites, type Rewrite } from '../../executor/rewrite.js';
import { findOperation, type Operation } from '../operation.js';
import type { IsOverridden } from '../override-labels.js';
import type { PlanNode } from '../planner.js';
import { type Fields, type Known, merge, type Place, readKey, rename } from './known-data.js';
import { isComposite, isInUse, namedType, type SubgraphTypes, type SupergraphTypes } from '../subgraph-types.js';
import { refusedSelections } from './refused-selections.js';

/** What the runs of one plan share. */
export interface SimulationContext {
  readonly types: SupergraphTypes;
  /** Which progressive overrides are on. */
  readonly isOverridden: IsOverridden;
  /** The operations of fetches, read once. */
  readonly fetches: Map<string, Operation>;
  readonly report: (problem: string) => void;
  /** What asked for a value that a representation held. */
  readonly sent: Set<FieldNode>;
  /** Called for each field that is looked at. */
  readonly count: () => void;
}

/** One fetch that is run. */
interface Fetching {
  readonly subgraph: SubgraphTypes;
  readonly name: string;
  readonly selecting: Selecting;
}

/** The forms of the values that one fetch gives under the keys of a place, whatever the objects' types. */
interface Forms {
  readonly form: string;
  readonly below: Map<string, Forms>;
}

/** What a subgraph answers at a place beyond what it owns, and whether a field's required ones were sent to it. */
interface Granted {
  readonly provided: readonly SelectionSetNode[];
  readonly isSent?: (required: SelectionSetNode) => boolean;
}

/** Runs a plan without data: what is known after it, of objects of every type that may stand at a place. */
export class PlanSimulation {
  readonly data: Fields = new Map<string, Known>();
  readonly #is: (type: string, condition: string) => boolean;

  constructor(
    private readonly context: SimulationContext,
    private readonly root: string,
    private readonly variables: Readonly<Record<string, boolean>>,
  ) {
    this.#is = (type, condition) => context.types.is(type, condition);
  }

  run(node: PlanNode): void {
    switch (node.kind) {
      case 'Sequence':
        for (const child of node.nodes) this.run(child);
        return;
      case 'Parallel':
        // So that one that needs what another beside it gives is found out.
        for (const child of node.nodes.toReversed()) this.run(child);
        return;
      case 'Condition': {
        const clause = this.variables[node.condition] === true ? node.ifClause : node.elseClause;
        // The planner says null where its types say undefined.
        if (clause) this.run(clause);
        return;
      }
      case 'Flatten':
        if (node.node.kind === 'Fetch') this.#fetch(node.node, node.path);
        return;
      case 'Fetch':
        this.#fetch(node, []);
        return;
      case 'BatchFetch': {
        const { definition, fetching } = this.#open(node);
        for (const alias of node.entityBatch.aliases) this.#entities(alias, definition, fetching);
        return;
      }
      case 'Defer':
        if (node.primary.node) this.run(node.primary.node);
        for (const { node: deferred } of node.deferred) if (deferred) this.run(deferred);
        return;
      case 'Subscription':
        this.#fetch(node.primary, []);
    }
  }

  #open({ operation: text, serviceName }: Pick<FetchNode, 'operation' | 'serviceName'>) {
    const { fetches, types, report } = this.context;
    const place = `${serviceName}\n${text}`;
    let fetch = fetches.get(place);
    if (!fetch) {
      fetch = findOperation(parse(text, { noLocation: true }), undefined);
      if (!fetch) throw new Error('Expected an operation of a fetch.');
      fetches.set(place, fetch);
      for (const refused of refusedSelections(fetch, types, serviceName)) report(refused);
    }
    const { definition, fragments } = fetch;
    const selecting: Selecting = {
      fragments,
      variables: this.variables,
      applies: (condition, type) => this.#is(type, condition),
    };
    const fetching: Fetching = { subgraph: types.of(serviceName), name: serviceName, selecting };
    return { definition, fetching };
  }

  #fetch(node: FetchNode, path: readonly FlattenNodePathSegment[]): void {
    const { requires = [], inputRewrites, outputRewrites } = node;
    const { definition, fetching } = this.#open(node);
    if (requires.length > 0) {
      const alias = {
        ...{ alias: '_entities', representationsVariableName: 'representations', paths: [[...path]], requires },
        ...(inputRewrites && { inputRewrites }),
        ...(outputRewrites && { outputRewrites }),
      };
      this.#entities(alias, definition, fetching);
      return;
    }
    const rewrites = readRewrites(outputRewrites);
    const forms = new Map<string, Forms>();
    for (const [type, fields] of this.#walk(path)) {
      const given: Fields = new Map<string, Known>();
      this.#select(given, type, [definition.selectionSet], fetching, { provided: [] }, forms);
      this.#merge(fields, type, given, rewrites);
    }
  }

  #entities(alias: EntityBatchAlias, { selectionSet }: OperationDefinitionNode, fetching: Fetching): void {
    const { requires, paths } = alias;
    const sets = (collectFields(fetching.selecting, '', [selectionSet]).get(alias.alias) ?? []).flatMap((node) =>
      node.selectionSet ? [node.selectionSet] : [],
    );
    if (sets.length === 0) return;
    const input = readRewrites(alias.inputRewrites);
    const output = readRewrites(alias.outputRewrites).map((rewrite) => {
      const [first] = rewrite.path;
      const fromRoot = first && 'Key' in first && first.Key === '_entities';
      return fromRoot ? { ...rewrite, path: rewrite.path.slice(1) } : rewrite;
    });
    const forms = new Map<string, Forms>();
    for (const path of paths) {
      for (const [type, fields] of this.#walk(path)) {
        const granted = this.#represented(fields, type, requires, input, fetching);
        if (!granted) continue;
        const given: Fields = new Map<string, Known>();
        this.#select(given, type, sets, fetching, granted, forms);
        this.#merge(fields, type, given, output);
      }
    }
  }

  /** What a subgraph is granted of an entity that it is asked about; undefined where it cannot be asked. */
  #represented(
    fields: Fields,
    type: string,
    requires: readonly RequiresSelection[],
    rewrites: readonly Rewrite[],
    { subgraph, name }: Fetching,
  ): Granted | undefined {
    const typename = fields.get('__typename')?.typename;
    if (typename === undefined) return undefined;
    const shapes = shapesOf(requires, typename, this.#is);
    if (shapes.size === 0) return undefined;
    this.#markSent(shapes, fields);
    const asked = rewritten('__typename', typename, rewrites, this.#is).setTo ?? typename;
    const conditions = requires.flatMap((selection) =>
      selection.kind === 'InlineFragment' && this.#is(typename, selection.typeCondition)
        ? [selection.typeCondition]
        : [],
    );
    const keys = [...new Set([typename, asked, ...conditions])].flatMap((each) => subgraph.keys(each));
    if (keys.length === 0) this.context.report(`${name} has no key of ${asked}`);
    const isSent = (set: SelectionSetNode) => this.#isSent(set, typename, shapes, fields, rewrites);
    if (!keys.some(isSent)) return undefined;
    const inKey = new Set(
      keys.flatMap(({ selections }) =>
        selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : [])),
      ),
    );
    // The executor leaves out an entity of which something required is missing that cannot be null.
    const required = [...shapes.values()].filter(({ key }) => !inKey.has(key));
    if (required.some((shape) => this.#isLost(shape, fields, type, subgraph))) return undefined;
    return { provided: subgraph.keys(subgraph.nameOf(type)), isSent };
  }

  /** Whether neither a required field nor null in its place can be written into a representation. */
  #isLost({ key, source, names, selections }: Shape, fields: Fields, type: string, subgraph: SubgraphTypes): boolean {
    if (key === '__typename') return false;
    const field = names.map((each) => subgraph.field(type, each)).find((found) => found !== undefined);
    return field !== undefined && this.#isNothing(readKey(fields, source), field.type, selections, subgraph);
  }

  /** Whether nothing can be written of a value. */
  #isNothing(
    known: Known | undefined,
    type: TypeNode,
    selections: readonly RequiresSelection[],
    subgraph: SubgraphTypes,
  ): boolean {
    if (type.kind !== Kind.NON_NULL_TYPE) return false;
    if (!known) return true;
    if (type.type.kind === Kind.LIST_TYPE) return this.#isNothing(known, type.type.type, selections, subgraph);
    return [...(known.below ?? [])].some(([possible, below]) => {
      const shapes = shapesOf(selections, below.get('__typename')?.typename ?? possible, this.#is);
      return [...shapes.values()].some((shape) => this.#isLost(shape, below, possible, subgraph));
    });
  }

  /** Whether a representation holds all of a field set. */
  #isSent(
    { selections }: SelectionSetNode,
    typename: string,
    shapes: ReadonlyMap<string, Shape>,
    fields: Fields,
    rewrites: readonly Rewrite[],
  ): boolean {
    return selections.every((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typename;
        if (!this.#is(typename, condition)) return true;
        return this.#isSent(selection.selectionSet, typename, shapes, fields, rewrites);
      }
      if (selection.kind !== Kind.FIELD || selection.name.value === '__typename') return true;
      const { name, selectionSet } = selection;
      for (const shape of shapes.values()) {
        const { renameTo, nested } = rewritten(shape.key, typename, rewrites, this.#is);
        if ((renameTo ?? shape.key) !== name.value) continue;
        const known = readKey(fields, shape.source);
        if (known?.field !== name.value || known.args !== argumentsText(selection.arguments)) return false;
        if (!selectionSet) return true;
        return [...(known.below ?? [])].every(([type, below]) => {
          const belowTypename = below.get('__typename')?.typename ?? type;
          const belowShapes = shapesOf(shape.selections, belowTypename, this.#is);
          return this.#isSent(selectionSet, belowTypename, belowShapes, below, nested);
        });
      }
      return false;
    });
  }

  #markSent(shapes: ReadonlyMap<string, Shape>, fields: Fields): void {
    for (const { source, selections } of shapes.values()) {
      const known = readKey(fields, source);
      for (const node of known?.sources ?? []) this.context.sent.add(node);
      for (const [type, below] of known?.below ?? []) this.#markSent(shapesOf(selections, type, this.#is), below);
    }
  }

  #select(
    into: Fields,
    type: string,
    sets: readonly SelectionSetNode[],
    fetching: Fetching,
    granted: Granted,
    forms: Map<string, Forms>,
  ): void {
    const { subgraph, name: subgraphName, selecting } = fetching;
    for (const [key, nodes] of collectFields(selecting, type, sets)) {
      this.context.count();
      const [node] = nodes as [FieldNode];
      const name = node.name.value;
      if (name === '__typename') {
        into.set(key, { field: name, args: '', sources: nodes, typename: subgraph.nameOf(type) });
        continue;
      }
      const field = subgraph.field(type, name);
      const place = `${type}.${name}`;
      if (!field) {
        this.context.report(`${subgraphName} has no ${place}`);
        continue;
      }
      const along = granted.provided.flatMap((set) => this.#below(set, type, name));
      if (field.isExternal && along.length === 0) {
        this.context.report(`${subgraphName} does not answer ${place}, which it needs of others`);
        continue;
      }
      if (!isInUse(field, this.context.isOverridden)) {
        this.context.report(
          `another subgraph answers ${place} than ${subgraphName}, as ${field.override?.label} stands`,
        );
        continue;
      }
      if (field.requires && !this.#isGranted(field.requires, type, subgraph, granted)) {
        this.context.report(`${subgraphName} is asked for ${place} before what it requires is known`);
        continue;
      }
      const args = argumentsText(node.arguments);
      const form = formOf(field.type, this.context.types);
      let known = forms.get(key);
      if (!known) forms.set(key, (known = { form, below: new Map<string, Forms>() }));
      if (
        known.form !== form ||
        nodes.some((other) => other.name.value !== name || argumentsText(other.arguments) !== args)
      ) {
        this.context.report(`${subgraphName} refuses two fields as ${key}`);
      }
      const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      into.set(key, {
        ...{ field: name, args, sources: nodes },
        below:
          below.length === 0
            ? undefined
            : this.#place(this.#possible(field.type, type, name, subgraph), below, fetching, known.below, [
                ...(field.provides ? [field.provides] : []),
                ...along.flatMap((set) => set ?? []),
              ]),
      });
    }
  }

  /** Whether a subgraph has what a field requires: it was sent, or the way to the object provides it. */
  #isGranted(required: SelectionSetNode, type: string, subgraph: SubgraphTypes, granted: Granted): boolean {
    if (granted.isSent?.(required)) return true;
    return required.selections.every(
      (selection) =>
        selection.kind === Kind.FIELD &&
        (subgraph.field(type, selection.name.value)?.isExternal === false ||
          granted.provided.some((set) => this.#below(set, type, selection.name.value).length > 0)),
    );
  }

  /** The types of the objects that a subgraph answers as a field. */
  #possible(fieldType: TypeNode, type: string, name: string, subgraph: SubgraphTypes): readonly string[] {
    const ofAll = this.context.types.possibleOf(type, name);
    return subgraph.possible(namedType(fieldType)).filter((each) => ofAll.size === 0 || ofAll.has(each));
  }

  #place(
    types: readonly string[],
    sets: readonly SelectionSetNode[],
    fetching: Fetching,
    forms: Map<string, Forms>,
    provided: readonly SelectionSetNode[],
  ): Place {
    const { subgraph } = fetching;
    const place: Place = new Map<string, Fields>();
    for (const possible of types) {
      const fields: Fields = new Map<string, Known>();
      const keys = subgraph.keys(subgraph.nameOf(possible));
      this.#select(fields, possible, sets, fetching, { provided: [...provided, ...keys] }, forms);
      place.set(possible, fields);
    }
    return place;
  }

  /** What a field set has below a field; undefined where it has the field alone, and nothing where it has it not. */
  #below({ selections }: SelectionSetNode, type: string, name: string): (SelectionSetNode | undefined)[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection.selectionSet] : [];
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const condition = selection.typeCondition?.name.value ?? type;
      return this.#is(type, condition) ? this.#below(selection.selectionSet, type, name) : [];
    });
  }

  #merge(fields: Fields, type: string, given: Fields, rewrites: readonly Rewrite[]): void {
    const place: Place = new Map([[type, given]]);
    for (const rewrite of rewrites) rename(place, rewrite, this.#is);
    merge(fields, given, (name) => this.context.types.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION);
  }

  /** The objects that a path leads to, by their types. */
  #walk(path: readonly FlattenNodePathSegment[]): (readonly [string, Fields])[] {
    let at: (readonly [string, Fields])[] = [[this.root, this.data]];
    for (const segment of path) {
      if (segment === '@') continue;
      if ('Field' in segment) at = at.flatMap(([, fields]) => [...(fields.get(segment.Field)?.below ?? [])]);
      else {
        at = at.filter(([, fields]) => {
          const typename = fields.get('__typename')?.typename;
          return typename === undefined || segment.TypeCondition.some((condition) => this.#is(typename, condition));
        });
      }
    }
    return at;
  }
}

/** Of values under one key, what must be the same whatever the types of their objects. */
function formOf(type: TypeNode, types: SupergraphTypes): string {
  const text = print(type);
  const name = namedType(type);
  return isComposite(types.get(name)) ? text.replace(name, '{}') : text;
}
