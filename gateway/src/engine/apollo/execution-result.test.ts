import { describe, expect, test } from '@jest/globals';
import { isForClient } from '@hub/schema';
import { GraphQLError } from 'graphql';
import { executionResult } from './execution-result.js';

describe('the result of an execution', () => {
  test('has data, if only null, and no errors when there are none', () => {
    expect(executionResult({ errors: [new GraphQLError('no')] })).toMatchObject({ data: null });
    expect(executionResult({ data: { a: 1 } })).toEqual({ data: { a: 1 } });
  });

  test('tells a value that breaks the schema as an error', () => {
    const broken = new GraphQLError('Cannot return null for non-nullable field Query.a.', { path: ['a'] });
    const { errors, extensions } = executionResult({ data: null, extensions: { valueCompletion: [broken] } });
    expect(extensions).toBeUndefined();
    expect(errors?.map((error) => error.toJSON())).toEqual([
      {
        message: 'Cannot return null for non-nullable field Query.a.',
        path: ['a'],
        extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' },
      },
    ]);
  });

  test.each([
    [['goals', '@', 'progress', '@'], ['goals']],
    [
      ['goals', 0, 'title'],
      ['goals', 0, 'title'],
    ],
    [['@'], undefined],
    [[], undefined],
    [undefined, undefined],
  ])('turns the path %j into %j', (path, expected) => {
    const original = new GraphQLError('no', { extensions: { code: 'NO' } });
    const error = new GraphQLError('no', { path, originalError: original, extensions: { code: 'NO' } });
    const [first] = executionResult({ data: {}, errors: [error] }).errors ?? [];
    expect(first?.path).toEqual(expected);
    expect(first?.extensions).toEqual({ code: 'NO' });
    expect(isForClient(first)).toBe(true);
  });
});
