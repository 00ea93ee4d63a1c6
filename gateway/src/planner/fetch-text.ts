import { Kind, print, type ValueNode } from 'graphql';
import type { EntityDraft, FetchPlace, SelectedField, SelectedFields } from './search/fetch-draft.js';
import {
  assuming,
  type Conjunction,
  type Guard,
  isAlways,
  isNegative,
  type Literal,
  variableOf,
  variablesOf,
} from '../plan/guard.js';
import type { Rename } from '../plan/plan.js';
import type { JoinedSubgraph } from '../supergraph/joined-subgraph.js';
import { namedType } from '../supergraph/named-type.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** A field as text, with the properties that distinguish fields of one key. */
interface Line {
  /** The key of the field in the data. */
  readonly key: string;
  readonly name: string;
  /** The type of its value, in the subgraph. */
  readonly type: string | undefined;
  readonly text: string;
  /** The part of the type that must be equal for all fields of one key, whatever the type of their objects. */
  readonly shape: string;
}

/** Writes the selection sets of one fetch. */
export class FetchText {
  /** The variables of the text so far. */
  readonly variables = new Set<string>();
  #aliases = 0;

  /** @param prefix a unique beginning of keys. */
  constructor(
    private readonly supergraph: Supergraph,
    private readonly subgraph: JoinedSubgraph,
    private readonly prefix: string,
  ) {}

  /**
   * Writes the selection of entities.
   * @param known the literals that hold whenever the fetch is sent.
   */
  entities(drafts: readonly EntityDraft[], known: Conjunction): { text: string; renames: Rename[] } {
    const renames: Rename[] = [];
    const fields = new Map(drafts.map((draft) => [draft.as, draft.fields] as const));
    const all = this.#alternatives(fields, [], known, renames);
    const fragments = drafts.map(({ as, place }) => {
      const lines = all.get(as) ?? [];
      const text = place ? this.#place(place, [], renames).text : `{ ${lines.map((line) => line.text).join(' ')} }`;
      return `... on ${as} ${text}`;
    });
    return { text: `{ ${fragments.join(' ')} }`, renames };
  }

  /** Writes the selection of the root. */
  root(fields: SelectedFields, known: Conjunction): { text: string; renames: Rename[] } {
    const renames: Rename[] = [];
    const lines = this.#lines(fields, [], known, renames);
    return { text: `{ ${lines.map(({ text }) => text).join(' ')} }`, renames };
  }

  #place(place: FetchPlace, path: Rename['path'], renames: Rename[]): { text: string; shape: string } {
    if (place.only !== undefined) {
      const lines = [...place.types.values()].flatMap((fields) => this.#lines(fields, path, [], renames));
      return joined(lines, place.asksType || lines.length === 0, []);
    }
    const byType = this.#alternatives(place.types, path, [], renames);
    const common = this.#commonLines(place, byType);
    const isCommon = new Set(common.map(({ key }) => key));
    const left = [...byType].map(([type, lines]) => [type, lines.filter(({ key }) => !isCommon.has(key))] as const);
    return joined(
      common,
      true,
      left.filter(([, lines]) => lines.length > 0),
    );
  }

  /** The fields that are selected equally on objects of all types, and that their common interface has. */
  #commonLines({ general }: FetchPlace, byType: ReadonlyMap<string, readonly Line[]>): readonly Line[] {
    const { subgraph } = this;
    if (!subgraph.isInterface(general)) return [];
    const [first = [], ...others] = subgraph.possible(general).map((type) => byType.get(subgraph.nameOf(type)) ?? []);
    return first.filter(({ key, name, type, text }) => {
      const field = subgraph.field(general, name);
      if (!field || field.isExternal || namedType(field.type) !== type) return false;
      return others.every((lines) => lines.some((line) => line.key === key && line.text === text));
    });
  }

  /** Fields by the types of their objects. Fields of one key with different shapes get separate keys. */
  #alternatives(
    types: ReadonlyMap<string, SelectedFields>,
    path: Rename['path'],
    known: Conjunction,
    renames: Rename[],
  ): Map<string, Line[]> {
    const shapes = new Map<string, string>();
    return new Map(
      [...types].map(([type, fields]) => [
        type,
        this.#lines(fields, types.size > 1 ? [...path, { types: [type] }] : path, known, renames, shapes),
      ]),
    );
  }

  #lines(
    fields: SelectedFields,
    path: Rename['path'],
    known: Conjunction,
    renames: Rename[],
    shapes = new Map<string, string>(),
  ): Line[] {
    return [...fields].map(([key, field]) => {
      let below: Rename[] = [];
      const inner = field.place && this.#place(field.place, [], below);
      const shape = this.#shapeOf(field, inner?.shape);
      const before = shapes.get(key);
      let asked = key;
      if (before === undefined) shapes.set(key, shape);
      else if (before !== shape) {
        asked = `${this.prefix}${(this.#aliases += 1)}_${key}`;
        renames.push({ path: [...path, { key: asked }], to: key });
      }
      below = below.map((rename) => ({ ...rename, path: [...path, { key }, ...rename.path] }));
      renames.push(...below);
      const type = field.type && namedType(field.type);
      return { key, name: field.name, type, text: this.#field(asked, field, inner?.text, known), shape };
    });
  }

  #shapeOf({ type }: SelectedField, below: string | undefined): string {
    if (!type) return 'String!';
    const text = print(type);
    if (below === undefined || !this.supergraph.isComposite(namedType(type))) return text;
    return `${text.replace(/\w+/, '')}${below}`;
  }

  #field(asked: string, { name, args, guard }: SelectedField, below: string | undefined, known: Conjunction): string {
    for (const { value } of args) this.#readVariables(value);
    const given = args.length > 0 ? `(${args.map(print).join(', ')})` : '';
    const head = `${asked === name ? '' : `${asked}: `}${name}${given}`;
    return this.#guarded(head, below === undefined ? '' : ` ${below}`, assumingKnown(guard, known));
  }

  #readVariables(value: ValueNode): void {
    if (value.kind === Kind.VARIABLE) this.variables.add(value.name.value);
    else if (value.kind === Kind.LIST) for (const each of value.values) this.#readVariables(each);
    else if (value.kind === Kind.OBJECT) for (const field of value.fields) this.#readVariables(field.value);
  }

  /** A field once for each alternative of its conditions; the subgraph merges equal ones in its answer. */
  #guarded(head: string, below: string, guard: Guard): string {
    if (isAlways(guard)) return `${head}${below}`;
    for (const variable of variablesOf(guard)) this.variables.add(variable);
    return guard
      .map((conjunction) => {
        const [skips, includes] = [conjunction.filter(isNegative), conjunction.filter((each) => !isNegative(each))];
        const own = [...includes.slice(0, 1), ...skips.slice(0, 1)].map(directive).join(' ');
        return [...includes.slice(1), ...skips.slice(1)].reduce(
          (inner, literal) => `... ${directive(literal)} { ${inner} }`,
          `${head} ${own}${below}`,
        );
      })
      .join(' ');
  }
}

/** The rest of a guard if some literals hold. */
export function assumingKnown(guard: Guard, known: Conjunction): Guard {
  if (known.length === 0) return guard;
  return guard.flatMap((conjunction) => {
    const left = assuming(conjunction, known);
    return left ? [left] : [];
  });
}

function joined(
  common: readonly Line[],
  asksType: boolean,
  ofTypes: readonly (readonly [type: string, readonly Line[]])[],
): { text: string; shape: string } {
  const write = (of: (line: Line) => string) => [
    ...common.map(of),
    ...ofTypes.map(([type, lines]) => `... on ${type} { ${lines.map(of).join(' ')} }`),
  ];
  const texts = write(({ text }) => text);
  return {
    text: `{ ${(asksType ? ['__typename', ...texts] : texts).join(' ')} }`,
    shape: `{ ${write(({ key, shape }) => `${key}: ${shape}`).join(' ')} }`,
  };
}

function directive(literal: Literal): string {
  return isNegative(literal) ? `@skip(if: $${variableOf(literal)})` : `@include(if: $${literal})`;
}
