import { expect, test } from '@jest/globals';
import { defineEntity, p } from '@mikro-orm/core';
import type { SubgraphDefinition } from '../subgraph.js';
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
