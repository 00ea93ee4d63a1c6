import { Kind, print, visit } from 'graphql';
import { type Instance } from './data.js';
import { faulty } from './faults.js';
import type { Operation } from './operations.js';
import { oracle } from './oracle.js';
import { usedSubgraphs } from './shrink-world.js';
import { subgraphName } from './subgraph-sdl.js';
import type { Supergraph } from './supergraph.js';
import {
  contextFields,
  externals,
  type Field,
  fieldIndex,
  fieldsOf,
  keyNames,
  keysIn,
  placeFields,
  type Type,
  type World,
} from './world.js';

/**
 * A case as a file of `test/federation`. The file's values do not depend on arguments. It has values that break a
 * subgraph's schema unchanged: there the schema refuses them, but not in the case.
 */
export async function behaviourText(supergraph: Supergraph, operation: Operation): Promise<string> {
  const { data } = supergraph;
  const expected = await oracle(supergraph, operation);
  const used = usedSubgraphs(supergraph.world);
  const objects = objectTexts(supergraph, operation);
  const subgraphs = [...supergraph.subgraphSdls]
    .filter(([index]) => used.has(index))
    .map(([index, sdl]) => subgraphText(supergraph, index, sdl, objects));
  return [
    "import { behaviour } from '../support/behaviour.js';",
    '',
    'const objects: Record<number, any> = {',
    ...[...objects]
      .filter(([uid]) => uid !== data.query.uid && uid !== data.mutation.uid)
      .map(([uid, text]) => `  ${uid}: ${text},`),
    '};',
    '',
    'function find(type: string, sent: any, keys: string[][]): any {',
    '  const has = (value: any, part: any): boolean => {',
    "    const known = typeof value === 'function' ? value() : value;",
    "    if (typeof part !== 'object' || part === null) return known === part;",
    '    if (Array.isArray(part) && known?.length !== part.length) return false;',
    '    return known !== null && Object.keys(part).every((name) => has(known[name], part[name]));',
    '  };',
    '  return Object.values(objects).find(',
    '    (each) => each.__typename === type && keys.some((key) => key.every((name) => has(each[name], sent[name]))),',
    '  );',
    '}',
    '',
    'export default behaviour({',
    '  subgraphs: {',
    ...subgraphs,
    '  },',
    '  cases: [',
    '    {',
    `      query: ${JSON.stringify(print(operation.document).replaceAll(/\s+/g, ' '))},`,
    `      variables: ${JSON.stringify(operation.variables)},`,
    ...(operation.operationName === undefined ? [] : [`      operationName: '${operation.operationName}',`]),
    `      data: ${JSON.stringify(expected.data ?? null)},`,
    ...(expected.errors ? [`      errors: ${JSON.stringify(expected.errors.map(({ path }) => path))},`] : []),
    '    },',
    '  ],',
    '});',
  ].join('\n');
}

function subgraphText(
  { world, data }: Supergraph,
  subgraph: number,
  sdl: string,
  objects: ReadonlyMap<number, string>,
): string {
  const types = withoutUnused(sdl.replace(/^extend schema[^)]*\)\n/, ''));
  const roots = [
    { name: 'Query', root: data.query },
    { name: 'Mutation', root: data.mutation },
  ].flatMap(({ name, root }) => {
    const declared = new RegExp(`^type ${name} {`, 'm').test(sdl);
    return declared ? [`        ${name}: ${objects.get(root.uid) ?? '{}'},`] : [];
  });
  const references = [...world.types.values()]
    .filter((type) => new RegExp(`^(type|interface) ${type.name}\\b.*@key`, 'm').test(sdl))
    .map(
      (type) =>
        `        ${type.name}: { ${referenceText(world, type, subgraph, [...externals(world, subgraph, type.name)])} },`,
    );
  return [
    `    ${subgraphName(subgraph)}: {`,
    `      typeDefs: \`\n${types.replaceAll(/^/gm, '        ')}\n      \`,`,
    '      resolvers: {',
    ...roots,
    ...references,
    '      },',
    '    },',
  ].join('\n');
}

/** A schema without the scalars, enums and inputs that nothing in it uses. */
function withoutUnused(sdl: string): string {
  const lines = sdl.split('\n');
  const isUsed = (line: string) => {
    const [, name] = /^(?:scalar|enum|input) (\w+)/.exec(line) ?? [];
    return name === undefined || lines.some((other) => other !== line && new RegExp(`\\b${name}\\b`).test(other));
  };
  const left = lines.filter(isUsed);
  return left.length === lines.length ? sdl : withoutUnused(left.join('\n'));
}

function referenceText(world: World, type: Type, subgraph: number, external: readonly string[]): string {
  if (type.kind === 'interface')
    return `__resolveReference: (sent) => ${type.members.map((member) => `find('${member}', sent, [['id']])`).join(' ?? ')}`;
  const keys = type.kind === 'entity' ? keysIn(world, type, subgraph) : [];
  const sent = external.map((name) => `, ${name}: sent.${name}`).join('');
  return `__resolveReference: (sent) => ({ ...find('${type.name}', sent, ${JSON.stringify(keys.map(keyNames))})${sent} })`;
}

/** The objects that an operation can come by, each as a literal of the fields that are named in it. */
function objectTexts(supergraph: Supergraph, { document }: Operation): ReadonlyMap<number, string> {
  const { world, data } = supergraph;
  const named = new Set<string>();
  visit(document, {
    [Kind.FIELD]: ({ name }: { name: { value: string } }) => {
      named.add(name.value);
    },
  });
  const fields = fieldIndex(world);
  const texts = new Map<number, string>();
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`;
    if (value instanceof Error) return `new Error(${JSON.stringify(value.message)})`;
    if (typeof value !== 'object' || value === null || !('uid' in value)) return JSON.stringify(value);
    const instance = value as Instance;
    if (instance.type === 'Place')
      return `{ ${placeFields.map((name) => `${name}: ${JSON.stringify(instance.fields[name])}`).join(', ')} }`;
    add(instance);
    return `objects[${instance.uid}]`;
  };
  const add = (instance: Instance): void => {
    if (texts.has(instance.uid)) return;
    texts.set(instance.uid, '');
    const type = world.types.get(instance.type);
    const keys = new Set(type?.kind === 'entity' ? type.keys.flatMap(keyNames) : []);
    const taken = contextFields(world, instance.type);
    const required = new Set(
      fieldsOf(world, instance.type).flatMap(({ requires = [] }) =>
        requires.flatMap((each) => [each.field, ...(each.below ?? []).map((below) => below.field)]),
      ),
    );
    const known = fieldsOf(world, instance.type).filter(
      ({ name }) =>
        keys.has(name) || required.has(name) || taken.includes(name) || named.has(name) || type?.kind === 'value',
    );
    const properties = known.map((field) => `${field.name}: ${fieldText(instance, fields(instance.type, field.name))}`);
    const isRoot = instance === data.query || instance === data.mutation;
    const typename = isRoot ? [] : [`__typename: '${instance.type}'`];
    texts.set(instance.uid, `{ ${[...typename, ...properties].join(', ')} }`);
  };
  const fieldText = (parent: Instance, field: Field): string => {
    if (field.requires) {
      const names = field.requires.map(({ field: name }) => `['${name}', this.${name}]`);
      const computed = `JSON.stringify([${names.join(', ')}])`;
      return `function (this: any) { return ${field.type.startsWith('[') ? `[${computed}, '${field.name}']` : computed}; }`;
    }
    const stored = parent.fields[field.name] ?? null;
    const value = faulty(supergraph.faults, parent, field, typeof stored === 'function' ? field.name : stored, true);
    const isKeyPart = parent.fields[field.name] !== null && /^(id|code|region|number|place)$/.test(field.name);
    return isKeyPart ? text(value) : `() => ${text(value)}`;
  };
  add(data.query);
  if (world.mutation.length > 0) add(data.mutation);
  return new Map([...texts].toSorted(([a], [b]) => a - b));
}
