import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type OperatorScope, operatorTokenFor } from '@hub/protocol';
import { Failure, Refused, systemReason } from './failure.js';
import { variableName } from './organisations.js';
import type { ClientTls } from './reach.js';

/** Organisation, address and credentials for requests to an operator's endpoint. */
export interface OperatorExchangeOptions {
  readonly organisation: string;
  readonly url: string;
  /** Trusted authority of its certificate, and the client's certificate (default: the machine's authorities). */
  readonly tls?: ClientTls;
  /** The operators' tokens, as the text of their file. */
  readonly tokens: string;
  /** Aborts the request; the subgraph then imports no row of the file. */
  readonly signal?: AbortSignal;
  /** Called when the subgraph is slow, as during another import. */
  readonly onWaiting?: () => void;
  /** How long the audit log may stay silent before a request fails, in milliseconds. */
  readonly silenceMs?: number;
}

const longWaitMilliseconds = 3000;

/** Longer than a subgraph takes to read a page of receipts or entries. */
const defaultSilenceMs = 60_000;

/** The body of a POST request. */
export interface Sent {
  readonly type: string;
  readonly content: Readable;
}

/** The unusual parts of a request. */
export interface Asking {
  /** Default: GET, and POST if there is a body. */
  readonly method?: 'DELETE';
  /** The expected type of the answer. */
  readonly accept?: string;
}

/** Sends GET, or POST if there is a body; settles with an answer of a status from 200 to 299. */
export async function exchange(
  options: OperatorExchangeOptions,
  scope: OperatorScope,
  path: string,
  sent?: Sent,
  { method, accept }: Asking = {},
): Promise<IncomingMessage> {
  const { organisation, signal, onWaiting } = options;
  const token = tokenFor(options, scope);
  // Next to the GraphQL endpoint, if the URL names that.
  const url = new URL(`.${path}`, options.url);
  const { request } = url.protocol === 'https:' ? https : http;
  const headers = {
    authorization: `Bearer ${token}`,
    ...(sent && { 'content-type': sent.type }),
    ...(accept !== undefined && { accept }),
  };
  const outgoing = request(url, { method: method ?? (sent ? 'POST' : 'GET'), headers, signal, ...options.tls });
  const { silenceMs = defaultSilenceMs } = options;
  // Imports and requests about people may wait for another import, for hours.
  if (scope === 'audit' || scope === 'restore' || scope === 'keys') {
    outgoing.setTimeout(silenceMs, () => {
      outgoing.destroy(new Error(`no word within ${silenceMs / 1000} s`));
    });
  }
  const waiting = setTimeout(() => onWaiting?.(), longWaitMilliseconds);
  try {
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    // An error while sending also breaks the answer, and is reported there.
    if (sent) pipeline(sent.content, outgoing).catch(() => undefined);
    else outgoing.end();
    const [response] = await answered;
    outgoing.on('error', () => undefined);
    const { statusCode = 0 } = response;
    if (statusCode >= 200 && statusCode < 300) return response;
    throw await refusalOf(response, organisation, url);
  } catch (error) {
    if (error instanceof Failure || signal?.aborted) throw error;
    throw new Failure(
      `Cannot reach ${organisation} at ${url.origin} (${reasonOf(error)}). Is it running? Say where it is with --url URL, --organisations FILE or SUBGRAPH_URL_${variableName(organisation)}; on this machine, with --port N.`,
    );
  } finally {
    clearTimeout(waiting);
  }
}

/** The reason for a missing answer; for a refused certificate with the error code, which shows the faulty side. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const reason = systemReason(error);
  return code === undefined || reason.includes(code) ? reason : `${reason}, ${code}`;
}

/** @throws Failure if there is no token with that scope. */
function tokenFor({ organisation, tokens }: OperatorExchangeOptions, scope: OperatorScope): string {
  const token = operatorTokenFor(tokens, scope);
  if (token !== undefined) return token;
  throw new Failure(
    `Expected an operator's token of ${organisation} with the scope ${scope}; name its file with --token-file FILE or OPERATOR_TOKEN_FILE_${variableName(organisation)}.`,
  );
}

async function refusalOf(response: IncomingMessage, organisation: string, url: URL): Promise<Failure> {
  const text = await textOf(response);
  if (response.statusCode === 401) {
    return new Failure(
      `${organisation} at ${url.origin} refuses the operator's token. Give its own with --token-file FILE.`,
    );
  }
  const message = `${organisation} at ${url.origin} answered ${String(response.statusCode)} to ${url.pathname}: ${text.slice(0, 300)}`;
  const answer = answerIn(text);
  return answer ? new Refused(message, answer) : new Failure(message);
}

/** The content of a refusal, if it is the hub's. */
function answerIn(text: string): Refused['answer'] | undefined {
  try {
    const said = JSON.parse(text) as Partial<Refused['answer']> | null;
    const { code, message } = said ?? {};
    return typeof code === 'string' && typeof message === 'string' ? { ...said, code, message } : undefined;
  } catch {
    return undefined;
  }
}

/** The whole text of an answer. */
export async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text;
}

/** The lines of an answer, each once it has come. */
export async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Reads lines of JSON. @throws Failure if the answer breaks off, or a line has another form. */
export async function* jsonLines<T>(
  { organisation, url }: OperatorExchangeOptions,
  what: string,
  response: IncomingMessage,
  read: (line: unknown) => T,
): AsyncGenerator<T> {
  let lines = 0;
  try {
    for await (const text of linesOf(response)) {
      lines += 1;
      yield read(JSON.parse(text));
    }
  } catch (error) {
    throw new Failure(
      `The ${what} of ${organisation} at ${url} cannot be read from line ${lines} on (${systemReason(error)}).`,
    );
  }
}
