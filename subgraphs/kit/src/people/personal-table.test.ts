import { expect, test } from '@jest/globals';
import { takeRecords } from '@hub/protocol';
import { defineEntity, p } from '@mikro-orm/core';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { personalTables } from './personal-table.js';

const Member = defineEntity({ name: 'Member', tableName: 'member', properties: { pseudonym: p.text().primary() } });
const Team = defineEntity({ name: 'Team', tableName: 'team', properties: { code: p.text().primary() } });
const Guest = defineEntity({
  name: 'Guest',
  tableName: 'guest',
  properties: { code: p.text().primary(), pseudonym: p.text() },
});

const definition = (people: SubgraphDefinition['people']) =>
  ({ organisation: 'farmers-union', entities: [Member, Team, Guest], people }) as unknown as SubgraphDefinition;

test('every table of people has to be named', () => {
  const people = [
    { entity: Member, whenErased: 'delete' },
    { entity: Guest, whenErased: 'anonymise' },
  ] as const;
  expect(personalTables(definition(people))).toEqual(people);
  expect(() => personalTables(definition([people[0]]))).toThrow(
    'Expected people in the definition of farmers-union to name every table of people; guest missing.',
  );
});

test('an organisation that keeps no people has no table and no file of them', () => {
  takeRecords([{ code: 'identity', keepsPeople: false }]);
  const kinds = [{ kind: 'members', columns: { citizen_number: {} } }];
  const of = (more: object) =>
    ({ organisation: 'identity', entities: [Team], imports: [], ...more }) as unknown as SubgraphDefinition;
  expect(personalTables(of({}))).toEqual([]);
  expect(() => personalTables(of({ entities: [Member], imports: kinds }))).toThrow(
    'Expected nothing about people in identity, which keeps none, but got member, members.',
  );
});
