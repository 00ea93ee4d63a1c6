import { describe, expect, test } from '@jest/globals';
import { imply, isMet, type Requirement } from './requirement.js';
import { anonymous } from '../request/rights.js';

const scopes = (...anyOf: string[][]): Requirement => ({ kind: 'scopes', anyOf });
const policies = (...anyOf: string[][]): Requirement => ({ kind: 'policies', anyOf });
const known: Requirement = { kind: 'authenticated' };

describe('a requirement', () => {
  const caller = { authenticated: true, scopes: new Set(['a', 'b']), policies: new Set(['p']) };

  test.each([
    ['one of several sets is enough', scopes(['x'], ['a']), true],
    ['a set must be held whole', scopes(['a', 'x'], ['b', 'y']), false],
    ['all of a set', scopes(['a', 'b']), true],
    ['a policy is no scope', scopes(['p']), false],
    ['a scope is no policy', policies(['a']), false],
    ['a policy', policies(['p']), true],
    ['no set at all is held by nobody', scopes(), false],
    ['the empty set is held by everyone', scopes([]), true],
    ['a caller that is known', known, true],
  ])('%s', (_, requirement, met) => {
    expect(isMet(requirement, caller)).toBe(met);
  });

  test('an anonymous caller meets none', () => {
    expect([known, scopes(['a']), policies(['p'])].some((requirement) => isMet(requirement, anonymous))).toBe(false);
  });
});

describe('what some requirements imply', () => {
  test.each([
    ['the same', [scopes(['a'])], scopes(['a']), true],
    ['a part of a set', [scopes(['a', 'b'])], scopes(['a']), true],
    ['more than a set', [scopes(['a'])], scopes(['a', 'b']), false],
    ['every way must do', [scopes(['a'], ['b'])], scopes(['a']), false],
    ['other ways may be there', [scopes(['a'])], scopes(['a'], ['b']), true],
    ['two together', [scopes(['a']), scopes(['b'], ['c'])], scopes(['a', 'b'], ['a', 'c']), true],
    ['two together, but not this', [scopes(['a']), scopes(['b'], ['c'])], scopes(['a', 'b']), false],
    ['nothing implies no scope', [known], scopes(['a']), false],
    ['a scope does not make the caller known', [scopes(['a'])], known, false],
    ['a policy is no scope', [policies(['a'])], scopes(['a']), false],
    ['whoever is known is known', [known], known, true],
    ['what nobody meets implies all', [scopes()], scopes(['a']), true],
  ])('%s', (_, given, wanted, expected) => {
    expect(imply(given, wanted)).toBe(expected);
  });
});
