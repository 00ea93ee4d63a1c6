import { badUserInput, daysLater, isLinked, movement, programRoles } from '@hub/protocol';
import { networkError } from '@hub/runtime';
import { z } from 'zod';

/** Longest lifetime of a key from today, in days: a year, and a month to replace it in. */
export const maxDays = 400;

/** Default lifetime of a key, in days. */
const usualDays = 90;

const most = 100;
/** A line of text that is not empty. */
const line = z
  .string()
  .trim()
  .min(1, 'expected a text')
  .max(200, 'expected at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'expected a text in one line');
const code = z.string().regex(/^[a-z][a-z\d-]{0,63}$/, 'expected a code, such as statistics');
const table = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'expected the name of a table');
const network = z.string().check(({ value, issues }) => {
  const message = networkError(value);
  if (message !== undefined) issues.push({ code: 'custom', message, input: value });
});
const list = <T extends z.ZodType>(one: T) =>
  z.array(one).min(1, 'expected one at least, or none at all').max(most, `expected at most ${most}`);

const rate = z.strictObject({
  perSecond: z.number().positive('expected more than 0').max(10_000),
  burst: z.int().min(1).max(100_000),
});

const organisation = z
  .string()
  .refine((one) => one === movement.code || isLinked(one), 'expected an organisation that is linked');

/** A request for a key, by an operator or a person. Null means absent, for GraphQL. */
export const keyRequest = z.strictObject({
  name: line,
  role: z.enum(programRoles, `expected one of ${programRoles.join(', ')}`),
  organisation: organisation.nullish(),
  scopes: list(z.string().max(255)).nullish(),
  purpose: code,
  tables: list(table).nullish(),
  addresses: list(network).nullish(),
  rate: rate.nullish(),
  until: z.iso.date('expected a day, as YYYY-MM-DD').nullish(),
});

export type KeyRequest = z.infer<typeof keyRequest> & { readonly until: string };

/**
 * Reads a request for a key.
 * @param today the day in the province.
 * @throws GraphQLError `BAD_USER_INPUT` naming all faults.
 */
export function readKeyRequest(given: unknown, today: string): KeyRequest {
  const { data, error } = keyRequest.safeParse(given);
  if (!data) {
    const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the key'}: ${message}`);
    throw badUserInput(`A key cannot be created so: ${faults.join('; ')}.`);
  }
  const { role, organisation } = data;
  const until = data.until ?? daysLater(today, usualDays);
  if ((role === 'staff') !== (organisation != null)) {
    throw badUserInput(
      `organisation: expected ${role === 'staff' ? 'one for the role staff' : `none for the role ${role}`}, got ${organisation ?? 'none'}.`,
    );
  }
  const last = daysLater(today, maxDays);
  if (until < today || until > last)
    throw badUserInput(`until: expected a day from ${today} to ${last}, got ${until}.`);
  return { ...data, until };
}
