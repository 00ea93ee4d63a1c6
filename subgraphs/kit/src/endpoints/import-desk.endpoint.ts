import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { DeskFault } from '../desk/desk-fault.js';
import type { DeskCaller } from '../desk/desk-parts.js';
import type { ImportDesk } from '../desk/import-desk.js';
import { analysisAsk, checkAsk, type DeskLine, importAsk } from '../desk/shapes.js';
import { mapping as mappingSchema } from '../mapping/mapping.js';
import { callerOf } from '../trust/trusted-endpoints.js';
import { answerLines, leftSignal, shownFault } from './answer-lines.js';

/** The address and the callers of the desk. */
export interface DeskEndpoint {
  /** The start of its addresses: `/imports`. */
  readonly path: string;
  readonly callerOf: (request: FastifyRequest) => DeskCaller;
  /** Whether its callers may mark a file as made up. */
  readonly mayDemonstrate: boolean;
}

interface FileQuery {
  readonly kind?: string;
  readonly name?: string;
  readonly mapping?: string;
  readonly on?: string;
}

/**
 * The caller behind a trusted gateway's request, at the desk: it may import the organisation's own files; only the
 * operator may import places and goals.
 */
export function deskCallerOf(request: FastifyRequest, kinds: ReadonlySet<string>): DeskCaller {
  const { subject = null, app = null } = callerOf(request) ?? {};
  return { owner: JSON.stringify([subject, app]), by: { subject, client: app }, kinds };
}

type OfFile = { Params: { id: string } };

/** Adds the import desk to an endpoint; `desk/shapes.ts` describes its requests and answers. */
export function importDeskEndpoints(endpoint: EndpointServer, desk: ImportDesk, where: DeskEndpoint): void {
  const { path, callerOf: whoIs, mayDemonstrate } = where;
  const present = (request: FastifyRequest, reply: FastifyReply) => ({ ...whoIs(request), left: leftSignal(reply) });
  addEndpoint(endpoint, {
    method: 'GET',
    url: `${path}/kinds`,
    price: lookPrice,
    handler: (request, reply) => answer(request, reply, () => desk.kinds(whoIs(request))),
  });

  addEndpoint<{ Querystring: FileQuery }>(endpoint, {
    method: 'POST',
    url: `${path}/files`,
    price: messagePrice(Number.MAX_SAFE_INTEGER),
    handler: (request, reply) =>
      answer(request, reply.code(201), () => {
        const { kind = '', name = kind, mapping, on } = request.query;
        const told = mapping === undefined ? {} : parsed(mappingSchema, jsonOf(mapping));
        const file = { kind, name: name.slice(0, 200), mapping: told, on };
        return desk.files.keep(present(request, reply), file, bodyOf(request));
      }),
  });

  addEndpoint<OfFile>(endpoint, {
    method: 'GET',
    url: `${path}/files/:id`,
    price: lookPrice,
    handler: (request, reply) =>
      answer(request, reply, () => desk.files.file(present(request, reply), request.params.id)),
  });

  addEndpoint<OfFile>(endpoint, {
    method: 'DELETE',
    url: `${path}/files/:id`,
    price: lookPrice,
    handler: (request, reply) =>
      answer(request, reply.code(204), () =>
        desk.files.forget(whoIs(request), request.params.id).then(() => undefined),
      ),
  });

  addEndpoint<OfFile>(endpoint, {
    method: 'POST',
    url: `${path}/files/:id/analysis`,
    price: messagePrice(),
    handler: (request, reply) =>
      answer(request, reply, () =>
        desk.files.analyse(present(request, reply), request.params.id, parsed(analysisAsk, request.body ?? {})),
      ),
  });

  const take = async (
    request: FastifyRequest<OfFile>,
    reply: FastifyReply,
    wishOf: () => Parameters<ImportDesk['take']>[2],
  ) => {
    try {
      const lines = desk.take(present(request, reply), request.params.id, wishOf());
      return await answerLines<DeskLine>(request, reply, lines, {
        type: 'application/json; charset=utf-8',
        keeps: ({ type }) => type === 'done',
        whole: ([done], fault) => {
          if (!done || fault) return JSON.stringify(fault?.answer ?? {});
          const { type: _type, ...said } = done;
          return JSON.stringify(said);
        },
      });
    } catch (error) {
      const { status, answer: told } = shownFault(error, request);
      return reply.code(status).send(told);
    }
  };
  addEndpoint<OfFile>(endpoint, {
    method: 'POST',
    url: `${path}/files/:id/check`,
    price: messagePrice(),
    handler: (request, reply) =>
      take(request, reply, () => ({ ...parsed(checkAsk, request.body ?? {}), mode: 'CHECK' })),
  });
  addEndpoint<OfFile>(endpoint, {
    method: 'POST',
    url: `${path}/files/:id/import`,
    price: messagePrice(),
    handler: (request, reply) =>
      take(request, reply, () => {
        const { demonstration, ...ask } = parsed(importAsk, request.body ?? {});
        if (demonstration === true && !mayDemonstrate)
          throw new DeskFault(403, {
            code: 'FORBIDDEN',
            message: 'Expected a file of real data: the operator alone brings made-up data.',
          });
        return { ...ask, demonstration: demonstration ?? false, mode: 'IMPORT' };
      }),
  });

  addEndpoint<OfFile>(endpoint, {
    method: 'GET',
    url: `${path}/files/:id/rejected`,
    price: lookPrice,
    handler: async (request, reply) => {
      try {
        const { name, type, content } = await desk.rejected(present(request, reply), request.params.id);
        return await reply
          .type(type)
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
          .send(Readable.from(content));
      } catch (error) {
        const { status, answer: told } = shownFault(error, request);
        return reply.code(status).send(told);
      }
    },
  });
}

function bodyOf({ body }: FastifyRequest): AsyncIterable<Uint8Array> {
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
    return body as AsyncIterable<Uint8Array>;
  throw new DeskFault(400, { code: 'BAD_REQUEST', message: "Expected a file's bytes as application/octet-stream." });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<object | undefined>,
): Promise<FastifyReply> {
  try {
    const made = await work();
    return await reply.send(made);
  } catch (error) {
    const { status, answer: told } = shownFault(error, request);
    return reply.code(status).send(told);
  }
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (!error) return data;
  const issues = error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  throw new DeskFault(400, { code: 'BAD_REQUEST', message: `Not understood: ${issues.join('; ')}.` });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DeskFault(400, { code: 'BAD_REQUEST', message: 'Expected the mapping as JSON.' });
  }
}
