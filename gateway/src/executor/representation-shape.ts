import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import type { Rewrite } from './rewrite.js';

/** Whether an object of a type is one of another type too. */
type Is = (type: string, condition: string) => boolean;

/** A field of an object that is written into a representation. */
export interface Shape {
  /** The key that the data has it under. */
  readonly source: string;
  /** Its name in the supergraph, where that is another: the planner asked for it under an alias. */
  readonly names: readonly string[];
  readonly key: string;
  readonly selections: readonly RequiresSelection[];
}

/** The fields that a selection set has for objects of a type, each once, by the key that it is written under. */
export function shapesOf(
  selections: readonly RequiresSelection[],
  type: string,
  is: Is,
  shapes = new Map<string, Shape>(),
): Map<string, Shape> {
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const { name, alias = name, selections: own = [] } = selection;
      const same = shapes.get(alias)?.selections ?? [];
      shapes.set(alias, { source: name, names: [name, alias], key: alias, selections: [...same, ...own] });
    } else if (selection.kind === 'InlineFragment') {
      if (is(type, selection.typeCondition)) shapesOf(selection.selections, type, is, shapes);
    }
  }
  return shapes;
}

/** What rewrites do to one key of an object of a type, and those that reach deeper. */
export function rewritten(key: string, type: string, rewrites: readonly Rewrite[], is: Is) {
  const nested: Rewrite[] = [];
  let renameTo: string | undefined;
  let setTo: string | undefined;
  for (const rewrite of rewrites) {
    let path = rewrite.path;
    while (path[0] && 'TypenameEquals' in path[0]) {
      if (!path[0].TypenameEquals.some((condition) => is(type, condition))) path = [];
      path = path.slice(1);
    }
    if (!path[0] || !('Key' in path[0]) || path[0].Key !== key) continue;
    if (path.length > 1) nested.push({ ...rewrite, path: path.slice(1) });
    renameTo ??= path.length === 1 ? rewrite.renameTo : undefined;
    setTo ??= path.length === 1 ? rewrite.setTo : undefined;
  }
  return { renameTo, setTo, nested };
}
