import { clientError, type FeedApp, maxAppDocuments } from '@hub/protocol';
import { LRUCache } from 'lru-cache';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import { ContentFault, type RegistryContent } from '../identity/registry-content.js';
import type { Caller } from '../request/caller.js';
import { asksOfOwnAppAlone } from './asks-for-schema-alone.js';
import type { Manifest } from './manifest.js';
import { documentId, documentsUnusableCode, type TrustedDocuments, withText } from './trusted-documents.js';

/** The maximum size of cached documents, in bytes. */
const keptBytes = 64 * 1024 * 1024;

/** The documents that callers may name. */
export interface NamedDocuments {
  /** See `TrustedDocuments.resolve`. */
  resolve: (parameters: GraphQLParameters, caller: Caller) => GraphQLParameters | Promise<GraphQLParameters>;
  /** See `TrustedDocuments.of`. */
  of: (app: string) => Manifest | undefined | Promise<Manifest | undefined>;
}

/**
 * The documents that apps registered at the registry, in addition to the operator's folder. The feed has only a digest
 * of each app's list; the list and its documents are fetched at first use.
 */
export class DocumentsOfApps implements NamedDocuments {
  /** Texts by digest. */
  readonly #kept = new LRUCache<string, string>({
    maxSize: keptBytes,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });

  /**
   * @param apps returns a registered app by its client id.
   * @param content fetches the content of the feed's digests.
   * @param others the folder's documents; undefined if callers need not register documents.
   */
  constructor(
    private readonly apps: (id: string) => FeedApp | undefined,
    private readonly content: Pick<RegistryContent, 'text'>,
    private readonly others: Pick<TrustedDocuments, 'resolve' | 'of'> | undefined,
  ) {}

  async resolve(parameters: GraphQLParameters, caller: Caller): Promise<GraphQLParameters> {
    const id = documentId(parameters);
    const app = caller.registered && this.apps(caller.registered.id);
    if (app && id !== undefined && (await this.#hashesOf(app)).has(id)) {
      return withText(parameters, await this.#document(app, id));
    }
    // An app may always manage itself: its state, its secrets and its documents.
    if (app && id === undefined && asksOfOwnAppAlone(parameters.query ?? '')) return parameters;
    return this.others?.resolve(parameters, caller) ?? parameters;
  }

  /** The documents that an app registered itself, and those in the folder. */
  async of(id: string): Promise<Manifest | undefined> {
    const [app, others] = [this.apps(id), this.others?.of(id)];
    if (app?.documents === undefined) return others;
    const own = new Map<string, string>();
    for (const hash of await this.#hashesOf(app)) own.set(hash, await this.#document(app, hash));
    return new Map([...(others ?? []), ...own]);
  }

  async #hashesOf(app: FeedApp): Promise<ReadonlySet<string>> {
    if (app.documents === undefined) return new Set();
    return new Set((await this.#text(app, `apps/${app.id}/documents`, app.documents)).split('\n'));
  }

  #document(app: FeedApp, hash: string): Promise<string> {
    return this.#text(app, `apps/${app.id}/documents/${hash}`, hash);
  }

  /**
   * @throws GraphQLError `LIMIT_EXCEEDED` beyond the app's quota, `TRUSTED_DOCUMENTS_UNUSABLE` if the registry does not
   * have the text.
   */
  async #text({ id }: FeedApp, path: string, digest: string): Promise<string> {
    const known = this.#kept.get(digest);
    if (known !== undefined) return known;
    try {
      const text = await this.content.text({ path, digest, maxBytes: maxAppDocuments.bytes });
      this.#kept.set(digest, text);
      return text;
    } catch (error) {
      if (error instanceof ContentFault && error.status === 429) {
        throw clientError(
          'LIMIT_EXCEEDED',
          `The documents that ${id} registered are asked for too often: ask again in a minute.`,
        );
      }
      throw clientError(
        documentsUnusableCode,
        `The documents that ${id} registered cannot be read now: ask again soon.`,
      );
    }
  }
}
