import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clientError, readBoundedFile } from '@hub/schema';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import type { Caller } from '../request/caller.js';
import { StartError } from '../errors/start-error.js';
import { asksForSchemaAlone } from './asks-for-schema-alone.js';
import { type Manifest, readManifest, withoutAlgorithm } from './manifest.js';

/** The code of requests by a document's id, of an app whose manifest cannot be used. */
export const documentsUnusableCode = 'TRUSTED_DOCUMENTS_UNUSABLE';

/** The most that a manifest may measure, in bytes. */
const maxBytes = 16 * 1024 * 1024;

/** The documents that clients registered, each client's own. */
export class TrustedDocuments {
  /**
   * @param unusable what is wrong with the manifests that cannot be used, by the client.
   * @param outdated the same of those whose client has what it had registered before.
   */
  constructor(
    private readonly byClient: ReadonlyMap<string, Manifest>,
    readonly unusable: ReadonlyMap<string, string> = new Map(),
    readonly outdated: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** What a client registered; undefined where it is not known. */
  of(client: string): Manifest | undefined {
    return this.byClient.get(client);
  }

  /** Whether each client has the same documents as in others. */
  isSame({ byClient }: TrustedDocuments): boolean {
    if (byClient.size !== this.byClient.size) return false;
    // Who has the same hashes has the same texts.
    return [...this.byClient].every(([client, own]) => {
      const other = byClient.get(client);
      return other === own || (other?.size === own.size && [...own.keys()].every((hash) => other.has(hash)));
    });
  }

  /** The text of each document. */
  get texts(): string[] {
    return [...new Set([...this.byClient.values()].flatMap((manifest) => [...manifest.values()]))];
  }

  /**
   * Puts the text of the document that a request names in its place.
   * @throws GraphQLError `PERSISTED_QUERY_NOT_FOUND` where its client has no such document,
   * `TRUSTED_DOCUMENTS_UNUSABLE` where it is not known which it has, and `TRUSTED_DOCUMENT_REQUIRED` where an app sends
   * a text of its own that asks for more than the schema.
   */
  resolve(parameters: GraphQLParameters, { app, roles }: Caller): GraphQLParameters {
    const id = documentId(parameters);
    if (id === undefined) {
      if (!roles.includes('app') || asksForSchemaAlone(parameters.query ?? '')) return parameters;
      throw clientError('TRUSTED_DOCUMENT_REQUIRED', 'Expected the id of a registered document, got a text.');
    }
    if (app !== undefined && this.unusable.has(app)) {
      throw clientError(documentsUnusableCode, `The documents that ${app} registered cannot be used now.`);
    }
    const text = app === undefined ? undefined : this.byClient.get(app)?.get(id);
    // The message is what clients of Apollo's persisted queries look for.
    if (text === undefined) throw clientError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    const { persistedQuery: _named, ...extensions } = parameters.extensions ?? {};
    const { operationName, variables } = parameters;
    return { query: text, operationName, variables, extensions };
  }
}

/** Reads one file, within a bound. */
export type ReadManifestFile = (file: string) => Promise<Manifest>;

/** @throws Error saying what is wrong with the file. */
export const readManifestFile: ReadManifestFile = async (file) => readManifest(await readBoundedFile(file, maxBytes));

/**
 * Reads the manifests of a folder, one for each client: `<client id>.json`, the id as in a URL. A client whose manifest
 * is wrong has what it had before, or is left out; no other is.
 * @throws StartError where the folder cannot be read.
 */
export async function readTrustedDocuments(
  folder: string,
  former?: TrustedDocuments,
  read = readManifestFile,
): Promise<TrustedDocuments> {
  const byClient = new Map<string, Manifest>();
  const faults = new Map<string, string>();
  const files = await readdir(folder).catch((error: unknown) => {
    throw new StartError(`--trusted-documents or TRUSTED_DOCUMENTS: expected a folder: ${(error as Error).message}`);
  });
  for (const name of files.filter((one) => one.endsWith('.json'))) {
    const file = join(folder, name);
    const client = appOf(name.slice(0, -'.json'.length));
    try {
      if (byClient.has(client) || faults.has(client)) throw new Error('expected one manifest for each client');
      byClient.set(client, await read(file));
    } catch (error) {
      byClient.delete(client);
      faults.set(client, `${file}: ${(error as Error).message}`);
    }
  }
  const [unusable, outdated] = [new Map<string, string>(), new Map<string, string>()];
  for (const [client, problem] of faults) {
    const before = former?.of(client);
    if (before) byClient.set(client, before);
    (before ? outdated : unusable).set(client, problem);
  }
  return new TrustedDocuments(byClient, unusable, outdated);
}

/** The client id that a file's name has, as in a URL. */
function appOf(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The id by which a request names its document, as Apollo's clients send it or as GraphQL over HTTP has it. */
function documentId({ documentId: id, extensions }: GraphQLParameters): string | undefined {
  if (typeof id === 'string') return withoutAlgorithm(id);
  const persisted = extensions?.['persistedQuery'];
  if (typeof persisted !== 'object' || persisted === null || !Object.hasOwn(persisted, 'sha256Hash')) return undefined;
  const { sha256Hash } = persisted as { sha256Hash: unknown };
  return typeof sha256Hash === 'string' ? withoutAlgorithm(sha256Hash) : undefined;
}
