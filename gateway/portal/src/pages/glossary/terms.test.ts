import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { terms } from './terms.js';

const schema = buildSchema(readFileSync(new URL('../../../../../schema/api.graphql', import.meta.url), 'utf8'));

test('each term is there once, in both languages, and leads to a type that there is', () => {
  expect(new Set(terms.map(({ id }) => id)).size).toBe(terms.length);
  expect(new Set(terms.map(({ term }) => term.vi)).size).toBe(terms.length);
  for (const { term, meaning, type } of terms) {
    for (const said of [term, meaning]) for (const text of [said.vi, said.en]) expect(text.length).toBeGreaterThan(2);
    if (type !== undefined) expect([type, schema.getType(type)?.name]).toEqual([type, type]);
  }
});
