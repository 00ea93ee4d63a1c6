import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type DefinitionNode, type FieldDefinitionNode, Kind, parse, visit } from 'graphql';

const schema = new URL('../schema/', import.meta.url);

const subgraphFiles = readdirSync(new URL('subgraphs/', schema)).sort();

/** Another organisation's type in a subgraph: its key, which its owner describes, and this subgraph's own fields. */
const isStub = (node: DefinitionNode) => 'description' in node && node.description === undefined && isEntity(node);
const isEntity = (node: DefinitionNode) =>
  'directives' in node && (node.directives ?? []).some(({ name }) => name.value === 'key');
/** What composition adds. */
const isOfFederation = (node: DefinitionNode) => 'name' in node && /^(join|link)__/.test(node.name?.value ?? '');

/** Where a schema text lacks a description: types, fields, arguments, enum values and inputs, by their paths. */
function undescribed(text: string, isExempt: (node: DefinitionNode) => boolean): string[] {
  const missing: string[] = [];
  for (const definition of parse(text).definitions) {
    if (!('name' in definition) || isOfFederation(definition)) continue;
    const path: string[] = [];
    const node = {
      enter: (one: { readonly name?: { readonly value: string }; readonly description?: unknown }) => {
        path.push(one.name?.value ?? '');
        if (!one.description && !(one === definition && isExempt(definition))) missing.push(path.join('.'));
      },
      leave: () => {
        path.pop();
      },
    };
    visit(definition, {
      [Kind.OBJECT_TYPE_DEFINITION]: node,
      [Kind.INTERFACE_TYPE_DEFINITION]: node,
      [Kind.UNION_TYPE_DEFINITION]: node,
      [Kind.SCALAR_TYPE_DEFINITION]: node,
      [Kind.ENUM_TYPE_DEFINITION]: node,
      [Kind.ENUM_VALUE_DEFINITION]: node,
      [Kind.INPUT_OBJECT_TYPE_DEFINITION]: node,
      [Kind.INPUT_VALUE_DEFINITION]: node,
      [Kind.FIELD_DEFINITION]: node,
      [Kind.DIRECTIVE_DEFINITION]: { enter: () => false },
    });
  }
  return missing.filter((path) => !['Query', 'Mutation', 'Subscription'].includes(path) && !path.includes('__'));
}

test('each scalar names its specification', () => {
  const { definitions } = parse(readFileSync(new URL('api.graphql', schema), 'utf8'));
  const scalars = definitions.filter((one) => one.kind === Kind.SCALAR_TYPE_DEFINITION);
  expect(scalars.length).toBeGreaterThan(3);
  const unspecified = scalars.filter(
    ({ directives = [] }) => !directives.some(({ name }) => name.value === 'specifiedBy'),
  );
  expect(unspecified.map(({ name }) => name.value)).toEqual([]);
});

test('what is not described is found', () => {
  const text = `
    type Query { a(b: Int): Int }
    "Described." type T { "Described." c: Int  d: Int }
    "Described." enum E { F }
    input G { "Described." h: Int }
    type Stub @key(fields: "code") { "Described." code: ID! own: Int }
    type join__Field { x: Int }`;
  const missing = ['Query.a', 'Query.a.b', 'T.d', 'E.F', 'G', 'Stub.own'];
  expect(undescribed(text, isStub)).toEqual(missing);
  expect(undescribed(text, () => false)).toEqual(expect.arrayContaining([...missing, 'Stub']));
});

test('there is a schema of every subgraph', () => {
  const folders = globSync('subgraphs/*/src/main.ts', { cwd: new URL('../', import.meta.url) });
  const subgraphs = folders.map((path) => path.split('/')[1] ?? '').sort();
  expect(subgraphFiles).toEqual([...subgraphs, 'gateway'].sort().map((name) => `${name}.graphql`));
});

test.each(subgraphFiles)('everything in %s is described; of another organisation’s type, its own fields', (file) => {
  expect(undescribed(readFileSync(new URL(`subgraphs/${file}`, schema), 'utf8'), isStub)).toEqual([]);
});

test('everything in the supergraph is described', () => {
  expect(undescribed(readFileSync(new URL('supergraph.graphql', schema), 'utf8'), () => false)).toEqual([]);
});

/** The fields of the supergraph's objects, by their coordinates. */
function fieldsOf(text: string): [coordinate: string, FieldDefinitionNode][] {
  return parse(text).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).map((field): [string, FieldDefinitionNode] => [
          `${definition.name.value}.${field.name.value}`,
          field,
        ])
      : [],
  );
}

describe('one bad argument, or one organisation that does not answer, costs its own field only', () => {
  const fields = fieldsOf(readFileSync(new URL('supergraph.graphql', schema), 'utf8'));

  test('root fields are nullable', () => {
    const roots = fields.filter(([coordinate]) => /^(Query|Mutation|Subscription)\./.test(coordinate));
    expect(roots.length).toBeGreaterThan(20);
    expect(roots.filter(([, { type }]) => type.kind === Kind.NON_NULL_TYPE).map(([name]) => name)).toEqual([]);
  });

  test('so are all fields whose arguments an organisation may refuse', () => {
    // A language is of an enum, which the gateway knows.
    const refusable = fields.filter(([, field]) => field.arguments?.some(({ name }) => name.value !== 'language'));
    expect(refusable.length).toBeGreaterThan(40);
    expect(refusable.filter(([, { type }]) => type.kind === Kind.NON_NULL_TYPE).map(([name]) => name)).toEqual([]);
  });

  test('the gateway knows what every code and text must look like', () => {
    const unknown = fields.flatMap(([coordinate, field]) =>
      (field.arguments ?? [])
        .filter(({ type, directives }) => {
          const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
          const isText = named.kind === Kind.NAMED_TYPE && ['ID', 'String'].includes(named.name.value);
          return isText && !directives?.some((one) => one.name.value === 'format');
        })
        .map(({ name }) => `${coordinate}(${name.value}:)`),
    );
    // The gateway reads ids itself: an unknown id gives null. A manifest is a whole file, which the registry reads.
    expect(unknown).toEqual(['Mutation.registerAppDocuments(manifest:)', 'Query.node(id:)']);
  });
});
