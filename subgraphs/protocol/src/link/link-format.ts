import { z } from 'zod';
import { canonicalText } from '../release/canonical.js';
import { digest, firstIssue, parsed, ReleaseFault } from '../release/release-format.js';

/** The version of the protocol that this program speaks. */
export const linkFormat = 1;

/** Where the hub takes what organisations hand over, below its own address. */
export const linkPath = 'link/v1';

/** How far a message's moment may be from the hub's clock, in milliseconds. */
export const mostClockDifferenceMs = 5 * 60_000;

/** The most bytes that a message measures. */
export const maxMessageBytes = 1024 * 1024;

/** The most bytes that a release measures with its pages. */
export const maxReleaseBytes = 64 * 1024 * 1024;

/** The most bytes of sealed sketches of a goal and month: those of 3,321 communes, in base64url. */
export const maxSketchBytes = 16 * 1024 * 1024;

const number = z.int().min(1);
const moment = z.iso.datetime();
const count = z.int().min(0);

/** A file's outcome as an organisation tells it. */
const importedFile = z.strictObject({
  /** Later files have higher numbers. */
  id: count,
  kind: z.string().max(200),
  /** What the organisation calls its kind in each language. */
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
  /** When and by whom it was taken back: a person, a program, or null for the operator; absent where it was not. */
  undone: z.strictObject({ at: moment, by: z.string().max(1000).nullable() }).optional(),
});

/** What became of a file that an organisation imported: none of it is a value of a row. */
export type ImportedFile = z.infer<typeof importedFile>;

/** What became of a release at the hub. */
const notice = z.strictObject({ number, state: z.enum(['PENDING', 'ACCEPTED']), reason: z.string() });

/** What the hub tells an organisation of one of its releases. */
export type ReleaseNoticeTold = z.infer<typeof notice>;

/** A publication's digest, as movement hands it to organisations. */
const handedOver = z.strictObject({ id: z.string().min(1).max(100), digest, signature: z.string().min(1) });

/** The digest of one of movement's publications, and its signature. */
export type HandedOverPublication = z.infer<typeof handedOver>;

const keptPublication = handedOver.omit({ signature: true }).extend({
  /** Since when it holds it. */
  keptAt: moment,
  /** A detached JWS by the organisation over `keptStatement`. */
  signature: z.string().min(1),
});

/** That an organisation holds a publication's digest, signed by it. */
export type KeptPublication = z.infer<typeof keptPublication>;

/** What an organisation signs of a publication that it holds. */
export function keptStatement(
  organisation: string,
  { id, digest, keptAt }: Omit<KeptPublication, 'signature'>,
): string {
  return canonicalText({ format: linkFormat, organisation, publication: id, digest, keptAt });
}

/** What an organisation says when it asks what is there for it. */
const linkMessage = z.strictObject({
  format: z.literal(linkFormat),
  organisation: z.string().min(1).max(100),
  /** When it says so: what is older than five minutes is not taken. */
  at: moment,
  /** The number of its newest release; 0 before any. */
  newest: count,
  /** What it has kept of publications since it said so last. */
  kept: z.array(keptPublication).max(200),
  /** What it has noted of its releases since it said so last. */
  noted: z.array(notice.pick({ number: true, state: true })).max(200),
  /** The files that it has imported since it said so last. */
  imports: z.array(importedFile).max(10),
});

/** What an organisation says when it asks what is there for it. Its canonical text is what is signed. */
export type LinkMessage = z.infer<typeof linkMessage>;

/** A message as it is sent: its canonical text, and a detached JWS over it by one of the organisation's keys. */
export const signedMessage = z.strictObject({ message: z.string().min(1), signature: z.string().min(1) });

/** A signed text. */
export type SignedMessage = z.infer<typeof signedMessage>;

/** A release as it is handed over. */
export const handedOverRelease = z.strictObject({
  header: z.string().min(1),
  signature: z.string().min(1),
  pages: z.array(z.string()).max(200),
});

/** Sealed sketches as they are handed over: by the number of the release whose header names their digest. */
export const handedOverSketches = z.strictObject({ number, digest, sealed: z.string().min(1).max(maxSketchBytes) });

/** What the hub wants of an organisation, and has for it. */
export const linkAnswer = z.object({
  /** The number of its newest release that the hub holds, and after which it goes on: another where some do not count any more. */
  releases: z.object({ held: count, after: count }),
  /** The sealed sketches that its releases name and that the hub lacks. */
  sketches: z.array(z.object({ number, digest })),
  publications: z.array(handedOver),
  notices: z.array(notice),
  /** The versions of places and goals that the hub has: what a release's header names is one that it has or had. */
  versions: z.object({ places: digest, goals: digest }).optional(),
  /** The key that signed the message, and when it ends as far as the hub knows; null where nobody has said so. */
  key: z.object({ id: z.string(), until: moment.nullable() }).optional(),
  /** Opens, for some minutes, the addresses for releases and sketches. */
  ticket: z.string().min(1),
});

/** What the hub answers to a message. */
export type LinkAnswer = z.infer<typeof linkAnswer>;

/** What the hub says of a release that was handed over. */
const receipt = z.strictObject({
  format: z.literal(linkFormat),
  organisation: z.string(),
  number,
  /** The digest of its header. */
  hash: digest,
  /** Taken in now, held since before, or taken in and waiting to be accepted. */
  state: z.enum(['TAKEN', 'HELD', 'PENDING']),
  /** The goals that it brought figures of and that never expected the organisation: these are not counted. */
  uncounted: z.array(z.string()),
  at: moment,
});

/** What the hub says of a release that was handed over. Its canonical text is what movement signs, where it has a key. */
export type LinkReceipt = z.infer<typeof receipt>;

/** A receipt as it is sent. */
export const sentReceipt = z.object({ receipt: z.string(), signature: z.string().nullable() });

/** A receipt's text, and movement's signature over it; null where it has no key. */
export type SentReceipt = z.infer<typeof sentReceipt>;

/** What the hub says where it does not take something. */
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
