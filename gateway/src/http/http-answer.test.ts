import { describe, expect, jest, test } from '@jest/globals';
import { anonymous } from '../request/caller.js';
import type { RequestContext } from '../request/context.js';
import { Busy } from '../errors/refusal.js';
import type { Answered } from '../graphql/graphql-response.js';
import { batched, ofSize, type WholeAnswer } from './http-answer.js';

const answer: WholeAnswer = { status: 200, type: 'application/json', body: Buffer.from('{"data":{}}') };

/** Sends an answer under a limit of bytes, and counts the reads of the request's logger. */
function sized(responseBytes: number | undefined) {
  const log = { warn: jest.fn(), info: jest.fn(), error: jest.fn() };
  let loggers = 0;
  const context = {
    caller: anonymous,
    get log() {
      loggers += 1;
      return log;
    },
  } as unknown as RequestContext;
  return { sent: ofSize(answer, { responseBytes }, context), loggers };
}

describe('an answer', () => {
  test('is sent as it is where it may be so large, and no logger is made for it', () => {
    expect(sized(undefined)).toEqual({ sent: answer, loggers: 0 });
    expect(sized(answer.body.length)).toEqual({ sent: answer, loggers: 0 });
  });

  test('is refused where it is larger', () => {
    const { sent, loggers } = sized(answer.body.length - 1);
    expect(JSON.parse(String(sent.body))).toMatchObject({
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    });
    expect(loggers).toBe(1);
  });
});

test('a batch has an answer for each operation, though one is refused and one fails', () => {
  const codes: string[] = [];
  const context = { caller: anonymous, requestId: 'r-1', log: { error: () => undefined } } as unknown as RequestContext;
  const answered = (outcome: Answered['outcome']): PromiseSettledResult<Answered> => ({
    status: 'fulfilled',
    value: { operation: undefined, outcome },
  });
  const { status, body } = batched(
    [
      answered({ data: { renameGoal: { code: 'A' } } }),
      answered(new Busy('PLANNER_BUSY', 'Too many plans are made.', 2)),
      { status: 'rejected', reason: new Error('secret') },
    ],
    context,
    (code) => codes.push(code),
  );
  expect(status).toBe(200);
  expect(JSON.parse(body.toString())).toEqual([
    { data: { renameGoal: { code: 'A' } } },
    { errors: [{ message: expect.any(String), extensions: { code: 'PLANNER_BUSY', retryAfterSeconds: 2 } }] },
    { errors: [{ message: expect.stringContaining('r-1'), extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
  ]);
  expect(body.toString()).not.toContain('secret');
  expect(codes).toEqual(['PLANNER_BUSY', 'INTERNAL_SERVER_ERROR']);
});
