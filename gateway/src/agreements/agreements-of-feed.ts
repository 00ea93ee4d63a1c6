import { dirname, resolve } from 'node:path';
import { type AgreementsFile, documentHash, type FeedOrganisation } from '@hub/protocol';
import type { RegistryContent } from '../identity/registry-content.js';

/** The most that the text of one organisation's agreements may measure, in bytes: as much as the registry takes. */
const maxBytes = 3 * 1024 * 1024;

export interface AgreementsOfFeedOptions {
  /** Has what the feed's digests stand for. */
  readonly content: Pick<RegistryContent, 'text'>;
  /** The folder with the agreements of the registry's snapshot; the operator keeps the other folders. */
  readonly folder: string;
  /** How long what an organisation agreed to before holds where the text that the feed names cannot be had, in milliseconds. */
  readonly formerForMs: number;
  /** A clock in milliseconds that does not go back. */
  readonly now?: () => number;
}

/** A text that the feed names. */
interface Named {
  readonly digest: string;
  readonly since: number;
  text?: string;
}

/**
 * Which agreements hold of organisations that publish at the registry, as its feed says: the snapshot, in which each
 * organisation writes, need not come for one to end.
 */
export class AgreementsOfFeed {
  readonly #folder: string;
  readonly #now: () => number;
  #organisations: ReadonlyMap<string, FeedOrganisation> | undefined;
  /** By the organisation. */
  readonly #named = new Map<string, Named>();

  constructor(private readonly options: AgreementsOfFeedOptions) {
    this.#folder = resolve(options.folder);
    this.#now = options.now ?? (() => performance.now());
  }

  /** Goes by another feed from now on. */
  take(organisations: readonly FeedOrganisation[]): void {
    const before = this.#organisations;
    this.#organisations = new Map(organisations.map((one) => [one.code, one]));
    for (const { code, state, agreements } of organisations) {
      if (state !== 'LIVE' || agreements === null) this.#named.delete(code);
      // The snapshot has the agreements of the first feed.
      else if (before && before.get(code)?.agreements !== agreements) this.#name(code, agreements);
    }
  }

  /** The files that hold. Agreements that have ended are left out; the text that the feed names replaces another. */
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

  /** Has the text that the feed names: at once where it has it, else it is asked for. */
  #name(code: string, digest: string): Named {
    const before = this.#named.get(code);
    const named: Named = before?.digest === digest ? before : { digest, since: this.#now() };
    this.#named.set(code, named);
    if (named.text === undefined) {
      this.options.content.text({ path: `organisations/${code}`, digest, maxBytes }).then(
        (text) => {
          named.text = text;
        },
        // It is asked for again at the next look; the log has what is wrong.
        () => undefined,
      );
    }
    return named;
  }
}
