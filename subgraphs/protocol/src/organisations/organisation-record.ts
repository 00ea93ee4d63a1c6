import { z } from 'zod';

/** An organisation's code: also its subgraph's name in the supergraph and its folder's name. */
export const organisationCode = z
  .string()
  .regex(/^[a-z][a-z\d]*(-[a-z\d]+)*$/, 'expected a code such as farmers-union')
  .max(40, 'expected at most 40 letters');

const text = z.string().trim().min(1, 'expected some text');

/** An organisation's description of itself for the hub. */
export const organisationSaid = z.strictObject({
  nameVi: text,
  nameEn: text,
  /** Its name in English, for use inside a sentence. */
  shortName: text,
  dataKind: z.enum(['REAL', 'DEMONSTRATION']),
  /** Whether it has records of people, under pseudonyms; otherwise it has counts only. */
  keepsPeople: z.boolean(),
  /** Whether it sends figures only, or also has records in the graph. */
  linkedBy: z.enum(['figures', 'records']),
  /** The address of its subgraph; null where it has none. */
  endpoint: z.url({ protocol: /^https?$/ }).nullable(),
  /** Whether its subgraph signs its answers, like the kit's. */
  signsAnswers: z.boolean(),
  /** The contact for questions about it. */
  contact: text,
});

/** An organisation's description of itself for the hub. */
export type OrganisationSaid = z.infer<typeof organisationSaid>;

/** The facts that link an organisation to the hub, in its file. */
export const organisationFile = z.strictObject({
  format: z.literal(1, 'expected 1'),
  code: organisationCode,
  /** Its name in English, for use inside a sentence. */
  shortName: text,
  /** Whether it has records of people, under pseudonyms; otherwise it has counts only. */
  keepsPeople: z.boolean('expected true or false'),
  /** The port of its subgraph on a machine with the whole hub. */
  port: z.int('expected a port from 1 to 65535').min(1).max(65_535, 'expected a port from 1 to 65535'),
  /** The part that the registry publishes; the operator's settings give its address. */
  publishes: organisationSaid
    .omit({ shortName: true, keepsPeople: true, endpoint: true, signsAnswers: true })
    .partial({ contact: true }),
});

/** The record of an organisation that publishes at the registry, with its description of itself. */
export const organisationPublished = organisationFile.omit({ port: true, publishes: true }).extend({
  port: organisationFile.shape.port.optional(),
  publishes: organisationSaid.omit({ shortName: true, keepsPeople: true }),
});

/** The record of an organisation that runs from a separate folder anywhere, with or without publication. */
export const organisationOfFolder = organisationPublished.extend({
  publishes: organisationPublished.shape.publishes
    .partial({ endpoint: true, signsAnswers: true, contact: true })
    .optional(),
});

/** An organisation that contributes to the movement's goals from its own ledger. */
export type OrganisationRecord = Readonly<z.infer<typeof organisationFile>>;
