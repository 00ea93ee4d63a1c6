import { describe, expect, test } from '@jest/globals';
import { changed, check, former } from '../../../../test/support/checked-graph.js';
import type { CheckInput } from './check-schema.js';

describe('authorisation', () => {
  const demanding = (type: string, field: string) =>
    changed('@key(fields: "code") {', `@key(fields: "code") ${type} {`).replace(
      'members: Int',
      `members: Int ${field}`,
    );
  const weaker = async (before: string, now: string) =>
    (await check(now, { former: before })).findings
      .filter(({ code }) => code === 'AUTHORISATION_WEAKER')
      .map(({ coordinate, severity, message }) => [coordinate, severity, message]);
  const scopes = (all: string) => `@requiresScopes(scopes: ${all})`;

  test.each([
    ['one less', scopes('[["a", "b"]]'), scopes('[["a"]]')],
    ['another way', scopes('[["a"]]'), scopes('[["a"], ["b"]]')],
    ['no demand', scopes('[["a"]]'), ''],
    ['no signing in', '@authenticated', ''],
    ['another policy', '@policy(policies: [["a"]])', '@policy(policies: [["a"], ["b"]])'],
  ])('of a field that got weaker is refused: %s', async (_what, before, now) => {
    expect(await weaker(demanding('', before), demanding('', now))).toEqual([
      ['Group.members', 'ERROR', expect.stringMatching(/^Group\.members demanded .+, and would demand .+\.$/)],
    ]);
  });

  test.each([
    ['one more', scopes('[["a"]]'), scopes('[["a", "b"]]')],
    ['a way less', scopes('[["a"], ["b"]]'), scopes('[["a"]]')],
    ['a scope, which only who signed in has', '@authenticated', scopes('[["a"]]')],
    ['another order', scopes('[["a", "b"], ["c"]]'), scopes('[["c"], ["b", "a"]]')],
  ])('of a field that is as strong or stronger passes: %s', async (_what, before, now) => {
    expect(await weaker(demanding('', before), demanding('', now))).toEqual([]);
  });

  test('of a type is told once; what the field demands in its stead counts', async () => {
    const [coordinates] = [(all: unknown[][]) => all.map(([coordinate]) => coordinate)];
    expect(coordinates(await weaker(demanding(scopes('[["a"]]'), ''), demanding('', '')))).toEqual(['Group']);
    expect(coordinates(await weaker(demanding('', scopes('[["a"]]')), demanding(scopes('[["a"]]'), '')))).toEqual([]);
  });
});

describe('across organisations', () => {
  test('an entity to which another refers, and which none answers any more, is refused with both', async () => {
    const candidate = former
      .replace(/"A group\."[^}]*}/, 'type Group @key(fields: "code") { code: ID! }')
      .replace(/"A kind\."[^]*/, '');
    const { verdict, findings } = await check(candidate);
    expect(verdict).toBe('REFUSED');
    expect(findings).toContainEqual(
      expect.objectContaining({
        ...{ code: 'ENTITY_WITHOUT_OWNER', severity: 'ERROR', coordinate: 'Group' },
        organisations: ['womens-union', 'youth-union'],
      }),
    );
  });

  test('a field is taken over with consent alone', async () => {
    const candidate = `${former}"A team." type Team @key(fields: "code") { code: ID! "Its size." size: Int @override(from: "youth-union") }`;
    const overrides = async (consents: CheckInput['consents']) =>
      (await check(candidate, { consents })).findings.filter(({ code }) => code === 'OVERRIDE_WITHOUT_CONSENT');
    const consent = { from: 'youth-union', to: 'womens-union', coordinate: 'Team.size' };
    expect(await overrides([])).toMatchObject([
      { severity: 'ERROR', coordinate: 'Team.size', organisations: ['womens-union', 'youth-union'] },
    ]);
    expect(
      await overrides([
        { ...consent, to: 'university' },
        { ...consent, coordinate: 'Team.code' },
      ]),
    ).toHaveLength(1);
    expect(await overrides([consent])).toEqual([]);
  });
});
