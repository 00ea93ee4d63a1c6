import { expect, test } from '@jest/globals';
import { askAgain } from './ask-again.js';

const refused = (status: number, after?: string) =>
  new Response('', { status, headers: after === undefined ? {} : { 'retry-after': after } });
const answered = new Response('{}');

/** Calls `askAgain` with a hub that gives these responses in turn. */
async function ask(responses: readonly (Response | Error)[], signal?: AbortSignal) {
  const [left, waited] = [[...responses], [] as number[]];
  const send = () => {
    const next = left.shift();
    if (!next) throw new Error('Expected no further request.');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const wait = (seconds: number) => Promise.resolve(void waited.push(seconds));
  return { response: await askAgain(send, signal, wait), waited, left: left.length };
}

test('an answer is an answer, and so is a refusal that says nothing of when to come again', async () => {
  expect(await ask([answered])).toEqual({ response: answered, waited: [], left: 0 });
  for (const other of [
    refused(403, '1'),
    refused(429),
    refused(429, 'tomorrow'),
    refused(429, '60'),
    refused(503, '1'),
  ])
    expect(await ask([other])).toEqual({ response: other, waited: [], left: 0 });
});

test('what is refused for now is asked again after the seconds said, three times at most', async () => {
  expect(await ask([refused(429, '1'), refused(429, '2'), answered])).toEqual({
    ...{ response: answered, waited: [1, 2], left: 0 },
  });
  const last = refused(429, '1');
  expect(await ask([refused(429, '1'), refused(429, '2'), refused(429, '3'), last, answered])).toEqual({
    ...{ response: last, waited: [1, 2, 3], left: 1 },
  });
});

test('a hub that cannot be reached is not asked again, and nobody who has left', async () => {
  expect(await ask([new TypeError('fetch failed')])).toEqual({ response: undefined, waited: [], left: 0 });
  expect(await ask([refused(429, '1'), answered], AbortSignal.abort())).toEqual({
    ...{ response: undefined, waited: [1], left: 1 },
  });
});
