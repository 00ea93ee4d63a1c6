import { describe, expect, test } from '@jest/globals';
import { HttpError } from './http-error.js';
import { readParameters, readSearch } from './parameters.js';

describe('the parameters of a POST request', () => {
  test('are taken from its body; what is not known is ignored', () => {
    const body = { query: '{a}', operationName: null, variables: { a: [1] }, id: 7 };
    expect(readParameters(body)).toEqual({ query: '{a}', operationName: null, variables: { a: [1] } });
  });

  test('may name a persisted query instead', () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'f00' } };
    expect(readParameters({ extensions })).toEqual({ extensions });
  });

  test.each([
    [undefined, /expected object, received undefined/],
    [[{ query: '{a}' }], /expected object, received array/],
    [{ qeury: '{a}' }, /query: .*expected string/],
    [{ query: 1 }, /query: .*expected string, received number/],
    [{ query: '{a}', operationName: false }, /operationName: .*expected string, received boolean/],
    [{ query: '{a}', variables: '{}' }, /variables: .*expected record, received string/],
    [{ query: '{a}', variables: [7] }, /variables: .*expected record, received array/],
    [{ query: '{a}', extensions: 0 }, /extensions: .*expected record, received number/],
  ])('are refused in %j', (body, message) => {
    expect(() => readParameters(body)).toThrow(
      expect.objectContaining({ status: 400, code: 'BAD_REQUEST', message: expect.stringMatching(message) }),
    );
  });
});

describe('the parameters of a GET request', () => {
  const parse = (json: Buffer): unknown => {
    try {
      return JSON.parse(json.toString());
    } catch {
      throw new HttpError(400, 'BAD_REQUEST', 'no JSON');
    }
  };
  const read = (parameters: Record<string, string> | string) => readSearch(new URLSearchParams(parameters), parse);

  test('are taken from its query string; the empty string is as good as absent', () => {
    expect(read({ query: 'query null{a}', operationName: 'null', variables: '{"a":1}' })).toMatchObject({
      query: 'query null{a}',
      operationName: 'null',
      variables: { a: 1 },
    });
    const parameters = read({ query: '{a}', operationName: '', variables: '', extensions: '' });
    expect(parameters).toEqual({ query: '{a}' });
  });

  test.each([
    ['', /query: .*expected string/],
    ['query={a}&query={b}', /query: expected once, got 2 times/],
    ['query={a}&variables={', /variables: expected JSON/],
    ['query={a}&variables=[1]', /variables: .*expected record, received array/],
  ])('are refused in %j', (search, message) => {
    expect(() => read(search)).toThrow(message);
  });
});
