import { type HubDesk, LinkRefused } from '@hub/kit/service';
import {
  canonicalText,
  digestOf,
  isLinked,
  keyIdOf,
  type LinkAnswer,
  linkFormat,
  type LinkMessage,
  type LinkReceipt,
  mostClockDifferenceMs,
  type NamedKey,
  readLinkMessage,
  ReleaseFault,
  type SentReceipt,
  type SignedMessage,
  signHeader,
  verifySignature,
} from '@hub/protocol';
import { keysAt } from '../register/release-keys.js';
import type { OfferedRelease } from '../register/taken-releases.js';
import type { HandingOver } from '../sketches/handing-over.js';
import { keepSealed, missingSketches } from '../sketches/taken-sketches.js';
import { outstandingPublications, takeKept } from './kept-publications.js';
import { takeImports } from './linked-imports.js';
import { LinkTickets } from './link-tickets.js';
import { type IntakeOptions, ReleaseIntake } from './release-intake.js';
import { outstandingNotices, takeNoted } from './release-notices.js';

/** Options of the desk. */
export interface LinkDeskOptions extends IntakeOptions {
  /** Key that signs movement's receipts. */
  readonly signingKey: NamedKey | undefined;
  /** Receives each organisation's standing; without it no estimates are made. */
  readonly handingOver: HandingOver | undefined;
}

/** How many sketches one exchange requests. */
const wantedAtOnce = 500;

/** The desk where organisations hand over releases and fetch messages, each by signed messages. */
export class LinkDesk implements HubDesk {
  readonly #intake: ReleaseIntake;
  readonly #tickets: LinkTickets;

  constructor(private readonly options: LinkDeskOptions) {
    this.#intake = new ReleaseIntake(options);
    this.#tickets = new LinkTickets(options.now);
  }

  /**
   * Processes an organisation's message, and answers with the sketches that the desk wants and the messages for the
   * organisation.
   * @throws LinkRefused, ReleaseFault
   */
  async exchange(signed: SignedMessage): Promise<LinkAnswer> {
    const { said, key } = await this.#verified(signed);
    const { organisation, kept, noted, imports, newest } = said;
    const { em, keysOf, now, versions } = this.options;
    const one = em.fork();
    await takeKept(one, organisation, kept, keysOf(organisation), now());
    await takeNoted(one, organisation, noted);
    await takeImports(one, organisation, imports);
    const releases = await this.#intake.standingOf(organisation, newest);
    this.options.handingOver?.hear(organisation, newest, releases.held);
    return {
      releases,
      sketches: (await missingSketches(em, organisation, wantedAtOnce)).map(({ number, digest }) => ({
        number,
        digest,
      })),
      publications: await outstandingPublications(one, organisation),
      notices: await outstandingNotices(one, organisation),
      versions: await versions.current(),
      ...{ key },
      ticket: this.#tickets.issue(organisation),
    };
  }

  /** The organisation whose ticket is in `Authorization`. @throws LinkRefused */
  organisationOf(authorization: string | undefined): string {
    const organisation = this.#tickets.organisationOf(authorization);
    if (organisation !== undefined) return organisation;
    throw new LinkRefused('UNAUTHENTICATED', 'Expected a ticket of the last minutes: an exchange gives one.');
  }

  /**
   * Takes a release into the register.
   * @returns the receipt's text, and movement's signature over it.
   * @throws ReleaseFault
   */
  async release(organisation: string, offered: OfferedRelease): Promise<SentReceipt> {
    const { signingKey, now } = this.options;
    const { number, hash, state, uncounted } = await this.#intake.take(organisation, offered);
    const receipt: LinkReceipt = {
      ...{ format: linkFormat, organisation, number, hash, state, uncounted: [...uncounted], at: now().toISOString() },
    };
    const text = canonicalText(receipt);
    return { receipt: text, signature: signingKey ? await signHeader(text, signingKey) : null };
  }

  /**
   * Stores sealed sketches that are wanted; others are ignored, since later ones may have replaced them.
   * @throws ReleaseFault if a sketch does not match its digest.
   */
  async sketches(
    organisation: string,
    { number, digest, sealed }: { readonly number: number; readonly digest: string; readonly sealed: string },
  ): Promise<void> {
    const { em } = this.options;
    if (digestOf(sealed) !== digest) {
      throw new ReleaseFault(
        'OTHER_DIGEST',
        `Expected sketches with the digest ${digest}, but got ${digestOf(sealed)}.`,
      );
    }
    const wanted = await missingSketches(em, organisation, wantedAtOnce);
    const reference = wanted.find((one) => one.number === number && one.digest === digest);
    if (reference) await keepSealed(em, reference, sealed);
  }

  async #verified({ message, signature }: SignedMessage): Promise<{
    readonly said: LinkMessage;
    readonly key: NonNullable<LinkAnswer['key']>;
  }> {
    const { keysOf, now } = this.options;
    const said = readLinkMessage(message);
    const { organisation, at } = said;
    if (!isLinked(organisation)) {
      throw new LinkRefused(
        'NOT_LINKED',
        `Expected an organisation that is linked to the hub, but got ${organisation}.`,
      );
    }
    const keyId = keyIdOf(signature);
    const known = keysOf(organisation);
    try {
      await verifySignature(message, signature, keysAt(known, keyId, now().toISOString()));
    } catch (error) {
      if (error instanceof ReleaseFault) throw new LinkRefused('UNAUTHENTICATED', error.message);
      throw error;
    }
    const differenceMs = Math.abs(now().getTime() - Date.parse(at));
    if (differenceMs > mostClockDifferenceMs) {
      throw new LinkRefused(
        'WRONG_CLOCK',
        `Expected a message of the last ${mostClockDifferenceMs / 60_000} minutes, but it is of ${at}, and here it is ${now().toISOString()}.`,
      );
    }
    const { until, revokedFrom } = known.get(keyId ?? '') ?? {};
    const [end = null] = [until, revokedFrom].flatMap((one) => (one === undefined ? [] : [toUtc(one)])).toSorted();
    return { said, key: { id: keyId ?? '', until: end } };
  }
}

/** A time in RFC 3339 notation, in UTC. */
function toUtc(moment: string): string {
  return new Date(moment).toISOString();
}
