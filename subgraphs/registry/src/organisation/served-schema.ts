import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import {
  contentDigest,
  maxSchemaBytes,
  type NamedKey,
  readSubgraph,
  schemaPath,
  signRequest,
  type SubgraphSchema,
  type SubgraphType,
} from '@hub/protocol';
import { type ConstDirectiveNode, parse, print } from 'graphql';
import { z } from 'zod';
import { lookupOutward, refuseInward } from './reachable.js';

/** What was found at an organisation's endpoint: what it published, something else, or that it tells the gateway alone. */
export type ServedSchema =
  | { readonly serves: true }
  | { readonly serves: false | undefined; readonly reason: string; readonly isReached: boolean };

/** How long an endpoint may take, in milliseconds. */
const mostMs = 5000;

/** Room for what JSON adds to a schema. */
const maxAnswerBytes = 3 * maxSchemaBytes;

const told = z.object({ sdl: z.string() });
const answered = z
  .union([z.object({ data: z.object({ _service: told }) }).transform(({ data }) => data._service), told])
  .transform(({ sdl }) => sdl);

const isRefusal = ({ status }: { readonly status: number }) => status === 401 || status === 403;

/**
 * Looks whether an endpoint serves a schema: all of its types, fields, arguments and values, under the same keys; it may
 * serve more.
 * @param key what the registry signs the request with.
 */
export async function lookAtServed(
  endpoint: string,
  published: string,
  key: NamedKey | undefined,
): Promise<ServedSchema> {
  let answer: { readonly status: number; readonly text: string };
  let isPrivate = false;
  try {
    refuseInward(endpoint);
    answer = await ask(endpoint, JSON.stringify({ query: '{ _service { sdl } }' }), key);
    // Who answers the gateway alone may tell a registry that it trusts, beside its endpoint.
    isPrivate = isRefusal(answer);
    if (isPrivate && key) answer = await ask(new URL(schemaPath, endpoint).href, '{}', key);
  } catch (error) {
    return { serves: false, reason: `${endpoint} cannot be reached: ${(error as Error).message}`, isReached: false };
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
    const missing = differences(published, answered.parse(JSON.parse(text)));
    if (missing.length === 0) return { serves: true };
    const more = missing.length > 5 ? `, and ${missing.length - 5} more` : '';
    return {
      serves: false,
      reason: `${endpoint} does not serve ${missing.slice(0, 5).join(', ')}${more} yet`,
      isReached: true,
    };
  } catch {
    const got = JSON.stringify(text.slice(0, 200));
    return {
      serves: false,
      reason: `expected ${endpoint} to answer { _service { sdl } }, got status ${status}: ${got}`,
      isReached: false,
    };
  }
}

async function ask(
  endpoint: string,
  body: string,
  key: NamedKey | undefined,
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
  const outgoing = request(url, { method: 'POST', headers: { ...headers, ...signed }, lookup: lookupOutward, signal });
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

/** What of a published schema is not in the served one. */
export function differences(published: string, served: string): string[] {
  const [theirs, own] = [
    readSubgraph(parse(published, { noLocation: true })),
    readSubgraph(parse(served, { noLocation: true })),
  ];
  return [...partsOf(theirs)].filter((part) => !partsOf(own).has(part));
}

const known = new WeakMap<SubgraphSchema, ReadonlySet<string>>();

/** Each part of a schema as a text: types, fields with their types, arguments, values, members and keys. */
function partsOf(schema: SubgraphSchema): ReadonlySet<string> {
  const before = known.get(schema);
  if (before) return before;
  const parts = new Set([...schema.types.values()].flatMap((type) => [...partsOfType(type, schema)]));
  known.set(schema, parts);
  return parts;
}

function* partsOfType({ name, nodes, fields, directives }: SubgraphType, schema: SubgraphSchema): Generator<string> {
  // What Federation adds to a subgraph's own types is nobody's.
  if (name.startsWith('_') || /^(federation|link)__/.test(name)) return;
  yield name;
  for (const { fields: key } of schema.applied('key', directives))
    yield `${name} @key(${String(key).trim().replaceAll(/\s+/g, ' ')})`;
  for (const node of nodes) {
    if ('interfaces' in node) for (const one of node.interfaces ?? []) yield `${name} implements ${one.name.value}`;
    if ('types' in node) for (const one of node.types ?? []) yield `${name} = ${one.name.value}`;
    if ('values' in node) for (const one of node.values ?? []) yield `${name}.${one.name.value}`;
  }
  for (const field of fields) {
    if (field.name.value.startsWith('_')) continue;
    const coordinate = `${name}.${field.name.value}`;
    yield `${coordinate}: ${print(field.type)}`;
    yield* demandsOf(coordinate, field.directives ?? [], schema);
    if ('arguments' in field) {
      for (const argument of field.arguments ?? [])
        yield `${coordinate}(${argument.name.value}: ${print(argument.type)})`;
    }
  }
}

/** What a field demands of others: an entity's fields, or a right. */
function* demandsOf(
  coordinate: string,
  applied: readonly ConstDirectiveNode[],
  schema: SubgraphSchema,
): Generator<string> {
  for (const name of ['requires', 'requiresScopes', 'policy', 'authenticated', 'override', 'external']) {
    for (const given of schema.applied(name, applied)) yield `${coordinate} @${name}${JSON.stringify(given)}`;
  }
}
