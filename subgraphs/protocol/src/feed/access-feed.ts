import { z } from 'zod';
import { maxProgramKeys } from '../access/program-keys.js';
import { appStates, maxApps } from '../access/registered-apps.js';
import { organisationCode } from '../organisations/organisation-record.js';
import { linkStates } from '../snapshot/snapshot.js';

/** The most entries of each kind in a feed, however much people store at the registry. */
export const feedBounds = {
  /** Usable keys, and the latest keys that were revoked or have ended. */
  keys: maxProgramKeys,
  endedKeys: 1000,
  /** Confirmed apps, and the latest apps that an operator refused. */
  apps: maxApps,
  refusedApps: 200,
  /** Secrets of an app, with the latest revoked ones, and sites of an accepted app. */
  secrets: 4,
  origins: 10,
  organisations: 1000,
  /** The most bytes of a feed: more than all entries above together. */
  bytes: 6 * 1024 * 1024,
} as const;

/** SHA-256 in lower-case hexadecimals. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A key for programs, or a secret of an app. */
const feedKey = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{12}$/),
  /** Of the key's text. */
  hash: digest,
  /** Its last day, in the province. */
  until: z.iso.date(),
  revoked: z.literal(true).optional(),
  /** The app of a secret; then the app has the limits. */
  app: z
    .string()
    .regex(/^app-[a-z0-9]{12}$/)
    .optional(),
  /** The digest of its terms, `keyTerms`; none of an app's secret. */
  terms: digest.optional(),
});

/** An app that registered, and was confirmed. */
const feedApp = z.strictObject({
  id: z.string().regex(/^app-[a-z0-9]{12}$/),
  state: z.enum(appStates),
  /** The digest of its terms, `appTerms`. */
  terms: digest,
  /** For an accepted app with documents: the digest of the list of their hashes, in order, one in a line. */
  documents: digest.optional(),
  /** For an accepted app: the digests of the sites whose pages use its credentials. */
  origins: z.array(digest).max(feedBounds.origins).optional(),
});

/** An organisation that publishes at the registry. */
const feedOrganisation = z.strictObject({
  code: organisationCode,
  state: z.enum(linkStates),
  /** The digest of its agreements' text; null where it has none. */
  agreements: digest.nullable(),
});

const mostApps = feedBounds.apps + feedBounds.refusedApps;

/**
 * The valid keys, apps and agreements, which gateways and movement follow to protect the hub. It has ids, digests, days
 * and states, and no text that a person wrote. A follower fetches such a text by its digest when it needs it.
 */
export const accessFeed = z.strictObject({
  keys: z.array(feedKey).max(feedBounds.keys + feedBounds.endedKeys + mostApps * feedBounds.secrets),
  apps: z.array(feedApp).max(mostApps),
  organisations: z.array(feedOrganisation).max(feedBounds.organisations),
});

export type FeedKey = z.infer<typeof feedKey>;
export type FeedApp = z.infer<typeof feedApp>;
export type FeedOrganisation = z.infer<typeof feedOrganisation>;
/** See `accessFeed`. */
export type AccessFeed = z.infer<typeof accessFeed>;
