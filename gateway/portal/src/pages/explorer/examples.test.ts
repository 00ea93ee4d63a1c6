/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { examples } from './examples.js';

/** GraphQL operations in a document: fenced as `graphql`, or indented by four spaces. */
function queriesIn(document: string): string[] {
  const text = readFileSync(new URL(`../../../../../${document}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```graphql\n([^]*?)^```|((?:^ {4}.*\n)+)/gm)]
    .map(([, fenced, indented = '']) => (fenced ?? indented.replaceAll(/^ {4}/gm, '')).trim())
    .filter((query) => /^(?:\{|query|mutation|subscription)/.test(query));
}

test('the explorer has the queries of the documentation, each and no other', () => {
  const written = [...queriesIn('README.md'), ...queriesIn('docs/analysts.md')];
  expect(written.length).toBeGreaterThan(5);
  expect(examples.map(({ query }) => query)).toEqual(written);
});

test('each is GraphQL, and has a title of its own in both languages', () => {
  for (const { query } of examples) expect(() => parse(query)).not.toThrow();
  expect(new Set(examples.flatMap(({ title }) => [title.vi, title.en])).size).toBe(2 * examples.length);
});
