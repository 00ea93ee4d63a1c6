import { describe, expect, test } from '@jest/globals';
import { type AgreementsFile, combineAgreements } from './combine-agreements.js';

const graph = {
  owned: new Map([
    ['movement', new Set(['Query.goals'])],
    ['women', new Set(['Group.name'])],
  ]),
  places: new Set(['Query', 'Query.goals', 'Commune']),
};

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
const file = (organisation: string, more: object = {}, name = organisation): AgreementsFile => ({
  organisation: name,
  file: `${name}.yaml`,
  text: JSON.stringify({ format: 1, organisation, agreements: [agreement(organisation.toUpperCase())], ...more }),
});
const text = { vi: 'Chỉ đạo', en: 'Steering' };
const purposes = [{ code: 'steering', name: text, description: text, askedBy: 'anyone' }];

const ofMovement = file('movement', { purposes, communeLevel: ['Commune'] });
const broken = (organisation: string): AgreementsFile => ({ organisation, file: `${organisation}.yaml`, text: '{' });

test('files of several organisations are one', () => {
  const { agreements, faults } = combineAgreements([ofMovement, file('women')], graph);
  expect(faults).toEqual([]);
  expect(agreements.organisations.map(({ organisation }) => organisation)).toEqual(['movement', 'women']);
  expect(agreements.purposes).toEqual(purposes);
  expect(agreements.communeLevel).toEqual(['Commune']);
});

test.each<[string, AgreementsFile[], string | RegExp]>([
  ['is broken', [broken('women')], /^women\.yaml:1: /],
  [
    'cannot be read',
    [{ organisation: 'women', file: 'women.yaml', problem: 'expected a file' }],
    'women.yaml: expected a file',
  ],
  ['is not there', [], 'expected a file of agreements of women, whose fields are in the graph'],
  [
    'is there twice',
    [file('women'), { ...file('women'), file: 'women/agreements.yaml' }],
    'women/agreements.yaml: expected an organisation with one file, got women.yaml too',
  ],
  [
    'speaks for another organisation',
    [file('movement', {}, 'women')],
    'women.yaml: expected organisation: women, whose file it is by its name, got movement',
  ],
  [
    'has purposes of its own',
    [file('women', { purposes })],
    'women.yaml: expected purposes, communeLevel, figuresIn and combinedIn in the file of movement alone',
  ],
  [
    'says what reaches communes',
    [file('women', { communeLevel: ['Query'] })],
    'women.yaml: expected purposes, communeLevel, figuresIn and combinedIn in the file of movement alone',
  ],
  [
    'says in which fields shares are given',
    [file('women', { figuresIn: ['Query.goals'] })],
    'women.yaml: expected purposes, communeLevel, figuresIn and combinedIn in the file of movement alone',
  ],
  [
    'says what is combined',
    [file('women', { combinedIn: ['Query'] })],
    'women.yaml: expected purposes, communeLevel, figuresIn and combinedIn in the file of movement alone',
  ],
  [
    'shares another’s field',
    [file('women', { agreements: [agreement('W', { shares: ['Query.goals'] })] })],
    "women.yaml: W: expected types or fields of women's own, got Query.goals",
  ],
])('an organisation whose file %s is left out, and no other', (_, files, problem) => {
  const { agreements, faults } = combineAgreements([ofMovement, ...files], graph);
  expect(faults).toEqual([
    {
      organisation: 'women',
      problems: [typeof problem === 'string' ? problem : expect.stringMatching(problem)],
      formerHolds: false,
      orphaned: [],
    },
  ]);
  expect(agreements.organisations.map(({ organisation }) => organisation)).toEqual(['movement']);
});

test('no more than twenty problems of a file are told', () => {
  const endless = { organisation: 'women', file: 'women.yaml', text: `agreements:\n${'- {}\n'.repeat(100)}` };
  const { faults } = combineAgreements([ofMovement, endless], graph);
  expect(faults[0]?.problems).toHaveLength(21);
});

test('an organisation that is not in the graph costs nobody anything', () => {
  const { agreements, faults } = combineAgreements([ofMovement, file('women'), file('youth')], graph);
  expect(faults).toMatchObject([
    {
      organisation: 'youth',
      problems: ['youth.yaml: expected an organisation with fields in the graph, got youth'],
    },
  ]);
  expect(agreements.organisations).toHaveLength(2);
});

test('two organisations may use one id', () => {
  const files = [ofMovement, file('women', { agreements: [agreement('MOVEMENT')] })];
  expect(combineAgreements(files, graph).faults).toEqual([]);
});

test('a purpose that is not on the list opens nothing, and costs its file nothing', () => {
  const files = [ofMovement, file('women', { agreements: [agreement('W', { purposes: ['fun', 'steering'] })] })];
  const { agreements, faults, unknownPurposes } = combineAgreements(files, graph);
  expect(faults).toEqual([]);
  expect(unknownPurposes).toEqual(['women.yaml: W: expected one of the purposes steering, got fun']);
  expect(agreements.organisations[1]?.agreements[0]?.purposes).toEqual(['steering']);
});

test.each<[string, AgreementsFile]>([
  ['cannot be used', broken('movement')],
  ['lists no purposes', file('movement')],
  ['gives shares in a field that the graph has not', file('movement', { purposes, figuresIn: ['Goal.share'] })],
  ['combines a type that the graph has not', file('movement', { purposes, combinedIn: ['Share'] })],
  ['names a place that the graph has not', file('movement', { purposes, communeLevel: ['Query.communes'] })],
])('while movement’s file %s, others stand, and what reaches communes is not known', (_, ofMovement) => {
  const { agreements, faults } = combineAgreements([ofMovement, file('women')], graph);
  expect(faults.map(({ organisation }) => organisation)).toEqual(['movement']);
  expect(agreements.organisations.map(({ organisation }) => organisation)).toEqual(['women']);
  expect(agreements.purposes).toEqual([{ code: 'steering', askedBy: 'anyone' }]);
  expect(agreements.communeLevel).toBeUndefined();
});

describe('what was used before', () => {
  const { used } = combineAgreements([ofMovement, file('women')], graph);
  const without = { ...graph, owned: new Map([...graph.owned, ['women', new Set(['Group.title'])]]) };
  const named = file('women', { agreements: [agreement('W', { shares: ['Group.name'] })] });

  test('is used on where a file cannot be', () => {
    const { agreements, faults } = combineAgreements([broken('movement'), broken('women')], graph, used);
    expect(faults.map(({ formerHolds }) => formerHolds)).toEqual([true, true]);
    expect(agreements).toEqual(combineAgreements([ofMovement, file('women')], graph).agreements);
  });

  test('is not where a file is gone', () => {
    const { agreements, faults } = combineAgreements([ofMovement], graph, used);
    expect(faults).toMatchObject([{ organisation: 'women', formerHolds: false, orphaned: [] }]);
    expect(agreements.organisations).toHaveLength(1);
  });

  test('is orphaned by a graph without a field that it names', () => {
    const before = combineAgreements([ofMovement, named], graph).used;
    const { faults } = combineAgreements([ofMovement, named], without, before);
    expect(faults).toEqual([
      {
        organisation: 'women',
        problems: ["women.yaml: W: expected types or fields of women's own, got Group.name"],
        formerHolds: false,
        orphaned: ["W: expected types or fields of women's own, got Group.name"],
      },
    ]);
  });

  test('is orphaned whatever is wrong with the file that is there now', () => {
    const before = combineAgreements([ofMovement, named], graph).used;
    const { faults } = combineAgreements([ofMovement, broken('women')], without, before);
    expect(faults[0]?.orphaned).toEqual(["W: expected types or fields of women's own, got Group.name"]);
  });

  test('gives way to a file that fits such a graph', () => {
    const before = combineAgreements([ofMovement, named], graph).used;
    const next = file('women', { agreements: [agreement('W', { shares: ['Group.title'] })] });
    expect(combineAgreements([ofMovement, next], without, before).faults).toEqual([]);
  });
});
