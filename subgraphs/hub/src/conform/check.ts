import type { Answered, Sent } from './examined.js';

/** Result of a check. */
export interface Finding {
  /** The group and the name of the check. */
  readonly group: string;
  readonly check: string;
  readonly state: 'PASSED' | 'FAILED' | 'LEFT_OUT';
  /** The page of the protocol with the requirement. */
  readonly page: string;
  /**
   * For a failed check: the request, the answer and the expected answer. For a check left out: the reason, as
   * `expected`.
   */
  readonly sent?: string;
  readonly came?: string;
  readonly expected?: string;
}

/** Thrown if a requirement of the protocol is not met. */
export class Unmet extends Error {
  constructor(
    readonly sent: string,
    readonly came: string,
    readonly expected: string,
  ) {
    super(`Expected ${expected}, but got ${came}.`);
  }
}

/** Thrown if a check cannot run, or if the protocol makes its subject optional. */
export class LeftOut extends Error {}

/** A check of one requirement of the protocol. */
export interface Check {
  readonly name: string;
  /** The page of the protocol, if another than the group's. */
  readonly page?: string;
  /** @throws Unmet, LeftOut */
  readonly run: () => Promise<void>;
}

/** Checks of one part of the protocol. */
export interface Group {
  readonly name: string;
  readonly page: string;
  readonly checks: readonly Check[];
}

/**
 * Runs the checks of a group one after another. An error other than `Unmet` and `LeftOut` also fails the check.
 * @param ends time limit, on the clock of `performance`: checks that have not begun by then have failed.
 */
export async function findings({ name: group, page, checks }: Group, ends = Infinity): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { name: check, page: own = page, run } of checks) {
    const common = { group, check, page: own };
    if (performance.now() > ends) {
      found.push({
        ...common,
        state: 'FAILED',
        sent: 'nothing',
        came: 'the time of the whole run is over',
        expected: 'quicker answers',
      });
      continue;
    }
    try {
      await run();
      found.push({ ...common, state: 'PASSED' });
    } catch (error) {
      if (error instanceof LeftOut) found.push({ ...common, state: 'LEFT_OUT', expected: error.message });
      else if (error instanceof Unmet) {
        const { sent, came, expected } = error;
        found.push({ ...common, state: 'FAILED', sent, came, expected });
      } else {
        const came = reasonOf(error);
        found.push({ ...common, state: 'FAILED', sent: 'a request', came, expected: 'an answer' });
      }
    }
  }
  return found;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

/** Length to which a failure's texts are cut. */
const shown = 600;

const short = (text: string) => (text.length > shown ? `${text.slice(0, shown)}… (${text.length} characters)` : text);

/** A request as text, with one line for each relevant header. */
export function textOfSent({ method, target, headers, body }: Sent): string {
  const names = ['signature-input', 'signature', 'content-digest', 'hub-caller', 'hub-purpose'];
  const lines = names.flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${headers[name]}`]));
  return [`${method} ${target}`, ...lines, short(body)].join('\n');
}

/** A response as text, in the same form. */
export function textOfAnswered({ status, headers, body }: Answered): string {
  const names = ['signature-input', 'signature', 'content-digest', 'content-type'];
  const lines = names.flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${headers[name]}`]));
  return [`HTTP status ${status}`, ...lines, short(body.toString())].join('\n');
}
