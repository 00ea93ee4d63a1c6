import { Kind, type TypeNode } from 'graphql';
import type { Answering, AskedSubgraph } from './answering.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import { isComputed } from '../../supergraph/subgraph-field.js';
import type { Wanted } from './wanted.js';

/** A part of a wanted field, with the subgraph that answers that part by itself. */
export interface Half {
  readonly subgraph: JoinedSubgraph;
  readonly wanted: Wanted;
}

/**
 * Splits a wanted field between two subgraphs that share it, if each answers a part of the selection by itself: two
 * parallel fetches replace a fetch by key. Lists are not split: the order of two subgraphs' lists may differ.
 * @param subgraphs the subgraphs that have the field, the best first.
 */
export function halvesOf(
  answering: Answering,
  subgraphs: readonly JoinedSubgraph[],
  type: string,
  wanted: Wanted,
): readonly [Half, Half] | undefined {
  const able = subgraphs.filter((subgraph) => {
    const field = subgraph.field(type, wanted.name);
    return field !== undefined && !isComputed(field) && !isList(field.type);
  });
  for (const subgraph of able) {
    const { own, left } = split(answering, { subgraph, granted: [] }, type, wanted);
    if (!own || !left) continue;
    const other = able.find(
      (each) => each !== subgraph && !split(answering, { subgraph: each, granted: [] }, type, left).left,
    );
    if (other)
      return [
        { subgraph, wanted: own },
        { subgraph: other, wanted: left },
      ];
  }
  return undefined;
}

/** Splits a wanted field into the part that a subgraph answers by itself, and the rest. */
function split(
  answering: Answering,
  asked: AskedSubgraph,
  type: string,
  wanted: Wanted,
): { readonly own?: Wanted; readonly left?: Wanted } {
  const { name, below } = wanted;
  if (name === '__typename') return { own: wanted };
  const { subgraph } = asked;
  const field = subgraph.field(type, name);
  if (!field || !answering.answers(asked, type, name)) return { left: wanted };
  if (!below) return { own: wanted };
  const owns = new Map<string, readonly Wanted[]>();
  const lefts = new Map<string, readonly Wanted[]>();
  const inner: AskedSubgraph = { subgraph, granted: answering.grantedBelow(asked, type, name) };
  const types = subgraph.possible(namedType(field.type));
  // The object itself is wanted, though conditions or types exclude all its fields.
  if (types.every((possible) => below(possible).length === 0)) return { own: wanted };
  for (const possible of types) {
    const all = below(possible);
    const parts = all.filter((each) => each.part === undefined).map((each) => split(answering, inner, possible, each));
    const own = parts.flatMap((each) => each.own ?? []);
    const left = parts.flatMap((each) => each.left ?? []);
    // A subgraph is not asked for deferred fields alone.
    const deferred = all.filter((each) => each.part !== undefined);
    const hasOwn = own.length > 0 || left.length === 0;
    owns.set(possible, hasOwn ? [...own, ...deferred] : own);
    lefts.set(possible, hasOwn ? left : [...left, ...deferred]);
  }
  // An object is not split by its possible type, nor by its place in a list.
  const isWhole = types.length > 1 || isList(field.type);
  if (isWhole && [...lefts.values()].some((left) => left.length > 0)) return { left: wanted };
  return { ...part('own', wanted, owns), ...part('left', wanted, lefts) };
}

function part(
  key: 'own' | 'left',
  wanted: Wanted,
  by: ReadonlyMap<string, readonly Wanted[]>,
): { readonly [K in typeof key]?: Wanted } {
  if (![...by.values()].some((all) => all.length > 0)) return {};
  return { [key]: { ...wanted, below: (type: string) => by.get(type) ?? [] } };
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}
