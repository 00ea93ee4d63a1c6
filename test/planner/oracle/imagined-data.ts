import { type ArgumentNode, Kind, type SelectionSetNode } from 'graphql';
import { argumentsText } from './arguments-text.js';
import { nameOfType, type SupergraphModel } from './supergraph-model.js';

/**
 * The value of a thing's field with some arguments: the same in every subgraph. A value that leads to objects has one
 * object of each possible type at once.
 */
export class Value {
  readonly #things = new Map<string, Thing>();

  constructor(
    private readonly data: ImaginedData,
    /** What has the value. */
    readonly of: Thing,
    readonly field: string,
    /** Its arguments, as text. */
    readonly args: string,
  ) {}

  /** The object of a type that the value leads to. */
  thing(type: string): Thing {
    if (this.data.model.isRoot(type)) return this.data.root(type);
    let thing = this.#things.get(type);
    if (!thing) this.#things.set(type, (thing = new Thing(this.data, type, this.of)));
    return thing;
  }
}

/** An object of one type at one place. */
export class Thing {
  readonly #values = new Map<string, Value>();

  constructor(
    private readonly data: ImaginedData,
    readonly type: string,
    /** The thing whose field leads to it. */
    readonly above: Thing | undefined,
  ) {}

  value(field: string, given: readonly ArgumentNode[] = []): Value {
    const { model } = this.data;
    const definitions = model.field(this.type, field)?.arguments ?? [];
    const args = given.length > 0 ? argumentsText(given, definitions, model.types) : '';
    const place = `${field}(${args})`;
    let value = this.#values.get(place);
    if (!value) this.#values.set(place, (value = new Value(this.data, this, field, args)));
    return value;
  }
}

/** The one merged graph of which every subgraph has its part. Two values are the same only if they are one object here. */
export class ImaginedData {
  readonly #roots = new Map<string, Thing>();

  constructor(readonly model: SupergraphModel) {}

  root(type: string): Thing {
    let root = this.#roots.get(type);
    if (!root) this.#roots.set(type, (root = new Thing(this, type, undefined)));
    return root;
  }

  /** The value of an argument that a field of a thing takes from a context; undefined where nothing above sets it. */
  contextValue(thing: Thing, context: string, selection: SelectionSetNode): Value | undefined {
    let { above } = thing;
    while (above && !this.model.setsContext(above.type, context)) above = above.above;
    return above && this.#leaf(above, selection);
  }

  #leaf(thing: Thing, { selections }: SelectionSetNode): Value | undefined {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition !== undefined && !this.model.is(thing.type, condition)) continue;
        return this.#leaf(thing, selection.selectionSet);
      }
      if (selection.kind !== Kind.FIELD) continue;
      const value = thing.value(selection.name.value, selection.arguments);
      if (!selection.selectionSet) return value;
      const definition = this.model.field(thing.type, selection.name.value);
      const [type] = definition ? this.model.possible(nameOfType(definition.type)) : [];
      return type === undefined ? undefined : this.#leaf(value.thing(type), selection.selectionSet);
    }
    return undefined;
  }
}
