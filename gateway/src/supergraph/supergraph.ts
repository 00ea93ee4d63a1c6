import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  GraphQLError,
  isEnumType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  parseType,
  typeFromAST,
  type GraphQLOutputType,
} from 'graphql';
import { refuseReachingThrough } from '../authorization/required-fields.js';
import { readRequirements, type Requirements } from '../authorization/requirements.js';
import { type CostModel, readCostModel } from '../limits/cost/cost-model.js';
import { SupergraphError } from './supergraph-error.js';
import { overrideLabels } from './override-labels.js';
import type { Subgraph } from '../subgraph/subgraph-client.js';
import { apiSchema } from './api-schema.js';
import { applied, argument } from './applied.js';
import { typesByContext } from './context-arguments.js';
import { fieldSet } from './field-set.js';
import { unsupportedFeatures } from './required-features.js';
import { applyFormats } from './value-formats.js';

/** What the executor asks of a supergraph; its types are those of all subgraphs, the inaccessible ones too. */
export interface Supergraph {
  readonly sdl: string;
  /** The schema that clients see. */
  readonly api: GraphQLSchema;
  /** What it demands of those who ask for its types and fields. */
  readonly requirements: Requirements;
  /** What it says of what its fields cost. */
  readonly costs: CostModel;
  readonly subgraphs: readonly Subgraph[];
  /** The labels of its progressive overrides, such as `percent(25)`. */
  readonly overrideLabels: readonly string[];
  readonly hasType: (name: string) => boolean;
  /** Whether an enum has a value. */
  readonly hasValue: (type: string, value: string) => boolean;
  readonly isInterface: (name: string) => boolean;
  /** Whether an object of a type is one of another type too: the type itself, its interfaces and unions. */
  readonly is: (name: string, condition: string) => boolean;
  /** The names of all types whose objects are of a type too. */
  readonly kinds: (condition: string) => readonly string[];
  /** The type that a subgraph gives a field; the supergraph's own where the subgraph says nothing else. */
  readonly fieldType: (type: string, field: string, subgraph: string) => GraphQLOutputType | undefined;
  /** The names of the subgraphs that answer a field of a type. */
  readonly answering: (type: string, field: string) => readonly string[];
  /** The keys, each by its outermost fields, by which a subgraph finds an entity. */
  readonly keys: (type: string, subgraph: string) => readonly (readonly string[])[];
}

/**
 * Reads a supergraph.
 * @throws SupergraphError when the text is no Federation 2 supergraph, or one that the gateway must not serve.
 * @see https://specs.apollo.dev/join/v0.5/
 */
export function readSupergraph(sdl: string): Supergraph {
  const document = parseSupergraph(sdl);
  const missing = unsupportedFeatures(document);
  if (missing.length > 0) {
    throw new SupergraphError(
      `it needs ${missing.join(', ')} for its security or execution, which this gateway does not have`,
    );
  }
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const graphs = readGraphs(schema);
  if (graphs.size === 0) throw new SupergraphError('it has no enum join__Graph, which lists the subgraphs');
  const requirements = readRequirements(document, schema);
  refuseReachingThrough(requirements, schema, typesByContext(document), (graph) => graphs.get(graph)?.name);
  const enumNames = new Map([...graphs].map(([value, { name }]) => [name, value]));
  const keys = new Map<string, readonly (readonly string[])[]>();

  const api = apiSchema(document);
  applyFormats(api, document);

  const is = (name: string, condition: string): boolean => {
    if (name === condition) return true;
    const [special, general] = [schema.getType(name), schema.getType(condition)];
    return (
      isAbstractType(general) &&
      (isObjectType(special) || isInterfaceType(special)) &&
      schema.isSubType(general, special)
    );
  };

  return {
    sdl,
    api,
    requirements,
    costs: readCostModel(document),
    subgraphs: [...graphs.values()],
    overrideLabels: overrideLabels(document),
    hasType: (name) => schema.getType(name) !== undefined,
    hasValue: (name, value) => {
      const type = schema.getType(name);
      return isEnumType(type) && type.getValue(value) !== undefined;
    },
    isInterface: (name) => isInterfaceType(schema.getType(name)),
    is,
    kinds: (condition) => Object.keys(schema.getTypeMap()).filter((name) => is(name, condition)),
    fieldType: (typeName, fieldName, subgraph) => {
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
      const field = type.getFields()[fieldName];
      const own = applied(field?.astNode, 'join__field').find(
        (join) => argument(join, 'graph') === enumNames.get(subgraph),
      );
      const ownType = own && argument(own, 'type');
      if (typeof ownType !== 'string') return field?.type;
      return (typeFromAST(schema, parseType(ownType) as never) as GraphQLOutputType | undefined) ?? field?.type;
    },
    answering: (typeName, fieldName) => {
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      const own = applied(type.getFields()[fieldName]?.astNode, 'join__field').filter(
        (join) => argument(join, 'external') !== true,
      );
      // A field of which nothing is said is one of every subgraph that has the type.
      const joins = own.length > 0 ? own : applied(type.astNode, 'join__type');
      return joins.flatMap((join) => graphs.get(String(argument(join, 'graph')))?.name ?? []);
    },
    keys: (typeName, subgraph) => {
      const place = `${subgraph}\n${typeName}`;
      const known = keys.get(place);
      if (known) return known;
      const joins = applied(schema.getType(typeName)?.astNode, 'join__type');
      const own = joins
        .filter((join) => argument(join, 'graph') === enumNames.get(subgraph))
        .map((join) => argument(join, 'key'))
        .filter((key) => typeof key === 'string')
        .map(outermostFields);
      keys.set(place, own);
      return own;
    },
  };
}

function parseSupergraph(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new SupergraphError(error.message, { cause: error });
  }
}

function readGraphs(schema: GraphQLSchema): Map<string, Subgraph> {
  const type = schema.getType('join__Graph');
  if (!isEnumType(type)) return new Map();
  return new Map(
    type.getValues().map(({ name, astNode }) => {
      const [graph] = applied(astNode, 'join__graph');
      return [
        name,
        {
          name: String((graph && argument(graph, 'name')) ?? name),
          url: String((graph && argument(graph, 'url')) ?? ''),
        },
      ];
    }),
  );
}

function outermostFields(key: string): string[] {
  return fieldSet(key).selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}
