import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { databaseUnavailable, isDatabaseAway, isDiskFull } from '../database/database-fault.js';
import { WrongKey } from '../database/key-fingerprint.js';
import { DeskFault } from '../desk/desk-fault.js';
import type { DeskError } from '../desk/shapes.js';

/** The answer to a fault: its status and its body. */
export interface ShownFault {
  readonly status: number;
  readonly answer: DeskError;
}

/** Makes the answer to a fault, and logs a fault that is not the caller's. */
export function shownFault(error: unknown, request: FastifyRequest): ShownFault {
  if (error instanceof DeskFault) return { status: error.status, answer: error.answer };
  request.log.error({ err: error }, 'import failed');
  if (error instanceof WrongKey)
    return { status: 409, answer: { code: 'WRONG_PSEUDONYM_KEY', message: error.message } };
  if (isDiskFull(error)) {
    const message =
      'There is no room for the rows on the disk of the subgraph or of its database; no row of the file is in.';
    return { status: 507, answer: { code: 'NO_SPACE', message } };
  }
  if (isDatabaseAway(error)) {
    const message = `${databaseUnavailable.message} A row that is in already is not taken twice.`;
    return { status: 503, answer: { code: String(databaseUnavailable.extensions['code']), message } };
  }
  const message = "The import failed; no row of the file is in. The subgraph's log says why.";
  return { status: 500, answer: { code: 'INTERNAL_SERVER_ERROR', message } };
}

/** Aborts when the caller disconnects before the answer's end. */
export function leftSignal({ raw }: FastifyReply): AbortSignal {
  const leaving = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) leaving.abort();
  });
  return leaving.signal;
}

/** Whether a request asks for a stream of lines. */
export function wantsLines({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('application/x-ndjson') ?? false;
}

export interface Answering<Line> {
  /** Makes the whole answer where the caller did not ask for a stream of lines. */
  readonly whole: (lines: readonly Line[], fault: ShownFault | undefined) => string;
  readonly type: string;
  /** Whether a line is needed at the end. */
  readonly keeps: (line: Line) => boolean;
}

/**
 * Answers with a stream of JSON lines, if the caller asks for it; an error before the first line has its own status.
 * Otherwise, answers with one value made of all lines, and its status. A caller that disconnects ends the work.
 */
export async function answerLines<Line extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  lines: AsyncGenerator<Line>,
  { whole, type, keeps }: Answering<Line>,
): Promise<FastifyReply> {
  if (wantsLines(request)) {
    const first = await lines.next().catch((error: unknown) => shownFault(error, request));
    if ('status' in first) return reply.code(first.status).send(first.answer);
    return reply.type('application/x-ndjson').send(Readable.from(texts(request, lines, first)));
  }
  const kept: Line[] = [];
  let fault: ShownFault | undefined;
  try {
    for await (const line of lines) {
      if (request.raw.destroyed && !reply.raw.writable) break;
      if (keeps(line)) kept.push(line);
    }
  } catch (error) {
    fault = shownFault(error, request);
  }
  return reply
    .code(fault?.status ?? 200)
    .type(type)
    .send(Buffer.from(whole(kept, fault)));
}

async function* texts<Line>(
  request: FastifyRequest,
  lines: AsyncGenerator<Line>,
  first: IteratorResult<Line>,
): AsyncGenerator<string> {
  const text = (line: unknown) => `${JSON.stringify(line)}\n`;
  try {
    if (!first.done) yield text(first.value);
    for await (const line of lines) yield text(line);
  } catch (error) {
    yield text({ type: 'failed', ...shownFault(error, request).answer });
  } finally {
    await lines.return(undefined);
  }
}
