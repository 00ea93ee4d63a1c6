import { type ArgumentNode, print, type TypeNode, visit } from 'graphql';
import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { isComposite, namedType, type SupergraphTypes } from '../subgraph-types.js';

/** A field that a fetch asks for. */
export interface SelectedField {
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  /** As its subgraph has it; undefined of `__typename`. */
  readonly type: TypeNode | undefined;
  /** What is asked of the objects that it leads to. */
  readonly place: FetchPlace | undefined;
}

/** The fields that are asked of objects of one type at one place, by the keys that the data is to have them under. */
export type SelectedFields = Map<string, SelectedField>;

/** What a fetch asks of the objects at one place. */
export class FetchPlace {
  readonly #types = new Map<string, SelectedFields>();

  /** @param type the type of the place where all objects are of that one; undefined where they have to be told apart. */
  constructor(readonly type?: string) {}

  /** The fields of a type that the subgraph calls so. */
  of(type: string): SelectedFields {
    let fields = this.#types.get(type);
    if (!fields) this.#types.set(type, (fields = new Map<string, SelectedField>()));
    return fields;
  }

  get types(): ReadonlyMap<string, SelectedFields> {
    return this.#types;
  }
}

/** A selection set as a fetch has it, and how the keys of its answer become those that the data is to have. */
export interface SelectionText {
  readonly text: string;
  readonly rewrites: readonly FetchRewrite[];
  /** The variables that it uses. */
  readonly variables: ReadonlySet<string>;
}

/**
 * Writes what is asked at a place. What objects of different types have under one key is asked for under different
 * ones where it is not surely of one form, so that no subgraph refuses it.
 * @param asksType whether the type of the outermost objects is asked for too.
 */
export function selectionText(place: FetchPlace, types: SupergraphTypes, asksType: boolean): SelectionText {
  let aliases = 0;
  const rewrites: FetchRewrite[] = [];
  const variables = new Set<string>();
  const placeText = (at: FetchPlace, path: readonly FetchNodePathSegment[]): string => {
    const forms = new Map<string, string | undefined>();
    const parts = [...at.types].map(([type, fields]) => {
      const within = at.type === undefined ? [...path, { TypenameEquals: [type] }] : path;
      const texts = [...fields].map(([key, field]) => {
        const form = formOf(field, types);
        const isFree = !forms.has(key) || (form !== undefined && forms.get(key) === form);
        if (!forms.has(key)) forms.set(key, form);
        const asked = isFree ? key : `_as${(aliases += 1)}_${key}`;
        const text = fieldText(asked, field, [...within, { Key: asked }]);
        if (asked !== key) rewrites.push({ KeyRenamer: { path: [...within, { Key: asked }], renameKeyTo: key } });
        return text;
      });
      return at.type === undefined ? `... on ${type} { __typename ${texts.join(' ')} }` : texts.join(' ');
    });
    return `{ ${[...(at === place && !asksType ? [] : ['__typename']), ...parts].join(' ')} }`;
  };
  const fieldText = (
    key: string,
    { name, args, place: below }: SelectedField,
    path: readonly FetchNodePathSegment[],
  ) => {
    for (const each of args) visit(each, { Variable: ({ name: variable }) => void variables.add(variable.value) });
    const given = args.length > 0 ? `(${args.map(print).join(', ')})` : '';
    return `${key === name ? '' : `${key}: `}${name}${given}${below ? ` ${placeText(below, path)}` : ''}`;
  };
  return { text: placeText(place, []), rewrites, variables };
}

/** What is the same of all fields that may be asked for under one key; undefined where that is not known. */
function formOf({ type, place }: SelectedField, types: SupergraphTypes): string | undefined {
  if (!type) return 'String!';
  if (place || isComposite(types.get(namedType(type)))) return undefined;
  return print(type);
}
