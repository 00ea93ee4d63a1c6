import type { FastifyInstance } from 'fastify';

/** A schema of JSON, as OpenAPI 3.1 has it (JSON Schema 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One parameter of an endpoint. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
  /** How several values are written; a list separated by commas where `explode` is false. */
  readonly style?: 'form';
  readonly explode?: boolean;
}

/** A body, by its media type. */
export type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** What an endpoint answers with one status. */
export interface DescribedAnswer {
  readonly description: string;
  /** What the body is, by its media type; none where there is no body. */
  readonly content?: Content;
}

/** What an endpoint is, as an operation of OpenAPI; it stands beside the endpoint, in its `config`. */
export interface DescribedEndpoint {
  readonly summary: string;
  readonly description?: string;
  readonly tag: 'figures' | 'schema' | 'health';
  readonly parameters?: readonly DescribedParameter[];
  /** By status: all that the endpoint answers. */
  readonly answers: Readonly<Record<number, DescribedAnswer>>;
  /** Whether a token opens more of it. */
  readonly takesToken?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the endpoint is; absent for pages, and for addresses that only the hub's own parts ask. */
    described?: DescribedEndpoint;
  }
}

/** An endpoint that describes itself, and where it is. */
export interface PlacedEndpoint {
  /** As OpenAPI writes it: `/export/{file}`. */
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly described: DescribedEndpoint;
}

/** The endpoints of a server that describe themselves: all that are added from now on. */
export function describedEndpoints(server: FastifyInstance): readonly PlacedEndpoint[] {
  const found: PlacedEndpoint[] = [];
  server.addHook('onRoute', ({ url, method, config }) => {
    const described = config?.described;
    if (!described || method === 'HEAD') return;
    found.push({ path: url.replaceAll(/:(\w+)/g, '{$1}'), method: method === 'POST' ? 'post' : 'get', described });
  });
  return found;
}

const text = { type: 'string' } as const;

/** What is told in JSON of a refusal at an address that answers no operations. */
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

/** The same as errors of GraphQL. */
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

/** The same as RFC 9457 has it. */
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

/** The answers of an address that may refuse, each with what it says. */
export function refusals(
  content: Content,
  of: Readonly<Record<number, string>>,
): Readonly<Record<number, DescribedAnswer>> {
  return Object.fromEntries(Object.entries(of).map(([status, description]) => [status, { description, content }]));
}

/** What is said of 304. */
export const notModified = 'The caller has it already (`If-None-Match`).';

/** What probes are refused with. */
export const tooOften = { 429: 'Too many requests: `Retry-After` says when to ask again.' } as const;

/** What an address that knows its caller refuses with. */
export const usualRefusals = {
  400: 'A parameter is not what was expected, or a page of another site asks.',
  401: 'The token or key is not accepted, or one is needed.',
  403: 'The caller may not have it, or not for this purpose.',
  ...tooOften,
  503: 'The hub cannot answer now: ask again later.',
} as const;

/** The header by which a caller says what it has. */
export const ifNoneMatch: DescribedParameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The `ETag` of the answer that the caller has.',
  schema: text,
};
