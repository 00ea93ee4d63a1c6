import { type Hub, HubError } from '@hub/client';
import type { JsonSchema } from './input-schema.js';

/** What a tool answers to a model. */
export interface ToolAnswer {
  readonly content: { type: 'text'; text: string }[];
  readonly isError?: boolean;
}

/** The hub, as a tool's caller asks it. */
export interface Asked {
  readonly hub: Hub;
  /** The same caller, who names documents by their ids. */
  readonly registered: Hub;
}

/** A question to the hub that a model may ask, with arguments. It is of no caller: each call names the hub that it asks. */
export interface HubTool {
  readonly name: string;
  readonly description: string;
  readonly input: JsonSchema;
  readonly call: (asked: Asked, input: Record<string, unknown>, signal: AbortSignal) => Promise<ToolAnswer>;
}

/** The most that one answer puts into a model's context, in characters. */
const mostCharacters = 64_000;

/** An answer, where it is short enough. */
export function told(text: string): ToolAnswer {
  if (text.length <= mostCharacters) return { content: [{ type: 'text', text }] };
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

function refused(text: string): ToolAnswer {
  return { content: [{ type: 'text', text }], isError: true };
}
