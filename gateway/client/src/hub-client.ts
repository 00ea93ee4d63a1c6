import { type Document, idOf, textOf } from './document.js';
import { type GraphQLFault, HubError } from './errors.js';
import { type Retries, usualRetries, type Wait, wait, withRetries } from './retry.js';
import { type ClientCredentials, CredentialTokens, fixedToken, type Tokens } from './token.js';

/** Options of a hub's client. */
export interface HubOptions {
  /** The hub's address, without `/graphql`. */
  readonly url: string;
  /** The purpose of every request, such as `statistics`. Public data needs none. */
  readonly purpose?: string;
  /** A token or key, or a source of tokens; without one, the caller is anonymous. */
  readonly token?: string | ClientCredentials | Tokens;
  readonly retries?: Partial<Retries>;
  /** Whether to send a registered document's id in place of its text, as trusted apps must. */
  readonly registered?: boolean;
  /** The client's name in the operator's reports, in place of `@hub/client`. */
  readonly name?: string;
  readonly fetch?: typeof fetch;
  /** @internal Replaces waiting in tests. */
  readonly pause?: Wait;
}

/** Options of a single request. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/** A GraphQL answer of the hub. */
export interface Answer<Result> {
  readonly data: Result | null;
  readonly errors?: readonly GraphQLFault[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Both media types of GraphQL answers. A plain JSON answer may come from a proxy; the client recognises the hub's
 * answers by their shape.
 */
const accepted = 'application/graphql-response+json, application/json;q=0.9';

/** Client of a hub, with the caller's token and purpose. */
export class Hub {
  private readonly url: string;
  private readonly send: typeof fetch;
  private readonly tokens: Tokens | undefined;
  /** @internal */
  readonly retries: Retries;
  /** @internal */
  readonly pause: Wait;

  constructor(private readonly options: HubOptions) {
    this.url = options.url.replace(/\/$/, '');
    // Browsers require `fetch` to be called without another `this`.
    this.send = options.fetch ?? ((...args) => fetch(...args));
    this.retries = { ...usualRetries, ...options.retries };
    this.pause = options.pause ?? wait;
    const { token } = options;
    if (typeof token === 'string') this.tokens = fixedToken(token);
    else if (token) this.tokens = 'current' in token ? token : new CredentialTokens(token, this.send);
  }

  /**
   * Executes an operation. The answer may be partial: `errors` names the missing parts, and null means "not known".
   * @throws HubError if there is no data at all.
   */
  async ask<Result, Variables extends object = Record<string, unknown>>(
    document: Document<Result, Variables>,
    variables?: Variables,
    { signal }: RequestOptions = {},
  ): Promise<Answer<Result>> {
    const response = await this.post(document, variables, accepted, signal);
    const answer = await answerOf<Result>(response);
    if (answer.data == null) throw new HubError(answer.errors ?? [], response.status);
    return answer;
  }

  /**
   * Executes an operation and requires a complete answer.
   * @throws HubError on any error, with the partial data.
   */
  async query<Result, Variables extends object = Record<string, unknown>>(
    document: Document<Result, Variables>,
    variables?: Variables,
    options?: RequestOptions,
  ): Promise<Result> {
    const { data, errors } = await this.ask(document, variables, options);
    if (errors?.length || data === null) throw new HubError(errors ?? [], 200, data);
    return data;
  }

  /**
   * Requests a path of the hub, such as `/export/league-table.jsonl?goal=ADULTS_BASIC`.
   * @throws HubError if the hub refuses it.
   */
  async get(
    path: string,
    { signal, headers }: RequestOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Response> {
    const response = await this.fetch(path, { headers: new Headers(headers) }, signal);
    if (response.ok || response.status === 304) return response;
    throw await refusal(response);
  }

  /** @internal Posts an operation and returns the HTTP response unread. */
  async post(
    document: Document<unknown, never>,
    variables: object | undefined,
    accept: string,
    signal?: AbortSignal,
  ): Promise<Response> {
    const id = this.options.registered ? idOf(document) : undefined;
    const operation = id === undefined ? { query: await textOf(document) } : { documentId: id };
    const init = {
      method: 'POST',
      headers: new Headers({ accept, 'content-type': 'application/json' }),
      body: JSON.stringify({ ...operation, ...(variables && { variables }) }),
    };
    return this.fetch('/graphql', init, signal);
  }

  /** @internal Drops the current token, which has expired. */
  async renewToken(): Promise<void> {
    this.tokens?.renew(await this.tokens.current());
  }

  /** Sends a request with token and purpose: again at 429 and 503, and once with a new token if the old one has expired. */
  private async fetch(
    path: string,
    init: RequestInit & { readonly headers: Headers },
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const attempt = async (): Promise<[Response, string | undefined]> => {
      const token = await this.tokens?.current();
      const { headers } = init;
      headers.set('apollographql-client-name', this.options.name ?? '@hub/client');
      if (this.options.purpose !== undefined) headers.set('x-hub-purpose', this.options.purpose);
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      return [await this.send(`${this.url}${path}`, { ...init, ...(signal && { signal }) }), token];
    };
    const send = async () => {
      const [response, token] = await attempt();
      if (response.status !== 401 || token === undefined) return response;
      this.tokens?.renew(token);
      if ((await this.tokens?.current()) === token) return response;
      await response.body?.cancel();
      return (await attempt())[0];
    };
    return withRetries(send, this.retries, { pause: this.pause, signal });
  }
}

async function answerOf<Result>(response: Response): Promise<Answer<Result>> {
  if (!/json/.test(response.headers.get('content-type') ?? '')) throw await refusal(response);
  const answer = (await response.json()) as Partial<Answer<Result>>;
  if (answer.data === undefined && !answer.errors) throw new HubError([], response.status);
  return { ...answer, data: answer.data ?? null };
}

/** @internal The error of an answer that is not GraphQL, such as `application/problem+json`. */
export async function refusal(response: Response): Promise<HubError> {
  const text = await response.text();
  const told = parsed(text) as { detail?: string; title?: string; code?: string; errors?: GraphQLFault[] } | undefined;
  if (Array.isArray(told?.errors)) return new HubError(told.errors, response.status);
  const message = told?.detail ?? told?.title ?? `The hub answered with status ${response.status}.`;
  return new HubError([{ message, ...(told?.code && { extensions: { code: told.code } }) }], response.status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
