import { readdirSync, readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { compose, type ComposedSubgraph } from '@hub/schema/compose';
import { describe, expect, test } from '@jest/globals';
import { type ASTNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { behaviourGraphs } from '../planner/corpora/apollo-behaviours.js';
import type { Behaviour } from './support/behaviour.js';
import { faultyGraphs } from './support/faulty-graphs.js';
import { typeDefs } from './support/subgraphs.js';

/** The graphs whose supergraphs differ, and why; `federation.test.ts` holds that their answers are right. */
const different: Readonly<Record<string, string>> = {
  'fed1-external-extends-resolvable': 'it keeps `@requires` of a key, which each fetch has anyway',
  'security-directives': 'it writes directives of access by their own names, not by those of a subgraph',
};

/** The hints of the reference composition that ours gives: what a graph leaves out. */
const givenHints = [
  ...['INCONSISTENT_ARGUMENT_PRESENCE', 'INCONSISTENT_INPUT_OBJECT_FIELD'],
  'INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM',
];

/** Where both refuse a graph, by different rules. */
const differentRules: Readonly<Record<string, readonly string[]>> = {
  'an override of itself': ['OVERRIDE_FROM_SELF_ERROR'],
};

interface Service {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

const shippedFolder = new URL('../../schema/subgraphs/', import.meta.url);

const shipped: Service[] = readdirSync(shippedFolder).map((file) => ({
  name: file.replace('.graphql', ''),
  typeDefs: parse(readFileSync(new URL(file, shippedFolder), 'utf8')),
}));

const behaviours = await Promise.all(
  readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'support')
    .map(async ({ name }): Promise<[string, Service[]]> => {
      const { default: behaviour } = (await import(`./${name}/${name}.js`)) as { default: Behaviour };
      return [name, services(behaviour.subgraphs)];
    }),
);

const documented = behaviourGraphs.map(({ name, subgraphs }): [string, Service[]] => [
  name,
  services(Object.fromEntries(Object.entries(subgraphs).map(([of, text]) => [of, { typeDefs: text }]))),
]);

const partly: [string, Service[]] = [
  'an argument, a field of an input object and a value that one subgraph has',
  services({
    a: {
      typeDefs:
        'type Query { goals(of: In, kind: Kind, place: ID): Int @shareable } input In { code: ID name: ID } enum Kind { ONE TWO }',
    },
    b: { typeDefs: 'type Query { goals(of: In, kind: Kind): Int @shareable } input In { code: ID } enum Kind { ONE }' },
  }),
];

function services(subgraphs: Behaviour['subgraphs']): Service[] {
  return Object.entries(subgraphs).map(([name, subgraph]) => ({ name, typeDefs: typeDefs(subgraph) }));
}

function apollo(graph: readonly Service[]) {
  return composeServices(graph.map((one) => ({ ...one, url: `http://${one.name}.test` })));
}

function own(graph: readonly Service[]) {
  return compose(graph.map(({ name, typeDefs: sdl }) => ({ name, url: `http://${name}.test`, sdl: print(sdl) })));
}

/** The parts of a supergraph that planning and clients read, by kind and name. */
function entries(sdl: string): Map<string, string> {
  const document = parse(sdl, { noLocation: true });
  const names = new Map<string, string>();
  visit(document, {
    EnumValueDefinition({ name, directives = [] }) {
      const [graph] = directives.filter((one) => one.name.value === 'join__graph');
      const given = graph?.arguments?.find((one) => one.name.value === 'name')?.value;
      if (given?.kind === Kind.STRING) names.set(name.value, given.value);
    },
  });
  const plain = visit(document, {
    EnumValue: (node) => ({ ...node, value: names.get(node.value) ?? node.value }),
    Argument: (node) =>
      /^(?:requires|provides|key)$/.test(node.name.value) && node.value.kind === Kind.STRING
        ? { ...node, value: { ...node.value, value: print(parse(`{ ${node.value.value} }`)) } }
        : undefined,
  });
  return new Map(
    plain.definitions
      .filter((one) => !('name' in one && /^(?:join|link)__/.test(one.name?.value ?? '')))
      .map((one) => [`${one.kind} ${'name' in one ? (one.name?.value ?? '') : ''}`, print(sorted(one))]),
  );
}

function sorted<Node extends ASTNode>(node: Node): Node {
  return visit<Node>(node, {
    leave: (inner) =>
      Object.fromEntries(
        Object.entries(inner as object).map(([key, value]) => [
          key,
          Array.isArray(value) && /^(?:directives|arguments|interfaces|types|values|fields|locations)$/.test(key)
            ? value.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
            : (value as unknown),
        ]),
      ),
  });
}

describe('the supergraph is the one that the reference composition makes', () => {
  test.each<[string, Service[]]>([['the hub', shipped], ...behaviours, ...documented, partly])(
    'of %s',
    (name, graph) => {
      const { supergraphSdl, errors, hints = [] } = apollo(graph);
      expect(errors).toBeUndefined();
      const composition = own(graph);
      if (composition.errors) throw new Error(composition.errors.join('\n'));
      const [got, expected] = [entries(composition.supergraph), entries(supergraphSdl ?? '')];
      if (name in different) expect(got).not.toEqual(expected);
      else expect(got).toEqual(expected);
      expect(composition.warnings.map((one) => one.split(':')[0]).toSorted()).toEqual(
        hints
          .map(({ definition }) => definition.code)
          .filter((code) => givenHints.includes(code))
          .toSorted(),
      );
    },
  );
});

test('a graph of 100 subgraphs and 4,000 types, each of which leads to all others, is composed', async () => {
  const { generatedGraph } = (await import(`${import.meta.dirname}/../bench/checks/generated-graph.mjs`)) as {
    readonly generatedGraph: (size: object) => { readonly subgraphs: ComposedSubgraph[] };
  };
  const { subgraphs } = generatedGraph({ subgraphs: 100, typesOfEach: 40 });
  expect(compose(subgraphs)).not.toHaveProperty('errors');
});

describe('a graph that is none is refused as the reference composition does', () => {
  test.each(Object.entries(faultyGraphs))('for %s', (name, sdls) => {
    const graph = sdls.map((text, index) => ({
      name: index === 0 ? 'a' : 'b',
      typeDefs: typeDefs({ typeDefs: text }),
    }));
    const codes = new Set(apollo(graph).errors?.map(({ extensions }) => extensions['code']));
    const { faults = [] } = own(graph) as {
      faults?: readonly { code: string; subgraphs: readonly string[]; at: readonly object[] }[];
    };
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(differentRules[name] ?? codes));
    // Each concerned subgraph has its places.
    const [fault] = faults;
    if (fault?.subgraphs.length) expect(fault.at.length).toBeGreaterThan(0);
  });
});
