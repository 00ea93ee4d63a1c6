import { type FieldNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';
import type { Case } from './behaviour.js';

/** Other ways to write a case's operation, with what must be answered then. */
export function variants(each: Case): Case[] {
  // A case without data is not executed: it has no variant.
  if (each.data === undefined) return [];
  return [wrapped(each), doubled(each), renamed(each)];
}

/** Every selection set within a fragment without a type, on a condition that holds. */
function wrapped(each: Case): Case {
  const [condition] = parse('{ ... @include(if: true) { _ } }').definitions;
  if (condition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('unreachable');
  const [fragment] = condition.selectionSet.selections;
  const query = visit(parse(each.query), {
    SelectionSet: {
      leave: (node, _key, parent) =>
        parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
          ? undefined
          : { ...node, selections: [{ ...fragment, selectionSet: node }] },
    },
  });
  return { ...each, query: print(query) };
}

/** Everything twice: equal fields are one. */
function doubled(each: Case): Case {
  const query = visit(parse(each.query), {
    OperationDefinition: (node) => {
      const { selections } = node.selectionSet;
      return { ...node, selectionSet: { ...node.selectionSet, selections: [...selections, ...selections] } };
    },
  });
  return { ...each, query: print(query) };
}

const newName = (key: string) => `x_${key}`;

/** Every response name another one. */
function renamed(each: Case): Case {
  const document = parse(each.query);
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [],
    ),
  );
  const operation = document.definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (each.operationName === undefined || definition.name?.value === each.operationName),
  );
  const root = operation && 'selectionSet' in operation ? [operation.selectionSet] : [];

  const rename = (value: unknown, below: readonly SelectionSetNode[]): unknown => {
    if (Array.isArray(value)) return value.map((item) => rename(item, below));
    if (typeof value !== 'object' || value === null || below.length === 0) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        newName(key),
        rename(
          inner,
          below.flatMap((set) => subselections(set, key)),
        ),
      ]),
    );
  };
  const subselections = ({ selections }: SelectionSetNode, key: string): SelectionSetNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        return responseName(selection) === key && selection.selectionSet ? [selection.selectionSet] : [];
      }
      const set =
        selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value);
      return set ? subselections(set, key) : [];
    });

  const query = visit(document, {
    Field: (node) => ({ ...node, alias: { kind: Kind.NAME, value: newName(responseName(node)) } }),
  });
  const { data, errors } = each;
  return {
    ...each,
    query: print(query),
    data: rename(data, root),
    errors:
      typeof errors === 'object'
        ? errors.map((path) => path.map((step) => (typeof step === 'string' ? newName(step) : step)))
        : errors,
  };
}

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
