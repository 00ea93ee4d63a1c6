export { documentHash as sha256, readDocumentsManifest as readManifest, withoutAlgorithm } from '@hub/protocol';

/** Documents by the SHA-256 of their texts, in lower-case hexadecimal. */
export type Manifest = ReadonlyMap<string, string>;
