import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type SubgraphContext } from '@hub/kit';
import { type ReleaseKeyFiles } from '@hub/kit/service';
import { mostClockDifferenceMs, type NamedKey, organisationCode, ReleaseFault } from '@hub/protocol';
import { KeyFileError, type KeyTimes, readPublicKeys } from '@hub/runtime';

/** A public key that verifies an organisation's releases. */
export interface ReleaseKey {
  readonly key: KeyObject;
  /** The time (RFC 3339) from which its signatures no longer count; undefined if it is not revoked. */
  readonly revokedFrom: string | undefined;
  /** Start and end of its validity, as RFC 3339; undefined if not set. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** An organisation's present and former keys, by their ids. */
export type KeysOfOrganisation = ReadonlyMap<string, ReleaseKey>;

/** Returns an organisation's current keys. */
export type KeysOf = (organisation: string) => KeysOfOrganisation;

/** The keys alone, for verifying signatures. */
export function verifyingKeys(keys: KeysOfOrganisation): Map<string, KeyObject> {
  return new Map([...keys].map(([id, { key }]) => [id, key]));
}

/**
 * The keys for verifying a signature of a given time.
 * @param keyId the key that the signature names.
 * @throws ReleaseFault `KEY_NOT_VALID` if that key was not valid yet, or no longer.
 */
export function keysAt(keys: KeysOfOrganisation, keyId: string | undefined, moment: string): Map<string, KeyObject> {
  const { from, until } = keys.get(keyId ?? '') ?? {};
  const at = Date.parse(moment);
  const isEarly = from !== undefined && at < Date.parse(from) - mostClockDifferenceMs;
  if (isEarly || (until !== undefined && at >= Date.parse(until))) {
    const limits = `${from === undefined ? '' : `from ${from} `}${until === undefined ? '' : `until ${until}`}`.trim();
    throw new ReleaseFault(
      'KEY_NOT_VALID',
      `Expected a signature while the key ${keyId ?? ''} is valid (${limits}), but it is of ${moment}.`,
    );
  }
  return verifyingKeys(keys);
}

/** Interval between two looks at the files, in milliseconds. */
const lookEveryMs = 1000;

/**
 * Reads organisations' keys from files, and again after changes: an organisation's public keys in PEM, one after the
 * other, and the revoked ones of all, as JSON: `{ "KEY_ID": "2026-11-20T00:00:00+07:00" }`. An absent file has no
 * keys; if a file becomes unreadable, its former content stays in use.
 */
export function keysInFiles(files: ReleaseKeyFiles | undefined, log: SubgraphContext['log']): KeysOf {
  const { keys = new Map<string, readonly string[]>(), revocations, published } = files ?? {};
  const readTimes = watched(published?.keyTimes, parseTimes, noTimes, log);
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
    // Signatures of a suspended or former organisation are still verified: the snapshot has its keys.
    if (!ofIt && published !== undefined && organisationCode.safeParse(organisation).success) {
      ofIt = [watched<readonly NamedKey[]>(join(published.keys, `${organisation}.pub`), readPublicKeys, [], log)];
      readers.set(organisation, ofIt);
    }
    const known = (ofIt ?? []).flatMap((read) => read());
    const times = readTimes();
    return new Map(
      known.map(({ id, key }) => {
        const { from, until } = times.get(id) ?? {};
        return [id, { key, revokedFrom: revoked.get(id), from, until: until ?? undefined }];
      }),
    );
  };
}

const noTimes: ReadonlyMap<string, KeyTimes[string]> = new Map();

function parseTimes(file: string): ReadonlyMap<string, KeyTimes[string]> {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as KeyTimes));
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

/** Reads a file now and after each change. */
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
    // Without any replaced key, there is no file of replaced keys.
    if (!stats) return (content = none);
    try {
      content = read(file);
    } catch (error) {
      log.warn({ err: error, file }, 'cannot read keys of releases; those that were read before stay in use');
    }
    return content;
  };
}
