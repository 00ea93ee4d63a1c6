import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** The values of variables on which selections depend. */
export type Conditions = Readonly<Record<string, boolean>>;

/** An operation with its fragments. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Reads the one operation of a document. */
export function operationOf({ definitions }: DocumentNode): Operation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let definition: OperationDefinitionNode | undefined;
  for (const each of definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
    else if (each.kind === Kind.OPERATION_DEFINITION) definition = each;
  }
  if (!definition) throw new Error('Expected a document with an operation.');
  return { definition, fragments };
}

/** The context that decides which fields a selection set has of an object. */
export interface Selecting {
  readonly fragments: Operation['fragments'];
  readonly conditions: Conditions;
  /** Whether the object is of a type. */
  readonly applies: (condition: string) => boolean;
  /** Whether a deferred fragment is left out, by its label. */
  readonly isLeftOut?: ((label: string) => boolean) | undefined;
}

/** The fields that selection sets have of an object, by their response keys, in order (GraphQL's CollectFields). */
export function fieldsOf(sets: readonly SelectionSetNode[], selecting: Selecting): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      const { directives = [] } = selection;
      if (!isIncluded(directives, selecting.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const known = fields.get(key);
        if (known) known.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      const label = labelOf(directives);
      if (label !== undefined && selecting.isLeftOut?.(label)) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition === undefined || selecting.applies(condition)) collect(selection.selectionSet);
        continue;
      }
      const name = selection.name.value;
      const fragment = selecting.fragments.get(name);
      if (!fragment || visited.has(name)) continue;
      visited.add(name);
      if (selecting.applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet);
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The selection sets below fields that are one. */
export function setsBelow(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
}

function isIncluded(directives: readonly DirectiveNode[], conditions: Conditions): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = given[0]?.value;
    const isTrue = value?.kind === Kind.VARIABLE ? conditions[value.name.value] === true : isTrueLiteral(value);
    return isTrue === (name.value === 'include');
  });
}

function isTrueLiteral(value: { readonly kind: Kind } | undefined): boolean {
  return value?.kind === Kind.BOOLEAN && 'value' in value && value.value === true;
}

/** The label of a deferred fragment. */
export function labelOf(directives: readonly DirectiveNode[]): string | undefined {
  const defer = directives.find(({ name }) => name.value === 'defer');
  const value = defer?.arguments?.find(({ name }) => name.value === 'label')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The variables on which `@skip` and `@include` of a document depend. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

/** How many conditions are tried in all combinations. */
const maxConditions = 8;

/** The values that variables may have together: all combinations of eight, and 256 of more. */
export function combinations(names: readonly string[]): Conditions[] {
  if (names.length <= maxConditions) {
    return Array.from({ length: 2 ** names.length }, (_, bits) =>
      Object.fromEntries(names.map((name, index) => [name, ((bits >> index) & 1) === 1])),
    );
  }
  const all = (value: boolean, but?: string) =>
    Object.fromEntries(names.map((name) => [name, (name === but) !== value]));
  const mixed = (seed: number) =>
    Object.fromEntries(
      names.map((name, index) => [name, ((Math.imul(seed + 1, 2654435761) >>> (index % 31)) & 1) === 1]),
    );
  const near = [all(true), all(false), ...names.flatMap((name) => [all(true, name), all(false, name)])];
  const others = Array.from({ length: Math.max(0, 2 ** maxConditions - near.length) }, (_, seed) => mixed(seed));
  return [...near, ...others].slice(0, 2 ** maxConditions);
}
