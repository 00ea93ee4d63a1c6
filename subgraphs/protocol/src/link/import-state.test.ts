import { expect, test } from '@jest/globals';
import { importState } from './import-state.js';

test.each([
  [27, 0, 'TAKEN'],
  [27, 26, 'PARTLY_TAKEN'],
  [27, 27, 'REFUSED'],
  [0, 0, 'TAKEN'],
])('of %d rows %d rejected: %s', (read, rejected, state) => {
  expect(importState({ read, rejected })).toBe(state);
});
