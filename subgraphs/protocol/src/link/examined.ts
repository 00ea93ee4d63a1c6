import { z } from 'zod';

/** An organisation's report of the check of its endpoint against the protocol, before it publishes a schema. */
export const examinedSchema = z.strictObject({
  at: z.iso.datetime(),
  passed: z.int().min(0),
  /** How many checks do not apply. */
  leftOut: z.int().min(0),
  /** The checks that failed, each as `group: check`. */
  failed: z.array(z.string().min(1).max(200)).max(500),
});

/** An organisation's report of the check of its endpoint against the protocol. */
export type Examined = z.infer<typeof examinedSchema>;
