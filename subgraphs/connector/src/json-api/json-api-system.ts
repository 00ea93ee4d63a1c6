import { buildSubgraphSchema } from '@apollo/subgraph';
import { clientError } from '@hub/protocol';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  parse,
} from 'graphql';
import { readAskedBody } from '../upstream/asked-body.js';
import { BoundedPool, isJson } from '../upstream/bounded-pool.js';
import { errorOf, UpstreamFault } from '../upstream/upstream-fault.js';
import type { System } from '../upstream/upstream-client.js';
import type { ApiDeclaration } from './declaration.js';
import { Entities } from './entities.js';
import type { JsonApiSettings } from './json-api-settings.js';
import { resolversOf } from './resolvers.js';
import { schemaTextOf } from './schema-text.js';

/** The most requests that an API gets at once, from all operations together. */
export const apiConnections = 16;

/** The most requests of one operation. */
const mostRequests = 400;

/** The reads of one operation from an API: each address once. */
export interface ApiContext {
  readonly get: (path: string) => Promise<unknown>;
  entitiesOf(declared: ApiDeclaration): Entities;
}

/** Declared records that are read from a JSON API: a system that answers GraphQL in this process. */
export class JsonApiSystem implements System {
  readonly #pool: BoundedPool;
  readonly #base: string;
  readonly #schema: GraphQLSchema;
  readonly #documents = new Map<string, DocumentNode>();

  /** @param headers the headers of each request. */
  constructor(
    declared: readonly ApiDeclaration[],
    { url, within: withinMs, mostMebibytes }: Pick<JsonApiSettings, 'url' | 'within' | 'mostMebibytes'>,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    const { origin, pathname } = new URL(url);
    this.#base = pathname.replace(/\/$/, '');
    this.#pool = new BoundedPool({ origin, withinMs, mostBytes: mostMebibytes * 2 ** 20, connections: apiConnections });
    const sdl = schemaTextOf(declared);
    this.#schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolversOf(declared) as never }]);
    const service = this.#schema.getQueryType()?.getFields()['_service'];
    if (service) service.resolve = () => ({ sdl });
  }

  async post(body: Buffer | string): Promise<Buffer> {
    const asked = readAskedBody(Buffer.from(body));
    if (!asked) throw new UpstreamFault('UPSTREAM_INVALID', 'expected an operation');
    const { query, operationName, variables } = asked;
    const result = await execute({
      ...{ schema: this.#schema, document: this.#documentOf(query), variableValues: variables },
      ...(operationName !== undefined && { operationName }),
      contextValue: this.#context(),
    });
    const { data = null, errors }: ExecutionResult = result;
    return Buffer.from(JSON.stringify({ data, ...(errors && { errors: errors.map(told) }) }));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #documentOf(query: string): DocumentNode {
    const known = this.#documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    if (this.#documents.size >= 500) this.#documents.clear();
    this.#documents.set(query, document);
    return document;
  }

  #context(): ApiContext {
    const answers = new Map<string, Promise<unknown>>();
    const entities = new Map<ApiDeclaration, Entities>();
    const get = (path: string) => {
      let answer = answers.get(path);
      if (answer) return answer;
      if (answers.size >= mostRequests) {
        throw clientError(
          'BAD_USER_INPUT',
          `Expected an operation that needs at most ${mostRequests} requests to the API.`,
        );
      }
      answers.set(path, (answer = this.#get(path)));
      return answer;
    };
    return {
      get,
      entitiesOf: (declared) => {
        let own = entities.get(declared);
        if (!own) entities.set(declared, (own = new Entities(declared, get)));
        return own;
      },
    };
  }

  async #get(path: string): Promise<unknown> {
    const request = { method: 'GET' as const, path: `${this.#base}${path}`, headers: this.headers };
    const { status, body } = await this.#pool.ask(
      request,
      (came, type) => came === 404 || (came === 200 && isJson(type)),
    );
    if (status === 404) return null;
    try {
      return JSON.parse(body.toString()) as unknown;
    } catch {
      throw new UpstreamFault('UPSTREAM_NOT_JSON', `expected JSON, got ${body.length} bytes of something else`);
    }
  }
}

/** An error for judging on its way out: with the code of the API's fault. */
function told(error: GraphQLError): object {
  const { originalError, path, message, extensions } = error;
  const cause = originalError as (Error & { readonly extensions?: object }) | null | undefined;
  if (cause instanceof UpstreamFault) {
    return { message: cause.message, path, extensions: { ...errorOf(cause.code, '').extensions } };
  }
  return {
    message,
    path,
    extensions: cause?.extensions ?? (extensions['code'] ? extensions : { code: 'UPSTREAM_INVALID' }),
  };
}
