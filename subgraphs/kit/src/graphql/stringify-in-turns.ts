import { setImmediate as others } from 'node:timers/promises';

/** How long an answer is written before other work runs, in milliseconds. */
const turnMs = 5;

/** How deep an answer is split; deeper values are written whole. */
const deepest = 6;

/** Longer lists are split into their items, which are written whole. */
const shortList = 32;

/**
 * Writes an answer as JSON, like `JSON.stringify`, and lets other work run in between: an answer of megabytes does not
 * block the event loop.
 */
export async function stringifyInTurns(value: object): Promise<string> {
  let text = '';
  let began = performance.now();
  for (const piece of piecesOf(value, deepest)) {
    text += piece;
    if (performance.now() - began > turnMs) {
      await others();
      began = performance.now();
    }
  }
  return text;
}

/** The JSON of a value in pieces. */
function* piecesOf(value: unknown, depth: number): Generator<string> {
  if (depth > 0 && Array.isArray(value)) {
    yield* piecesOfList(value, value.length > shortList ? 0 : depth - 1);
  } else if (depth > 0 && isPlain(value)) {
    yield* piecesOfObject(value, depth - 1);
  } else {
    // A value that JSON cannot express is null.
    const text: unknown = JSON.stringify(value);
    yield typeof text === 'string' ? text : 'null';
  }
}

function* piecesOfList(values: readonly unknown[], depth: number): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield before;
    yield* piecesOf(value, depth);
    before = ',';
  }
  yield values.length === 0 ? '[]' : ']';
}

function* piecesOfObject(values: Readonly<Record<string, unknown>>, depth: number): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(values)) {
    // A property without a value is left out.
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* piecesOf(value, depth);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

/** Whether a value is a plain object, as graphql-js makes them. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
