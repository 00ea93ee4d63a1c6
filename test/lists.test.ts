import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, getNullableType, type GraphQLField, isListType, isObjectType } from 'graphql';

const schema = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));

/** Arguments that say how many, from where, in which language or as of when: they choose no rows. */
const paging = new Set(['first', 'after', 'last', 'before', 'language', 'orderBy', 'asKnownOn']);

/** Every list of objects that callers can ask for, as `Type.field`; the nodes and edges of a page are the page's. */
function lists(): ReadonlyMap<string, GraphQLField<unknown, unknown>> {
  const found = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__') || /(Connection|Edge)$/.test(type.name)) return [];
    return Object.values(type.getFields())
      .filter((field) => {
        const named = getNamedType(field.type);
        return isObjectType(named) && (isListType(getNullableType(field.type)) || /Connection$/.test(named.name));
      })
      .map((field) => [`${type.name}.${field.name}`, field] as const);
  });
  return new Map(found);
}

/** Whether a list grows, and so comes in pages. */
const isPaged = ({ type }: GraphQLField<unknown, unknown>): boolean => /Connection$/.test(getNamedType(type).name);

const named = (reason: string, ...found: readonly string[]) => found.map((list) => [list, reason] as const);

/** Lists in pages that no filter takes rows from, each with why not. */
const unfiltered = new Map([
  ...named(
    'figures that leave through disclosure control: a filter would choose rows by what is rounded in them',
    ...['Agency.trainingRecords', 'Course.trainingByAgency', 'Course.teacherTrainingBySchool'],
  ),
  ...named('a row is a commune, and has nothing else', 'AppliedProduct.communes'),
  ...named('in the order of the chain, by which it is verified', 'Audit.all', 'Organisation.audit'),
  ...named('few: of one month or caller', 'IdentityMonth.counts', 'Query.programKeys'),
  ...named('few: corrections of one month', 'IdentityMonth.corrections'),
  ...named('in the order in which they came in', 'Organisation.imports'),
]);

/** Lists in pages that have one order, each with why. */
const unordered = new Map([
  ...named(
    'figures that leave through disclosure control, in the order in which they are decided',
    ...['Agency.trainingRecords', 'Course.trainingByAgency', 'Course.teacherTrainingBySchool'],
  ),
  ...named('a row is a commune, and has nothing else', 'AppliedProduct.communes'),
  ...named('in the order of the chain, by which it is verified', 'Audit.all', 'Organisation.audit'),
  ...named('in the order in which they came in', 'Organisation.imports'),
  ...named('in the order of the changes, by which a reader goes on', 'Query.figuresChanged'),
]);

const all = lists();
const paged = [...all].filter(([, field]) => isPaged(field));
const without = (has: (name: string) => boolean) =>
  paged.filter(([, { args }]) => !args.some(({ name }) => has(name))).map(([list]) => list);

describe('lists that grow', () => {
  test('can be filtered, but those of which it is said why not', () => {
    expect(without((name) => !paging.has(name)).toSorted()).toEqual([...unfiltered.keys()].toSorted());
  });

  test('can be put in order, but those of which it is said why not', () => {
    expect(without((name) => name === 'orderBy').toSorted()).toEqual([...unordered.keys()].toSorted());
  });

  test('are read backwards, too', () => {
    expect(without((name) => name === 'last')).toEqual([]);
    expect(without((name) => name === 'before')).toEqual([]);
  });

  test('are most of those that grow at all: others come whole, and their callers choose', () => {
    const whole = [...all].filter(([, field]) => !isPaged(field));
    for (const [list, { args }] of whole) {
      expect([list, args.filter(({ name }) => name === 'after').map(({ name }) => name)]).toEqual([list, []]);
    }
    expect(paged.length - unfiltered.size).toBeGreaterThan(paged.length / 2);
    expect(paged.length - unordered.size).toBeGreaterThan(paged.length / 2);
  });
});
