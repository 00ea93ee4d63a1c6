import { expect, test } from '@jest/globals';
import { combineAgreements } from './combine-agreements.js';

const owned = new Map([
  ['movement', new Set(['Query.goals'])],
  ['women', new Set(['Group.name'])],
]);

const agreement = (id: string, more: object = {}) => ({
  id,
  version: 1,
  title: { vi: 'a', en: 'a' },
  shares: ['*'],
  with: 'anyone',
  purposes: ['steering'],
  granularity: 'commune',
  legalBasis: 'Law',
  from: '2026-01-01',
  until: '2026-12-31',
  ...more,
});
const file = (organisation: string, more: object = {}, name = organisation) => ({
  file: `${name}.yaml`,
  text: JSON.stringify({ format: 1, organisation, agreements: [agreement(organisation.toUpperCase())], ...more }),
});
const text = { vi: 'Chỉ đạo', en: 'Steering' };
const purposes = [{ code: 'steering', name: text, description: text, askedBy: 'anyone' }];

test('files of several organisations are one', () => {
  const { agreements } = combineAgreements(
    [file('movement', { purposes, communeLevel: ['Commune'] }), file('women')],
    owned,
  );
  expect(agreements?.organisations.map(({ organisation }) => organisation)).toEqual(['movement', 'women']);
  expect(agreements?.purposes).toEqual(purposes);
  expect(agreements?.communeLevel).toEqual(['Commune']);
});

test.each([
  ['a broken file', [file('movement', { purposes }), file('women'), { file: 'w.yaml', text: '{' }], /^w\.yaml:1: /],
  [
    'no file of who is in the graph',
    [file('movement', { purposes })],
    'expected a file of agreements of women, whose fields are in the graph',
  ],
  [
    'a file twice',
    [file('movement', { purposes }), file('women'), file('movement', { agreements: [] }, 'other')],
    'other.yaml: expected an organisation with one file, got movement, as in movement.yaml',
  ],
  [
    'an id twice',
    [file('movement', { purposes }), file('women', { agreements: [agreement('MOVEMENT')] })],
    'women.yaml: expected an id of its own, got MOVEMENT, as in movement.yaml',
  ],
  [
    'a purpose twice',
    [file('movement', { purposes }), file('women', { purposes })],
    'women.yaml: expected a purpose of its own, got steering, as in movement.yaml',
  ],
  [
    'nobody’s file',
    [file('movement', { purposes }), file('women'), file('youth')],
    'youth.yaml: expected an organisation with fields in the graph, got youth',
  ],
  [
    'another’s field',
    [file('movement', { purposes, agreements: [agreement('M', { shares: ['Group'] })] }), file('women')],
    "movement.yaml: M: expected types or fields of movement's own, got Group",
  ],
  [
    'a purpose that is none',
    [file('movement', { purposes, agreements: [agreement('M', { purposes: ['fun'] })] }), file('women')],
    'movement.yaml: M: expected one of the purposes steering, got fun',
  ],
])('%s is a problem', (_, files, problem) => {
  const { problems = [] } = combineAgreements(files, owned);
  expect(problems).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
});
