import { callerOf } from '@hub/kit/service';
import type { EndpointServer } from '@hub/kit';
import type { FastifyRequest } from 'fastify';
import type { Callers } from './callers.js';

/** Counts a server's answers to requests for records by caller. */
export function countCallers(server: EndpointServer, callers: Callers): void {
  server.addHook('onResponse', (request, reply, done) => {
    if (isForRecords(request)) noteOne(callers, request, reply.statusCode);
    done();
  });
}

function isForRecords({ method, url }: FastifyRequest): boolean {
  return method === 'POST' && url.split('?')[0] === '/graphql';
}

function noteOne(callers: Callers, request: FastifyRequest, status: number): void {
  try {
    const caller = callerOf(request);
    if (caller) callers.note(caller, status >= 400);
    else if (status === 401) callers.noteUnsigned();
  } catch {
    // A trusted gateway's header with its caller did not follow the protocol: the request was refused.
    callers.note({ roles: [], scopes: [] }, true);
  }
}
