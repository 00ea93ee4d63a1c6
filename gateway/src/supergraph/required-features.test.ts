import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { SupergraphError } from '../errors/supergraph-error.js';
import { readLinks } from './links.js';
import { unsupportedFeatures } from './required-features.js';
import { readSupergraph } from './supergraph.js';

const unsupported = (sdl: string) => unsupportedFeatures(readLinks(parse(sdl)));
const schema = (links: string) => `
  schema @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "hidden", for: SECURITY)
    @link(url: "https://specs.apollo.dev/cost/v0.1") { query: Query }
  ${links}
  enum join__Graph { A @join__graph(name: "a", url: "http://a/") }
  type Query @join__type(graph: A) { a: Int }`;

test('the features that every supergraph needs are there, and those that need not be kept', () => {
  expect(unsupported(schema(''))).toEqual([]);
  const core = 'schema @core(feature: "https://specs.apollo.dev/core/v0.2", for: EXECUTION) { query: Q }';
  expect(unsupported(core)).toEqual([]);
});

test.each(['authenticated', 'requiresScopes', 'policy'])('the gateway has %s, in the version that it knows', (name) => {
  const link = (version: string) => `extend schema @link(url: "https://specs.apollo.dev/${name}/${version}")`;
  expect(unsupported(schema(link('v0.1')))).toEqual([]);
  expect(unsupported(schema(link('v0.2')))).toEqual([`https://specs.apollo.dev/${name}/v0.2`]);
});

test.each([
  ['https://specs.apollo.dev/authenticated/v0.2', 'SECURITY'],
  ['https://specs.apollo.dev/requiresScopes/v1.0', 'SECURITY'],
  ['https://specs.apollo.dev/context/v1.0', 'SECURITY'],
  ['https://specs.apollo.dev/join/v1.0', 'EXECUTION'],
  ['https://example.org/join/v0.5', 'EXECUTION'],
])('a supergraph that needs %s is refused', (url, purpose) => {
  const sdl = schema(`extend schema @link(url: "${url}", for: ${purpose})`);
  expect(unsupported(sdl)).toEqual([url]);
  expect(() => readSupergraph(sdl)).toThrow(
    new SupergraphError(`it needs ${url} for its security or execution, which this gateway does not have`),
  );
});
