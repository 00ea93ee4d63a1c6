import { type NamedKey } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import { KeptRecords } from '../audit/kept-records.js';
import { StartError } from '../errors/start-error.js';
import type { Config } from '../settings/config.js';

/** The minimum time between reads of the gateway's key, in milliseconds. */
const readEveryMs = 1000;

/**
 * Opens the folder for audit records that the log cannot take now; undefined if none is configured. @throws StartError
 */
export async function openKeptRecords(
  { auditKeptFolder: folder, auditKeptMegabytes, trust: { signingKeyFile } }: Config,
  log: FastifyBaseLogger,
): Promise<KeptRecords | undefined> {
  if (folder === undefined) return undefined;
  try {
    return await KeptRecords.open({
      ...{ folder, maxBytes: auditKeptMegabytes * 1024 * 1024, log },
      signingKey: signingKeyFile === undefined ? () => undefined : followedKey(signingKeyFile),
    });
  } catch (error) {
    throw new StartError(
      `AUDIT_KEPT_FOLDER: expected a folder that can be written, got ${folder}: ${(error as Error).message}`,
    );
  }
}

/** Follows the key in a file. The former key stays in use while the file cannot be read. */
function followedKey(file: string): () => NamedKey {
  let key = readSigningKey(file);
  let readAt = performance.now();
  return () => {
    if (performance.now() - readAt < readEveryMs) return key;
    readAt = performance.now();
    try {
      key = readSigningKey(file);
    } catch {
      // The readiness check reports it.
    }
    return key;
  };
}
