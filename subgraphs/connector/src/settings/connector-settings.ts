import { z } from 'zod';
import { jsonApiSettings } from '../json-api/json-api-settings.js';
import { upstreamSettings } from '../upstream/upstream-settings.js';
import { folderFile, sourceSettings } from './source-settings.js';

const port = z.int('expected a port').min(1).max(65_535, 'expected a port from 1 to 65535');

const pageSettings = z
  .strictObject({
    port: port.default(4020),
    /** In a container `0.0.0.0`, with its port published on the machine's own address only. */
    host: z.enum(['127.0.0.1', '0.0.0.0'], 'expected 127.0.0.1 or 0.0.0.0').default('127.0.0.1'),
    /** The file of the page's password; the user is `connector`. */
    passwordFile: folderFile.optional(),
  })
  .refine(
    ({ host, passwordFile }) => host === '127.0.0.1' || passwordFile !== undefined,
    'expected passwordFile where the page is open to other machines',
  );

/**
 * `connector.yaml`: the settings of a connector. The folder's other files describe the organisation, its records and
 * its agreements. Paths are relative to the folder.
 */
export const connectorSettings = z.strictObject({
  format: z.literal(1, 'expected 1'),
  /** Its own database: one that it runs itself (`embedded`), or one with its address in a file. */
  database: z
    .union(
      [
        z.literal('embedded'),
        z.strictObject({
          /** `postgresql://ROLE:PASSWORD@HOST/DATABASE`. */
          urlFile: folderFile,
          /** The owner's address, where the serving role may not change tables. */
          ownerUrlFile: folderFile.optional(),
        }),
      ],
      'expected embedded, or urlFile: the file with postgresql://ROLE:PASSWORD@HOST/DATABASE',
    )
    .default('embedded'),
  /** The hub's address, which receives figures; without it, no data leaves. */
  hub: z.url({ protocol: /^https?$/, error: "expected the hub's address" }).optional(),
  /** The address of its page, on this machine only. */
  page: pageSettings.default({ port: 4020, host: '127.0.0.1' }),
  /** Figures of people; absent where they are off. */
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
  /** Records in the graph; absent where they are off. Declared records are in `records/*.yaml`. */
  records: z
    .strictObject({
      /** The address where the gateway reaches them; default: this machine only. */
      host: z.string().default('127.0.0.1'),
      /** The organisation's own endpoint. */
      upstream: upstreamSettings.optional(),
      /** The API behind declared records. */
      jsonApi: jsonApiSettings.optional(),
    })
    .optional(),
});

export type ConnectorSettings = z.output<typeof connectorSettings>;
