import { participants } from '@hub/schema';
import { expect, test } from '@jest/globals';
import { contributionOf } from './contribution.js';

test('no organisation contributes under a code that is not its own', () => {
  expect(() => contributionOf('farmers-union')).toThrow(
    `Expected the code of an organisation that contributes to goals (${participants.map(({ code }) => code).join(', ')}), but got "farmers-union".`,
  );
});
