import { describe, expect, test } from '@jest/globals';
import { readSubgraphResponse } from './subgraph-response.js';

describe('a subgraph’s response', () => {
  test('is data, errors or both', () => {
    expect(readSubgraphResponse('{"data":{"a":1}}')).toEqual({ data: { a: 1 }, errors: [] });
    expect(readSubgraphResponse('{"errors":[{"message":"no","path":["a",0],"extensions":{"code":"NO"}}]}')).toEqual({
      data: null,
      errors: [{ message: 'no', path: ['a', 0], extensions: { code: 'NO' } }],
    });
  });

  test('keeps neither stack traces nor a say in the gateway’s own HTTP status', () => {
    const error = {
      message: 'no',
      extensions: {
        code: 'NO',
        stacktrace: ['at secret.ts:1'],
        exception: { stacktrace: [] },
        response: { url: 'http://inside' },
        http: { status: 500 },
        hint: 'kept',
      },
    };
    const response = readSubgraphResponse(JSON.stringify({ data: null, errors: [error] }));
    expect(response?.errors[0]?.extensions).toEqual({ code: 'NO', hint: 'kept' });
  });

  test('says so when an error has no message', () => {
    expect(readSubgraphResponse('{"errors":[{"path":"x"}]}')?.errors).toEqual([
      { message: 'The subgraph gave no reason.', path: undefined, extensions: {} },
    ]);
  });

  test.each([
    '<html>Bad gateway</html>',
    '',
    'null',
    '[]',
    '{}',
    '{"data":null}',
    '{"data":null,"errors":[]}',
    '{"data":[]}',
    '{"data":{},"errors":"no"}',
    '{"data":{},"errors":["no"]}',
  ])('is not %j', (body) => {
    expect(readSubgraphResponse(body)).toBeUndefined();
  });
});
