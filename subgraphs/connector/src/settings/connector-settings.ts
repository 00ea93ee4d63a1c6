import { z } from 'zod';
import { jsonApiSettings } from '../json-api/json-api-settings.js';
import { upstreamSettings } from '../upstream/upstream-settings.js';
import { folderFile, sourceSettings } from './source-settings.js';

const port = z.int('expected a port').min(1).max(65_535, 'expected a port from 1 to 65535');

const pageSettings = z
  .strictObject({
    port: port.default(4020),
    /** In a container `0.0.0.0`, whose port is then published on the machine's own address alone. */
    host: z.enum(['127.0.0.1', '0.0.0.0'], 'expected 127.0.0.1 or 0.0.0.0').default('127.0.0.1'),
    /** The file of the password that the page asks for; the user is `connector`. */
    passwordFile: folderFile.optional(),
  })
  .refine(
    ({ host, passwordFile }) => host === '127.0.0.1' || passwordFile !== undefined,
    'expected passwordFile where the page is open to other machines',
  );

/**
 * `connector.yaml`: what a connector does. What the organisation is, what its records are and what it shares its other
 * files say. Paths are from the folder.
 */
export const connectorSettings = z.strictObject({
  format: z.literal(1, 'expected 1'),
  /** Its own database: one that it runs itself (`embedded`), or one whose address is in a file. */
  database: z
    .union(
      [
        z.literal('embedded'),
        z.strictObject({
          /** `postgresql://ROLE:PASSWORD@HOST/DATABASE`. */
          urlFile: folderFile,
          /** The owner's, where the role that serves may not change tables. */
          ownerUrlFile: folderFile.optional(),
        }),
      ],
      'expected embedded, or urlFile: the file with postgresql://ROLE:PASSWORD@HOST/DATABASE',
    )
    .default('embedded'),
  /** The hub's address, to which figures are handed over; nothing leaves without. */
  hub: z.url({ protocol: /^https?$/, error: "expected the hub's address" }).optional(),
  /** Where its page is: on this machine alone. */
  page: pageSettings.default({ port: 4020, host: '127.0.0.1' }),
  /** Figures of people; off where it is not there. */
  figures: z
    .strictObject({
      /** When releases are made: `daily HH:MM`, `after import` or `by hand`. */
      releases: z
        .string()
        .regex(
          /^(by hand|after import|daily ([01]\d|2[0-3]):[0-5]\d)$/,
          'expected daily HH:MM (the province’s time), after import, or by hand',
        )
        .default('by hand'),
      sources: z.array(sourceSettings).default([]),
    })
    .refine(
      ({ sources }) => new Set(sources.map(({ name }) => name)).size === sources.length,
      'expected sources of different names',
    )
    .optional(),
  /** Records in the graph; off where it is not there. Those that are declared are in `records/*.yaml`. */
  records: z
    .strictObject({
      /** Where the gateway reaches them; this machine alone unless told. */
      host: z.string().default('127.0.0.1'),
      /** The organisation's own endpoint. */
      upstream: upstreamSettings.optional(),
      /** The API that declared records are read from. */
      jsonApi: jsonApiSettings.optional(),
    })
    .optional(),
});

export type ConnectorSettings = z.output<typeof connectorSettings>;
