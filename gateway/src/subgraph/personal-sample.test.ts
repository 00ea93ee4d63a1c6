import { expect, test } from '@jest/globals';
import { personalSample } from './personal-sample.js';

test('looks at the first answer, and then at one in twenty', () => {
  let found = 0;
  const look = personalSample(() => (found += 1));
  for (let count = 0; count < 41; count += 1) look('{"data":{"clubs":[{"code":"038068001000"}]}}');
  expect(found).toBe(3);
  for (let count = 0; count < 40; count += 1) look('{"data":{"clubs":[{"code":"999180000100"}]}}');
  expect(found).toBe(3);
});
