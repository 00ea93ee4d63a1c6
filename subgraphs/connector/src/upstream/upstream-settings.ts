import { z } from 'zod';
import { duration } from '../settings/duration.js';

/** An address on this machine: the system there is behind the connector, and is requested in plain HTTP. */
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
 * The meaning of each number in a schema: a count of people or households, which leaves the connector only if it is
 * rounded, or another number. An undeclared number does not leave.
 */
export const numbersSettings = z.strictObject({ people: fields, other: fields });

export type NumbersSettings = z.output<typeof numbersSettings>;

/** Records in the organisation's own Federation 2 endpoint behind the connector. */
export const upstreamSettings = z.strictObject({
  url: loopbackUrl,
  /** The time limit of an answer. */
  within: duration(100, 60_000).default(10_000),
  /** The size limit of an answer, in MiB. */
  mostMebibytes: z.int().min(1).max(256).default(16),
  /** The most requests that it gets at once; others wait. */
  atOnce: z.int().min(1).max(256).default(16),
  /** How often its schema is read again. */
  schemaEvery: duration(1000, 86_400_000).default(30_000),
  numbers: numbersSettings.default({ people: [], other: [] }),
  /** The codes of its errors whose messages callers may read; of others, callers get only the code. */
  messagesOf: z.array(z.string().regex(/^[A-Z][A-Z\d_]{0,63}$/, 'expected a code such as BAD_USER_INPUT')).default([]),
});

export type UpstreamSettings = z.output<typeof upstreamSettings>;
