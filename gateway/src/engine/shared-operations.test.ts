import { expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { Cancellation } from '../base/cancellation.js';
import { responseBytes } from '../base/response-text.js';
import type { EngineRequest } from './engine.js';
import { sharedOperations } from './shared-operations.js';

const asked = (cancellation?: Cancellation): EngineRequest =>
  ({
    operation: { id: 'operation' },
    variables: {},
    context: { caller: { identityClass: 'public' }, cancellation },
  }) as unknown as EngineRequest;

test('gives all who stay the whole answer, though others have left and been written theirs', async () => {
  const answered = Promise.withResolvers<ExecutionResult>();
  const answer = sharedOperations(() => answered.promise);
  const left = new Cancellation();
  const answers = [answer(asked(left)), answer(asked())];
  left.cancel();
  answered.resolve({ data: { goals: 4 } });
  const texts = (await Promise.all(answers)).map((result) => responseBytes(result).toString());
  expect(texts).toEqual(Array(2).fill('{"data":{"goals":4}}'));
});
