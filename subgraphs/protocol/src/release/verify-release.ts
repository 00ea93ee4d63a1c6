import { dayInProvince } from '../values/province-day.js';
import { digestOf } from './canonical.js';
import { type ReleaseKeys, verifySignature } from './header-signature.js';
import {
  type Cell,
  type PageEntry,
  readHeader,
  readPage,
  ReleaseFault,
  type ReleaseHeader,
  untilOf,
} from './release-format.js';

/** Facts for verifying a release. */
export interface Known {
  /** The expected organisation; not checked where absent. */
  readonly organisation?: string;
  /** The present: a release may not be made later, nor be complete through a later day. Not checked where absent. */
  readonly now?: Date;
}

/** A verified release, and the id of the key that signed it. */
export interface VerifiedRelease {
  readonly header: ReleaseHeader;
  readonly keyId: string;
  /** The digest of the header's text, which the next release names. */
  readonly hash: string;
}

/** How much clocks may differ. */
const clockToleranceMs = 5 * 60_000;

/**
 * Verifies a release's header: its organisation's signature, and its place after the former one. It makes no request.
 * Pages are verified by `verifyPage`.
 * @param header its canonical text.
 * @param signature the detached JWS over it.
 * @param previous the canonical text of the former release's header; null for the first.
 * @throws ReleaseFault with a stable code for the fault.
 */
export async function verifyRelease(
  header: string,
  signature: string,
  keys: ReleaseKeys,
  previous: string | null,
  { organisation, now }: Known = {},
): Promise<VerifiedRelease> {
  const read = readHeader(header);
  const keyId = await verifySignature(header, signature, keys);
  if (organisation !== undefined && read.organisation !== organisation) {
    throw new ReleaseFault(
      'OTHER_ORGANISATION',
      `Expected a release of ${organisation}, but got one of ${read.organisation}.`,
    );
  }
  const former = previous === null ? null : readHeader(previous);
  verifyOrder(read, former, previous === null ? null : digestOf(previous));
  verifyDays(read, former, now);
  return { header: read, keyId, hash: digestOf(header) };
}

/**
 * Verifies a page of a release against its entry in the header.
 * @returns its cells.
 * @throws ReleaseFault `OTHER_DIGEST`, or the reason why the text is no page.
 */
export function verifyPage(text: string, { digest, cells }: PageEntry): Cell[] {
  const got = digestOf(text);
  if (got !== digest) {
    throw new ReleaseFault('OTHER_DIGEST', `Expected a page with the digest ${digest}, but got one with ${got}.`);
  }
  const read = readPage(text);
  if (read.length === cells) return read;
  throw new ReleaseFault('UNREADABLE', `Expected a page of ${cells} cells, but got ${read.length}.`);
}

/**
 * Verifies that a release follows the former one.
 * @param digest the former header's digest; null where there is none.
 * @throws ReleaseFault
 */
export function verifyOrder(header: ReleaseHeader, previous: ReleaseHeader | null, digest: string | null): void {
  const expected = (previous?.number ?? 0) + 1;
  if (previous && previous.organisation !== header.organisation) {
    throw new ReleaseFault(
      'OTHER_ORGANISATION',
      `Expected a release of ${previous.organisation}, as the former one, but got one of ${header.organisation}.`,
    );
  }
  if (header.number < expected) {
    throw new ReleaseFault(
      'OTHER_NUMBER',
      `Expected the number ${expected}, but got ${header.number}, which was there.`,
    );
  }
  if (header.number > expected) {
    throw new ReleaseFault('OUT_OF_ORDER', `Expected the number ${expected}, but got ${header.number}, a later one.`);
  }
  if (header.previous !== digest) {
    throw new ReleaseFault(
      'OTHER_DIGEST',
      `Expected the former release's digest ${digest ?? 'null'}, but got ${header.previous ?? 'null'}.`,
    );
  }
  if (header.kind === 'CHANGES' && (previous === null || header.withdraws.length > 0)) {
    throw new ReleaseFault('NOT_FULL', 'Expected the first release, or one that withdraws another, to be FULL.');
  }
  const later = header.withdraws.find(({ number }) => number >= header.number);
  if (later) {
    throw new ReleaseFault(
      'OUT_OF_ORDER',
      `Expected release ${header.number} to withdraw earlier ones, but it withdraws ${later.number}.`,
    );
  }
}

function verifyDays(header: ReleaseHeader, previous: ReleaseHeader | null, now: Date | undefined): void {
  const { through, madeAt } = header;
  if (now && Date.parse(madeAt) > now.getTime() + clockToleranceMs) {
    throw new ReleaseFault('WRONG_CLOCK', `Expected a release made by ${now.toISOString()}, but got one of ${madeAt}.`);
  }
  if (previous && Date.parse(madeAt) < Date.parse(previous.madeAt)) {
    throw new ReleaseFault(
      'WRONG_CLOCK',
      `Expected a release made after the former one, of ${previous.madeAt}, but got one of ${madeAt}.`,
    );
  }
  const made = dayInProvince(new Date(madeAt));
  const until = untilOf(header);
  if (until > made) {
    throw new ReleaseFault('FUTURE_THROUGH', `Expected a day up to ${made}, when it was made, but got ${until}.`);
  }
  // Only a withdrawal may return to an earlier state.
  const former = previous?.through ?? null;
  if (former !== null && (through === null || through < former) && header.withdraws.length === 0) {
    throw new ReleaseFault(
      'THROUGH_WENT_BACK',
      `Expected a day from ${former} on, the former release's, but got ${through ?? 'none'}.`,
    );
  }
}
