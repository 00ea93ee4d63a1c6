/** The codes of last events after which a caller is to subscribe again, as it did before. */
const codes: ReadonlySet<unknown> = new Set([
  'SUBSCRIPTION_LOST',
  'SUBSCRIPTION_OUTDATED',
  'SUBSCRIPTION_EXPIRED',
  'SUBSCRIPTION_TOO_SLOW',
]);

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
  const { errors } = event as { readonly errors?: readonly ToldError[] };
  return errors?.find(({ extensions }) => codes.has(extensions?.['code']));
}
