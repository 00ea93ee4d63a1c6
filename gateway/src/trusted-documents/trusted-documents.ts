import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clientError } from '@hub/protocol';
import { readBoundedFile } from '@hub/runtime';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import type { Caller } from '../request/caller.js';
import { StartError } from '../errors/start-error.js';
import { asksForSchemaAlone } from './asks-for-schema-alone.js';
import { type Manifest, readManifest, withoutAlgorithm } from './manifest.js';

/** The code of requests by document id if the app's manifest cannot be used. */
export const documentsUnusableCode = 'TRUSTED_DOCUMENTS_UNUSABLE';

/** The maximum size of a manifest, in bytes. */
const maxBytes = 16 * 1024 * 1024;

/** The documents that apps registered; each app has its own. */
export class TrustedDocuments {
  /**
   * @param unusable the faults of unusable manifests, by app.
   * @param outdated the same for apps that still use their former manifest.
   */
  constructor(
    private readonly byApp: ReadonlyMap<string, Manifest>,
    readonly unusable: ReadonlyMap<string, string> = new Map(),
    readonly outdated: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** The documents that an app registered; undefined for an unknown app. */
  of(app: string): Manifest | undefined {
    return this.byApp.get(app);
  }

  /** Whether each app has the same documents in both. */
  isSame({ byApp }: TrustedDocuments): boolean {
    if (byApp.size !== this.byApp.size) return false;
    // Equal hashes mean equal texts.
    return [...this.byApp].every(([app, own]) => {
      const other = byApp.get(app);
      return other === own || (other?.size === own.size && [...own.keys()].every((hash) => other.has(hash)));
    });
  }

  /** The text of each document. */
  get texts(): string[] {
    return [...new Set([...this.byApp.values()].flatMap((manifest) => [...manifest.values()]))];
  }

  /**
   * Replaces a document id in a request by its text.
   * @throws GraphQLError `PERSISTED_QUERY_NOT_FOUND` if the app has no such document, `TRUSTED_DOCUMENTS_UNUSABLE` if
   * the app's documents are unknown, and `TRUSTED_DOCUMENT_REQUIRED` if an app sends its own text with more than
   * introspection.
   */
  resolve(parameters: GraphQLParameters, { app, roles }: Caller): GraphQLParameters {
    const id = documentId(parameters);
    if (id === undefined) {
      if (!roles.includes('app') || asksForSchemaAlone(parameters.query ?? '')) return parameters;
      throw clientError('TRUSTED_DOCUMENT_REQUIRED', 'Expected the id of a registered document, got a text.');
    }
    // A caller that is not an app may name a text by its digest, because it may also send any text.
    if (app === undefined && !roles.includes('app') && typeof parameters.documentId !== 'string') return parameters;
    if (app !== undefined && this.unusable.has(app)) {
      throw clientError(documentsUnusableCode, `The documents that ${app} registered cannot be used now.`);
    }
    const text = app === undefined ? undefined : this.byApp.get(app)?.get(id);
    // Apollo's clients look for exactly this message.
    if (text === undefined) throw clientError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    return withText(parameters, text);
  }
}

/** A request with its document's text in place of the id. */
export function withText(
  { operationName, variables, ...parameters }: GraphQLParameters,
  text: string,
): GraphQLParameters {
  const { persistedQuery: _named, ...extensions } = parameters.extensions ?? {};
  return { query: text, operationName, variables, extensions };
}

/** Reads one manifest file, up to a maximum size. */
export type ReadManifestFile = (file: string) => Promise<Manifest>;

/** @throws Error naming the file's fault. */
export const readManifestFile: ReadManifestFile = async (file) => readManifest(await readBoundedFile(file, maxBytes));

/**
 * Reads the manifests of a folder, one for each app: `<client id>.json`, with the id encoded as in a URL. An app with a
 * wrong manifest keeps its former documents, or is left out; other apps are not affected.
 * @throws StartError if the folder cannot be read.
 */
export async function readTrustedDocuments(
  folder: string,
  former?: TrustedDocuments,
  read = readManifestFile,
): Promise<TrustedDocuments> {
  const byApp = new Map<string, Manifest>();
  const faults = new Map<string, string>();
  const files = await readdir(folder).catch((error: unknown) => {
    throw new StartError(`--trusted-documents or TRUSTED_DOCUMENTS: expected a folder: ${(error as Error).message}`);
  });
  for (const name of files.filter((one) => one.endsWith('.json'))) {
    const file = join(folder, name);
    const app = appOf(name.slice(0, -'.json'.length));
    try {
      if (byApp.has(app) || faults.has(app)) throw new Error('expected one manifest for each app');
      byApp.set(app, await read(file));
    } catch (error) {
      byApp.delete(app);
      faults.set(app, `${file}: ${(error as Error).message}`);
    }
  }
  const [unusable, outdated] = [new Map<string, string>(), new Map<string, string>()];
  for (const [app, problem] of faults) {
    const before = former?.of(app);
    if (before) byApp.set(app, before);
    (before ? outdated : unusable).set(app, problem);
  }
  return new TrustedDocuments(byApp, unusable, outdated);
}

/** The client id in a file's name, decoded as in a URL. */
function appOf(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The document id of a request, as Apollo's clients send it or as in GraphQL over HTTP. */
export function documentId({ documentId: id, extensions }: GraphQLParameters): string | undefined {
  if (typeof id === 'string') return withoutAlgorithm(id);
  const persisted = extensions?.['persistedQuery'];
  if (typeof persisted !== 'object' || persisted === null || !Object.hasOwn(persisted, 'sha256Hash')) return undefined;
  const { sha256Hash } = persisted as { sha256Hash: unknown };
  return typeof sha256Hash === 'string' ? withoutAlgorithm(sha256Hash) : undefined;
}
