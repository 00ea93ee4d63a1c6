import { describe, expect, test } from '@jest/globals';
import { isJson } from './media-type.js';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

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
