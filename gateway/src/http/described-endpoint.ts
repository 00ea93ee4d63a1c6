import type { FastifyInstance } from 'fastify';

/** A JSON schema, as in OpenAPI 3.1 (JSON Schema 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One parameter of an endpoint. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
  /** How several values are written: separated by commas if `explode` is false. */
  readonly style?: 'form';
  readonly explode?: boolean;
}

/** A body, by its media type. */
export type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** An endpoint's answer with one status. */
export interface DescribedAnswer {
  readonly description: string;
  /** By media type; absent if the answer has no body. */
  readonly content?: Content;
}

/** An endpoint's description as an OpenAPI operation; it is part of the endpoint's `config`. */
export interface DescribedEndpoint {
  readonly summary: string;
  readonly description?: string;
  readonly tag: 'figures' | 'events' | 'schema' | 'organisations' | 'models' | 'health';
  readonly parameters?: readonly DescribedParameter[];
  /** The request body; absent if the endpoint takes none. */
  readonly body?: { readonly description: string; readonly content: Content; readonly required: boolean };
  /** All answers of the endpoint, by status or by a range such as `4XX`. */
  readonly answers: Readonly<Partial<Record<number | '2XX' | '4XX', DescribedAnswer>>>;
  /** Whether a token gives access to more. */
  readonly takesToken?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The endpoint's description; absent for pages, and for addresses that only the hub's own parts use. */
    described?: DescribedEndpoint;
    /** The addresses of a route that serves several. */
    describedEach?: readonly PlacedEndpoint[];
  }
}

/** An endpoint's description with its method and path. */
export interface PlacedEndpoint {
  /** In OpenAPI's form: `/export/{file}`. */
  readonly path: string;
  readonly method: 'get' | 'post' | 'delete';
  readonly described: DescribedEndpoint;
}

/** Collects the described endpoints that are added to a server after this call. */
export function describedEndpoints(server: FastifyInstance): readonly PlacedEndpoint[] {
  const found: PlacedEndpoint[] = [];
  server.addHook('onRoute', ({ url, method, config }) => {
    if (method === 'HEAD') return;
    found.push(...(config?.describedEach ?? []));
    const described = config?.described;
    if (!described) return;
    found.push({ path: url.replaceAll(/:(\w+)/g, '{$1}'), method: method === 'POST' ? 'post' : 'get', described });
  });
  return found;
}

const text = { type: 'string' } as const;

/** The JSON body of a refusal, at addresses other than `/graphql`. */
export const plainFault: Content = {
  'application/json': {
    schema: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { ...text, description: 'Why, for programs.' },
        message: { ...text, description: 'Why, for people.' },
      },
    },
  },
};

/** The body of a refusal as GraphQL errors. */
export const graphqlFault: Content = {
  'application/json': {
    schema: {
      type: 'object',
      required: ['errors'],
      properties: {
        errors: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['message', 'extensions'],
            properties: {
              message: text,
              extensions: { type: 'object', required: ['code'], properties: { code: text } },
            },
          },
        },
      },
    },
  },
};

/** The body of a refusal as in RFC 9457. */
export const problem: Content = {
  'application/problem+json': {
    schema: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
      properties: {
        ...{ type: text, title: text, status: { type: 'integer' }, detail: text },
        code: { ...text, description: 'Why, for programs: docs/apps.md has them all.' },
        requestId: { ...text, description: 'What to tell the operator.' },
      },
    },
  },
};

/** The refusals of an endpoint, each with its description by status. */
export function refusals(
  content: Content,
  of: Readonly<Record<number, string>>,
): Readonly<Record<number, DescribedAnswer>> {
  return Object.fromEntries(Object.entries(of).map(([status, description]) => [status, { description, content }]));
}

/** The description of 304. */
export const notModified = 'The caller has it already (`If-None-Match`).';

/** The refusal of probes that come too often. */
export const tooOften = { 429: 'Too many requests: `Retry-After` says when to ask again.' } as const;

/** The refusals of an address that authenticates its callers. */
export const usualRefusals = {
  400: 'A parameter is not what was expected, or a page of another site asks.',
  401: 'The token or key is not accepted, or one is needed.',
  403: 'The caller may not have it, or not for this purpose.',
  ...tooOften,
  503: 'The hub cannot answer now: ask again later.',
} as const;

/** The header in which a caller sends the tag of its copy. */
export const ifNoneMatch: DescribedParameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The `ETag` of the answer that the caller has.',
  schema: text,
};
