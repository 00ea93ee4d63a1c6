import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { directiveNames, type Link } from './links.js';
import { SupergraphError } from '../errors/supergraph-error.js';

/** The length of a list, from `@listSize`. */
export interface ListSize {
  /** The length without a slicing argument. */
  readonly assumedSize: number | undefined;
  /** The arguments that give the length, each as a path, such as `first` or `page.first`. */
  readonly slicingArguments: readonly (readonly string[])[];
  /** The fields of the returned object that are the lists; empty if the field itself is the list. */
  readonly sizedFields: ReadonlySet<string>;
  /** Whether exactly one of the slicing arguments must be given. */
  readonly requireOneSlicingArgument: boolean;
}

/** The costs in a supergraph by coordinate: `Type`, `Type.field`, `Type.field(argument:)` or `Input.field`. */
export interface CostDirectives {
  readonly weight: (coordinate: string) => number | undefined;
  readonly listSize: (coordinate: string) => ListSize | undefined;
}

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/**
 * Reads `@cost` and `@listSize` under the supergraph's names for them.
 * @throws SupergraphError if a directive does not follow its specification.
 * @see https://ibm.github.io/graphql-specs/cost-spec.html
 * @see https://www.apollographql.com/docs/graphos/routing/security/demand-control
 */
export function readCostDirectives(supergraph: DocumentNode, links: readonly Link[]): CostDirectives {
  const costNames = directiveNames(links, 'cost', 'cost');
  const listSizeNames = directiveNames(links, 'cost', 'listSize');
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();

  const read = ({ directives = [] }: Directed, coordinate: string) => {
    for (const directive of directives) {
      if (costNames.has(directive.name.value)) weights.set(coordinate, readWeight(directive, coordinate));
      if (listSizeNames.has(directive.name.value)) listSizes.set(coordinate, readListSize(directive, coordinate));
    }
  };

  for (const definition of supergraph.definitions) {
    switch (definition.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        read(definition, definition.name.value);
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of definition.fields ?? []) read(field, `${definition.name.value}.${field.name.value}`);
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        read(definition, definition.name.value);
        for (const field of definition.fields ?? []) {
          const coordinate = `${definition.name.value}.${field.name.value}`;
          read(field, coordinate);
          for (const argument of field.arguments ?? []) read(argument, `${coordinate}(${argument.name.value}:)`);
        }
    }
  }
  return {
    weight: (coordinate) => weights.get(coordinate),
    listSize: (coordinate) => listSizes.get(coordinate),
  };
}

function readWeight(directive: ConstDirectiveNode, coordinate: string): number {
  const { weight } = argumentsOf(directive);
  // The IBM specification has a string, Federation an integer.
  const number = typeof weight === 'string' && weight.trim() !== '' ? Number(weight) : weight;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw wrong(directive, coordinate, 'a number as weight', weight);
}

function readListSize(directive: ConstDirectiveNode, coordinate: string): ListSize {
  const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument = true } = argumentsOf(directive);
  if (assumedSize !== undefined && assumedSize !== null && typeof assumedSize !== 'number') {
    throw wrong(directive, coordinate, 'a number as assumedSize', assumedSize);
  }
  const names = (value: unknown, name: string): string[] => {
    const list = value === undefined || value === null ? [] : [value].flat();
    if (list.every((one) => typeof one === 'string')) return list;
    throw wrong(directive, coordinate, `names as ${name}`, value);
  };
  const slicing = names(slicingArguments, 'slicingArguments').map((path) => path.split('.'));
  return {
    assumedSize: assumedSize ?? undefined,
    slicingArguments: slicing,
    sizedFields: new Set(names(sizedFields, 'sizedFields')),
    requireOneSlicingArgument: requireOneSlicingArgument !== false && slicing.length > 0,
  };
}

function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

function wrong({ name }: ConstDirectiveNode, coordinate: string, expected: string, got: unknown): SupergraphError {
  return new SupergraphError(
    `expected ${expected} of @${name.value} on ${coordinate}, got ${got === undefined ? 'nothing' : JSON.stringify(got)}`,
  );
}
