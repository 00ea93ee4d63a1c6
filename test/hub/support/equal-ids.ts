import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, parse } from 'graphql';
import { idFieldOf, NormalisedCache } from './normalised.js';
import { RandomOperation } from './random-operation.js';

const contract = (name: string) => readFileSync(new URL(`../../../schema/${name}`, import.meta.url), 'utf8');

/** The keys of entities that have one field, as organisations' schemas name them. */
function keysOf(supergraph: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const definition of parse(supergraph).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name, arguments: given = [] } of definition.directives ?? []) {
      const key = given.find((one) => one.name.value === 'key')?.value;
      if (name.value === 'join__type' && key?.kind === Kind.STRING) keys.set(definition.name.value, key.value);
    }
  }
  return keys;
}

/** Numbers from 0 to 1 that a seed decides. */
function numbersFrom(seed: string): () => number {
  let state = seed;
  return () => {
    state = createHash('sha256').update(state).digest('hex');
    return Number.parseInt(state.slice(0, 8), 16) / 2 ** 32;
  };
}

/**
 * Tests that a client's normalised cache is right: whatever is asked, objects of equal ids have equal values.
 * @param ask asks the hub, and gives its answer.
 */
export function testEqualIds(ask: (query: string) => Promise<any>): void {
  describe('objects of equal ids, in a cache that keeps each once', () => {
    const schema = buildSchema(contract('api.graphql'));
    const keys = keysOf(contract('supergraph.graphql'));
    const cache = new NormalisedCache((type) => idFieldOf(schema, keys, type));

    test('have equal values, whatever is asked', async () => {
      const seed = process.env['WALK_SEED'] ?? 'equal ids';
      const first = await ask(`{
        goals { code } organisations { code } communes(first: 6) { nodes { code } } publications { id }
        schools(first: 3) { nodes { code } } courses(first: 3) { nodes { code } } agencies(first: 3) { nodes { code } }
        learningGroups(first: 3) { nodes { code } } digitalLiteracyTeams(first: 3) { nodes { code } }
        indicators { code } servicePoints(first: 3) { nodes { code } } }`);
      const known = new Map<string, string[]>();
      const types = { goals: 'Goal', organisations: 'Organisation', communes: 'Commune', publications: 'Publication' };
      const more = { schools: 'School', courses: 'Course', agencies: 'Agency', learningGroups: 'LearningGroup' };
      const last = {
        digitalLiteracyTeams: 'DigitalLiteracyTeam',
        indicators: 'Indicator',
        servicePoints: 'ServicePoint',
      };
      for (const [field, type] of Object.entries({ ...types, ...more, ...last })) {
        const found: any[] = first.data[field].nodes ?? first.data[field];
        known.set(
          type,
          found.filter(Boolean).map(({ code, id }) => code ?? id),
        );
      }
      const operation = new RandomOperation({
        schema,
        random: numbersFrom(seed),
        known: (type) => known.get(type) ?? [],
        periods: ['2026-07', '2026-08', '2026-09', '2026-Q3', '2026'],
        days: ['2025-06-01', '2026-08-20', '2026-10-01', '2026-10-25', '2027-02-01'],
      });
      const operations = Number(process.env['WALK_OPERATIONS'] ?? 150);
      for (let index = 0; index < operations; index += 1) {
        // Figures are a goal's, which chance alone would seldom ask for.
        const { text, asked } = operation.make(3, ['goal', undefined, 'goals'][index % 3]);
        const { data, errors = [] } = await ask(text);
        const paths: string[] = errors.map(({ path = [] }: any) => path.join('.'));
        const refused = (path: string) => paths.some((one) => one === path || one.startsWith(`${path}.`));
        if (data) cache.take(data, asked, refused);
      }
      expect(cache.contradictions).toEqual([]);
      // What was walked is enough to find one.
      expect(cache.compared).toBeGreaterThan(operations * 10);
      expect(cache.idsOf('Goal').length).toBeGreaterThan(0);
      const books = new Set(cache.idsOf('GoalProgress').map((id) => id.split(':')[4] ?? 'now'));
      expect([...books]).toEqual(expect.arrayContaining(['now', 'asKnownOn', 'publication']));
    });
  });
}
