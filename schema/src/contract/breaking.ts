import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import {
  buildASTSchema,
  type DirectiveNode,
  type DefinitionNode,
  findBreakingChanges,
  type GraphQLSchema,
  Kind,
  parse,
} from 'graphql';

/** A change that can break a client of the unified API. */
export interface BreakingChange {
  /** In graphql-js's words: `Goal.deadline was removed.` */
  readonly change: string;
  /** The organisations whose subgraphs served it. */
  readonly organisations: readonly string[];
}

/** Compares two supergraphs by the API that clients see. */
export function breakingChanges(baseline: string, supergraph: string): BreakingChange[] {
  const owners = ownersIn(baseline);
  const changes = findBreakingChanges(apiSchema(baseline), apiSchema(supergraph))
    // A built-in scalar that nothing uses any more was in no query.
    .filter(({ description }) => !description.startsWith('Standard scalar'));
  return changes.map(({ description }) => {
    const [, coordinate = '', type = ''] = /((\w+)(?:\.\w+)?)/.exec(description) ?? [];
    return { change: description, organisations: owners.get(coordinate) ?? owners.get(type) ?? [] };
  });
}

/** The schema that clients see of a supergraph. */
export function apiSchema(supergraph: string): GraphQLSchema {
  return buildASTSchema(transformSupergraphToPublicSchema(parse(supergraph, { noLocation: true })));
}

/** The subgraphs of each type and field (`Goal`, `Goal.progress`), from the `@join__type` and `@join__field` of the supergraph. */
export function ownersIn(supergraph: string): Map<string, string[]> {
  const { definitions } = parse(supergraph);
  const names = new Map(definitions.flatMap(graphNames));
  const owners = new Map<string, string[]>();
  const graphsOf = (directives: readonly DirectiveNode[] = [], directive: string) =>
    directives
      .filter(({ name }) => name.value === directive)
      .flatMap((node) => names.get(enumArgument(node, 'graph') ?? '') ?? []);
  for (const definition of definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const ofType = graphsOf(definition.directives, 'join__type');
    owners.set(definition.name.value, ofType);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const ofField = graphsOf(field.directives, 'join__field');
      owners.set(`${definition.name.value}.${field.name.value}`, ofField.length > 0 ? ofField : ofType);
    }
  }
  return owners;
}

/** The values of `enum join__Graph` with the names that their `@join__graph` gives. */
function graphNames(definition: DefinitionNode): [string, string][] {
  if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') return [];
  return (definition.values ?? []).map(({ name, directives = [] }) => {
    const argument = directives[0]?.arguments?.find((one) => one.name.value === 'name');
    return [name.value, argument?.value.kind === Kind.STRING ? argument.value.value : name.value];
  });
}

function enumArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}
