import { expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { anonymous } from '../../request/caller.js';
import type { Problem } from './object-code.js';
import { problemErrors } from './response-errors.js';
import { FieldRefusal } from '../../authorization/unauthorized.js';

const refusedBy = { kind: 'authenticated' } as const;
const refused = (path: (string | number)[], places?: number, why: object = refusedBy): Problem => ({
  message: '',
  path,
  refusal: new FieldRefusal(String(path.at(-1)), why as never),
  ...(places !== undefined && { places }),
});
const told = (problems: readonly Problem[]) =>
  problemErrors(problems, [], { caller: anonymous, answering: () => [] }).map(({ path, extensions }) => [
    path?.join('.'),
    extensions['places'],
  ]);

test('a field that several types of a list refuse for one reason is one error, at its first place', () => {
  expect(told([refused(['list', 0, 'a'], 2), refused(['list', 1, 'a'], 3)])).toEqual([['list.0.a', 5]]);
});

test('what is refused at another place, or for another reason, is an error of its own', () => {
  const other = { kind: 'scopes', anyOf: [['x']] };
  expect(told([refused(['list', 0, 'a']), refused(['list', 0, 'b']), refused(['list', 1, 'a'], 1, other)])).toEqual([
    ['list.0.a', undefined],
    ['list.0.b', undefined],
    ['list.1.a', undefined],
  ]);
});

test('nulls that the subgraphs must not give are told each', () => {
  const wrong = (index: number): Problem => ({ message: 'wrong', path: ['list', index, 'a'] });
  expect(told([wrong(0), refused(['list', 0, 'b'], 2), wrong(1)])).toEqual([
    ['list.0.a', undefined],
    ['list.0.b', 2],
    ['list.1.a', undefined],
  ]);
});

const failureOf = (serviceName: string, path: (string | number)[]) =>
  new GraphQLError(`${serviceName} cannot be reached.`, {
    path,
    extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName },
  });

test.each([
  ['the subgraph that answers the field', ['b'], 'b'],
  ['the nearest, where another’s answer was needed for it', ['c'], 'a'],
])('a null below failures of subgraphs names %s', (_name, answering, serviceName) => {
  const failures = [failureOf('b', ['list']), failureOf('a', ['list', 0, 'x']), failureOf('b', ['elsewhere'])];
  const problem = { message: 'Cannot return null for non-nullable field T.f.', path: ['list', 0, 'x', 'f'] };
  const [error] = problemErrors([{ ...problem, nullField: 'T.f' }], failures, {
    caller: anonymous,
    answering: (field) => (field === 'T.f' ? answering : []),
  });
  expect(error?.toJSON()).toEqual({
    message: `Cannot return null for non-nullable field T.f: ${serviceName} cannot be reached.`,
    path: problem.path,
    extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName },
  });
});

test('a null that no failure is above is its subgraph’s own fault', () => {
  const problem = { message: 'Cannot return null for non-nullable field T.f.', path: ['list', 0], nullField: 'T.f' };
  const [error] = problemErrors([problem], [failureOf('a', ['elsewhere'])], { caller: anonymous, answering: () => [] });
  expect(error?.extensions).toEqual({ code: 'SUBGRAPH_INVALID_RESPONSE' });
});
