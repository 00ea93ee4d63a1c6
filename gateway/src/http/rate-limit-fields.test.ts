import { expect, test } from '@jest/globals';
import { rateLimitFields } from './rate-limit-fields.js';

test.each([
  [{ burst: 500, perSecond: 100 }, 500, '"requests";q=500;w=5', '"requests";r=500;t=0'],
  [{ burst: 500, perSecond: 100 }, 499.5, '"requests";q=500;w=5', '"requests";r=499;t=1'],
  [{ burst: 4, perSecond: 0.01 }, 0.2, '"requests";q=4;w=400', '"requests";r=0;t=380'],
])('%j with %d left', (rate, left, policy, limit) => {
  expect(rateLimitFields({ rate, left })).toEqual({ 'ratelimit-policy': policy, ratelimit: limit });
});
