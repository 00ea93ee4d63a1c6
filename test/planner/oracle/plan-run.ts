import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode, validate } from 'graphql';
import type { ContextInput, Fetch, Guard, Input, JudgedPlan, Lookup, Place, Step } from '../plan.js';
import type { ImaginedData, Thing, Value } from './imagined-data.js';
import { merge, Node, rename, type Slot } from './known-data.js';
import { type Conditions, fieldsOf, type Operation, operationOf, type Selecting, setsBelow } from './selection.js';
import type { SubgraphModel } from './subgraph-model.js';
import { nameOfType, type OwnField } from './supergraph-model.js';

/** What the runs of one plan share. */
export interface RunContext {
  readonly data: ImaginedData;
  readonly isOn: (label: string) => boolean;
  readonly report: (problem: string) => void;
  /** The operations of fetches, read and validated once. */
  readonly operations: Map<DocumentNode, Operation>;
  /** Fields of fetches whose value was sent to a subgraph. */
  readonly sent: Set<FieldNode>;
  /** Called for each field that an answer has of an object. */
  readonly count: () => void;
}

/** What was sent of a value. */
interface Sent {
  readonly value: Value | undefined;
  readonly below: ReadonlyMap<string, ReadonlyMap<string, Sent>>;
}

/** Fields that a subgraph may answer of an object in addition to its own. */
interface Grant {
  /** Field sets of `@provides` that reach it, and of keys. */
  readonly provided: readonly SelectionSetNode[];
  /** What came with the representation of it. */
  readonly sent?: ReadonlyMap<string, Sent> | undefined;
}

/** A request as a subgraph reads it. */
interface Request {
  readonly fetch: Fetch;
  readonly subgraph: SubgraphModel;
  readonly operation: Operation;
  /** The values from objects above, by their variables. */
  readonly context: ReadonlyMap<string, Value>;
}

/**
 * Runs a plan on imagined data: each subgraph answers from its part, and what the gateway then has is known. A fetch
 * sees only what was given by fetches that it comes after.
 */
export class PlanRun {
  readonly root: Node;
  /** The fetches that were sent. */
  readonly fetches: readonly Fetch[];
  readonly #before: ReadonlyMap<Fetch, ReadonlySet<Fetch>>;

  constructor(
    private readonly context: RunContext,
    plan: JudgedPlan,
    rootType: string,
    private readonly conditions: Conditions,
    isLeftOut: (label: string) => boolean = () => false,
  ) {
    this.root = new Node(context.data.root(rootType), undefined);
    const { order, before } = ordered(plan.fetches);
    this.#before = before;
    this.fetches = order.filter(
      ({ guard, anyOf, deferred }) =>
        this.#hold(guard) &&
        (anyOf?.some((all) => this.#hold(all)) ?? true) &&
        !(deferred !== undefined && isLeftOut(deferred)),
    );
    for (const fetch of this.fetches) this.#run(fetch);
  }

  #hold(guards: readonly Guard[]): boolean {
    return guards.every(({ variable, is }) => (this.conditions[variable] === true) === is);
  }

  /** Whether a fetch begins only after another is done. */
  isBefore(first: Fetch, second: Fetch): boolean {
    return this.#before.get(second)?.has(first) === true;
  }

  #run(fetch: Fetch): void {
    const subgraph = this.context.data.model.subgraphs.get(fetch.subgraph);
    if (!subgraph) {
      this.context.report(`there is no subgraph ${fetch.subgraph}`);
      return;
    }
    const operation = this.#operation(fetch, subgraph);
    if (fetch.lookups.length > 0) {
      for (const lookup of fetch.lookups) {
        if (lookup.anyOf?.some((all) => this.#hold(all)) ?? true) this.#lookUp(fetch, lookup, subgraph, operation);
      }
      return;
    }
    for (const node of this.#walk(fetch.place, fetch)) {
      if (!this.context.data.model.isRoot(node.thing.type)) {
        this.context.report(`${fetch.subgraph} is asked for fields of ${node.thing.type} as of a root`);
        continue;
      }
      const request = { fetch, subgraph, operation, context: this.#contextOf(fetch, node) };
      const given = this.#answer(request, node.thing, [operation.definition.selectionSet], { provided: [] });
      for (const each of fetch.renames) rename(given, each, this.#is);
      this.#merge(node, given);
    }
  }

  #operation({ operation: document, subgraph: name, kind }: Fetch, subgraph: SubgraphModel): Operation {
    let operation = this.context.operations.get(document);
    if (!operation) {
      operation = operationOf(document);
      this.context.operations.set(document, operation);
      for (const { message } of validate(subgraph.schema, document, undefined, { maxErrors: 5 })) {
        this.context.report(`${name} refuses the operation: ${message}`);
      }
      const sent: string = operation.definition.operation;
      if (sent !== kind) this.context.report(`${name} is sent a ${sent} as a ${kind}`);
    }
    return operation;
  }

  /** The objects that a place leads to, as far as a fetch can know of them. */
  #walk(place: Place, fetch: Fetch): Node[] {
    return this.#walkFrom([this.root], place, fetch);
  }

  #walkFrom(from: readonly Node[], place: Place, fetch: Fetch): Node[] {
    let nodes = [...from];
    for (const step of place) {
      nodes =
        'key' in step
          ? nodes.flatMap((node) => {
              const slot = this.#seen(node.slots.get(step.key), fetch);
              return [...(slot?.nodes.values() ?? [])].filter((below) => this.#isSeen(below.givenBy, fetch));
            })
          : nodes.filter((node) => this.#isOfStep(node, step, fetch));
    }
    return nodes;
  }

  /** Objects that do not say their type are taken for such as are meant. */
  #isOfStep(node: Node, { types }: Extract<Step, { types: unknown }>, fetch: Fetch): boolean {
    const typename = this.#seen(node.slots.get('__typename'), fetch)?.typename;
    return typename === undefined || types.some((type) => this.#is(typename, type));
  }

  #seen(slot: Slot | undefined, fetch: Fetch): Slot | undefined {
    return slot && this.#isSeen(slot.givenBy, fetch) ? slot : undefined;
  }

  #isSeen(givenBy: ReadonlySet<Fetch>, fetch: Fetch): boolean {
    for (const giver of givenBy) if (this.isBefore(giver, fetch)) return true;
    return false;
  }

  readonly #is = (type: string, condition: string): boolean => this.context.data.model.is(type, condition);

  #lookUp(fetch: Fetch, lookup: Lookup, subgraph: SubgraphModel, operation: Operation): void {
    const { model } = this.context.data;
    const sets = setsBelow(
      fieldsOf(
        [operation.definition.selectionSet],
        this.#selecting(operation, () => true),
      ).get(lookup.key) ?? [],
    );
    if (sets.length === 0) return;
    for (const place of lookup.places) {
      const last = place.at(-1);
      const only = last && 'types' in last && last.types.length === 1 ? last.types[0] : undefined;
      for (const node of this.#walk(place, fetch)) {
        const typename = this.#seen(node.slots.get('__typename'), fetch)?.typename ?? only;
        if (typename === undefined) continue;
        const sent = this.#sent(node, typename, lookup.inputs, fetch);
        if (!sent) continue;
        const renamed = lookup.typenames.find(({ types }) => types.some((type) => this.#is(typename, type)));
        const name = renamed?.name ?? typename;
        const { type } = node.thing;
        if (name !== type && !model.is(type, name)) {
          this.context.report(`${subgraph.name} is sent ${name} for a ${type}`);
          continue;
        }
        const isKnown = subgraph
          .keys(name)
          .some((key) => key.isResolvable && this.#holds(sent, key.fields, node.thing, undefined));
        // Without a key the subgraph is not asked; the missing values then show in the answer.
        if (!isKnown) continue;
        const keys = subgraph.keysOf(type).map(({ fields }) => fields);
        const request = { fetch, subgraph, operation, context: this.#contextOf(fetch, node) };
        const given = this.#answer(request, node.thing, sets, { provided: keys, sent });
        for (const each of [...lookup.renames, ...fetch.renames]) rename(given, each, this.#is);
        this.#merge(node, given);
      }
    }
  }

  /** The representation of an object; undefined if no input applies to its type. */
  #sent(node: Node, typename: string, inputs: readonly Input[], fetch: Fetch): Map<string, Sent> | undefined {
    const applying = inputs.filter(({ on }) => on.every((type) => this.#is(typename, type)));
    if (applying.length === 0) return undefined;
    const sent = new Map<string, Sent>();
    for (const { name, from, below } of applying) {
      const slot = this.#seen(node.input(from), fetch);
      if (!slot) continue;
      for (const source of slot.sources) this.context.sent.add(source);
      const before = sent.get(name);
      const objects = [...slot.nodes].flatMap(([type, inner]) => {
        if (!this.#isSeen(inner.givenBy, fetch)) return [];
        const innerName = this.#seen(inner.slots.get('__typename'), fetch)?.typename ?? type;
        const own = this.#sent(inner, innerName, below, fetch) ?? new Map<string, Sent>();
        return [[type, new Map([...(before?.below.get(type) ?? []), ...own])] as const];
      });
      sent.set(name, { value: slot.value, below: new Map(objects) });
    }
    return sent;
  }

  /**
   * Whether what was sent of a thing is all of a field set, and right.
   * @param gives what the subgraph knows without it being sent.
   */
  #holds(
    sent: ReadonlyMap<string, Sent>,
    { selections }: SelectionSetNode,
    thing: Thing,
    gives: ((field: FieldNode) => boolean) | undefined,
  ): boolean {
    return selections.every((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition !== undefined && !this.#is(thing.type, condition)) return true;
        return this.#holds(sent, selection.selectionSet, thing, gives);
      }
      if (selection.kind !== Kind.FIELD || selection.name.value === '__typename') return true;
      const { name, arguments: args, selectionSet } = selection;
      const own = sent.get(name.value);
      if (!own) return gives?.(selection) === true;
      const value = thing.value(name.value, args);
      if (own.value !== value) return false;
      if (!selectionSet) return true;
      if (own.below.size === 0) return false;
      return [...own.below].every(([type, below]) => this.#holds(below, selectionSet, value.thing(type), undefined));
    });
  }

  /** The values that a fetch takes from objects above one of its entities. */
  #contextOf(fetch: Fetch, node: Node): Map<string, Value> {
    const values = new Map<string, Value>();
    for (const input of fetch.context) {
      const value = values.has(input.variable) ? undefined : this.#contextValue(node, input, fetch);
      if (value) values.set(input.variable, value);
    }
    return values;
  }

  #contextValue(node: Node, { up, path }: ContextInput, fetch: Fetch): Value | undefined {
    let object: Node | undefined = node;
    for (let level = 0; object && level < up; level += 1) object = object.above;
    const last = path.at(-1);
    if (!object || !last || !('key' in last)) return undefined;
    for (const below of this.#walkFrom([object], path.slice(0, -1), fetch)) {
      const slot = this.#seen(below.slots.get(last.key), fetch);
      for (const source of slot?.sources ?? []) this.context.sent.add(source);
      if (slot?.value) return slot.value;
    }
    return undefined;
  }

  #selecting({ fragments }: Operation, applies: Selecting['applies']): Selecting {
    return { fragments, conditions: this.conditions, applies };
  }

  /** What a subgraph answers of an object. */
  #answer(request: Request, thing: Thing, sets: readonly SelectionSetNode[], grant: Grant, above?: Node): Node {
    const { subgraph, operation, fetch } = request;
    const { model } = this.context.data;
    const node = new Node(thing, above);
    node.givenBy.add(fetch);
    const { type } = thing;
    const name = subgraph.nameOf(type) ?? type;
    const selecting = this.#selecting(operation, (condition) => subgraph.isOf(name, condition));
    for (const [key, nodes] of fieldsOf(sets, selecting)) {
      this.context.count();
      const [asked] = nodes as [FieldNode];
      const fieldName = asked.name.value;
      const slot = { givenBy: new Set([fetch]), sources: new Set(nodes), nodes: new Map<string, Node>() };
      if (fieldName === '__typename') {
        node.slots.set(key, { ...slot, value: undefined, typename: name });
        continue;
      }
      const place = `${type}.${fieldName}`;
      const field = subgraph.field(type, fieldName);
      if (!field) {
        this.context.report(`${subgraph.name} has no ${place}`);
        continue;
      }
      const along = grant.provided.flatMap((set) => this.#provided(set, type, fieldName));
      this.#refuse(request, thing, asked, field, along, grant);
      const own = (asked.arguments ?? []).filter(
        (each) => !field.context.some((from) => from.name === each.name.value),
      );
      const value = thing.value(fieldName, own);
      const typeName = nameOfType(field.type);
      if (model.isComposite(typeName)) {
        const provided = [...along, field.provides].flatMap((set) => set ?? []);
        for (const possible of subgraph.possible(typeName)) {
          const below: Grant = {
            provided: [...provided, ...subgraph.keysOf(possible).map(({ fields }) => fields)],
          };
          slot.nodes.set(possible, this.#answer(request, value.thing(possible), setsBelow(nodes), below, node));
        }
      }
      node.slots.set(key, { ...slot, value, typename: undefined });
    }
    return node;
  }

  /** Reports where a subgraph does not answer a field of an object rightly. */
  #refuse(
    { subgraph, context }: Request,
    thing: Thing,
    asked: FieldNode,
    field: OwnField,
    along: readonly unknown[],
    { provided, sent = new Map<string, Sent>() }: Grant,
  ): void {
    const { report, isOn, data } = this.context;
    const place = `${thing.type}.${asked.name.value}`;
    if (field.isExternal && along.length === 0) report(`${subgraph.name} does not answer ${place}: it is external`);
    if (field.label && isOn(field.label.name) !== field.label.answersWhenOn)
      report(`${subgraph.name} does not answer ${place} as the label ${field.label.name} stands`);
    if (field.requires) {
      const gives = (required: FieldNode) => this.#gives(subgraph, thing.type, required, provided);
      if (!this.#holds(sent, field.requires, thing, gives))
        report(`${subgraph.name} is asked for ${place} without what it requires`);
    }
    for (const { name, context: from, selection } of field.context) {
      const argument = asked.arguments?.find((each) => each.name.value === name);
      const variable = argument?.value.kind === Kind.VARIABLE ? argument.value.name.value : '';
      const expected = data.contextValue(thing, from, selection);
      if (!expected || context.get(variable) !== expected)
        report(`${subgraph.name} is asked for ${place} without what the context has for ${name}`);
    }
  }

  /** Whether a subgraph knows a field with all below it, without anything sent. */
  #gives(
    subgraph: SubgraphModel,
    type: string,
    { name, selectionSet }: FieldNode,
    provided: readonly SelectionSetNode[],
  ): boolean {
    const field = subgraph.field(type, name.value);
    if (!field) return false;
    const along = provided.flatMap((set) => this.#provided(set, type, name.value));
    if (field.isExternal ? along.length === 0 : field.requires !== undefined || field.context.length > 0) return false;
    if (!selectionSet) return true;
    const below = [...along, field.provides].flatMap((set) => set ?? []);
    return subgraph
      .possible(nameOfType(field.type))
      .every((inner) =>
        selectionSet.selections.every((each) => each.kind === Kind.FIELD && this.#gives(subgraph, inner, each, below)),
      );
  }

  /**
   * The selections of a field set below a field of a type, one for each time that it has the field; undefined for a
   * leaf.
   */
  #provided({ selections }: SelectionSetNode, type: string, name: string): (SelectionSetNode | undefined)[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection.selectionSet] : [];
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const condition = selection.typeCondition?.name.value ?? type;
      return this.#is(type, condition) ? this.#provided(selection.selectionSet, type, name) : [];
    });
  }

  #merge(target: Node, given: Node): void {
    const { model } = this.context.data;
    merge(target, given, {
      isInterface: (type) => model.isInterface(type),
      clash: (key, { type }) => {
        this.context.report(`${key} of ${type} is given two values`);
      },
    });
  }
}

/** The fetches in an order in which they can be sent, and each fetch's direct and indirect predecessors. */
function ordered(fetches: readonly Fetch[]) {
  const byId = new Map(fetches.map((fetch) => [fetch.id, fetch]));
  const before = new Map<Fetch, ReadonlySet<Fetch>>();
  const order: Fetch[] = [];
  const visiting = new Set<Fetch>();
  const visit = (fetch: Fetch): ReadonlySet<Fetch> => {
    const known = before.get(fetch);
    if (known) return known;
    if (visiting.has(fetch)) throw new Error(`Expected fetches in some order, got a circle at ${fetch.id}.`);
    visiting.add(fetch);
    const all = new Set<Fetch>();
    for (const id of fetch.after) {
      const earlier = byId.get(id);
      if (!earlier) throw new Error(`Expected a fetch ${id} that ${fetch.id} comes after.`);
      all.add(earlier);
      for (const each of visit(earlier)) all.add(each);
    }
    before.set(fetch, all);
    order.push(fetch);
    return all;
  };
  for (const fetch of fetches) visit(fetch);
  return { order, before };
}
