import { z } from 'zod';
import { duration } from '../settings/duration.js';

/** An address on this machine: whoever listens there is behind the connector, and is asked in plain HTTP. */
export const loopbackUrl = z
  .url({ protocol: /^http$/, error: 'expected an address such as http://127.0.0.1:8080/graphql' })
  .refine(
    (url) => /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(url).hostname),
    'expected an address on this machine (127.0.0.1, localhost or [::1]): what is said there is not signed',
  );

const fields = z
  .array(
    z
      .string()
      .regex(/^[_A-Za-z*][\w*]*\.[_A-Za-z*][\w*]*$/, 'expected a field such as FarmerClub.members or Machine.*'),
  )
  .default([]);

/**
 * What each number of a schema is: a count of people or households, which leaves the connector only if it is rounded, or
 * something else. A number of which nothing is said does not leave it.
 */
export const numbersSettings = z.strictObject({ people: fields, other: fields });

export type NumbersSettings = z.output<typeof numbersSettings>;

/** Records, theirs: the organisation's own Federation 2 endpoint, before which the connector stands. */
export const upstreamSettings = z.strictObject({
  url: loopbackUrl,
  /** How long it may take to answer. */
  within: duration(100, 60_000).default(10_000),
  /** How large an answer of it may be, in MiB. */
  mostMebibytes: z.int().min(1).max(256).default(16),
  /** How many requests it is asked at once; others wait. */
  atOnce: z.int().min(1).max(256).default(16),
  /** How often its schema is read again. */
  schemaEvery: duration(1000, 86_400_000).default(30_000),
  numbers: numbersSettings.default({ people: [], other: [] }),
  /** The codes of its errors whose messages callers may read; of others they learn the code alone. */
  messagesOf: z.array(z.string().regex(/^[A-Z][A-Z\d_]{0,63}$/, 'expected a code such as BAD_USER_INPUT')).default([]),
});

export type UpstreamSettings = z.output<typeof upstreamSettings>;
