import { expect, test } from '@jest/globals';
import { anonymous } from '../identity/caller.js';
import type { Problem } from './object-code.js';
import { problemErrors } from './response-errors.js';

const unmet = { kind: 'authenticated' } as const;
const refused = (path: (string | number)[], places?: number, why: object = unmet): Problem => ({
  message: '',
  path,
  refusal: { field: String(path.at(-1)), unmet: why as never },
  ...(places !== undefined && { places }),
});
const told = (problems: readonly Problem[]) =>
  problemErrors(problems, [], anonymous).map(({ path, extensions }) => [path?.join('.'), extensions['places']]);

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
