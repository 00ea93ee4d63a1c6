import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Documents by the SHA-256 of their texts, in lower-case hexadecimals. */
export type Manifest = ReadonlyMap<string, string>;

/** What Apollo's `generate-persisted-query-manifest` writes. */
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/** What `graphql-codegen` writes with `persistedDocuments: { hashAlgorithm: 'sha256' }`, its keys with or without `sha256:`. */
const plain = z.record(z.string(), z.string());

/**
 * Reads a manifest of either format.
 * @throws Error saying which document is not under the hash of its text, or that it is no manifest.
 */
export function readManifest(text: string): Manifest {
  const json: unknown = JSON.parse(text);
  const operations = apollo.safeParse(json);
  const entries = operations.success
    ? operations.data.operations.map(({ id, body }): [string, string] => [id, body])
    : Object.entries(readPlain(json));
  const documents = new Map<string, string>();
  for (const [id, body] of entries) {
    const hash = sha256(body);
    if (withoutAlgorithm(id) !== hash)
      throw new Error(`expected each document under the SHA-256 of its text, got ${id} for ${hash}`);
    documents.set(hash, body);
  }
  return documents;
}

function readPlain(json: unknown): Record<string, string> {
  const result = plain.safeParse(json);
  if (result.success) return result.data;
  throw new Error('expected an Apollo persisted-query manifest, or an object of hashes and documents');
}

/** The hash of a document's id, which may name its algorithm, as in `sha256:…`. */
export function withoutAlgorithm(id: string): string {
  return id.replace(/^sha256:/, '');
}

/** The hash by which a document is known. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
