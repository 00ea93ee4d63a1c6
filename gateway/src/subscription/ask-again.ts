/** The codes of last events after which the caller should subscribe again unchanged. */
const codes: ReadonlySet<unknown> = new Set([
  'SUBSCRIPTION_LOST',
  'SUBSCRIPTION_OUTDATED',
  'SUBSCRIPTION_EXPIRED',
  'SUBSCRIPTION_TOO_SLOW',
]);

/** The codes of temporary refusals: the same subscription can soon succeed. */
const passing: ReadonlySet<unknown> = new Set([
  ...['NOT_READY', 'PLANNER_BUSY', 'IDENTITY_UNAVAILABLE', 'AUDIT_UNAVAILABLE', 'SUBGRAPH_OVERLOADED'],
  ...['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNREACHABLE', 'SUBGRAPH_UNAVAILABLE', 'SUBSCRIPTION_LOST', 'SUBSCRIPTION_OUTDATED'],
]);

/** The reason why a refused subscription may soon succeed; undefined if it will not. */
export function beginAgainReason(errors: readonly SentError[]): string | undefined {
  const error = errors.find(({ extensions }) => passing.has(extensions?.['code']));
  return error && `${String(error.extensions?.['code'])}: ${error.message}`;
}

/** The fields of an event's error that this module reads. */
interface SentError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The error code if the event is the last one and its caller should subscribe again; undefined otherwise. */
export function askAgainCode(event: object): string | undefined {
  return lastError(event)?.extensions?.['code'] as string | undefined;
}

/** The same code with the error's message: `SUBSCRIPTION_LOST: The gateway stops …`. */
export function askAgainReason(event: object): string | undefined {
  const error = lastError(event);
  return error && `${String(error.extensions?.['code'])}: ${error.message}`;
}

function lastError(event: object): SentError | undefined {
  const { errors, data } = event as { readonly errors?: readonly SentError[]; readonly data?: unknown };
  const last = errors?.find(({ extensions }) => codes.has(extensions?.['code']));
  // A result without data is not an event: the subgraph has a temporary fault.
  return last ?? (data == null ? errors?.find(({ extensions }) => passing.has(extensions?.['code'])) : undefined);
}
