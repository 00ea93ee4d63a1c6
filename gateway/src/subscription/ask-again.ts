/** The codes of last events after which a caller is to subscribe again, as it did before. */
const codes: ReadonlySet<unknown> = new Set([
  'SUBSCRIPTION_LOST',
  'SUBSCRIPTION_OUTDATED',
  'SUBSCRIPTION_EXPIRED',
  'SUBSCRIPTION_TOO_SLOW',
]);

/** The codes of refusals that pass by themselves: the same can be begun soon. */
const passing: ReadonlySet<unknown> = new Set([
  ...['NOT_READY', 'PLANNER_BUSY', 'IDENTITY_UNAVAILABLE', 'AUDIT_UNAVAILABLE', 'SUBGRAPH_OVERLOADED'],
  ...['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNREACHABLE', 'SUBGRAPH_UNAVAILABLE', 'SUBSCRIPTION_LOST', 'SUBSCRIPTION_OUTDATED'],
]);

/** Why a subscription that is not begun can be begun soon; undefined where it cannot. */
export function beginAgainReason(errors: readonly ToldError[]): string | undefined {
  const error = errors.find(({ extensions }) => passing.has(extensions?.['code']));
  return error && `${String(error.extensions?.['code'])}: ${error.message}`;
}

/** An error of an event, as far as it is looked at here. */
interface ToldError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The code by which an event says that it is the last, and that its caller is to subscribe again; undefined of others. */
export function askAgainCode(event: object): string | undefined {
  return lastError(event)?.extensions?.['code'] as string | undefined;
}

/** The same with what the event says besides: `SUBSCRIPTION_LOST: The gateway stops …`. */
export function askAgainReason(event: object): string | undefined {
  const error = lastError(event);
  return error && `${String(error.extensions?.['code'])}: ${error.message}`;
}

function lastError(event: object): ToldError | undefined {
  const { errors, data } = event as { readonly errors?: readonly ToldError[]; readonly data?: unknown };
  const last = errors?.find(({ extensions }) => codes.has(extensions?.['code']));
  // Without any data it is no event: its subgraph could not begin or go on, for a reason that passes.
  return last ?? (data == null ? errors?.find(({ extensions }) => passing.has(extensions?.['code'])) : undefined);
}
