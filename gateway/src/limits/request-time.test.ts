import { expect, test } from '@jest/globals';
import { RequestTime } from './request-time.js';

test('requests that are under way together share what the thread uses, and none pays for what was before it', () => {
  let used = 0;
  const time = new RequestTime(() => used);
  used = 5;
  const first = time.begin();
  used = 15;
  const second = time.begin();
  used = 35;
  expect(second()).toBe(10);
  used = 40;
  expect(first()).toBe(25);
  used = 100;
  expect(time.begin()()).toBe(0);
});
