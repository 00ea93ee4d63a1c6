import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';

/** The possible meanings of a number in the graph, as in `numbers.csv`. */
const meanings = {
  people: 'people or households, published through the disclosure module',
  turns: 'turns of people, published through the disclosure module',
  derived: 'computed by movement from published numbers of people',
  statistic: 'a public statistic, which the movement quotes',
  property: 'laid down or chosen, such as a target, an age or a level',
  objects: 'things, such as schools or communes',
  records: 'how many records a list has',
  persons: 'how many records about persons a list has; told to those who may see the records',
  number: 'which one of several, such as a release or a revision',
  report: 'days or shares of reports in time',
  service: 'what a caller uses of the hub, or its audit log',
};

/** The types whose numbers of people are: what else counts people has a field of one of these types. */
const published = /^(PeopleCount|HouseholdCount|Contribution)\./;

const listed = new Map(
  readFileSync(new URL('numbers.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',') as [string, string]),
);

describe('every number of the graph', () => {
  let schema: GraphQLSchema;
  let numbers: string[];

  beforeAll(() => {
    schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));
    numbers = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) || isInterfaceType(type))
      .filter((type) => !type.name.startsWith('__'))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => ['Int', 'Float'].includes(getNamedType(field.type).name))
          .map((field) => `${type.name}.${field.name}`),
      )
      .sort();
  });

  test('says what it counts, and no other is listed', () => {
    expect([...listed.keys()].sort()).toEqual(numbers);
    expect([...listed].filter(([, meaning]) => !(meaning in meanings))).toEqual([]);
  });

  test('of people is one of the types that the disclosure module makes', () => {
    const people = [...listed].filter(([, meaning]) => meaning === 'people').map(([field]) => field);
    expect(people.filter((field) => !published.test(field))).toEqual([]);
    expect(people.length).toBeGreaterThan(4);
  });

  test('that is named for people counts them, or is computed from what does', () => {
    const named = /people|learners|pupils|households|members|attendances|occurrences|women|adults|headcount/i;
    const allowed = ['people', 'turns', 'derived', 'statistic', 'persons'];
    const wrong = [...listed].filter(
      ([field, meaning]) => named.test(field.slice(field.indexOf('.'))) && !allowed.includes(meaning),
    );
    expect(wrong).toEqual([]);
  });
});
