import { dirname, resolve } from 'node:path';
import { type AgreementsFile, documentHash, type FeedOrganisation } from '@hub/protocol';
import type { RegistryContent } from '../identity/registry-content.js';

/** The maximum size of one organisation's agreements, in bytes: the registry's own limit. */
const maxBytes = 3 * 1024 * 1024;

export interface AgreementsOfFeedOptions {
  /** Reads content by its digest in the feed. */
  readonly content: Pick<RegistryContent, 'text'>;
  /** The folder with the agreements of the registry's snapshot. The operator maintains the other folders. */
  readonly folder: string;
  /**
   * The time that an organisation's former agreements stay in force if the text in the feed is unavailable, in
   * milliseconds.
   */
  readonly formerForMs: number;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
}

/** An agreements text that the feed names. */
interface Named {
  readonly digest: string;
  readonly since: number;
  text?: string;
}

/**
 * Decides from the registry's feed which agreements are valid. An agreement ends with the feed, even if the snapshot
 * with the organisations' changes is late.
 */
export class AgreementsOfFeed {
  readonly #folder: string;
  readonly #now: () => number;
  #organisations: ReadonlyMap<string, FeedOrganisation> | undefined;
  /** By organisation. */
  readonly #named = new Map<string, Named>();

  constructor(private readonly options: AgreementsOfFeedOptions) {
    this.#folder = resolve(options.folder);
    this.#now = options.now ?? (() => performance.now());
  }

  /** Uses this feed from now on. */
  take(organisations: readonly FeedOrganisation[]): void {
    const before = this.#organisations;
    this.#organisations = new Map(organisations.map((one) => [one.code, one]));
    for (const { code, state, agreements } of organisations) {
      if (state !== 'LIVE' || agreements === null) this.#named.delete(code);
      // The snapshot contains the agreements of the first feed.
      else if (before && before.get(code)?.agreements !== agreements) this.#name(code, agreements);
    }
  }

  /** Returns the valid files. Ended agreements are left out; the text that the feed names replaces an older one. */
  apply(files: readonly AgreementsFile[]): readonly AgreementsFile[] {
    const organisations = this.#organisations;
    if (!organisations) return files;
    return files.flatMap((file) => {
      if (!('text' in file) || resolve(dirname(file.file)) !== this.#folder) return [file];
      const said = organisations.get(file.organisation);
      if (said?.state !== 'LIVE' || said.agreements === null) return [];
      if (documentHash(file.text) === said.agreements) return [file];
      const { text, since } = this.#name(file.organisation, said.agreements);
      if (text !== undefined) return [{ ...file, text }];
      return this.#now() - since > this.options.formerForMs ? [] : [file];
    });
  }

  /** Returns the text that the feed names, if present; otherwise requests it. */
  #name(code: string, digest: string): Named {
    const before = this.#named.get(code);
    const named: Named = before?.digest === digest ? before : { digest, since: this.#now() };
    this.#named.set(code, named);
    if (named.text === undefined) {
      this.options.content.text({ path: `organisations/${code}`, digest, maxBytes }).then(
        (text) => {
          named.text = text;
        },
        // The next look requests it again; `RegistryContent` logs the fault.
        () => undefined,
      );
    }
    return named;
  }
}
