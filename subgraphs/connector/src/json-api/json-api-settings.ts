import { z } from 'zod';
import { duration } from '../settings/duration.js';

/** Records, declared, over a JSON API: where it is. Which address gives which record, the record's own file says. */
export const jsonApiSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected the address that those of the records begin with' }),
  /** A file with headers that each request has, such as `authorization: Bearer …`, a line each. */
  headersFile: z.string().optional(),
  /** How long it may take to answer. */
  within: duration(100, 60_000).default(10_000),
  /** How large an answer of it may be, in MiB. */
  mostMebibytes: z.int().min(1).max(256).default(16),
});

export type JsonApiSettings = z.output<typeof jsonApiSettings>;
