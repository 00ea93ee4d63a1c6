import { type HubClient, participants, ReleaseFault, type SubgraphContext } from '@hub/kit';
import type { Finding } from '../pending/judge-cells.js';
import { judgeRelease } from '../pending/judge-release.js';
import type { Register } from './register.js';
import { type KeysOf, verifyingKeys } from './release-keys.js';
import {
  headerOf,
  newestNumbers,
  type OfferedRelease,
  readTakenReleases,
  type TakenRelease,
  takeRelease,
} from './taken-releases.js';
import { lastBeforeRevoked } from './usable-releases.js';

/** Asks every organisation at once for the release after the one that is held. */
const query = `query NextReleases(${participants.map(({ field }) => `$${field}: Int`).join(', ')}) {
${participants
  .map(
    ({ field }) =>
      `  ${field}: ${field}Releases(after: $${field}, first: 1) { current nodes { number header signature page(index: 0) } }`,
  )
  .join('\n')}
}`;

/** Asks one organisation for a further page of a release. */
const pageQuery = (field: string) => `query ReleasePage($after: Int, $page: Int!) {
  releases: ${field}Releases(after: $after, first: 1) { nodes { number page(index: $page) } }
}`;

interface Offer {
  readonly number: number;
  readonly header: string;
  readonly signature: string;
  readonly page: string | null;
}

interface Offers {
  readonly current: number | null;
  readonly nodes: readonly Offer[];
}

/** What the follower needs. */
export interface FollowOptions {
  readonly hub: HubClient;
  readonly em: SubgraphContext['em'];
  readonly register: Register;
  readonly keysOf: KeysOf;
  readonly log: SubgraphContext['log'];
  readonly now: SubgraphContext['now'];
  /** The code of the place that the hub is of. */
  readonly rootPlace: string;
  /** Hears that a release waits to be accepted. */
  readonly onPending: (organisation: string, release: number, findings: readonly Finding[]) => void;
}

/** How the register stands with an organisation. */
interface Standing {
  /** The number of the newest release that is held. */
  readonly held: number;
  /** The number after which the organisation is asked. */
  readonly after: number;
}

/** A release that was taken in. */
export interface TakenIn {
  readonly organisation: string;
  readonly number: number;
}

/** Takes organisations' releases in through the hub, one after the other, as they make them. */
export class ReleaseFollower {
  /** What was last logged of an organisation, so that it is said once. */
  readonly #said = new Map<string, string>();
  /** Of an organisation whose newest releases do not count: up to which of them it still offers what is held. */
  readonly #confirmed = new Map<string, number>();

  constructor(private readonly options: FollowOptions) {}

  /**
   * Takes in the next release of each organisation that has one.
   * @returns those that were taken in; where there are any, there may be more.
   * @throws Error where the hub does not answer.
   */
  async look(signal: AbortSignal): Promise<readonly TakenIn[]> {
    const { hub, em, register } = this.options;
    const [newest, all] = await Promise.all([newestNumbers(em), readTakenReleases(em)]);
    const standing = new Map<string, Standing>(
      participants.map(({ code }) => [code, this.#standingOf(code, newest.get(code) ?? 0, all.get(code) ?? [])]),
    );
    const standingOf = (code: string): Standing => standing.get(code) ?? { held: 0, after: 0 };
    const after = Object.fromEntries(participants.map(({ code, field }) => [field, standingOf(code).after]));
    const { data, errors } = await hub.ask(query, after, signal);
    if (!data) throw new Error(`The hub tells no releases: ${errors.map(({ message }) => message).join(' ')}`);
    const taken: TakenIn[] = [];
    for (const { code, field } of participants) {
      const offers = data[field] as Offers | null;
      if (!offers) {
        const why = errors.find(({ path }) => path?.[0] === field)?.message ?? 'no reason was given';
        this.#say(code, 'info', 'an organisation tells no releases; its former ones stay', { why });
        continue;
      }
      const [offer] = offers.nodes;
      if (!offer) {
        // It offers others in the place of those that it had.
        if ((offers.current ?? 0) < (this.#confirmed.get(code) ?? 0)) this.#confirmed.delete(code);
        this.#compare(code, standingOf(code).held, offers.current ?? 0);
        continue;
      }
      const { held, after: last } = standingOf(code);
      const isInPlace = last < held;
      if (isInPlace && (await headerOf(em, code, last + 1)) === offer.header) this.#confirmed.set(code, last + 1);
      else if (await this.#take(code, field, offer, isInPlace ? last : undefined, signal))
        taken.push({ organisation: code, number: offer.number });
      else this.#confirmed.delete(code);
    }
    if (taken.length > 0) register.refresh();
    return taken;
  }

  /**
   * After which release an organisation is asked: after the newest that is held. Where this does not count, since its key
   * was revoked, others may be in its place: then after the last that counts, as far as what follows is not known to be
   * what the organisation still offers.
   */
  #standingOf(code: string, held: number, releases: readonly TakenRelease[]): Standing {
    const last = lastBeforeRevoked(releases, this.options.keysOf(code));
    if (last === undefined) this.#confirmed.delete(code);
    return { held, after: last === undefined ? held : Math.max(last, this.#confirmed.get(code) ?? 0) };
  }

  /** An organisation whose newest release is older than the one that is held was restored from an old backup. */
  #compare(code: string, held: number, offered: number): void {
    if (offered < held) {
      this.#say(
        code,
        'warn',
        'an organisation has fewer releases than the register holds; those that are held stay until it adopts them',
        {
          held,
          offered,
        },
      );
    } else {
      this.#said.delete(code);
    }
  }

  /** @param after the number that it comes after, where it comes in the place of others that are held. */
  async #take(
    code: string,
    field: string,
    offer: Offer,
    after: number | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { em, keysOf, log, now, register, rootPlace, onPending } = this.options;
    let pages: string[];
    try {
      pages = await this.#pagesOf(field, offer, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      // Whoever does not give its pages holds up nobody else.
      const details = { release: offer.number, why: (error as Error).message };
      this.#say(code, 'warn', 'cannot get a release whole; trying again', details);
      return false;
    }
    try {
      const offered: OfferedRelease = { header: offer.header, signature: offer.signature, pages };
      const { header, findings } = await takeRelease(em, code, offered, {
        after,
        keys: verifyingKeys(keysOf(code)),
        now: now(),
        judge: (read, cells) => judgeRelease(em, register, rootPlace, read, cells),
      });
      const { number, through } = header;
      if (after !== undefined) {
        register.forget();
        log.warn({ participant: code, release: number }, 'took a release in, in the place of some under a revoked key');
      }
      if (findings.length > 0) onPending(code, number, findings);
      else log.info({ participant: code, release: number, through }, 'took a release in');
      this.#said.delete(code);
      return true;
    } catch (error) {
      if (!(error instanceof ReleaseFault)) throw error;
      const { code: fault, message } = error;
      this.#say(code, 'warn', 'refused a release; the former figures stay', { release: offer.number, fault, message });
      return false;
    }
  }

  async #pagesOf(field: string, { number, header, page }: Offer, signal: AbortSignal): Promise<string[]> {
    const pages = page === null ? [] : [page];
    const count = pageCountOf(header);
    while (pages.length < count) {
      const variables = { after: number - 1, page: pages.length };
      const { data, errors } = await this.options.hub.ask(pageQuery(field), variables, signal);
      const [node] = (data?.['releases'] as { nodes: Pick<Offer, 'number' | 'page'>[] } | null)?.nodes ?? [];
      if (node?.number !== number || node.page === null) {
        throw new Error(
          `Expected page ${pages.length} of release ${number}, but got none: ${errors.map(({ message }) => message).join(' ')}`,
        );
      }
      pages.push(node.page);
    }
    return pages;
  }

  #say(organisation: string, level: 'info' | 'warn', message: string, details: object): void {
    const said = `${message} ${JSON.stringify(details)}`;
    if (this.#said.get(organisation) === said) return;
    this.#said.set(organisation, said);
    this.options.log[level]({ participant: organisation, ...details }, message);
  }
}

/** How many pages a header names; none where it cannot be read, which verifying it will say. */
function pageCountOf(header: string): number {
  try {
    const { pages } = JSON.parse(header) as { pages?: unknown };
    return Array.isArray(pages) ? Math.min(pages.length, maxPages) : 0;
  } catch {
    return 0;
  }
}

/** The most pages that are fetched of a release: 4 million cells, ten times those of the country's communes. */
const maxPages = 200;
