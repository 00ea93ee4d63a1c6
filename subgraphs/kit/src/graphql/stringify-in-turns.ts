import { setImmediate as others } from 'node:timers/promises';

/** For how long an answer is written before others have a turn, in milliseconds. */
const turnMs = 5;

/** How deep an answer is taken apart; what lies deeper is written whole. */
const deepest = 6;

/** Lists that are longer are taken apart into their items, and these are written whole. */
const shortList = 32;

/**
 * Writes an answer as JSON, as `JSON.stringify` does, and lets others have a turn in between: an answer of megabytes does
 * not hold the event loop.
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
    // What JSON has no word for is null.
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
    // A name without a value is left out.
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* piecesOf(value, depth);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

/** Whether a value is an object of properties alone, as graphql-js makes them. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
