import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { contentDigest, maxSchemaBytes, type NamedKey, schemaPath, signRequest } from '@hub/protocol';
import { z } from 'zod';
import { differencesInCage } from '../check/read-in-cage.js';
import { type Reachable, whyUnreachable } from './reachable.js';

/**
 * The result of asking an organisation's endpoint: it serves the published schema, or another one, or it answers the
 * gateway alone.
 */
export type ServedSchema =
  | { readonly serves: true }
  | { readonly serves: false | undefined; readonly reason: string; readonly isReached: boolean };

/** How long an endpoint may take, in milliseconds. */
const mostMs = 5000;

/** Room for JSON's overhead on a schema. */
const maxAnswerBytes = 3 * maxSchemaBytes;

const told = z.object({ sdl: z.string() });
const answered = z
  .union([z.object({ data: z.object({ _service: told }) }).transform(({ data }) => data._service), told])
  .transform(({ sdl }) => sdl);

const isRefusal = ({ status }: { readonly status: number }) => status === 401 || status === 403;

/**
 * Checks that an endpoint serves a schema: all of its types, fields, arguments and values, under the same keys; it
 * may serve more.
 * @param key signs the registry's request.
 * @param reachable decides which addresses are accepted.
 * @returns a reason without text of the endpoint's answer: the endpoint may be another server.
 */
export async function lookAtServed(
  endpoint: string,
  published: string,
  key: NamedKey | undefined,
  reachable: Reachable,
): Promise<ServedSchema> {
  let answer: { readonly status: number; readonly text: string };
  let isPrivate = false;
  try {
    reachable.expectOutward(endpoint);
    answer = await ask(endpoint, JSON.stringify({ query: '{ _service { sdl } }' }), key, reachable);
    // An endpoint that answers the gateway alone may give a trusted registry its schema at a separate path.
    isPrivate = isRefusal(answer);
    if (isPrivate && key) answer = await ask(new URL(schemaPath, endpoint).href, '{}', key, reachable);
  } catch (error) {
    return { serves: false, reason: `${endpoint} cannot be reached: ${whyUnreachable(error)}`, isReached: false };
  }
  const { status, text } = answer;
  if (isRefusal(answer) || (isPrivate && status === 404)) {
    return {
      serves: undefined,
      reason: `${endpoint} answers the gateway alone (status ${status}): it was not looked at`,
      isReached: true,
    };
  }
  try {
    const missing = await differencesInCage(published, answered.parse(JSON.parse(text)));
    if (missing.length === 0) return { serves: true };
    const more = missing.length > 5 ? `, and ${missing.length - 5} more` : '';
    return {
      serves: false,
      reason: `${endpoint} does not serve ${missing.slice(0, 5).join(', ')}${more} yet`,
      isReached: true,
    };
  } catch {
    return {
      serves: false,
      reason: `expected ${endpoint} to answer { _service { sdl } }, got another answer of status ${status}`,
      isReached: false,
    };
  }
}

async function ask(
  endpoint: string,
  body: string,
  key: NamedKey | undefined,
  { lookup }: Reachable,
): Promise<{ status: number; text: string }> {
  const url = new URL(endpoint);
  const headers = {
    ...{ 'content-type': 'application/json', accept: 'application/json' },
    ...{ 'content-length': String(Buffer.byteLength(body)), 'content-digest': contentDigest(body) },
  };
  const created = Math.floor(Date.now() / 1000);
  const target = `${url.pathname}${url.search}`;
  const parameters = { created, expires: created + 30, nonce: crypto.randomUUID() };
  const signed = key ? signRequest({ method: 'POST', target, headers }, key, parameters) : {};
  const { request } = url.protocol === 'https:' ? https : http;
  const signal = AbortSignal.timeout(mostMs);
  const outgoing = request(url, { method: 'POST', headers: { ...headers, ...signed }, lookup, signal });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  outgoing.on('error', () => undefined);
  let text = '';
  for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) {
    text += part;
    if (text.length <= maxAnswerBytes) continue;
    response.destroy();
    throw new Error(`expected at most ${maxAnswerBytes} bytes`);
  }
  return { status: response.statusCode ?? 0, text };
}
