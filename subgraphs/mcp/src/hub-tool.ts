import { type Hub, HubError } from '@hub/client';
import type { JsonSchema } from './input-schema.js';

/** A tool's answer to a model. */
export interface ToolAnswer {
  readonly content: { type: 'text'; text: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

/** The hub as a tool's caller. */
export interface Asked {
  readonly hub: Hub;
  /** The same caller, with ids of documents in place of texts. */
  readonly registered: Hub;
  /** The hub's address, for the sources of answers. */
  readonly url: string;
}

/** A tool with which a model queries the hub. It belongs to no caller: each call gives the hub to query. */
export interface HubTool {
  readonly name: string;
  readonly description: string;
  readonly input: JsonSchema;
  readonly output: JsonSchema;
  readonly call: (asked: Asked, input: Record<string, unknown>, signal: AbortSignal) => Promise<ToolAnswer>;
}

/** Longest answer for a model's context, in characters. */
const mostCharacters = 64_000;

/** The size of an answer in bytes, unless the caller asks for a number of rows. */
export const usualBytes = 8192;

/**
 * Cuts the longest lists of an answer until its text has `usualBytes`.
 * @returns the answer with `left`: how many items each list lost.
 */
export function shortened(answer: Record<string, unknown>): Record<string, unknown> {
  const left: Record<string, number> = {};
  const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  for (;;) {
    const cut = Object.keys(left).length === 0 ? answer : { ...answer, left };
    const over = sizeOf(cut) - usualBytes;
    const lists = listsIn(answer).map(([path, list]) => ({ path, list, size: sizeOf(list) }));
    const longest = lists.toSorted((one, other) => other.size - one.size).find(({ list }) => list.length > 1);
    if (over <= 0 || !longest) return cut;
    const { path, list, size } = longest;
    const rows = Math.min(list.length - 1, Math.ceil((over * list.length) / size));
    list.length -= rows;
    left[path] = (left[path] ?? 0) + rows;
  }
}

/** The lists in a value, by their paths. */
function listsIn(value: unknown, path: readonly string[] = []): [string, unknown[]][] {
  if (typeof value !== 'object' || value === null) return [];
  const own: [string, unknown[]][] = Array.isArray(value) ? [[path.join('.'), value]] : [];
  const keys = Array.isArray(value) ? path : undefined;
  return [...own, ...Object.entries(value).flatMap(([key, one]) => listsIn(one, keys ?? [...path, key]))];
}

/** A tool's answer, as data and as their text; an error if the text is too long. */
export function told(structuredContent: Record<string, unknown>): ToolAnswer {
  const text = JSON.stringify(structuredContent);
  if (text.length <= mostCharacters) return { content: [{ type: 'text', text }], structuredContent };
  return refused(
    `TOO_LONG: The answer has ${text.length} characters, and a tool's may have ${mostCharacters}. Ask for less.`,
  );
}

/** The hub's error as a tool answer, with its code and its requirements. */
export function failed(error: unknown): ToolAnswer {
  if (!(error instanceof HubError)) throw error;
  const { errors } = error;
  return refused(errors.length > 0 ? JSON.stringify({ errors }) : `${error.code}: ${error.message}`);
}

/** An error as a tool answer. */
export function refused(text: string): ToolAnswer {
  return { content: [{ type: 'text', text }], isError: true };
}
