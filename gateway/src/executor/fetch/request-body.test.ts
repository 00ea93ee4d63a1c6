import { expect, test } from '@jest/globals';
import { requestBody } from './request-body.js';

test('a request’s body has the variables that the operation uses and were given, and the representations', () => {
  const body = requestBody({ text: 'query Q { "a" }', variables: ['a"b', 'c', 'd'] });
  expect(
    JSON.parse(
      String(body({ 'a"b': '"}', c: null, other: 1 }, [['representations', Buffer.from('{"id":1},{"id":2}')]])),
    ),
  ).toEqual({
    query: 'query Q { "a" }',
    variables: { 'a"b': '"}', c: null, representations: [{ id: 1 }, { id: 2 }] },
  });
  const lists = ['a', 'b', 'c'].map((name) => [name, Buffer.from(name === 'b' ? '' : '1,2')] as const);
  expect(JSON.parse(String(requestBody({ text: '{a}', variables: [] })({}, lists)))).toEqual({
    query: '{a}',
    variables: { a: [1, 2], b: [], c: [1, 2] },
  });
  expect(String(requestBody({ text: '{a}', variables: [] })({ a: 1 }))).toBe('{"query":"{a}"}');
});
