import { z } from 'zod';

/** An organisation's code: also its subgraph's name in the supergraph and its folder's name. */
export const organisationCode = z
  .string()
  .regex(/^[a-z][a-z\d]*(-[a-z\d]+)*$/, 'expected a code such as farmers-union')
  .max(40, 'expected at most 40 letters');

const text = z.string().trim().min(1, 'expected some text');

/** What the hub is told of an organisation by itself. */
export const organisationSaid = z.strictObject({
  nameVi: text,
  nameEn: text,
  /** Its name in English, as it stands in a sentence. */
  shortName: text,
  dataKind: z.enum(['REAL', 'DEMONSTRATION']),
  /** Whether it has records of people, which are kept under pseudonyms; without them, it has counts alone. */
  keepsPeople: z.boolean(),
  /** Whether it hands over figures alone, or has records in the graph, too. */
  linkedBy: z.enum(['figures', 'records']),
  /** Where its subgraph answers; null where it has none. */
  endpoint: z.url({ protocol: /^https?$/ }).nullable(),
  /** Whether its subgraph signs what it answers, as the kit's does. */
  signsAnswers: z.boolean(),
  /** Whom to ask about it. */
  contact: text,
});

/** What the hub is told of an organisation by itself. */
export type OrganisationSaid = z.infer<typeof organisationSaid>;

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
  /** What the registry hands out of it; where it answers, the operator's settings say. */
  publishes: organisationSaid
    .omit({ shortName: true, keepsPeople: true, endpoint: true, signsAnswers: true })
    .partial({ contact: true }),
});

/** The record of an organisation that publishes at the registry: with what the hub is told of it. */
export const organisationPublished = organisationFile.omit({ port: true, publishes: true }).extend({
  port: organisationFile.shape.port.optional(),
  publishes: organisationSaid.omit({ shortName: true, keepsPeople: true }),
});

/** The record of an organisation that runs from a folder of its own, wherever that is, whether it publishes or not yet. */
export const organisationOfFolder = organisationPublished.extend({
  publishes: organisationPublished.shape.publishes
    .partial({ endpoint: true, signsAnswers: true, contact: true })
    .optional(),
});

/** An organisation that contributes to the movement's goals from its own ledger. */
export type OrganisationRecord = Readonly<z.infer<typeof organisationFile>>;
