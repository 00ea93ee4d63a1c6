import type { EntityBatchAlias, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
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
import { ContextCheck } from './context-check.js';
import { collectFields, type Selecting } from '../../executor/collect-fields.js';
import { readRewrites, type Rewrite } from '../../executor/rewrite.js';
import type { ContextArgument } from '../../supergraph/context-arguments.js';
import { fieldSetsBelow } from '../../supergraph/field-set.js';
import { findOperation, type Operation } from '../operation.js';
import type { IsOverridden } from '../override-labels.js';
import type { ContextValue, FetchContext, PlanNode } from '../planner.js';
import { type Branch, type Fields, type Known, merge, type Place, rename, type Spot } from './known-data.js';
import {
  isComposite,
  isInUse,
  namedType,
  type SubgraphField,
  type SubgraphTypes,
  type SupergraphTypes,
} from '../subgraph-types.js';
import { refusedSelections } from './refused-selections.js';
import { type Granted, RepresentationCheck } from './representation-check.js';

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
  readonly selecting: Selecting;
  readonly context: readonly ContextValue[];
  /** How many fields lead from the root to what it is about. */
  readonly level: number;
}

/** The forms of the values that one fetch gives under the keys of a place, whatever the objects' types. */
interface Forms {
  readonly form: string;
  readonly below: Map<string, Forms>;
}

/** In which order what is done at the same time is run. */
export type ParallelOrder = 'forwards' | 'backwards';

/** Runs a plan without data: what is known after it, of objects of every type that may stand at a place. */
export class PlanSimulation {
  readonly data: Fields = new Map<string, Known>();
  readonly #is: (type: string, condition: string) => boolean;
  readonly #representations: RepresentationCheck;
  readonly #contexts: ContextCheck;
  #branch: Branch = { within: undefined, isDone: false };
  #isCrossed = false;

  constructor(
    private readonly context: SimulationContext,
    private readonly root: string,
    private readonly variables: Readonly<Record<string, boolean>>,
    private readonly order: ParallelOrder,
  ) {
    this.#is = (type, condition) => context.types.is(type, condition);
    const read = (known: Known) => {
      for (const source of known.sources) context.sent.add(source);
      this.#read(known);
    };
    this.#representations = new RepresentationCheck(this.#is, context.report, read);
    this.#contexts = new ContextCheck(context.types, read);
  }

  /** Whether something was read that steps beside gave first: in another order it might not have been there. */
  get isCrossed(): boolean {
    return this.#isCrossed;
  }

  run(node: PlanNode): void {
    switch (node.kind) {
      case 'Sequence':
        for (const child of node.nodes) this.run(child);
        return;
      case 'Parallel':
        this.#runBeside(this.order === 'forwards' ? node.nodes : node.nodes.toReversed());
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

  #runBeside(nodes: readonly PlanNode[]): void {
    const outer = this.#branch;
    const branches = nodes.map((node) => {
      this.#branch = { within: outer, isDone: false };
      this.run(node);
      return this.#branch;
    });
    for (const branch of branches) branch.isDone = true;
    this.#branch = outer;
  }

  #read({ branch }: Known): void {
    let giving = branch;
    while (giving.isDone && giving.within) giving = giving.within;
    let own: Branch | undefined = this.#branch;
    while (own && own !== giving) own = own.within;
    if (!own) this.#isCrossed = true;
  }

  #open(
    { operation: text, serviceName, context = [] }: Pick<FetchNode, 'operation' | 'serviceName'> & FetchContext,
    path: readonly FlattenNodePathSegment[] = [],
  ) {
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
    const level = path.filter((segment) => segment !== '@' && 'Field' in segment).length;
    const fetching: Fetching = { subgraph: types.of(serviceName), selecting, context, level };
    return { definition, fetching };
  }

  #fetch(node: FetchNode, path: readonly FlattenNodePathSegment[]): void {
    const { requires = [], inputRewrites, outputRewrites } = node;
    const { definition, fetching } = this.#open(node, path);
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
    for (const { type, fields, above } of this.#walk(path)) {
      const given: Fields = new Map<string, Known>();
      const spot = { type, fields: given, above };
      this.#select(spot, [definition.selectionSet], fetching, { provided: [] }, forms);
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
      for (const { type, fields, above } of this.#walk(path)) {
        const granted = this.#representations.granted(fields, type, requires, input, fetching.subgraph);
        if (!granted) continue;
        const given: Fields = new Map<string, Known>();
        this.#select({ type, fields: given, above }, sets, fetching, granted, forms);
        this.#merge(fields, type, given, output);
      }
    }
  }

  #select(
    spot: Spot,
    sets: readonly SelectionSetNode[],
    fetching: Fetching,
    granted: Granted,
    forms: Map<string, Forms>,
  ): void {
    const { subgraph, selecting } = fetching;
    const { type, fields: into } = spot;
    const branch = this.#branch;
    for (const [key, nodes] of collectFields(selecting, type, sets)) {
      this.context.count();
      const [node] = nodes as [FieldNode];
      const name = node.name.value;
      if (name === '__typename') {
        into.set(key, { ...{ field: name, args: '', sources: nodes, branch }, typename: subgraph.nameOf(type) });
        continue;
      }
      const field = subgraph.field(type, name);
      const place = `${type}.${name}`;
      if (!field) {
        this.context.report(`${subgraph.name} has no ${place}`);
        continue;
      }
      const along = this.#below(granted.provided, type, name);
      if (field.isExternal && along.length === 0) {
        this.context.report(`${subgraph.name} does not answer ${place}, which it needs of others`);
        continue;
      }
      if (!isInUse(field, this.context.isOverridden)) {
        this.context.report(
          `another subgraph answers ${place} than ${subgraph.name}, as ${field.override?.label} stands`,
        );
        continue;
      }
      if (field.requires && !this.#isGranted(field.requires, type, subgraph, granted)) {
        this.context.report(`${subgraph.name} is asked for ${place} before what it requires is known`);
        continue;
      }
      for (const argument of field.contextArguments) {
        if (!this.#isFromContext(argument, node, fetching, spot)) {
          this.context.report(`${subgraph.name} is asked for ${place} without what the context has for its arguments`);
        }
      }
      const argsOf = (each: FieldNode) => argumentsText(clientsArguments(each, field));
      const args = argsOf(node);
      const form = formOf(field.type, this.context.types);
      let known = forms.get(key);
      if (!known) forms.set(key, (known = { form, below: new Map<string, Forms>() }));
      if (known.form !== form || nodes.some((other) => other.name.value !== name || argsOf(other) !== args)) {
        this.context.report(`${subgraph.name} refuses two fields as ${key}`);
      }
      const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      into.set(key, {
        ...{ field: name, args, sources: nodes, branch },
        below:
          below.length === 0
            ? undefined
            : this.#place(subgraph.possibleOf(type, name), below, spot, fetching, known.below, [
                ...(field.provides ? [field.provides] : []),
                ...along.flatMap((set) => set ?? []),
              ]),
      });
    }
  }

  /** Whether a fetch gives an argument what it takes from the context. */
  #isFromContext(argument: ContextArgument, node: FieldNode, { context, level }: Fetching, spot: Spot): boolean {
    const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
    if (given?.kind !== Kind.VARIABLE) return false;
    const values = context.filter(({ variable }) => variable === given.name.value);
    return this.#contexts.isTaken(values, argument, spot, spot.above.length - level);
  }

  /** Whether a subgraph has what a field requires: it was sent, or the way to the object provides it. */
  #isGranted(required: SelectionSetNode, type: string, subgraph: SubgraphTypes, granted: Granted): boolean {
    if (granted.isSent?.(required)) return true;
    return required.selections.every(
      (selection) =>
        selection.kind === Kind.FIELD &&
        (subgraph.field(type, selection.name.value)?.isExternal === false ||
          this.#below(granted.provided, type, selection.name.value).length > 0),
    );
  }

  #place(
    types: readonly string[],
    sets: readonly SelectionSetNode[],
    above: Spot,
    fetching: Fetching,
    forms: Map<string, Forms>,
    provided: readonly SelectionSetNode[],
  ): Place {
    const { subgraph } = fetching;
    const place: Place = new Map<string, Fields>();
    for (const possible of types) {
      const fields: Fields = new Map<string, Known>();
      const keys = subgraph.keys(subgraph.nameOf(possible));
      const spot = { type: possible, fields, above: [above, ...above.above] };
      this.#select(spot, sets, fetching, { provided: [...provided, ...keys] }, forms);
      place.set(possible, fields);
    }
    return place;
  }

  #below(sets: readonly SelectionSetNode[], type: string, name: string): (SelectionSetNode | undefined)[] {
    return fieldSetsBelow(sets, type, name, this.#is);
  }

  #merge(fields: Fields, type: string, given: Fields, rewrites: readonly Rewrite[]): void {
    const place: Place = new Map([[type, given]]);
    for (const rewrite of rewrites) rename(place, rewrite, this.#is);
    merge(fields, given, {
      isInterface: (name) => this.context.types.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION,
      covered: (key) => {
        this.context.report(`${key} of ${type} is fetched as two fields`);
      },
    });
  }

  /** The objects that a path leads to, by their types. */
  #walk(path: readonly FlattenNodePathSegment[]): Spot[] {
    let at: Spot[] = [{ type: this.root, fields: this.data, above: [] }];
    for (const segment of path) {
      if (segment === '@') continue;
      if ('Field' in segment) {
        at = at.flatMap((spot) => {
          const known = spot.fields.get(segment.Field);
          if (known) this.#read(known);
          return [...(known?.below ?? [])].map(([type, fields]) => ({ type, fields, above: [spot, ...spot.above] }));
        });
      } else {
        at = at.filter(({ fields }) => {
          const typename = fields.get('__typename')?.typename;
          return typename === undefined || segment.TypeCondition.some((condition) => this.#is(typename, condition));
        });
      }
    }
    return at;
  }
}

/** The arguments of a field that are not from the context. */
function clientsArguments({ arguments: given }: FieldNode, { contextArguments }: SubgraphField) {
  return given?.filter(({ name }) => !contextArguments.some((argument) => argument.name === name.value));
}

/** Of values under one key, what must be the same whatever the types of their objects. */
function formOf(type: TypeNode, types: SupergraphTypes): string {
  const text = print(type);
  const name = namedType(type);
  return isComposite(types.get(name)) ? text.replace(name, '{}') : text;
}
