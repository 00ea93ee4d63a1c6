import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientError } from '@hub/schema';
import type { GraphQLParameters } from '../http/parameters.js';
import type { Caller } from '../identity/caller.js';
import { StartError } from '../start-error.js';
import { type Manifest, readManifest } from './manifest.js';

/** The documents that clients registered, each client's own. */
export class TrustedDocuments {
  constructor(private readonly byClient: ReadonlyMap<string, Manifest>) {}

  /** The text of each document. */
  get texts(): string[] {
    return [...new Set([...this.byClient.values()].flatMap((manifest) => [...manifest.values()]))];
  }

  /**
   * Puts the text of the document that a request names in its place.
   * @throws GraphQLError `PERSISTED_QUERY_NOT_FOUND` where its client has no such document, and
   * `TRUSTED_DOCUMENT_REQUIRED` where an app sends a text of its own.
   */
  resolve(parameters: GraphQLParameters, { app, roles }: Caller): GraphQLParameters {
    const id = documentId(parameters);
    if (id === undefined) {
      if (!roles.includes('app')) return parameters;
      throw clientError('TRUSTED_DOCUMENT_REQUIRED', 'Expected the id of a registered document, got a text.');
    }
    const text = app === undefined ? undefined : this.byClient.get(app)?.get(id);
    // The message is what clients of Apollo's persisted queries look for.
    if (text === undefined) throw clientError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    const { persistedQuery: _named, ...extensions } = parameters.extensions ?? {};
    const { operationName, variables } = parameters;
    return { query: text, operationName, variables, extensions };
  }
}

/**
 * Reads the manifests of a folder, one for each client: `<client id>.json`, the id as in a URL.
 * @throws StartError naming each that is wrong.
 */
export async function readTrustedDocuments(folder: string): Promise<TrustedDocuments> {
  const byClient = new Map<string, Manifest>();
  const problems: string[] = [];
  const files = await readdir(folder).catch((error: unknown) => {
    throw new StartError(`--trusted-documents or TRUSTED_DOCUMENTS: expected a folder: ${(error as Error).message}`);
  });
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    try {
      const text = await readFile(join(folder, file), 'utf8');
      byClient.set(decodeURIComponent(file.slice(0, -'.json'.length)), readManifest(text));
    } catch (error) {
      problems.push(`${join(folder, file)}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new StartError(problems.join('; '));
  return new TrustedDocuments(byClient);
}

/** The id by which a request names its document, as Apollo's clients send it or as GraphQL over HTTP has it. */
function documentId({ documentId: id, extensions }: GraphQLParameters): string | undefined {
  if (typeof id === 'string') return id.replace(/^sha256:/, '');
  const persisted = extensions?.['persistedQuery'];
  if (typeof persisted !== 'object' || persisted === null || !Object.hasOwn(persisted, 'sha256Hash')) return undefined;
  const { sha256Hash } = persisted as { sha256Hash: unknown };
  return typeof sha256Hash === 'string' ? sha256Hash : undefined;
}
