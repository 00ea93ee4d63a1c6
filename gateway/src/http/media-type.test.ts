import { describe, expect, test } from '@jest/globals';
import { isJson, preferredResponse } from './media-type.js';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

test.each([
  [undefined, json],
  ['*/*', json],
  ['application/*', json],
  [json, json],
  [graphql, graphql],
  ['Application/GraphQL-Response+JSON; charset=UTF-8', graphql],
  [`${graphql}, ${json};q=0.9`, graphql],
  [`${graphql};q=0.5, ${json};q=0.9`, json],
  [`${graphql}; charset=utf-8, ${json}; charset=utf-8`, graphql],
  [`${json}, ${graphql}`, json],
  [`${json};q=0, */*`, graphql],
  ['text/html,application/xhtml+xml,*/*;q=0.8', json],
  ['text/html', undefined],
  [`${json};q=0`, undefined],
  [`${json};charset=latin1`, undefined],
  ['nonsense', undefined],
  ['', undefined],
])('a client that accepts %j gets %s', (accept, type) => {
  expect(preferredResponse(accept)).toBe(type);
});

describe('a request’s body', () => {
  test.each([json, 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])('is JSON: %s', (type) => {
    expect(isJson(type)).toBe(true);
  });

  test.each([undefined, '', 'text/plain', 'application/json; charset=utf-16', graphql, 'application/jsonp'])(
    'is not JSON: %s',
    (type) => {
      expect(isJson(type)).toBe(false);
    },
  );
});
