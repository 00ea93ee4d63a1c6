import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  valueFromASTUntyped,
} from 'graphql';

type TypeNode = TypeDefinitionNode | TypeExtensionNode;

/** A type of a subgraph, its definition and extensions together. */
export interface SubgraphType {
  readonly name: string;
  readonly nodes: readonly TypeNode[];
  readonly directives: readonly ConstDirectiveNode[];
  /** Of an object, interface or input object. */
  readonly fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[];
}

/** A subgraph's schema as federation reads it. */
export interface SubgraphSchema {
  readonly types: ReadonlyMap<string, SubgraphType>;
  /** The uses of a directive of Federation, such as `key`, under the subgraph's name for it. */
  applied(name: string, directives: readonly ConstDirectiveNode[] | undefined): readonly Record<string, unknown>[];
}

/** Reads the types of a subgraph, and its names for Federation's directives. */
export function readSubgraph(document: DocumentNode): SubgraphSchema {
  const nodes = document.definitions.filter((one): one is TypeNode => 'name' in one && isType(one.kind));
  const types = new Map(
    [...Map.groupBy(nodes, ({ name }) => name.value)].map(([name, own]) => [
      name,
      {
        ...{ name, nodes: own },
        directives: own.flatMap(({ directives = [] }) => directives),
        fields: own.flatMap((one) => ('fields' in one ? [...(one.fields ?? [])] : [])),
      },
    ]),
  );
  const imported = importedNames(document);
  return {
    types,
    applied: (name, directives = []) => {
      const local = imported.get(name);
      return directives
        .filter((one) => one.name.value === (local ?? name) || one.name.value === `federation__${name}`)
        .map(({ arguments: given = [] }) => argumentsOf(given));
    },
  };
}

function isType(kind: string): boolean {
  return /Type(Definition|Extension)$/.test(kind);
}

function argumentsOf(given: readonly ArgumentNode[]): Record<string, unknown> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

/** The subgraph's names for directives that its `@link` to Federation imports under another name. */
function importedNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { name, arguments: given = [] } of definition.directives ?? []) {
      const { url, import: imports } = argumentsOf(given);
      if (name.value !== 'link' || !String(url).includes('/federation/') || !Array.isArray(imports)) continue;
      for (const one of imports as unknown[]) {
        const { name: theirs, as } = Object(one) as { name?: unknown; as?: unknown };
        if (typeof theirs === 'string' && typeof as === 'string') names.set(theirs.slice(1), as.slice(1));
      }
    }
  }
  return names;
}

/** The names in a set of fields such as a key's: `code` and `place` in `code place { code }`. */
function fieldNames(selection: unknown): readonly string[] {
  const outer: string[] = [];
  let depth = 0;
  for (const [token] of String(selection).matchAll(/[{}]|\w+/g)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    else if (depth === 0) outer.push(token);
  }
  return outer;
}

/** The fields of an entity's keys. */
export function keyFields(type: SubgraphType, schema: SubgraphSchema): ReadonlySet<string> {
  return new Set(schema.applied('key', type.directives).flatMap(({ fields }) => fieldNames(fields)));
}
