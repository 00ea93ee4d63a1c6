/** What became of a request. */
export type Outcome =
  /** The answer is the known right one. */
  | 'right'
  /** Less than that was answered, and errors say what is missing and for whose sake; or the whole was refused. */
  | 'refused'
  /** As before, but an error names none of the organisations that may fail. */
  | 'unnamed'
  /** An answer that is not the right one, or that lacks something without saying why. */
  | 'wrong';

/** An answer, not parsed yet. */
export interface Come {
  readonly status: number;
  readonly text: string;
}

export interface Judgement {
  readonly outcome: Outcome;
  /** The codes of its errors, each once, after the organisation that they name. */
  readonly codes: readonly string[];
  /** What is wrong with it. */
  readonly why?: string;
  /** Whether the operation was carried out: then the audit log must have it. */
  readonly isAnswered: boolean;
}

/** Codes with which the hub may refuse a whole request: the answer has no data, and the caller may ask again. */
const refusals = new Set(['AUDIT_UNAVAILABLE', 'IDENTITY_UNAVAILABLE', 'LIMIT_EXCEEDED', 'NOT_READY', 'PLANNER_BUSY']);

type Path = readonly (string | number)[];

interface AnswerError {
  readonly message: string;
  readonly path?: Path;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Compares an answer with the known right one. If a value is null instead, an error at, above or below it must explain
 * it and name an organisation.
 * @param organisations codes of the organisations that errors may name.
 */
export function judge(right: unknown, { status, text }: Come, organisations: readonly string[]): Judgement {
  let body: { readonly data?: unknown; readonly errors?: readonly AnswerError[]; readonly status?: string };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    return wrong(`expected JSON, got status ${status}: ${text.slice(0, 300)}`);
  }
  const { data, errors = [] } = body;
  const codes = [...new Set(errors.map(codeOf))];
  if (data === undefined || (data === null && errors.every(({ path }) => path === undefined))) {
    const isKnown = errors.length > 0 && errors.every(({ extensions }) => refusals.has(String(extensions?.['code'])));
    if (isKnown || (status === 503 && body.status === 'not ready'))
      return { outcome: 'refused', codes: codes.length > 0 ? codes : ['not ready'], isAnswered: false };
    return wrong(`expected data or a known refusal, got status ${status}: ${text.slice(0, 500)}`, codes);
  }
  const differences = compare(right, data, []);
  const [other] = differences.filter(({ isNull }) => !isNull);
  if (other) return wrong(`${other.path.join('.')} is not the right one: ${text.slice(0, 500)}`, codes);
  for (const { path } of differences) {
    if (!errors.some((error) => error.path && touch(error.path, path)))
      return wrong(`nothing says why ${path.join('.')} is null: ${text.slice(0, 500)}`, codes);
  }
  const unnamed = errors.find((error) => !organisations.includes(named(error) ?? ''));
  if (unnamed) {
    const why = `expected an error to name one of (${organisations.join(', ')}): ${JSON.stringify(unnamed)}`;
    return { outcome: 'unnamed', codes, why, isAnswered: true };
  }
  return { outcome: errors.length === 0 ? 'right' : 'refused', codes, isAnswered: true };
}

function wrong(why: string, codes: readonly string[] = []): Judgement {
  return { outcome: 'wrong', codes, why, isAnswered: true };
}

function named({ extensions }: AnswerError): string | undefined {
  const name = extensions?.['serviceName'] ?? extensions?.['organisation'];
  return typeof name === 'string' ? name : undefined;
}

function codeOf(error: AnswerError): string {
  return [named(error), error.extensions?.['code']].filter(Boolean).join(' ');
}

interface Difference {
  readonly path: Path;
  /** Whether the answer is null instead of the right value. */
  readonly isNull: boolean;
}

/** The differences between an answer and the right one; below a null, it compares no further. */
function compare(right: unknown, come: unknown, path: Path): Difference[] {
  if (right === come) return [];
  if (come === null) return [{ path, isNull: true }];
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  if (!isObject(right) || !isObject(come) || Array.isArray(right) !== Array.isArray(come))
    return [{ path, isNull: false }];
  const [expected, got] = [right, come] as [Record<string, unknown>, Record<string, unknown>];
  const keys = Object.keys(expected);
  if (keys.length !== Object.keys(got).length || keys.some((key) => !(key in got))) return [{ path, isNull: false }];
  return keys.flatMap((key) => compare(expected[key], got[key], [...path, Array.isArray(right) ? Number(key) : key]));
}

/** Whether one of two places is at or below the other. */
function touch(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).join() === other.slice(0, length).join();
}
