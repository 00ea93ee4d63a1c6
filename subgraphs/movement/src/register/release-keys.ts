import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  isLinked,
  KeyFileError,
  type NamedKey,
  readPublicKeys,
  type ReleaseKeyFiles,
  type SubgraphContext,
} from '@hub/kit';

/** A public key by which an organisation signs its releases. */
export interface ReleaseKey {
  readonly key: KeyObject;
  /** The moment (RFC 3339) from which on nothing that it signs counts; undefined while it is not revoked. */
  readonly revokedFrom: string | undefined;
}

/** An organisation's keys by their ids, those of before among them. */
export type KeysOfOrganisation = ReadonlyMap<string, ReleaseKey>;

/** Tells an organisation's keys as they are now. */
export type KeysOf = (organisation: string) => KeysOfOrganisation;

/** The keys alone, as signatures are verified by them. */
export function verifyingKeys(keys: KeysOfOrganisation): Map<string, KeyObject> {
  return new Map([...keys].map(([id, { key }]) => [id, key]));
}

/** How long a change of the files may go unnoticed, in milliseconds. */
const lookEveryMs = 1000;

/**
 * Reads organisations' keys from files, again where these change: an organisation's public keys in PEM, one after the
 * other, and the revoked ones of all, as JSON: `{ "KEY_ID": "2026-11-20T00:00:00+07:00" }`. A file that is not there holds
 * none; of one that cannot be read any more, what was read before stays in use.
 */
export function keysInFiles(files: ReleaseKeyFiles | undefined, log: SubgraphContext['log']): KeysOf {
  const { keys = new Map<string, readonly string[]>(), revocations, published } = files ?? {};
  const readRevocations = watched(revocations, parseRevocations, new Map<string, string>(), log);
  const readers = new Map(
    [...keys].map(([organisation, ofIt]) => [
      organisation,
      ofIt.map((file) => watched<readonly NamedKey[]>(file, readPublicKeys, [], log)),
    ]),
  );
  return (organisation) => {
    const revoked = readRevocations();
    let ofIt = readers.get(organisation);
    if (!ofIt && published !== undefined && isLinked(organisation)) {
      ofIt = [watched<readonly NamedKey[]>(join(published, `${organisation}.pub`), readPublicKeys, [], log)];
      readers.set(organisation, ofIt);
    }
    const known = (ofIt ?? []).flatMap((read) => read());
    return new Map(known.map(({ id, key }) => [id, { key, revokedFrom: revoked.get(id) }]));
  };
}

function parseRevocations(file: string): Map<string, string> {
  const said = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  if (typeof said !== 'object' || said === null) throw new KeyFileError(`expected an object of key ids in ${file}`);
  const entries = Object.entries(said);
  for (const [id, moment] of entries) {
    if (typeof moment === 'string' && !Number.isNaN(Date.parse(moment))) continue;
    throw new KeyFileError(`expected the moment from which ${id} is revoked in ${file}, got ${JSON.stringify(moment)}`);
  }
  return new Map(entries as [string, string][]);
}

/** Reads a file now and whenever it has changed. */
function watched<Content>(
  file: string | undefined,
  read: (file: string) => Content,
  none: Content,
  log: SubgraphContext['log'],
): () => Content {
  let content = none;
  let state: string | undefined;
  let looked = -Infinity;
  return () => {
    if (file === undefined || performance.now() - looked < lookEveryMs) return content;
    looked = performance.now();
    const stats = statSync(file, { throwIfNoEntry: false });
    const now = stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'missing';
    if (now === state) return content;
    state = now;
    // Where no key was replaced yet, there is no file of those.
    if (!stats) return (content = none);
    try {
      content = read(file);
    } catch (error) {
      log.warn({ err: error, file }, 'cannot read keys of releases; those that were read before stay in use');
    }
    return content;
  };
}
