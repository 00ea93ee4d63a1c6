import { describe, expect, test } from '@jest/globals';
import { type CompletedField, objectFunction, type Problem } from './object-code.js';

const field = (key: string, more: Partial<CompletedField> = {}): CompletedField => ({
  key,
  complete: (value) => value ?? null,
  nonNull: false,
  ...more,
});

describe('the code for an object', () => {
  test.each([
    'a"]; globalThis.broken = true; //',
    "a'",
    'a`${globalThis.broken = true}`',
    'a\n',
    'a\u2028',
    'a-b',
    '',
    '0',
    'é',
  ])('has no place for %j', (key) => {
    expect(() => objectFunction([field(key)])).toThrow('Expected a name as GraphQL has it');
    expect('broken' in globalThis).toBe(false);
  });

  test('takes nothing but keys into the code', () => {
    const hostile = '"; globalThis.broken = true; "';
    const complete = objectFunction([
      field('a', { constant: hostile }),
      field('__proto__'),
      field('constructor'),
      field('object'),
      field('problems', { passes: 'string' }),
      field('v0'),
    ]);
    const completed = complete(JSON.parse('{"__proto__":{"x":1},"object":1,"problems":"p","v0":2}') as never, []);
    expect(JSON.stringify(completed)).toBe(
      `{"a":${JSON.stringify(hostile)},"__proto__":{"x":1},"constructor":null,"object":1,"problems":"p","v0":2}`,
    );
    expect(Object.getPrototypeOf(completed)).toBe(Object.prototype);
    expect('broken' in globalThis).toBe(false);
  });

  test('gives way to a null that may not be, with the problem’s place', () => {
    const problem = (_value: unknown, problems: Problem[]) => {
      problems.push({ message: 'no', path: [] });
      return undefined;
    };
    const problems: Problem[] = [];
    const complete = objectFunction([
      field('a', { complete: problem }),
      field('b', { complete: problem, nonNull: true }),
    ]);
    expect(complete({}, problems)).toBeUndefined();
    expect(problems.map(({ path }) => path)).toEqual([['a'], ['b']]);
  });
});
