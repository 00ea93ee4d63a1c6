import { expect, test } from '@jest/globals';
import { type DeskCaller, type DeskParts, kindOf, kindsFor } from './desk-parts.js';

const parts = { kinds: [{ kind: 'places' }, { kind: 'members' }] } as unknown as DeskParts;
const by = { subject: null, client: null };

test('an organisation’s own bring its own kinds of file: places and goals are the operator’s', () => {
  const operator: DeskCaller = { owner: 'operator', by };
  const staff: DeskCaller = { owner: 'staff', by, kinds: new Set(['members']) };
  expect(kindsFor(parts, operator).map(({ kind }) => kind)).toEqual(['places', 'members']);
  expect(kindsFor(parts, staff).map(({ kind }) => kind)).toEqual(['members']);
  expect(kindOf(parts, operator, 'places').kind).toBe('places');
  expect(() => kindOf(parts, staff, 'places')).toThrow('Expected one of members, got "places".');
});
