import type { GraphQLFormattedError } from 'graphql';
import {
  type GraphQLResponse,
  type IncrementalGraphQLResponse,
  isIncremental,
  type ResponseStream,
} from '../graphql/graphql-response.js';
import { mappedStream } from '../base/mapped-stream.js';
import { Delivered } from './delivered.js';

/**
 * The formats of an answer in parts that callers read, each as an `accept` header names it:
 * - `deferSpec=20220824`, graphql-js 17.0.0-alpha.2: each part has its path;
 * - `incrementalSpec=v0.2`, graphql-js 17.0.0-alpha.9: parts are announced, omit the fields that the caller has, and
 *   are marked complete.
 * @see https://specs.apollo.dev/incremental/v0.1/
 * @see https://specs.apollo.dev/incremental/v0.2/
 */
export type IncrementalFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

/** A stream of responses as callers read them. */
export interface FormattedStream {
  readonly kind: ResponseStream['kind'];
  readonly responses: AsyncGenerator<object, undefined, undefined>;
  /** The last response of a stream that cannot go on. */
  readonly broken: (errors: readonly GraphQLFormattedError[]) => object;
}

/** Puts the responses of one stream into a format. */
interface Writer {
  readonly write: (response: IncrementalGraphQLResponse) => object;
  readonly broken: FormattedStream['broken'];
}

const writers: Readonly<Record<IncrementalFormat, () => Writer>> = {
  'deferSpec=20220824': () => ({ write: of2022, broken: (errors) => ({ errors, hasNext: false }) }),
  'incrementalSpec=v0.2': ofVersion02,
};

/** Puts a stream into a format; events of a subscription have one only. */
export function inFormat({ kind, responses }: ResponseStream, format: IncrementalFormat): FormattedStream {
  if (kind === 'subscription') return { kind, responses, broken: (errors) => ({ errors }) };
  const { write, broken } = writers[format]();
  const written = mappedStream(responses, (response) => (isIncremental(response) ? write(response) : response));
  return { kind, responses: written, broken };
}

/** The only response of an answer without parts, for a caller that accepts streams alone. */
export function inOnePart(response: GraphQLResponse): object {
  return { ...response, hasNext: false };
}

function of2022({ pending: _, incremental, ...response }: IncrementalGraphQLResponse): object {
  if (!incremental) return response;
  return { incremental: incremental.map(({ id: _id, ...part }) => part), ...response };
}

function ofVersion02(): Writer {
  const delivered = new Delivered();
  const open = new Set<string>();
  return {
    write: ({ pending, incremental, hasNext, ...response }) => {
      for (const { id } of pending) open.add(id);
      if (!incremental) {
        if (isObject(response.data)) delivered.add([], response.data);
        return { ...response, pending, hasNext };
      }
      const told: object[] = [];
      const completed = incremental.map(({ id, path, data, errors }) => {
        open.delete(id);
        if (!isObject(data)) return { id, errors: errors ?? [] };
        const news = delivered.add(path, data);
        // Errors can only be sent with a part.
        if (errors && news.length === 0) news.push({ subPath: [], data: {} });
        told.push(
          ...news.map(({ subPath, data: fields }, index) => ({
            id,
            ...(subPath.length > 0 && { subPath }),
            data: fields,
            ...(errors && index === 0 && { errors }),
          })),
        );
        return { id };
      });
      return {
        ...(pending.length > 0 && { pending }),
        ...(told.length > 0 && { incremental: told }),
        completed,
        hasNext,
      };
    },
    broken: (errors) => ({ completed: [...open].map((id) => ({ id, errors })), hasNext: false }),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
