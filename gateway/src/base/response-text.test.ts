import { expect, test } from '@jest/globals';
import { goesToSeveral, responseBytes } from './response-text.js';

test('a response that goes to one caller is let go of once its bytes are made', () => {
  const response = { data: { a: [1] } };
  expect(responseBytes(response).toString()).toBe('{"data":{"a":[1]}}');
  expect(response.data).toBeUndefined();
});

test('the bytes of one that goes to several are made once', () => {
  const response = { data: { a: 'ạ' } };
  goesToSeveral(response);
  const bytes = responseBytes(response);
  expect(bytes.toString()).toBe('{"data":{"a":"ạ"}}');
  expect(responseBytes(response)).toBe(bytes);
});
