import { describe, expect, test } from '@jest/globals';
import { readAgreements } from './read-agreements.js';

const good = `format: 1
organisation: womens-union
agreements:
  - id: WU-1
    version: 1
    title: { vi: Một, en: One }
    shares: [LearningGroup, 'Query.*']
    with:
      - role: analyst
      - organisation: youth-union
    purposes: [steering]
    granularity: commune
    legalBasis: Luật
    from: 2026-01-01
    until: 2026-12-31
`;

/** Lists of the former name, nine times each. */
function aliases(first: string, names: string): string {
  return [...names]
    .map((name, n) => `${name}: &${name} [${`*${n === 0 ? first : names[n - 1]}, `.repeat(9)}]`)
    .join('\n');
}

describe('a file of agreements', () => {
  test('is read', () => {
    expect(readAgreements(good, 'a.yaml').agreements).toEqual({
      organisation: 'womens-union',
      purposes: [],
      communeLevel: [],
      agreements: [
        {
          id: 'WU-1',
          version: 1,
          title: { vi: 'Một', en: 'One' },
          shares: ['LearningGroup', 'Query.*'],
          combined: [],
          figures: [],
          with: [{ role: 'analyst' }, { organisation: 'youth-union' }],
          purposes: ['steering'],
          granularity: 'commune',
          legalBasis: 'Luật',
          from: '2026-01-01',
          until: '2026-12-31',
        },
      ],
    });
  });

  test('may let figures be combined, and share nothing else', () => {
    const { agreements } = readAgreements(good.replace(/shares: .*/, "combined: [ADULTS_BASIC, '*']"), 'a.yaml');
    expect(agreements?.agreements).toMatchObject([{ shares: [], combined: ['ADULTS_BASIC', '*'] }]);
  });

  test('may let figures be given, and share nothing else', () => {
    const { agreements } = readAgreements(good.replace(/shares: .*/, "figures: ['*']"), 'a.yaml');
    expect(agreements?.agreements).toMatchObject([{ shares: [], combined: [], figures: ['*'] }]);
  });

  test('may be JSON', () => {
    const { agreements } = readAgreements(good, 'a.yaml');
    const { purposes: _purposes, communeLevel: _communeLevel, ...written } = agreements ?? {};
    expect(readAgreements(JSON.stringify({ format: 1, ...written }), 'a.json').agreements).toEqual(agreements);
  });

  test.each([
    ['no YAML', good.replace('[steering]', '[steering'), /^a\.yaml:1[1-3]: /],
    [
      'a field that is wrong',
      good.replace('commune\n', 'ward\n'),
      'a.yaml:12: agreements.0.granularity: expected commune or province',
    ],
    ['a field that is not known', good.replace('version: 1', 'versions: 1'), /^a\.yaml:4: agreements\.0(\.version)?: /],
    [
      'a wrong pattern',
      good.replace('LearningGroup', 'Learning-Group'),
      'a.yaml:7: agreements.0.shares.0: expected a type or field such as FarmerClub, Commune.farmerClubs or Query.*',
    ],
    [
      'a partner of no kind',
      good.replace('role: analyst', 'name: analyst'),
      'a.yaml:8: agreements.0.with: expected anyone, or a list of what has one of role, organisation, group or app',
    ],
    [
      'an end before its beginning',
      good.replace('2026-12-31', '2025-12-31'),
      'a.yaml:15: agreements.0.until: expected a day that is not before from',
    ],
    [
      'a day that is none',
      good.replace('2026-12-31', '2026-02-30'),
      'a.yaml:15: agreements.0.until: expected a day such as 2026-12-31',
    ],
    [
      'nothing that it shares',
      good.replace(/shares: .*/, 'combined: []'),
      'a.yaml:4: agreements.0.shares: expected at least one type or field, or a goal in combined or figures',
    ],
    [
      'a goal that is no code',
      good.replace(/shares: .*/, 'combined: [adults]'),
      'a.yaml:7: agreements.0.combined.0: expected the code of a goal such as ADULTS_BASIC, or *',
    ],
    [
      'figures of a goal that is no code',
      good.replace(/shares: .*/, "figures: ['*', GoalProgress.womensUnion]"),
      'a.yaml:7: agreements.0.figures.1: expected the code of a goal such as ADULTS_BASIC, or *',
    ],
    [
      'figures that are no list',
      good.replace(/shares: .*/, 'figures: ADULTS_BASIC'),
      /^a\.yaml:7: agreements\.0\.figures: .*expected array/,
    ],
    ['another format', good.replace('format: 1', 'format: 2'), 'a.yaml:1: format: expected 1'],
    ['nothing', '', /^a\.yaml:1: /],
    [
      'an id twice',
      good + good.slice(good.indexOf('  - id')),
      'a.yaml:16: agreements.1.id: expected an id of its own, got WU-1 again',
    ],
  ])('with %s is refused with file and line', (_, text, problem) => {
    const { problems = [] } = readAgreements(text, 'a.yaml');
    if (typeof problem === 'string') expect(problems).toContain(problem);
    else expect(problems[0]).toMatch(problem);
  });

  test.each([
    ['aliases of aliases', `a: &a [x, x, x, x, x, x, x, x, x]\n${aliases('a', 'bcdefgh')}`],
    ['a hundred thousand lists in lists', '['.repeat(100_000)],
  ])('with %s is refused, too', (_, text) => {
    const { problems } = readAgreements(text, 'a.yaml');
    expect(problems?.[0]).toMatch(/^a\.yaml:/);
    expect(problems?.[0]).not.toContain('call stack');
  });

  test.each([100, 1_000, 12_000])('with %d lists in each other is refused with a clear error', (depth) => {
    const { problems } = readAgreements(`agreements: ${'['.repeat(depth)}${']'.repeat(depth)}`, 'a.yaml');
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yaml(:1)?: expected at most 64 lists and maps in each other/),
    ]);
  });

  test('with thousands of problems has twenty, and how many more there are', () => {
    const { problems = [] } = readAgreements(`format: 1\nagreements:\n${'- {}\n'.repeat(6_000)}`, 'a.yaml');
    expect(problems).toHaveLength(21);
    expect(problems[20]).toMatch(/^a\.yaml: and \d+ more problems$/);
  });

  test('cannot reach prototypes', () => {
    expect(readAgreements('__proto__: { polluted: 1 }', 'a.yaml').problems).toBeDefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
