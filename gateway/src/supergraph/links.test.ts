import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { directiveNames, namesakeDirective, readLinks } from './links.js';

const linksOf = (links: string) => readLinks(parse(`schema ${links} { query: Query }`));

test('a link has the name, the prefix, the purpose and the imports that it is written with', () => {
  const [link] = linksOf(
    '@link(url: "https://example.org/some/tag/v0.3", as: "t", for: SECURITY, import: ["@a", { name: "B", as: "C" }])',
  );
  const imports = new Map([
    ['@a', '@a'],
    ['B', 'C'],
  ]);
  expect(link).toEqual({
    url: 'https://example.org/some/tag/v0.3',
    name: 'tag',
    prefix: 't',
    purpose: 'SECURITY',
    imports,
  });
});

const url = 'url: "https://specs.apollo.dev/authenticated/v0.1"';

test.each([
  ['under its own name', `@link(${url})`, ['authenticated', 'authenticated__authenticated']],
  ['under a prefix', `@link(${url}, as: "auth")`, ['auth', 'auth__authenticated']],
  [
    'imported under another name',
    `@link(${url}, import: [{ name: "@authenticated", as: "@login" }])`,
    ['login', 'authenticated__authenticated'],
  ],
  ['by @core', '@core(feature: "https://specs.apollo.dev/authenticated/v0.1", as: "c")', ['c', 'c__authenticated']],
  ['without a link', '', ['authenticated']],
  ['not where another specification has it', '@link(url: "https://example.org/authenticated/v1.0")', []],
  ['not where it is imported from another', '@link(url: "https://a/b/v1.0", import: ["@authenticated"])', []],
])('a directive is known %s', (_, links, names) => {
  expect([...namesakeDirective(linksOf(links), 'authenticated')]).toEqual(names);
});

const cost = 'url: "https://specs.apollo.dev/cost/v0.1"';

test.each([
  ['behind its prefix', `@link(${cost}, as: "price")`, ['price__listSize']],
  ['under its imported name', `@link(${cost}, import: ["@listSize"])`, ['listSize', 'cost__listSize']],
  ['without a link', '', ['listSize']],
])('one of several directives of a specification is known %s', (_, links, names) => {
  expect([...directiveNames(linksOf(links), 'cost', 'listSize')]).toEqual(names);
});

test('links of extensions of the schema count', () => {
  const document = parse(`schema { query: Query } extend schema @link(${url})`);
  expect(readLinks(document)).toHaveLength(1);
});
