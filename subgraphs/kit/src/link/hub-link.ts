import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  canonicalText,
  keptStatement,
  type LinkAnswer,
  linkFormat,
  type LinkMessage,
  type NamedKey,
  readHeader,
  signHeader,
} from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { SubgraphContext } from '../graphql/context.js';
import { newestRelease, pageOf, releasesAfter, type StoredRelease } from '../release/release-store.js';
import { sealedByDigest } from '../sketches/sketch-store.js';
import type { KindTitle } from '../file/kind-title.js';
import { ImportedFiles } from './imported-files.js';
import { keepPublication } from './keep-publication.js';
import { LinkClient, NotTaken } from './link-client.js';
import { PeriodKeysEnd } from './period-keys-end.js';
import { noteRelease } from './note-release.js';

/** The input of a link. */
export interface HubLinkOptions {
  /** The hub's address. */
  readonly hub: string;
  readonly organisation: string;
  readonly em: SqlEntityManager;
  /** The organisation's title for a kind of file. */
  readonly titleOf: (kind: string) => KindTitle;
  /** The organisation's signing key; without one, it sends no data. */
  readonly key: () => NamedKey | undefined;
  readonly log: FastifyBaseLogger;
  readonly now: SubgraphContext['now'];
  /** The last month with a key of a period; undefined where the organisation makes no sketches. */
  readonly lastPeriod: () => string | undefined;
}

/** The most rounds of one exchange. */
const mostRounds = 100;

/** How many releases are sent before the hub is asked again for missing ones. */
const releasesAtOnce = 100;

/**
 * An organisation's side of the link to the hub: it sends releases, sketches and the results of imports, and receives
 * the hub's messages for it. It only makes outgoing connections. Every step may be repeated.
 */
export class HubLink {
  readonly #client: LinkClient;
  readonly #files: ImportedFiles;
  readonly #periodKeysEnd: PeriodKeysEnd;
  /** The kept publications and noted notices that the next message to the hub must contain. */
  #kept: LinkMessage['kept'] = [];
  #noted: LinkMessage['noted'] = [];
  /** The last logged refusal, so that it is logged once. */
  #said = '';
  #exchangedAt: Date | undefined;
  #keyUntil: string | null | undefined;
  #held = 0;
  #refusal: { readonly code: string; readonly message: string } | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: HubLinkOptions) {
    this.#client = new LinkClient(options.hub);
    this.#files = new ImportedFiles(options.em, options.titleOf);
    this.#periodKeysEnd = new PeriodKeysEnd({ ...options, client: this.#client });
  }

  /**
   * Sends all data that the hub lacks, and receives all messages; one run at a time.
   * @returns how many releases the hub accepted.
   * @throws Error where the hub is not reached.
   */
  run(signal: AbortSignal): Promise<number> {
    const ran = this.#turn.then(() => this.#run(signal));
    this.#turn = ran.catch(() => undefined);
    return ran;
  }

  /** When the hub last accepted this organisation's message. */
  get exchangedAt(): Date | undefined {
    return this.#exchangedAt;
  }

  /**
   * When the signing key ends, by the hub's last answer: null for no end, undefined where the answer did not include
   * it.
   */
  get keyUntil(): string | null | undefined {
    return this.#keyUntil;
  }

  /** The number of the newest release in the hub, by its last answer; 0 before. */
  get held(): number {
    return this.#held;
  }

  /** The hub's refusal in the last exchange; undefined without one. */
  get refusal(): { readonly code: string; readonly message: string } | undefined {
    return this.#refusal;
  }

  async #run(signal: AbortSignal): Promise<number> {
    const key = this.options.key();
    if (!key) return 0;
    let taken = 0;
    let isMore = true;
    for (let round = 0; isMore && round < mostRounds && !signal.aborted; round += 1) {
      const answer = await this.#exchange(key, signal);
      if (!answer) return taken;
      const released = await this.#release(answer, signal);
      taken += released;
      const sketches = await this.#sketch(answer, signal);
      const picked = await this.#pickUp(answer, key);
      isMore = released > 0 || sketches > 0 || picked || this.#files.hasMore;
    }
    await this.#periodKeysEnd.state(key, this.options.now(), signal);
    return taken;
  }

  /** The hub's answer: the data that it lacks, and its messages; undefined where it does not know this organisation. */
  async #exchange(key: NamedKey, signal: AbortSignal): Promise<LinkAnswer | undefined> {
    const { organisation, em, now } = this.options;
    const [kept, noted] = [this.#kept, this.#noted];
    const message = canonicalText({
      ...{ format: linkFormat, organisation, at: now().toISOString() },
      newest: (await newestRelease(em.fork()))?.number ?? 0,
      ...{ kept, noted, imports: [...(await this.#files.next())] },
    } satisfies LinkMessage);
    try {
      const answer = await this.#client.exchange({ message, signature: await signHeader(message, key) }, signal);
      [this.#kept, this.#noted] = [[], []];
      this.#files.confirmed();
      this.#exchangedAt = now();
      this.#held = answer.releases.held;
      this.#keyUntil = answer.key?.until;
      this.#refusal = undefined;
      return answer;
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      this.#refusal = error;
      this.#say('the hub does not take what this organisation says', { fault: error.code, message: error.message });
      return undefined;
    }
  }

  /** @returns how many of the missing releases the hub accepted. */
  async #release({ releases: { held, after }, ticket }: LinkAnswer, signal: AbortSignal): Promise<number> {
    const em = this.options.em.fork();
    const releases = await releasesAfter(em, after, releasesAtOnce);
    const newest = releases.at(-1)?.number ?? after;
    if (newest < held) {
      this.#say('the hub holds releases that are not here: `hub release --adopt-register` goes on from them', {
        held,
        newest,
      });
    }
    let taken = 0;
    for (const release of releases) {
      if (signal.aborted) return taken;
      try {
        const { header, signature } = release;
        const { state, uncounted } = await this.#client.release(
          { header, signature, pages: await pagesOf(em, release) },
          ticket,
          signal,
        );
        if (state !== 'HELD') taken += 1;
        this.#held = Math.max(this.#held, release.number);
        if (state !== 'HELD' && uncounted.length > 0) {
          const details = { release: release.number, goals: uncounted };
          this.options.log.warn(
            details,
            'the hub does not count figures of goals that do not expect this organisation',
          );
        }
        if (release.number >= held) this.#said = '';
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
        const details = { release: release.number, fault: error.code, message: error.message };
        this.#refusal = error;
        this.#say('the hub refused a release; its former figures stay', details);
        return taken;
      }
    }
    return taken;
  }

  /** @returns how many of the missing sketches the hub accepted. */
  async #sketch({ sketches, ticket }: LinkAnswer, signal: AbortSignal): Promise<number> {
    let taken = 0;
    for (const { number, digest } of sketches) {
      const sealed = await sealedByDigest(this.options.em.fork(), digest);
      // Newer sketches have replaced it: a later release lists them.
      if (sealed === null) continue;
      try {
        await this.#client.sketches({ number, digest, sealed }, ticket, signal);
        taken += 1;
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
        this.#say('the hub refused sketches', { release: number, fault: error.code, message: error.message });
      }
    }
    return taken;
  }

  /** @returns whether a message came, so that the hub expects a confirmation. */
  async #pickUp({ publications, notices }: LinkAnswer, key: NamedKey): Promise<boolean> {
    const { organisation, em, log, now } = this.options;
    for (const publication of publications) {
      const { id, digest: offered } = publication;
      const { digest, keptAt } = await keepPublication(em.fork(), publication, now());
      const held = { id, digest, keptAt };
      if (digest !== offered)
        this.#say('a publication came under another digest', { publication: id, held: digest, offered });
      else this.#kept.push({ ...held, signature: await signHeader(keptStatement(organisation, held), key) });
    }
    for (const notice of notices) {
      await noteRelease(em.fork(), notice, log, now());
      this.#noted.push({ number: notice.number, state: notice.state });
    }
    return this.#kept.length > 0 || this.#noted.length > 0;
  }

  #say(message: string, details: object): void {
    const said = `${message} ${JSON.stringify(details)}`;
    if (this.#said !== said) this.options.log.warn(details, message);
    this.#said = said;
  }
}

async function pagesOf(em: SqlEntityManager, { number, header }: StoredRelease): Promise<string[]> {
  const { pages } = readHeader(header);
  const texts: string[] = [];
  for (const position of pages.keys()) texts.push((await pageOf(em, number, position)) ?? '');
  return texts;
}
