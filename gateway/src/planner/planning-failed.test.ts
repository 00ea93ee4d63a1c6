import { expect, test } from '@jest/globals';
import { KnownFailure } from './known-failures.js';
import { ProcessEnded, TooLate } from './planner-channel.js';
import { planningFailed } from './planning-failed.js';

test.each([new TooLate('late'), new ProcessEnded('ended'), new KnownFailure()])(
  'what the planner had no time for may be sent again: %s',
  (cause) => {
    expect(planningFailed(cause).toJSON()).toEqual({
      message: 'The gateway found no plan for this operation in time. Make it smaller, or send it again in 60 s.',
      extensions: { code: 'QUERY_PLANNING_FAILED', retryAfterSeconds: 60 },
    });
  },
);

test('what has no plan has none later either', () => {
  expect(planningFailed(new Error('wrong')).toJSON()).toEqual({
    message: 'The gateway found no plan for this operation.',
    extensions: { code: 'QUERY_PLANNING_FAILED' },
  });
});
