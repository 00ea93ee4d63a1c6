import { createHash } from 'node:crypto';
import {
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { operationOf } from '@hub/protocol';
import { type FileFormat, fileFormats, type Mapping, readMapping } from './mapping.js';
import { mappingProblems } from './mapping-problems.js';

/** The files of a table. */
export interface TableSource {
  /** The table's name in addresses, such as `league-table`. */
  readonly name: string;
  /** The GraphQL document. */
  readonly document: string;
  /** The mapping, in YAML. */
  readonly mapping: string;
}

/** A query parameter of a table: a variable of its document, or the parameter that chooses among operations. */
export interface Parameter {
  readonly name: string;
  /** Undefined for the parameter that chooses among operations; its values are in `choices`. */
  readonly type: GraphQLInputType | undefined;
  readonly choices: readonly string[] | undefined;
}

/** A table that can be exported. */
export interface Table {
  readonly name: string;
  readonly mapping: Mapping;
  readonly document: string;
  /** The variables of each of the document's operations. */
  readonly operations: ReadonlyMap<string, ReadonlySet<string>>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly formats: readonly FileFormat[];
  /** Changes with the document and the mapping. */
  readonly digest: string;
}

/** The parts of a file, each from one operation of its table's document. */
export type OperationPart = 'Rows' | 'About' | 'Version';

/**
 * The name of a table's operation, which the audit log shows: for `league-table`, `LeagueTable` returns the rows,
 * `LeagueTableAbout` returns the metadata, and the answer of `LeagueTableVersion` changes whenever the rows may.
 */
export function operationName(table: string, part: OperationPart): string {
  const name = operationOf(table);
  return part === 'Rows' ? name : `${name}${part}`;
}

/** Variables that the hub sets: for paging, for the language of names, and for whether to include boundaries. */
const ownVariables = new Set(['first', 'after', 'language', 'boundaries']);

/**
 * Makes a table from its files.
 * @param schema the one that callers see.
 * @throws Error with the fault of its files, or the conflict with the schema.
 */
export function readTable({ name, document, mapping: yaml }: TableSource, schema: GraphQLSchema): Table {
  const mapping = readMapping(yaml);
  const parsed = parse(document);
  const errors = validate(schema, parsed);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const definitions = parsed.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operations = new Map(definitions.map((one) => [one.name?.value ?? '', one]));
  const rows = rowsOperations(name, mapping, operations);
  const parameters = parametersOf(mapping, rows, schema);
  const problems = [
    ...definitions.filter((one) => one.operation !== OperationTypeNode.QUERY).map(() => 'expected queries alone'),
    ...parameterProblems(name, mapping, parameters, operations),
    ...rows.flatMap((one) =>
      mappingProblems(mapping, { rows: one, about: operations.get(operationName(name, 'About')) }, parsed, schema),
    ),
  ];
  if (problems.length > 0) throw new Error([...new Set(problems)].join('\n'));
  return {
    name,
    mapping,
    document,
    operations: new Map([...operations].map(([one, definition]) => [one, new Set(variablesOf(definition))])),
    parameters,
    formats: fileFormats.filter((format) => format !== 'geojson' || mapping.place !== undefined),
    digest: createHash('sha256')
      .update(JSON.stringify([document, yaml]))
      .digest('base64url'),
  };
}

/** The operation that returns the rows for given parameters. */
export function rowsOperationFor({ name, mapping }: Table, given: ReadonlyMap<string, unknown>): string {
  const { operationBy } = mapping;
  if (!operationBy) return operationName(name, 'Rows');
  const { parameter, operations, otherwise = '' } = operationBy;
  const value = String(given.get(parameter));
  return (Object.hasOwn(operations, value) ? operations[value] : undefined) ?? otherwise;
}

type Operations = ReadonlyMap<string, OperationDefinitionNode>;

function rowsOperations(table: string, { operationBy }: Mapping, operations: Operations): OperationDefinitionNode[] {
  const names = operationBy
    ? [
        ...Object.values(operationBy.operations),
        ...(operationBy.otherwise === undefined ? [] : [operationBy.otherwise]),
      ]
    : [operationName(table, 'Rows')];
  return names.map((name) => {
    const found = operations.get(name);
    if (!found) throw new Error(`expected a query ${name} in the document`);
    return found;
  });
}

function variablesOf({ variableDefinitions }: OperationDefinitionNode): string[] {
  return (variableDefinitions ?? []).map(({ variable }) => variable.name.value);
}

function parametersOf(
  { operationBy }: Mapping,
  rows: readonly OperationDefinitionNode[],
  schema: GraphQLSchema,
): Map<string, Parameter> {
  const found = new Map<string, Parameter>();
  if (operationBy) {
    const { parameter: name, operations } = operationBy;
    found.set(name, { name, type: undefined, choices: Object.keys(operations) });
  }
  for (const { variable, type } of rows.flatMap((one) => one.variableDefinitions ?? [])) {
    const name = variable.name.value;
    if (ownVariables.has(name)) continue;
    found.set(name, { name, type: typeFromAST(schema, type) as GraphQLInputType, choices: undefined });
  }
  return found;
}

function parameterProblems(
  table: string,
  { parameters: described, pages }: Mapping,
  parameters: ReadonlyMap<string, Parameter>,
  operations: Operations,
): string[] {
  const undescribed = [...parameters.keys()].filter((name) => !Object.hasOwn(described, name));
  const unknown = Object.keys(described).filter((name) => !parameters.has(name));
  const others = (['About', 'Version'] as const).flatMap((purpose) => {
    const name = operationName(table, purpose);
    const definition = operations.get(name);
    const variables = definition ? variablesOf(definition) : [];
    return variables.filter((one) => !ownVariables.has(one) && !parameters.has(one)).map((one) => `$${one} of ${name}`);
  });
  const paged = operations.get(operationName(table, 'Rows'));
  const unpaged = pages !== undefined && paged && !['first', 'after'].every((one) => variablesOf(paged).includes(one));
  return [
    ...undescribed.map((name) => `parameters: expected $${name} of the rows' query to be described`),
    ...unknown.map((name) => `parameters.${name}: expected a variable of the rows' query`),
    ...others.map((one) => `expected ${one} to be a variable of the rows' query, too`),
    ...(unpaged ? ['pages: expected the variables $first and $after'] : []),
  ];
}
