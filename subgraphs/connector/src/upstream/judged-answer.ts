import { clientError } from '@hub/protocol';
import type { GraphQLFormattedError } from 'graphql';
import { AnswerProblems, ownPrefix } from './answer-problems.js';
import type { Prepared } from './prepared.js';
import { failed, type Judging } from './selection-check.js';
import { errorOf, isUpstreamCode, UpstreamFault } from './upstream-fault.js';

/** The part of an answer that may leave, and its problems. */
export interface JudgedAnswer {
  readonly body: Buffer | string;
  /** For the log and the page. */
  readonly details: readonly string[];
  /** The system's own errors, for the log only. */
  readonly reported: readonly string[];
}

/** The codes of a system's errors that are kept, in addition to the codes whose messages are passed on. */
const keptCodes = ['UNAUTHORIZED_FIELD_OR_TYPE', 'BAD_USER_INPUT', 'NOT_FOUND'];

/** How many errors of a system are processed, and the length limit of their messages. */
const mostErrors = 50;
const mostCharacters = 500;

export interface JudgedBy {
  readonly prepared: Prepared;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** The codes of errors whose messages callers may read. */
  readonly messagesOf: readonly string[];
}

/**
 * Judges a system's answer by its schema. An answer without problems leaves unchanged, byte by byte.
 * @throws UpstreamFault where the answer is no GraphQL response.
 */
export function judgeAnswer(bytes: Buffer, { prepared, variables, requestId, messagesOf }: JudgedBy): JudgedAnswer {
  const answer = readAnswer(bytes);
  const problems = new AnswerProblems(requestId);
  const judging: Judging = { variables: { ...prepared.defaults, ...variables }, problems, changed: false };
  const reported = (answer.errors ?? []).slice(0, mostErrors);
  const checked = answer.data === null ? null : prepared.check(answer.data, undefined, '', judging);
  const details = [...problems.details];
  const said = reported.map((error) => textOf(error));
  if (!judging.changed && problems.errors.length === 0 && answer.isPlain)
    return { body: bytes, details, reported: said };
  const told = [...reported.map((error) => passedOn(error, messagesOf, requestId)), ...problems.errors];
  const data = checked === failed ? null : checked;
  return { body: written({ data, ...(told.length > 0 && { errors: told }) }), details, reported: said };
}

interface ReadAnswer {
  readonly data: unknown;
  readonly errors: readonly unknown[] | undefined;
  /** Whether it contains data only. */
  readonly isPlain: boolean;
}

function readAnswer(bytes: Buffer): ReadAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(bytes.toString());
  } catch {
    throw new UpstreamFault('UPSTREAM_NOT_JSON', `expected JSON, got ${bytes.length} bytes of something else`);
  }
  const { data, errors, ...others } = Object(answer) as { readonly data?: unknown; readonly errors?: unknown };
  const isList = Array.isArray(errors) && errors.length > 0;
  if (data === undefined && !isList) throw new UpstreamFault('UPSTREAM_INVALID', 'expected data or errors');
  if (data === null && !isList) throw new UpstreamFault('UPSTREAM_INVALID', 'expected errors where data is null');
  if (errors !== undefined && !isList) throw new UpstreamFault('UPSTREAM_INVALID', 'expected errors as a list');
  return {
    data: data ?? null,
    errors: isList ? errors : undefined,
    isPlain: !isList && Object.keys(others).length === 0,
  };
}

function written(answer: object): string {
  try {
    return JSON.stringify(answer);
  } catch {
    throw new UpstreamFault('UPSTREAM_INVALID', 'expected an answer that does not nest as deeply');
  }
}

/** An error of a system for callers: its place, and of its text only the parts that callers may read. */
function passedOn(error: unknown, messagesOf: readonly string[], requestId: string): GraphQLFormattedError {
  const { message, path, extensions } = Object(error) as Record<string, unknown>;
  const { code } = Object(extensions) as { readonly code?: unknown };
  const place = { ...(isPath(path) && { path: ownPartOf(path) }) };
  if (typeof code !== 'string') return { ...errorOf('UPSTREAM_ERROR', requestId).toJSON(), ...place };
  if (isUpstreamCode(code)) return { ...errorOf(code, requestId).toJSON(), ...place };
  if (messagesOf.includes(code)) {
    return { ...clientError(code, String(message).slice(0, mostCharacters)).toJSON(), ...place };
  }
  const told = errorOf('UPSTREAM_ERROR', requestId).toJSON();
  return keptCodes.includes(code)
    ? { ...told, extensions: { ...told.extensions, code }, ...place }
    : { ...told, ...place };
}

function isPath(path: unknown): path is (string | number)[] {
  return Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number');
}

/** The caller's part of a path: up to the fields that only the connector requested. */
function ownPartOf(path: readonly (string | number)[]): (string | number)[] {
  const own = path.findIndex((key) => typeof key === 'string' && key.startsWith(ownPrefix));
  return own < 0 ? [...path] : path.slice(0, own);
}

/** A system's error, for the organisation's own log. */
function textOf(error: unknown): string {
  return String((Object(error) as { readonly message?: unknown }).message).slice(0, mostCharacters);
}
