import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../../operation/collect-fields.js';
import { deferOf, labelOf } from '../../operation/defer.js';
import {
  assuming,
  both,
  commonTo,
  conditionsOf,
  type Conjunction,
  either,
  except,
  type Guard,
} from '../../plan/guard.js';

/** A wanted field of a type's objects at a path. */
export interface Wanted {
  /** The field's key in the data. */
  readonly key: string;
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  /** The field's occurrences in the operation. */
  readonly nodes: readonly FieldNode[];
  /** The conditions of the field on an existing object. */
  readonly guard: Guard;
  /** The label of its deferred fragment; undefined for the initial answer. */
  readonly part: string | undefined;
  /** Whether it is an input for a subgraph, not a field of the caller's. */
  readonly isInput: boolean;
  /** The wanted fields of its objects, by their type. */
  readonly below: ((type: string) => readonly Wanted[]) | undefined;
}

/** A selection set on existing objects, with its conditions and its deferred fragment. */
interface AppliedSet {
  readonly set: SelectionSetNode;
  readonly guard: Conjunction;
  readonly part: string | undefined;
}

interface Occurrence {
  /** Its position among all fields in the order of reading. */
  readonly order: number;
  readonly node: FieldNode;
  readonly guard: Conjunction;
  readonly part: string | undefined;
}

export interface WantingOptions {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Whether a fragment on a type applies to an object of another. */
  readonly applies: (condition: string, type: string) => boolean;
  /** Whether a type is hidden from callers: no fields of its objects are wanted. */
  readonly isHidden: (type: string) => boolean;
  /** Called for each selection that is read; an error that it throws ends the planning. */
  readonly count: () => void;
  /** Whether the wanted fields are inputs for subgraphs, not fields of the caller's. */
  readonly isInput?: boolean;
}

/** Reads the wanted fields of an operation for objects of each type, with their conditions. */
export class Wanting {
  /** The label of the enclosing deferred fragment, by label. */
  readonly #around = new Map<string, string | undefined>();
  #order = 0;

  constructor(private readonly options: WantingOptions) {}

  /**
   * The wanted fields of a selection set for objects of a type.
   * @param part the label of the enclosing deferred fragment.
   */
  of(type: string, set: SelectionSetNode, part?: string): readonly Wanted[] {
    return this.#wanted(type, [{ set, guard: [], part }], []);
  }

  /**
   * The wanted root fields of a mutation, in the order of execution. A field that conditions exclude at its first
   * occurrence runs at the next.
   */
  inSeries(type: string, set: SelectionSetNode): readonly Wanted[] {
    const byKey = new Map<string, Occurrence[]>();
    this.#read(type, { set, guard: [], part: undefined }, [], byKey, new Set());
    return [...byKey.values()]
      .flatMap((occurrences) =>
        occurrences.map(({ order, guard: own }, index) => {
          const guard = except(
            [own],
            occurrences.slice(0, index).map((one) => one.guard),
          );
          // A mutation's root field is not deferred.
          const left = occurrences.slice(index).map((one) => ({ ...one, part: undefined }));
          return { order, wanted: { ...this.#field(left, undefined, commonTo(guard)), guard } };
        }),
      )
      .filter(({ wanted }) => wanted.guard.length > 0)
      .sort((one, other) => one.order - other.order)
      .map(({ wanted }) => wanted);
  }

  /** Whether one deferred fragment is sent no later than another: it is the same, or encloses it. */
  isBefore(part: string | undefined, other: string | undefined): boolean {
    return (
      part === undefined || part === other || (other !== undefined && this.isBefore(part, this.#around.get(other)))
    );
  }

  /** How many deferred fragments enclose one. */
  depthOf(part: string): number {
    const around = this.#around.get(part);
    return around === undefined ? 0 : 1 + this.depthOf(around);
  }

  /** @param known the literals that hold wherever such an object exists. */
  #wanted(type: string, sets: readonly AppliedSet[], known: Conjunction): Wanted[] {
    if (this.options.isHidden(type)) return [];
    const byKey = new Map<string, Occurrence[]>();
    const read = new Set<string>();
    for (const set of sets) this.#read(type, set, known, byKey, read);
    return [...byKey.values()].flatMap((occurrences) =>
      this.#parts(occurrences).map(({ part, own }) => this.#field(own, part, known)),
    );
  }

  #field(own: readonly Occurrence[], part: string | undefined, known: Conjunction): Wanted {
    const [{ node }] = own as readonly [Occurrence];
    const guard = either(own.map((occurrence) => occurrence.guard));
    const knownBelow = [...new Set([...known, ...commonTo(guard)])];
    const sets = own.flatMap(({ node: { selectionSet: set }, guard: when, part: inside }): AppliedSet[] => {
      const left = assuming(when, knownBelow);
      return set && left ? [{ set, guard: left, part: inside }] : [];
    });
    const byType = new Map<string, Wanted[]>();
    const below = (type: string) => {
      let wanted = byType.get(type);
      if (!wanted) byType.set(type, (wanted = this.#wanted(type, sets, knownBelow)));
      return wanted;
    };
    return {
      ...{ key: responseKey(node), name: node.name.value, args: node.arguments ?? [], guard, part },
      nodes: own.map((occurrence) => occurrence.node),
      isInput: this.options.isInput === true,
      below: node.selectionSet ? below : undefined,
    };
  }

  /** Occurrences of one key, grouped with the first that is sent no later. */
  #parts(occurrences: readonly Occurrence[]): { part: string | undefined; own: Occurrence[] }[] {
    const parts: { part: string | undefined; own: Occurrence[] }[] = [];
    for (const { part } of occurrences) {
      if (parts.some((known) => this.isBefore(known.part, part))) continue;
      const own = occurrences.filter((one) => this.isBefore(part, one.part));
      const left = parts.filter((known) => !this.isBefore(part, known.part));
      parts.splice(0, parts.length, ...left, { part, own });
    }
    return parts;
  }

  #read(
    type: string,
    { set, guard, part }: AppliedSet,
    known: Conjunction,
    byKey: Map<string, Occurrence[]>,
    read: Set<string>,
  ): void {
    const { fragments, applies, count } = this.options;
    for (const selection of set.selections) {
      const own = conditionsOf(selection);
      const left = own && assuming(own, known);
      const when = left && both(guard, left);
      if (!when) continue;
      count();
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const occurrence = { order: (this.#order += 1), node: selection, guard: when, part };
        const same = byKey.get(key);
        if (same) same.push(occurrence);
        else byKey.set(key, [occurrence]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (!fragment || (condition !== undefined && !applies(condition, type))) continue;
      const defer = deferOf(selection);
      const label = defer && labelOf(defer);
      if (label !== undefined) this.#around.set(label, part);
      const inside = label ?? part;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        // A fragment under the same conditions is read once.
        const id = `${selection.name.value} ${when.join(' ')} ${inside ?? ''}`;
        if (read.has(id)) continue;
        read.add(id);
      }
      this.#read(type, { set: fragment.selectionSet, guard: when, part: inside }, known, byKey, read);
    }
  }
}

const argumentTexts = new WeakMap<readonly ArgumentNode[], string>();

/** The arguments of a field as text, equal for equal values in any order. */
function argumentsText(args: readonly ArgumentNode[]): string {
  if (args.length === 0) return '';
  let text = argumentTexts.get(args);
  if (text === undefined) argumentTexts.set(args, (text = args.map(print).sort().join()));
  return text;
}

/** Whether two fields have the same name and arguments, under any keys. */
export function isSameField(one: Pick<Wanted, 'name' | 'args'>, other: Pick<Wanted, 'name' | 'args'>): boolean {
  return one.name === other.name && argumentsText(one.args) === argumentsText(other.args);
}

/** Whether objects of two types have the same wanted fields at all levels, since both come from the same selections. */
export function areWantedAlike(ones: readonly Wanted[], others: readonly Wanted[]): boolean {
  if (ones.length !== others.length) return false;
  return ones.every(({ key, nodes }) =>
    others.some(
      (other) =>
        other.key === key && other.nodes.length === nodes.length && nodes.every((node, at) => node === other.nodes[at]),
    ),
  );
}

/** Whether a field is wanted on each type's objects. */
export function isWantedOfAll(wanted: Wanted, by: ReadonlyMap<string, readonly Wanted[]>): boolean {
  return [...by.values()].every((all) => all.some((each) => each.key === wanted.key && isSameField(each, wanted)));
}

/** The wanted fields of a type's objects, together with those wanted of every type. */
export function withWantedOfAny(wanted: readonly Wanted[] = [], ofAny: readonly Wanted[]): readonly Wanted[] {
  return [...wanted, ...ofAny.filter(({ key }) => wanted.every((each) => each.key !== key))];
}
