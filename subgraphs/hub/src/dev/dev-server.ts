import { createServer, type IncomingMessage, request as ask, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { refuseForeign } from '@hub/runtime';
import type { Answering, SubgraphRequest } from './mock-subgraph.js';
import type { RanStatement } from './own-program.js';

/** The parts behind the single address of a hub in development. */
export interface DevParts {
  /** The developer's subgraph: its address, and a promise of its readiness. */
  readonly own: {
    readonly url: string;
    readonly ready: () => Promise<undefined>;
    readonly statements: () => readonly RanStatement[];
  };
  /** The stand-in for another subgraph. */
  readonly otherNamed: (name: string) => Answering | undefined;
  readonly gatewayUrl: string;
  /** Headers for a request without caller and purpose. */
  readonly usualHeaders: () => Promise<Readonly<Record<string, string>>>;
  readonly tell: (line: string) => void;
}

/** Delay in milliseconds before the statements of an operation are read: the program's log arrives after the answer. */
const logMs = 30;

/**
 * The single address of a hub in development. Requests from the gateway to the developer's subgraph and to the others
 * pass here; all other requests go to the gateway with a signed-in caller, so a page of another site must not reach
 * this address.
 */
export function devServer(parts: DevParts): Server {
  return createServer((request, response) => {
    const foreign = refuseForeign(request);
    if (foreign) {
      const { status, code, message } = foreign;
      request.resume();
      json(response, status, { errors: [{ message, extensions: { code } }] });
      return;
    }
    answer(request, response, parts).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else json(response, 502, { errors: [{ message: (error as Error).message }] });
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: DevParts): Promise<void> {
  const [, place, name = ''] = (request.url ?? '').split('/');
  if (place === 'own') return askOwn(request, response, parts);
  if (place === 'others') {
    const answering = parts.otherNamed(name);
    if (!answering) {
      json(response, 404, { errors: [{ message: `There is no subgraph ${name}.` }] });
      return;
    }
    json(response, 200, await answering(JSON.parse(await text(request)) as SubgraphRequest));
    return;
  }
  return passOn(request, response, parts);
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function askOwn(request: IncomingMessage, response: ServerResponse, { own, tell }: DevParts): Promise<void> {
  const body = await text(request);
  await own.ready();
  own.statements();
  const began = performance.now();
  const { 'x-request-id': id } = request.headers;
  const answered = await fetch(own.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(typeof id === 'string' && { 'x-request-id': id }) },
    body,
  });
  const said = await answered.text();
  const milliseconds = performance.now() - began;
  response
    .writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? 'application/json' })
    .end(said);
  setTimeout(() => {
    const statements = own.statements();
    tell(`${asked(body)}  ${milliseconds.toFixed(0)} ms, ${String(statements.length)} statements`);
    for (const one of statements)
      tell(`    ${one.milliseconds.toFixed(1)} ms  ${one.statement.replaceAll(/\s+/g, ' ').trim()}`);
  }, logMs);
}

/** Names an operation: its fields of `Query`, and the types of its entities. */
function asked(body: string): string {
  try {
    const { query } = JSON.parse(body) as SubgraphRequest;
    const operation = parse(query).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    return operation ? fieldsOf(operation.selectionSet).join(', ') : 'an operation';
  } catch {
    return 'an operation';
  }
}

function fieldsOf({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((one) => {
    if (one.kind !== Kind.FIELD) return [];
    if (one.name.value !== '_entities') return [one.name.value];
    return (one.selectionSet?.selections ?? []).flatMap((each) =>
      each.kind === Kind.INLINE_FRAGMENT
        ? [`${each.typeCondition?.name.value ?? ''} { ${fieldsOf(each.selectionSet).join(' ')} }`]
        : [],
    );
  });
}

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { gatewayUrl, usualHeaders }: DevParts,
): Promise<void> {
  const isGraph = request.url?.startsWith('/graphql') ?? false;
  const usual = isGraph && request.headers.authorization === undefined ? await usualHeaders() : {};
  const { host: _, ...headers } = request.headers;
  const passed = ask(new URL(request.url ?? '/', gatewayUrl), {
    method: request.method,
    headers: { ...usual, ...headers },
  });
  passed.on('response', (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  passed.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else json(response, 502, { errors: [{ message: error.message }] });
  });
  response.once('close', () => passed.destroy());
  request.pipe(passed);
}
