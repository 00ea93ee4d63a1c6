import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Answering, SubgraphRequest } from './mock-subgraph.js';

/** Sends an operation to a hub and returns the answer. */
export type Sending = (request: SubgraphRequest) => ReturnType<Answering>;

type Representation = Readonly<Record<string, unknown>> & { readonly __typename: string };

/**
 * Answers for all other subgraphs from a running hub. Fields of `Query` go to the hub unchanged; an entity is read by
 * the field of `Query` that returns it by code.
 */
export function askedHub(lookups: ReadonlyMap<string, string>, send: Sending): Answering {
  return async (request) => {
    const document = parse(request.query);
    const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    const entities = operation?.selectionSet.selections.find(
      (one): one is FieldNode => one.kind === Kind.FIELD && one.name.value === '_entities',
    );
    if (!operation || !entities) return send(request);
    const given = request.variables ?? {};
    const argument = entities.arguments?.find(({ name }) => name.value === 'representations')?.value;
    const name = argument?.kind === Kind.VARIABLE ? argument.name.value : 'representations';
    const asked = (given[name] ?? []) as readonly Representation[];
    const fields = asked.map((one, index) => lookupOf(one, index, lookups, entities.selectionSet));
    const key = entities.alias?.value ?? '_entities';
    const selections = fields.filter((one) => one !== undefined);
    if (selections.length === 0) return { data: { [key]: asked.map(() => null) } };
    const variables = Object.fromEntries([
      ...Object.entries(given).filter(([one]) => one !== name),
      ...asked.map(({ code }, index) => [`code${String(index)}`, code] as const),
    ]);
    const definitions = document.definitions.map((one) =>
      one === operation ? asLookups(operation, name, selections) : one,
    );
    const query = print({ kind: Kind.DOCUMENT, definitions });
    const { data, errors } = await send({ query, variables });
    return {
      data: { [key]: asked.map((_one, index) => data?.[`e${String(index)}`] ?? null) },
      ...(errors && { errors }),
    };
  };
}

/** The lookup of one entity; undefined if the hub has none for its type. */
function lookupOf(
  { __typename: type }: Representation,
  index: number,
  lookups: ReadonlyMap<string, string>,
  selected: SelectionSetNode | undefined,
): FieldNode | undefined {
  const field = lookups.get(type);
  if (field === undefined) return undefined;
  const selections = (selected?.selections ?? []).flatMap((one): readonly SelectionNode[] => {
    if (one.kind !== Kind.INLINE_FRAGMENT) return [one];
    return one.typeCondition?.name.value === type ? one.selectionSet.selections : [];
  });
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: `e${String(index)}` },
    name: { kind: Kind.NAME, value: field },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'code' },
        value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: `code${String(index)}` } },
      },
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function asLookups(
  operation: OperationDefinitionNode,
  representations: string,
  fields: readonly FieldNode[],
): OperationDefinitionNode {
  const kept = (operation.variableDefinitions ?? []).filter(({ variable }) => variable.name.value !== representations);
  const codes = fields.map((field) => {
    const name = `code${field.alias?.value.slice(1) ?? ''}`;
    return parse(`query ($${name}: ID!) { __typename }`).definitions[0] as OperationDefinitionNode;
  });
  return {
    ...operation,
    variableDefinitions: [...kept, ...codes.flatMap(({ variableDefinitions = [] }) => variableDefinitions)],
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
}
