import { expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { shownFault } from './answer-lines.js';

const request = { log: { error: () => undefined } } as unknown as FastifyRequest;

test.each(['53100', 'ENOSPC'])('a full disk (%s) is NO_SPACE, as documented', (code) => {
  const full = Object.assign(new Error('no room'), { code });
  expect(shownFault(new Error('insert failed', { cause: full }), request)).toMatchObject({
    ...{ status: 507, answer: { code: 'NO_SPACE' } },
  });
});
