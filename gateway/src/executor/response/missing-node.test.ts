import { expect, test } from '@jest/globals';
import { isMissingNode } from './missing-node.js';

const data = {
  one: { __typename: 'Commune', _key_nodeKey: 'Commune:1' },
  list: [{ __typename: 'Commune', _xx_key_nodeKey: 'Commune:2', code: '2', name: null }, null],
  other: { __typename: 'Commune' },
};

test.each([
  ['an object of which the id alone is known', ['one', 'id'], true],
  ['one that its owner gave, without a value that it must have', ['list', 0, 'name'], false],
  ['one that was not asked for by its id', ['other', 'code'], false],
  ['what is not there', ['list', 1, 'id'], false],
  ['a field of the root', ['one'], false],
])('%s is missing: %s', (_name, path, expected) => {
  expect(isMissingNode({ path, refusal: undefined }, data)).toBe(expected);
  expect(isMissingNode({ path, refusal: {} as never }, data)).toBe(false);
});
