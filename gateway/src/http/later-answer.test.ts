import { expect, test } from '@jest/globals';
import { laterAnswer } from './later-answer.js';
import { graphqlResponse } from './media-type.js';

const answer = (status: number) => ({ status, type: graphqlResponse, body: Buffer.from('{}') }) as const;
const usual = `${graphqlResponse}, application/json;q=0.9`;

test.each([
  ['a client that asks for nothing', {}, graphqlResponse],
  ['a client that takes both types', { accept: usual }, graphqlResponse],
  ['a client that takes all types', { accept: 'application/json, */*' }, graphqlResponse],
  ['a client that takes plain JSON alone', { accept: 'application/json' }, 'application/json'],
  ['a client that asks for it', { accept: usual, prefer: 'handling=strict' }, 'application/json'],
  ['a client that asks for it besides', { prefer: 'respond-async, handling=strict; x' }, 'application/json'],
  ['a client that asks for another thing', { prefer: 'handling=stricter' }, graphqlResponse],
])('%s is told to come later', (_, headers, type) => {
  for (const status of [429, 503]) expect(laterAnswer(answer(status), headers).type).toBe(type);
  for (const status of [200, 400, 500]) expect(laterAnswer(answer(status), headers).type).toBe(graphqlResponse);
});
