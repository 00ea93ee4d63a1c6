import { describe, expect, test } from '@jest/globals';
import type { ResponseStream } from '../graphql/graphql-response.js';
import type { StreamKind } from '../request/stream-kind.js';
import { inFormat } from './incremental-format.js';
import { anonymous } from '../request/caller.js';
import { withinBytes } from './within-bytes.js';

const refusal = {
  message: 'The request exceeds a limit of the gateway: RESPONSE_BYTES.',
  extensions: { code: 'LIMIT_EXCEEDED', limit: 'RESPONSE_BYTES' },
};

/** The responses of a stream whose texts have these lengths, and whether its work was ended. */
async function limited(kind: StreamKind, lengths: readonly number[], maxBytes: number) {
  let ended = false;
  const told: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/require-await -- a stream of present values
  async function* all(): ResponseStream['responses'] {
    try {
      // {"data":""} has 11 characters.
      for (const length of lengths) yield { data: 'x'.repeat(length - 11) };
    } finally {
      ended = true;
    }
  }
  const log: unknown[] = [];
  const recorded: unknown[] = [];
  const stream = withinBytes(
    inFormat({ kind, responses: all() }, 'deferSpec=20220824'),
    { responseBytes: maxBytes },
    {
      caller: anonymous,
      log: { warn: (details: unknown) => log.push(details) } as never,
      record: { told: (code: unknown) => recorded.push(code) } as never,
    },
  );
  for await (const response of stream.responses) told.push(response);
  return { told, ended, log, recorded };
}

describe('a stream of responses', () => {
  test('of a subscription has any number of events that are each small enough', async () => {
    const { told, log } = await limited('subscription', [60, 60, 60, 100], 100);
    expect([told.length, log]).toEqual([4, []]);
  });

  test('of a subscription ends at an event that is too large', async () => {
    const { told, ended, log, recorded } = await limited('subscription', [60, 101, 60], 100);
    expect(told.slice(1)).toEqual([{ errors: [refusal] }]);
    expect(recorded).toEqual(['LIMIT_EXCEEDED']);
    expect([ended, log]).toEqual([true, [{ kind: 'RESPONSE_BYTES', limit: 100, found: 101 }]]);
  });

  test('of one answer ends at the part that makes all of them too large', async () => {
    const { told, ended } = await limited('incremental', [60, 40, 20, 20], 110);
    expect(told.slice(2)).toEqual([{ errors: [refusal], hasNext: false }]);
    expect(ended).toBe(true);
  });

  test('ends its work when its reader leaves', async () => {
    let left = false;
    const responses = {
      next: () => new Promise<never>(() => undefined),
      return: () => {
        left = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    } as unknown as ResponseStream['responses'];
    const stream = withinBytes(
      { kind: 'subscription', responses, broken: () => ({}) },
      { responseBytes: 10 },
      {
        caller: anonymous,
        log: {} as never,
      },
    );
    void stream.responses.next();
    await stream.responses.return(undefined);
    expect(left).toBe(true);
  });
});
