import { beforeEach, expect, test } from '@jest/globals';
import { explorerAddress, queryInAddress } from './explorer-address.js';

const at = (address: string): void => {
  Object.assign(globalThis, { location: new URL(address, 'http://hub.test') });
};
const read = (address: string) => queryInAddress(new URL(address, 'http://hub.test'));

beforeEach(() => {
  at('/goals/PUPILS');
});

test('an address opens with the query and the variables that it was made of', () => {
  const query = 'query One($name: String!) { communes(search: $name) { totalCount } } # xã & phường + "?"';
  const address = explorerAddress(query, { name: 'Quảng Xương' });
  expect(address).toMatch(/^\/explorer\?query=/);
  expect(read(address)).toEqual({ query, variables: '{\n  "name": "Quảng Xương"\n}' });
  expect(read(explorerAddress('{ goals { code } }'))).toEqual({ query: '{ goals { code } }', variables: '' });
});

test('what is too long for a query string stands in the fragment, which no server is sent', () => {
  const query = `{ ${Array.from({ length: 400 }, (_, index) => `a${index}: goals { code }`).join(' ')} }`;
  const address = explorerAddress(query, { a: 1 });
  expect(address.slice(0, address.indexOf('#'))).toBe('/explorer');
  expect(read(address)?.query).toBe(query);
});

test('the language of the page goes on', () => {
  at('/goals/PUPILS?lang=en');
  expect(explorerAddress('{ a }')).toBe('/explorer?lang=en&query=%7B+a+%7D');
  expect(explorerAddress('{ a }'.repeat(1000))).toMatch(/^\/explorer\?lang=en#query=/);
  expect(read('/explorer?lang=en')).toBeUndefined();
});
