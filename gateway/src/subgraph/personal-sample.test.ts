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

test('knows the fields that an agreement excepts, and no others', () => {
  const holds = (body: object) => {
    let found = 0;
    personalSample(
      () => (found += 1),
      () => new Set(['holder']),
    )(JSON.stringify(body));
    return found === 1;
  };
  expect(holds({ data: { cards: [{ code: 'C1', holder: '038068001000' }] } })).toBe(false);
  expect(holds({ data: { cards: [{ holder: ['a "b"', '038068001000'], code: 'C1' }] } })).toBe(false);
  expect(holds({ data: { cards: [{ holder: 'x', code: '038068001000' }] } })).toBe(true);
  expect(holds({ data: { cards: [{ holder: null, note: 'holder: 038068001000' }] } })).toBe(true);
});
