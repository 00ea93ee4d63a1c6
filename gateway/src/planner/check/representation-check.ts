import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { Kind, type SelectionSetNode, type TypeNode } from 'graphql';
import { rewritten, type Shape, shapesOf } from '../../executor/representation-shape.js';
import type { Rewrite } from '../../executor/rewrite.js';
import type { SubgraphTypes } from '../subgraph-types.js';
import { argumentsText } from './arguments-text.js';
import { type Fields, type Known, readKey } from './known-data.js';

/** What a subgraph answers at a place beyond what it owns, and whether a field's required ones were sent to it. */
export interface Granted {
  readonly provided: readonly SelectionSetNode[];
  readonly isSent?: (required: SelectionSetNode) => boolean;
}

/** Finds what representations can hold of what is known, as the executor writes them. */
export class RepresentationCheck {
  /**
   * @param is whether an object of a type is one of another type too.
   * @param report told what is wrong.
   * @param read is told of what a representation holds.
   */
  constructor(
    private readonly is: (type: string, condition: string) => boolean,
    private readonly report: (problem: string) => void,
    private readonly read: (known: Known) => void,
  ) {}

  /** What a subgraph is granted of an entity that it is asked about; undefined where it cannot be asked. */
  granted(
    fields: Fields,
    type: string,
    requires: readonly RequiresSelection[],
    rewrites: readonly Rewrite[],
    subgraph: SubgraphTypes,
  ): Granted | undefined {
    const typename = fields.get('__typename')?.typename;
    if (typename === undefined) return undefined;
    const shapes = shapesOf(requires, typename, this.is);
    if (shapes.size === 0) return undefined;
    this.#readAll(shapes, fields);
    const asked = rewritten('__typename', typename, rewrites, this.is).setTo ?? typename;
    const conditions = requires.flatMap((selection) =>
      selection.kind === 'InlineFragment' && this.is(typename, selection.typeCondition)
        ? [selection.typeCondition]
        : [],
    );
    const keys = [...new Set([typename, asked, ...conditions])].flatMap((each) => subgraph.keys(each));
    if (keys.length === 0) this.report(`${subgraph.name} has no key of ${asked}`);
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
      const shapes = shapesOf(selections, below.get('__typename')?.typename ?? possible, this.is);
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
        if (!this.is(typename, condition)) return true;
        return this.#isSent(selection.selectionSet, typename, shapes, fields, rewrites);
      }
      if (selection.kind !== Kind.FIELD || selection.name.value === '__typename') return true;
      const { name, selectionSet } = selection;
      for (const shape of shapes.values()) {
        const { renameTo, nested } = rewritten(shape.key, typename, rewrites, this.is);
        if ((renameTo ?? shape.key) !== name.value) continue;
        const known = readKey(fields, shape.source);
        if (known?.field !== name.value || known.args !== argumentsText(selection.arguments)) return false;
        if (!selectionSet) return true;
        return [...(known.below ?? [])].every(([type, below]) => {
          const belowTypename = below.get('__typename')?.typename ?? type;
          const belowShapes = shapesOf(shape.selections, belowTypename, this.is);
          return this.#isSent(selectionSet, belowTypename, belowShapes, below, nested);
        });
      }
      return false;
    });
  }

  #readAll(shapes: ReadonlyMap<string, Shape>, fields: Fields): void {
    for (const { source, selections } of shapes.values()) {
      const known = readKey(fields, source);
      if (!known) continue;
      this.read(known);
      for (const [type, below] of known.below ?? []) this.#readAll(shapesOf(selections, type, this.is), below);
    }
  }
}
