import type { SubgraphContext } from '@hub/kit';
import { maxAppDocuments } from '@hub/protocol';
import { agreementsText, appTermsText, documentList, keyTermsText } from './terms.js';

type EntityManager = SubgraphContext['em'];

/** How many bytes of an app's documents are sent at once, and then again in a minute: all of them to some gateways. */
const documentBytes = 8 * maxAppDocuments.bytes;

/** An app's documents were asked for too often. */
export class QuotaExceeded extends Error {}

/** Reads the texts that the feed's digests name. */
export class FeedContent {
  /** How much of its documents' bytes each app may have sent, and since when. */
  readonly #left = new Map<string, { readonly bytes: number; readonly at: number }>();

  constructor(
    private readonly em: EntityManager,
    private readonly now = () => performance.now(),
  ) {}

  /** The terms of a key; undefined where there is none. */
  keyTerms(id: string): Promise<string | undefined> {
    return this.#text(`select ${keyTermsText} as text from program_key where id = ?`, [id]);
  }

  /** The terms of an app; undefined where there is none. */
  appTerms(id: string): Promise<string | undefined> {
    return this.#text(`select ${appTermsText} as text from app where id = ?`, [id]);
  }

  /** The agreements of an organisation that publishes here. */
  agreements(code: string): Promise<string | undefined> {
    return this.#text(`select ${agreementsText} as text from linked_organisation o where code = ?`, [code]);
  }

  /** The hashes of an accepted app's documents. @throws QuotaExceeded */
  async documentList(app: string): Promise<string | undefined> {
    const text = await this.#text(`select ${documentList} as text from app where id = ? and state = 'ACCEPTED'`, [app]);
    return this.#counted(app, text);
  }

  /** One document of an accepted app. @throws QuotaExceeded */
  async document(app: string, hash: string): Promise<string | undefined> {
    const text = await this.#text(
      `select text from app_document join app on app.id = app_document.app
       where app.id = ? and hash = ? and state = 'ACCEPTED'`,
      [app, hash],
    );
    return this.#counted(app, text);
  }

  #counted(app: string, text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const [at, size] = [this.now(), Buffer.byteLength(text)];
    const before = this.#left.get(app) ?? { bytes: documentBytes, at };
    const bytes = Math.min(documentBytes, before.bytes + ((at - before.at) / 60_000) * documentBytes);
    if (size > bytes) throw new QuotaExceeded(`The documents of ${app} were asked for too often.`);
    this.#left.set(app, { bytes: bytes - size, at });
    return text;
  }

  async #text(query: string, values: readonly string[]): Promise<string | undefined> {
    const [row] = await this.em.fork().execute<{ text: string | null }[]>(query, [...values]);
    return row?.text ?? undefined;
  }
}
