import {
  type ASTNode,
  type DocumentNode,
  getOperationAST,
  Kind,
  parse,
  print,
  type GraphQLSchema,
  validate,
  visit,
} from 'graphql';
import type { Operation } from './operations.js';

/** Removes from an operation whatever can go while it still fails. */
export async function shrink(
  operation: Operation,
  schema: GraphQLSchema,
  fails: (smaller: Operation) => Promise<boolean>,
): Promise<Operation> {
  let smallest = operation;
  for (let progress = true, tries = 0; progress;) {
    progress = false;
    for (const document of smallerDocuments(smallest.document)) {
      const smaller = tidy({ ...smallest, document });
      if (validate(schema, smaller.document).length > 0) continue;
      if ((tries += 1) > 400) return smallest;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** Documents with one thing less: a selection, a directive, an argument, an alias, or a fragment around selections. */
function* smallerDocuments(document: DocumentNode): Iterable<DocumentNode> {
  for (const remove of ['Selection', 'Inline', 'Directive', 'Argument', 'Alias'] as const) {
    for (let target = 0; ; target += 1) {
      let at = -1;
      const hit = () => (at += 1) === target;
      const smaller: DocumentNode = visit(document, {
        SelectionSet: (node) => {
          if (remove !== 'Selection' && remove !== 'Inline') return undefined;
          const selections = node.selections.flatMap((selection) => {
            if (remove === 'Selection') return node.selections.length > 1 && hit() ? [] : [selection];
            if (selection.kind === Kind.INLINE_FRAGMENT && hit()) return selection.selectionSet.selections;
            if (selection.kind === Kind.FRAGMENT_SPREAD && hit()) {
              const { name, directives = [] } = selection;
              const fragment = document.definitions.find(
                (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name.value,
              );
              if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return [selection];
              const { typeCondition, selectionSet } = fragment;
              return [{ kind: Kind.INLINE_FRAGMENT as const, typeCondition, directives, selectionSet }];
            }
            return [selection];
          });
          return { ...node, selections };
        },
        Directive: () => (remove === 'Directive' && hit() ? null : undefined),
        Argument: () => (remove === 'Argument' && hit() ? null : undefined),
        Field: {
          leave: (node) => (remove === 'Alias' && node.alias && hit() ? { ...node, alias: undefined } : undefined),
        },
      });
      if (at < target) break;
      yield smaller;
    }
  }
}

/** Without fragments, variables and other operations that nothing uses any more. */
function tidy({ document, operationName, variables }: Operation): Operation {
  const used = new Set<string>();
  const reach = (node: ASTNode | null | undefined) => {
    if (!node) return;
    visit(node, {
      FragmentSpread: ({ name }) => {
        if (used.has(name.value)) return;
        used.add(name.value);
        reach(
          document.definitions.find(
            (each) => 'name' in each && each.name?.value === name.value && each.kind === Kind.FRAGMENT_DEFINITION,
          ),
        );
      },
      VariableDefinition: () => false,
      Variable: ({ name }) => {
        used.add(`$${name.value}`);
      },
    });
  };
  const meant = getOperationAST(document, operationName);
  reach(meant);
  const tidied: DocumentNode = visit(document, {
    OperationDefinition: { enter: (node) => (node === meant ? undefined : null) },
    FragmentDefinition: { enter: ({ name }) => (used.has(name.value) ? undefined : null) },
    VariableDefinition: { enter: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null) },
  });
  return {
    document: parse(print(tidied), { noLocation: true }),
    ...(operationName !== undefined && { operationName }),
    variables: Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(`$${name}`))),
  };
}
