import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ImaginedData, Thing, Value } from './imagined-data.js';
import type { Node, Slot } from './known-data.js';
import { type Conditions, fieldsOf, type Operation, type Selecting, setsBelow } from './selection.js';
import type { Among, Sources } from './sources.js';
import { nameOfType } from './supergraph-model.js';

/** The context of an answer's comparison. */
export interface AnswerContext {
  readonly data: ImaginedData;
  readonly sources: Sources;
  readonly report: (problem: string) => void;
  /** Called for an object whose type some possible source does not know: the client may get null for it. */
  readonly beyond: (problem: string) => void;
  /** What asked for a value that the client asked for too. */
  readonly asked: Set<FieldNode>;
  /** Fields of fetches that asked for a value without a request of the client, and the name of the value. */
  readonly unasked: Map<FieldNode, string>;
  readonly count: () => void;
}

/**
 * Compares the client's answer, made from the gateway's data, with the answer of a server that knows the whole graph.
 */
export class AnswerCheck {
  constructor(
    private readonly context: AnswerContext,
    private readonly operation: Operation,
    private readonly conditions: Conditions,
    private readonly isLeftOut: (label: string) => boolean,
  ) {}

  run(root: Node): void {
    this.#compare(root, [this.operation.definition.selectionSet], this.context.sources.all, undefined);
  }

  #compare(node: Node, sets: readonly SelectionSetNode[], among: Among, abstract: string | undefined): void {
    const { thing } = node;
    const { model } = this.context.data;
    const asked = fieldsOf(sets, this.#selecting(thing));
    for (const [key, nodes] of asked) {
      this.context.count();
      const [field] = nodes as [FieldNode];
      const name = field.name.value;
      const slot = node.slots.get(key);
      const place = `${thing.type}.${name} as ${key}`;
      if (name === '__typename') {
        // Of an object that can be of one type alone, the gateway knows it.
        if (abstract !== undefined && slot?.typename !== thing.type)
          this.context.report(`${place}: ${slot ? 'its interface is told' : 'it is not asked for'}`);
        continue;
      }
      if (!slot?.value) {
        this.context.report(`${place}: it is not asked for`);
        continue;
      }
      const value = thing.value(name, field.arguments);
      if (slot.value !== value) {
        this.context.report(`${place}: it has ${differently(slot, value)}`);
        continue;
      }
      for (const source of slot.sources) this.context.asked.add(source);
      const definition = model.field(thing.type, name);
      const type = definition && nameOfType(definition.type);
      if (type === undefined || !model.isComposite(type)) continue;
      this.#compareBelow(slot, value, type, setsBelow(nodes), this.context.sources.of(among, thing.type, name));
    }
    for (const [key, { value, sources }] of node.slots) {
      if (asked.has(key) || !value) continue;
      for (const source of sources) this.context.unasked.set(source, `${thing.type}.${value.field}`);
    }
  }

  #compareBelow(slot: Slot, value: Value, type: string, sets: readonly SelectionSetNode[], among: Among): void {
    const { data, sources } = this.context;
    const isAbstract = data.model.isAbstract(type);
    const possible = sources.possible(among, value.of.type, value.field);
    for (const each of possible) {
      // Clients must not know of it, and get null; but then the gateway has to know what it is.
      const isHidden = data.model.isInaccessible(each);
      const node = slot.nodes.get(each);
      const wanted = isHidden ? [] : [...fieldsOf(sets, this.#selecting(value.thing(each))).values()];
      if (!node) {
        if (wanted.some(([field]) => field?.name.value !== '__typename'))
          this.context.report(`nothing is asked of a ${each} that is a ${type}`);
        continue;
      }
      if (isAbstract && !this.#isTold(node, sets, possible, value, isHidden))
        this.context.report(`the type of a ${type} is not asked for`);
      if (!isHidden) this.#compare(node, sets, among, isAbstract ? type : undefined);
    }
    for (const [each, node] of slot.nodes) {
      if (possible.includes(each) || data.model.isInaccessible(each)) continue;
      for (const [key, field] of fieldsOf(sets, this.#selecting(value.thing(each)))) {
        const isAsked = node.slots.get(key)?.value !== undefined && field[0]?.name.value !== '__typename';
        if (isAsked) this.context.beyond(`${each}.${field[0]?.name.value ?? ''} of a ${type}`);
      }
    }
  }

  /** Whether the gateway can tell the types of an abstract type's objects, if they have different fields. */
  #isTold(
    node: Node,
    sets: readonly SelectionSetNode[],
    possible: readonly string[],
    value: Value,
    isHidden: boolean,
  ): boolean {
    if (node.slots.get('__typename')?.typename === node.thing.type) return true;
    if (isHidden) return false;
    const keys = (type: string) => [...fieldsOf(sets, this.#selecting(value.thing(type))).keys()].sort().join();
    const own = keys(node.thing.type);
    return possible.every((type) => !this.context.data.model.isInaccessible(type) && keys(type) === own);
  }

  #selecting({ type }: Thing): Selecting {
    const { model } = this.context.data;
    const { fragments } = this.operation;
    return {
      ...{ fragments, conditions: this.conditions, isLeftOut: this.isLeftOut },
      applies: (condition) => model.is(type, condition),
    };
  }
}

/** Names the wrong value without its arguments: findings may be logged, and arguments may be personal data. */
function differently({ value }: Slot, expected: Value): string {
  if (value?.field !== expected.field) return value?.field ?? '__typename';
  return value.args === expected.args ? 'the value of another object' : 'other arguments';
}
