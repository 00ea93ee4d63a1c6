import { z } from 'zod';
import { canonicalText } from '../release/canonical.js';
import { digest, firstIssue, parsed, ReleaseFault } from '../release/release-format.js';

/** The version of the protocol in this program. */
export const linkFormat = 1;

/** The path where the hub receives organisations' data, below its address. */
export const linkPath = 'link/v1';

/** How much a message's time may differ from the hub's clock, in milliseconds. */
export const mostClockDifferenceMs = 5 * 60_000;

/** The size limit of a message, in bytes. */
export const maxMessageBytes = 1024 * 1024;

/** The size limit of a release with its pages, in bytes. */
export const maxReleaseBytes = 64 * 1024 * 1024;

/** The size limit of sealed sketches of a goal and month, in bytes: 3,321 communes, in base64url. */
export const maxSketchBytes = 16 * 1024 * 1024;

const number = z.int().min(1);
const moment = z.iso.datetime();
const count = z.int().min(0);

/** A file's result in an organisation's message. */
const importedFile = z.strictObject({
  /** Later files have higher numbers. */
  id: count,
  kind: z.string().max(200),
  /** The organisation's title of its kind in each language. */
  title: z.strictObject({ vi: z.string().max(200), en: z.string().max(200) }).optional(),
  file: z.string().max(1000),
  demonstration: z.boolean(),
  state: z.enum(['TAKEN', 'PARTLY_TAKEN', 'REFUSED', 'FAILED']),
  ...{ read: count, written: count, rejected: count },
  ...{ added: count.nullable(), changed: count.nullable(), unchanged: count.nullable() },
  begunAt: moment.nullable(),
  endedAt: moment,
  rejections: z
    .array(z.strictObject({ row: count.nullable(), column: z.string().max(1000), message: z.string().max(1000) }))
    .max(100),
  /** When the import was undone, and by a person, a program, or null for the operator; absent where it was not. */
  undone: z.strictObject({ at: moment, by: z.string().max(1000).nullable() }).optional(),
});

/** The result of a file that an organisation imported; it contains no value of a row. */
export type ImportedFile = z.infer<typeof importedFile>;

/** The hub's decision on a release. */
const notice = z.strictObject({ number, state: z.enum(['PENDING', 'ACCEPTED']), reason: z.string() });

/** The hub's notice to an organisation about one of its releases. */
export type ReleaseNoticeBody = z.infer<typeof notice>;

/** A publication's digest, as movement sends it to organisations. */
const handedOver = z.strictObject({ id: z.string().min(1).max(100), digest, signature: z.string().min(1) });

/** The digest of one of movement's publications, and its signature. */
export type HandedOverPublication = z.infer<typeof handedOver>;

const keptPublication = handedOver.omit({ signature: true }).extend({
  /** When the organisation stored it. */
  keptAt: moment,
  /** A detached JWS by the organisation over `keptStatement`. */
  signature: z.string().min(1),
});

/** An organisation's signed statement that it stores a publication's digest. */
export type KeptPublication = z.infer<typeof keptPublication>;

/** The signed text about a stored publication. */
export function keptStatement(
  organisation: string,
  { id, digest, keptAt }: Omit<KeptPublication, 'signature'>,
): string {
  return canonicalText({ format: linkFormat, organisation, publication: id, digest, keptAt });
}

/** An organisation's message to the hub, with which it asks for the hub's messages. */
const linkMessage = z.strictObject({
  format: z.literal(linkFormat),
  organisation: z.string().min(1).max(100),
  /** The time of the message: the hub refuses messages older than five minutes. */
  at: moment,
  /** The number of its newest release; 0 before any. */
  newest: count,
  /** The publications stored since its last message. */
  kept: z.array(keptPublication).max(200),
  /** The notices about its releases stored since its last message. */
  noted: z.array(notice.pick({ number: true, state: true })).max(200),
  /** The files imported since its last message. */
  imports: z.array(importedFile).max(10),
});

/** An organisation's message to the hub, with which it asks for the hub's messages. Its canonical text is signed. */
export type LinkMessage = z.infer<typeof linkMessage>;

/** A message as sent: its canonical text, and a detached JWS over it by one of the organisation's keys. */
export const signedMessage = z.strictObject({ message: z.string().min(1), signature: z.string().min(1) });

/** A signed text. */
export type SignedMessage = z.infer<typeof signedMessage>;

/** A release as sent. */
export const handedOverRelease = z.strictObject({
  header: z.string().min(1),
  signature: z.string().min(1),
  pages: z.array(z.string()).max(200),
});

/** Sealed sketches as sent: with the number of the release whose header names their digest. */
export const handedOverSketches = z.strictObject({ number, digest, sealed: z.string().min(1).max(maxSketchBytes) });

/** The hub's answer: the data that it lacks, and its messages for the organisation. */
export const linkAnswer = z.object({
  /**
   * The number of the newest release in the hub, and the number after which it continues: they differ where some
   * releases are no longer valid.
   */
  releases: z.object({ held: count, after: count }),
  /** The sealed sketches in its releases that the hub lacks. */
  sketches: z.array(z.object({ number, digest })),
  publications: z.array(handedOver),
  notices: z.array(notice),
  /** The hub's versions of places and goals: a release's header names a present or former one. */
  versions: z.object({ places: digest, goals: digest }).optional(),
  /** The key that signed the message, and its end if the hub knows it; null where it has none. */
  key: z.object({ id: z.string(), until: moment.nullable() }).optional(),
  /** The ticket for the addresses for releases and sketches, for some minutes. */
  ticket: z.string().min(1),
});

/** What the hub answers to a message. */
export type LinkAnswer = z.infer<typeof linkAnswer>;

/** The hub's receipt for a release. */
const receipt = z.strictObject({
  format: z.literal(linkFormat),
  organisation: z.string(),
  number,
  /** The digest of its header. */
  hash: digest,
  /** Accepted now, stored before, or stored and waiting for acceptance. */
  state: z.enum(['TAKEN', 'HELD', 'PENDING']),
  /** The goals in it that never expected the organisation: their figures are not counted. */
  uncounted: z.array(z.string()),
  at: moment,
});

/** The hub's receipt for a release. Movement signs its canonical text, where it has a key. */
export type LinkReceipt = z.infer<typeof receipt>;

/** A receipt as sent. */
export const sentReceipt = z.object({ receipt: z.string(), signature: z.string().nullable() });

/** A receipt's text, and movement's signature over it; null where it has no key. */
export type SentReceipt = z.infer<typeof sentReceipt>;

/** The hub's refusal. */
export const linkRefusal = z.object({ code: z.string(), message: z.string() });

/**
 * Reads a message from its canonical text.
 * @throws ReleaseFault `UNREADABLE`, `UNKNOWN_FORMAT` or `NOT_CANONICAL`
 */
export function readLinkMessage(text: string): LinkMessage {
  return readSigned(text, linkMessage, 'a message of an organisation');
}

/**
 * Reads a receipt from its canonical text.
 * @throws ReleaseFault as `readLinkMessage`
 */
export function readLinkReceipt(text: string): LinkReceipt {
  return readSigned(text, receipt, 'a receipt');
}

const anyFormat = z.looseObject({ format: z.unknown() });

function readSigned<Read extends object>(text: string, schema: z.ZodType<Read>, what: string): Read {
  const json = parsed(text, what);
  const format = anyFormat.safeParse(json).data?.format;
  if (format !== undefined && format !== linkFormat) {
    throw new ReleaseFault('UNKNOWN_FORMAT', `Expected the format ${linkFormat}, but got ${JSON.stringify(format)}.`);
  }
  const { data, error } = schema.safeParse(json);
  if (error) throw new ReleaseFault('UNREADABLE', `Expected ${what}: ${firstIssue(error)}.`);
  if (text !== canonicalText(data)) {
    throw new ReleaseFault(
      'NOT_CANONICAL',
      'Expected the canonical text (RFC 8785), but got another text of the same.',
    );
  }
  return data;
}
