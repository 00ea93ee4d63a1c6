import { z } from 'zod';
import { duration } from '../settings/duration.js';

/** The address of the JSON API behind declared records. The record's own file gives the path of each record. */
export const jsonApiSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected the address that those of the records begin with' }),
  /** A file with headers for each request, such as `authorization: Bearer …`, a line each. */
  headersFile: z.string().optional(),
  /** The time limit of an answer. */
  within: duration(100, 60_000).default(10_000),
  /** The size limit of an answer, in MiB. */
  mostMebibytes: z.int().min(1).max(256).default(16),
});

export type JsonApiSettings = z.output<typeof jsonApiSettings>;
