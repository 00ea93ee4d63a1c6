import { z } from 'zod';

/** An organisation's code: also its subgraph's name in the supergraph and its folder's name. */
export const organisationCode = z
  .string()
  .regex(/^[a-z][a-z\d]*(-[a-z\d]+)*$/, 'expected a code such as youth-union')
  .max(40, 'expected at most 40 letters');

const text = z.string().trim().min(1, 'expected some text');

/** What the hub needs to know of an organisation to link it, as its file says it. */
export const organisationFile = z.strictObject({
  format: z.literal(1, 'expected 1'),
  code: organisationCode,
  /** Its name in English, as it stands in a sentence. */
  shortName: text,
  /** Whether it has records of people, which are kept under pseudonyms; without them, it has counts alone. */
  keepsPeople: z.boolean('expected true or false'),
  /** Where its subgraph listens on a machine that has all of the hub. */
  port: z.int('expected a port from 1 to 65535').min(1).max(65_535, 'expected a port from 1 to 65535'),
});

/** An organisation that contributes to the movement's goals from its own ledger. */
export type OrganisationRecord = Readonly<z.infer<typeof organisationFile>>;
