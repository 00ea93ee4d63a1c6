import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The most apps, in all states together. */
export const maxApps = 1000;

/**
 * The states of an app: a confirmed app waits until an operator accepts or refuses it; an accepted app can be
 * suspended.
 */
export const appStates = ['WAITING', 'ACCEPTED', 'REFUSED', 'SUSPENDED'] as const;

/** The data that an app may publish from its answers. */
export const republications = ['NOTHING', 'DERIVED', 'FIGURES'] as const;

/** The size limit of all documents of one app, in bytes, and their number. */
export const maxAppDocuments = { bytes: 512 * 1024, count: 500 } as const;

const name = z.string().min(1).max(255);

/** The accepted part of an app's request; the feed has its digest. */
export const appTerms = z.object({
  name,
  scopes: z.array(name),
  /** The code of the purpose that its requests are for. */
  purpose: name,
  republish: z.enum(republications),
  /** How it names the source of its data. */
  attribution: z.string().nullish(),
  rate: z.object({ perSecond: z.number().positive(), burst: z.number().positive() }).nullish(),
});

export type AppState = (typeof appStates)[number];
export type Republication = (typeof republications)[number];
export type AppTerms = z.infer<typeof appTerms>;

/** An accepted app, as gateways know it. */
export interface RegisteredApp extends AppTerms {
  /** Its client id: in tokens `client_id` or `azp`. */
  readonly id: string;
  readonly state: AppState;
}

/** Whether a client id belongs to an app that registered here, in any state. */
export function isRegisteredAppId(id: string): boolean {
  return /^app-[a-z0-9]{12}$/.test(id);
}

/** The output of Apollo's `generate-persisted-query-manifest`. */
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/**
 * The output of `graphql-codegen` with `persistedDocuments: { hashAlgorithm: 'sha256' }`, its keys with or without
 * `sha256:`; and of Relay's compiler with `persistConfig: { algorithm: 'SHA256' }`.
 */
const plain = z.record(z.string(), z.string());

/**
 * Reads a manifest of documents of any of these formats.
 * @returns the texts by their SHA-256, in lower-case hexadecimals.
 * @throws Error naming the document whose hash is not its key, or saying that the text is no manifest.
 */
export function readDocumentsManifest(text: string): ReadonlyMap<string, string> {
  const json: unknown = JSON.parse(text);
  const operations = apollo.safeParse(json);
  const entries = operations.success
    ? operations.data.operations.map(({ id, body }): [string, string] => [id, body])
    : Object.entries(readPlain(json));
  const found = new Map<string, string>();
  for (const [id, body] of entries) {
    const hash = documentHash(body);
    if (withoutAlgorithm(id) !== hash)
      throw new Error(`expected each document under the SHA-256 of its text, got ${id} for ${hash}`);
    found.set(hash, body);
  }
  return found;
}

function readPlain(json: unknown): Record<string, string> {
  const result = plain.safeParse(json);
  if (result.success) return result.data;
  throw new Error('expected an Apollo persisted-query manifest, or an object of hashes and documents');
}

/** The hash in a document's id, which may name its algorithm, such as `sha256:…`. */
export function withoutAlgorithm(id: string): string {
  return id.replace(/^sha256:/, '');
}

/** The hash that identifies a document: SHA-256 in lower-case hexadecimals. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
