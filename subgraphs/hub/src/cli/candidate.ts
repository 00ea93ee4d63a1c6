import { resolve } from 'node:path';
import { maxSchemaBytes } from '@hub/protocol';
import { readBoundedFile } from '@hub/runtime';
import { z } from 'zod';
import type { Surroundings } from './command.js';
import { endpointOf } from './endpoint-of.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { codeOf } from './home.js';
import type { ReachValues } from './reach.js';

/** Source of a schema: a file, an endpoint, or by default the organisation's running subgraph. */
export interface CandidateSource {
  /** A file's name; `-` for standard input. */
  readonly from?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Address and tokens of the running subgraph. */
  readonly reach: ReachValues;
}

/** Timeout of the request for a schema. */
const mostMilliseconds = 30_000;

/** JSON needs two characters for each line end and quote of a schema. */
const maxAnswerBytes = 2 * maxSchemaBytes;

/** Reads a schema to check or to publish. @throws Failure if it is unreadable or too large. */
export async function candidateFrom(
  organisation: string,
  { from, endpoint, reach }: CandidateSource,
  surroundings: Surroundings,
): Promise<string> {
  if (from === '-') return readBounded(process.stdin as AsyncIterable<Buffer>, maxSchemaBytes, 'standard input');
  if (from !== undefined) {
    const file = resolve(surroundings.folder, from);
    return readBoundedFile(file, maxSchemaBytes).catch((error: unknown) => {
      throw new Failure(`Cannot read the schema in ${file}: ${systemReason(error)}.`);
    });
  }
  if (endpoint !== undefined) return askedOf(endpoint);
  const code = codeOf(organisation, surroundings);
  return (await endpointOf(code, reach, surroundings, false)).schema();
}

const answered = z.object({ data: z.object({ _service: z.object({ sdl: z.string() }) }) });

/** Requests an endpoint's schema by Federation's `_service`. */
async function askedOf(endpoint: string): Promise<string> {
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new UsageError(`--url: expected an http or https URL, got ${JSON.stringify(endpoint)}.`);
  }
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    signal: AbortSignal.timeout(mostMilliseconds),
  }).catch((error: unknown) => {
    const { cause, message } = error as Error;
    throw new Failure(`Cannot reach ${endpoint} (${cause === undefined ? message : systemReason(cause)}).`);
  });
  const text = await readBounded((response.body ?? []) as AsyncIterable<Uint8Array>, maxAnswerBytes, endpoint);
  try {
    return answered.parse(JSON.parse(text)).data._service.sdl;
  } catch {
    throw new Failure(
      `Expected ${endpoint} to answer { _service { sdl } }. It answered ${response.status}: ${JSON.stringify(text.slice(0, 200))}.`,
    );
  }
}

async function readBounded(stream: AsyncIterable<Uint8Array>, maxBytes: number, what: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.length;
    if (bytes > maxBytes) throw new Failure(`Expected at most ${maxBytes} bytes from ${what}.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
