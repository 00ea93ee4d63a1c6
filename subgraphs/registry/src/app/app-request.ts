import { badUserInput, republications, usualScopes } from '@hub/protocol';
import { z } from 'zod';

/** The scopes that an app may have: all scopes of its role. */
export const appScopes: readonly string[] = usualScopes('app');

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'expected a text')
    .max(most, `expected at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'expected a text in one line');

/** An origin in a browser's notation: `https`, or a local machine. */
const origin = z
  .string()
  .max(255)
  .refine((text) => {
    const url = URL.parse(text);
    const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    return url !== null && url.origin === text && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal));
  }, 'expected the origin of a site, such as https://app.example');

const contact = z
  .string()
  .trim()
  .max(255)
  .regex(/^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+$/, 'expected an address of mail');

const appRequest = z.strictObject({
  name: line(100),
  use: line(500),
  purpose: z.string().regex(/^[a-z][a-z\d-]{0,63}$/, 'expected a code, such as statistics'),
  republish: z.enum(republications),
  attribution: line(200).nullish(),
  contact,
  scopes: z.array(z.enum(appScopes as [string, ...string[]], `expected one of ${appScopes.join(', ')}`)).max(20),
  origins: z.array(origin).max(10, 'expected at most 10'),
});

/** An app's application. */
export type AppRequest = z.infer<typeof appRequest>;

/** Reads an app's application. @throws GraphQLError `BAD_USER_INPUT` naming all faults. */
export function readAppRequest(given: unknown): AppRequest {
  const { data, error } = appRequest.safeParse(given);
  if (!data) {
    const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the app'}: ${message}`);
    throw badUserInput(`An app cannot be registered so: ${faults.join('; ')}.`);
  }
  if (data.republish !== 'NOTHING' && data.attribution == null) {
    throw badUserInput('attribution: expected how the app names its source where it republishes something, got none.');
  }
  return { ...data, scopes: [...new Set(data.scopes)].sort(), origins: [...new Set(data.origins)] };
}
