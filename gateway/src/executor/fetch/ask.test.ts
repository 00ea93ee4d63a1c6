import { expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { anonymous } from '../../request/caller.js';
import { subgraphAsk } from './ask.js';
import type { Execution } from './execution.js';

test('a subgraph is told who asks, and for what', () => {
  const caller = { ...anonymous, subject: 'analyst', purpose: 'steering' };
  const context = { requestId: 'r', log: fastify().log, caller };
  const asked = subgraphAsk({ context, identityClass: 'a' } as unknown as Execution, Buffer.from('{}'), true);
  expect(asked).toMatchObject({ requestId: 'r', purpose: 'steering', shareWith: 'a' });
  expect(JSON.parse(Buffer.from(asked.caller ?? '', 'base64url').toString())).toMatchObject({ subject: 'analyst' });
});
