import type { GraphQLFormattedError } from 'graphql';

/** An entry of an answer's list, at which paths begin. */
export interface Row {
  readonly value: unknown;
  /** The entry of the enclosing list; undefined if there is none. */
  readonly outer: Row | undefined;
  /** Its place in the answer, with list indices and without. */
  readonly at: string;
  readonly key: string;
}

/** The value at a path. */
export interface Found {
  readonly value: unknown;
  /** The code of the error that made it null; undefined if there is none. */
  readonly code: string | undefined;
}

/** The errors of an answer by path. */
export class ErrorPlaces {
  readonly #codes = new Map<string, string>();

  constructor(errors: readonly GraphQLFormattedError[]) {
    for (const { path, extensions } of errors) {
      if (!path) continue;
      const code = typeof extensions?.['code'] === 'string' ? extensions['code'] : 'INTERNAL_SERVER_ERROR';
      this.#codes.set(path.join('.'), code);
      // One error may stand for many places of lists.
      if (Number(extensions?.['places'] ?? 1) > 1) this.#codes.set(withoutPlaces(path), code);
    }
  }

  /** The code of the first error below a path of the answer, in any entry of its lists. */
  under(steps: readonly string[]): string | undefined {
    for (const [place, code] of this.#codes) {
      const names = place.split('.').filter((step) => !/^\d+$/.test(step));
      if (steps.every((step, index) => names[index] === step)) return code;
    }
    return undefined;
  }

  /** The code of an error between a list's entry and a value below it. */
  onTheWay({ at, key }: Pick<Row, 'at' | 'key'>, steps: readonly string[]): string | undefined {
    if (this.#codes.size === 0) return undefined;
    let [exact, any] = [at, key];
    const own = this.#codes.get(exact);
    if (own !== undefined) return own;
    for (const step of steps) {
      [exact, any] = [below(exact, step), below(any, step)];
      const code = this.#codes.get(exact) ?? this.#codes.get(any);
      if (code !== undefined) return code;
    }
    return undefined;
  }
}

function withoutPlaces(path: readonly (string | number)[]): string {
  return path.filter((one) => typeof one === 'string').join('.');
}

/** A mapping's path, parsed. */
export interface PathParts {
  /** Whether it begins at the answer's root. */
  readonly fromRoot: boolean;
  /** How many lists it first goes outwards. */
  readonly outwards: number;
  readonly steps: readonly string[];
}

/** Parses a path, such as `commune.name`, `^.organisation.code` or `/goal.title`. */
export function pathParts(text: string): PathParts {
  const fromRoot = text.startsWith('/');
  const parts = text.slice(fromRoot ? 1 : 0).split('.');
  const outwards = parts.lastIndexOf('^') + 1;
  return { fromRoot, outwards, steps: parts.slice(outwards) };
}

/** Reads the value at a mapping's path: null if a value on the way is null. For lists, a list of all values. */
export class Path {
  readonly #outwards: number;
  readonly #fromRoot: boolean;
  readonly #steps: readonly string[];

  constructor(text: string) {
    const { fromRoot, outwards, steps } = pathParts(text);
    this.#fromRoot = fromRoot;
    this.#outwards = outwards;
    this.#steps = steps;
  }

  find(row: Row, errors: ErrorPlaces): Found {
    let from: Row | undefined = row;
    if (this.#fromRoot) while (from.outer) from = from.outer;
    else for (let index = 0; index < this.#outwards && from; index += 1) from = from.outer;
    if (!from) return { value: null, code: undefined };
    const value = follow(from.value, this.#steps);
    return { value, code: value === null ? errors.onTheWay(from, this.#steps) : undefined };
  }

  /**
   * The entries of the list at the path, through enclosing lists.
   * @returns null if there is no list.
   */
  rows(root: Row): Row[] | null {
    const found: Row[] = [];
    return this.#collect(root, root, 0, found) ? found : null;
  }

  /**
   * The code of the error by which the list is missing; undefined if there is no error. The error may be of a field
   * further down, whose null propagated up to here.
   */
  codeOfNoRows(root: Row, errors: ErrorPlaces): string | undefined {
    const end = this.#steps.findIndex((_, index) => follow(root.value, this.#steps.slice(0, index + 1)) === null);
    return errors.onTheWay(root, this.#steps) ?? (end < 0 ? undefined : errors.under(this.#steps.slice(0, end + 1)));
  }

  /**
   * @param outer the last entry of a list on the way.
   * @param here the value after the previous steps.
   * @returns whether there was a list.
   */
  #collect(outer: Row, { value, at, key }: Pick<Row, 'value' | 'at' | 'key'>, depth: number, found: Row[]): boolean {
    if (Array.isArray(value)) {
      for (const [index, entry] of (value as unknown[]).entries()) {
        const row: Row = { value: entry, outer, at: `${at}.${index}`, key };
        if (depth === this.#steps.length) found.push(row);
        else this.#collect(row, row, depth, found);
      }
      return true;
    }
    const step = this.#steps[depth];
    if (step === undefined || !isObject(value)) return false;
    const next = { value: value[step], at: below(at, step), key: below(key, step) };
    return this.#collect(outer, next, depth + 1, found);
  }
}

/** The whole of an answer. */
export function rootRow(data: unknown): Row {
  return { value: data, outer: undefined, at: '', key: '' };
}

function follow(start: unknown, steps: readonly string[]): unknown {
  let value = start;
  for (const [index, step] of steps.entries()) {
    if (Array.isArray(value)) return value.flatMap((entry: unknown) => follow(entry, steps.slice(index)));
    if (!isObject(value)) return null;
    value = value[step];
  }
  return value ?? null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function below(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}
