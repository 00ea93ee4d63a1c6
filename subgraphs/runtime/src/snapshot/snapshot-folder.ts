import { createPublicKey } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { keyId, readPages, readSnapshot, type RegistrySnapshot, SnapshotFault } from '@hub/protocol';
import { readPublicKeys } from '../keys/key-files.js';
import { writeWhole } from '../files/write-whole.js';
import { pageFiles } from '../organisations/page-files.js';
import { knownOrganisations } from '../organisations/linked.js';

/** The paths of a snapshot's contents in a folder. */
export interface SnapshotFiles {
  readonly supergraph: string;
  /** A file of publishing organisations' subgraphs, for gateways. */
  readonly subgraphs: string;
  /** A folder with a file of agreements for each publishing organisation. */
  readonly agreements: string;
  /** A folder with each one's pages, in a folder named by its code. */
  readonly pages: string;
  /** A folder with each one's public keys, as `<organisation>.pub`. */
  readonly keys: string;
  /** The validity of each of these keys, as `KeyTimes`. */
  readonly keyTimes: string;
}

/** The validity of keys by their ids, in RFC 3339; null while no end is known. */
export type KeyTimes = Readonly<Record<string, { readonly from: string; readonly until: string | null }>>;

/** The files of a folder. */
export function snapshotFiles(folder: string): SnapshotFiles {
  return {
    supergraph: join(folder, 'supergraph.graphql'),
    subgraphs: join(folder, 'subgraphs.json'),
    agreements: join(folder, 'agreements'),
    pages: join(folder, 'pages'),
    keys: join(folder, 'keys'),
    keyTimes: join(folder, 'key-times.json'),
  };
}

/** The folders of agreements: the operator's, and the published ones in the snapshots' folder, if there is one. */
export function agreementsWith(operators: string, folder: string | undefined): string {
  return folder === undefined ? operators : `${operators}${delimiter}${snapshotFiles(folder).agreements}`;
}

/**
 * A folder with the registry's newest snapshot, whole and as files for other programs, which can start with them while
 * the registry is away.
 */
export class SnapshotFolder {
  readonly files: SnapshotFiles;
  #snapshot: RegistrySnapshot | undefined;

  /**
   * @param keyFiles the files of the registry's public keys, read for each snapshot; without any, signatures are not
   * required.
   */
  constructor(
    private readonly folder: string,
    private readonly keyFiles: readonly string[],
  ) {
    this.files = snapshotFiles(folder);
    for (const path of [this.files.agreements, this.files.pages, this.files.keys]) mkdirSync(path, { recursive: true });
  }

  /** The snapshot in use; undefined before any. */
  get snapshot(): RegistrySnapshot | undefined {
    return this.#snapshot;
  }

  /** Reads the stored snapshot. @throws SnapshotFault where the registry did not sign it. */
  open(): RegistrySnapshot | undefined {
    let text: string;
    try {
      text = readFileSync(this.#kept, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    this.#snapshot = this.#read(JSON.parse(text), 0);
    this.#write(this.#snapshot);
    return this.#snapshot;
  }

  /** Starts before any snapshot: with a supergraph, and no publishing organisations. */
  begin(supergraph: string): void {
    writeChanged(this.files.subgraphs, '{}');
    writeChanged(this.files.supergraph, supergraph);
  }

  /**
   * Takes a snapshot into use, and stores it.
   * @returns whether it differs from the one in use.
   * @throws SnapshotFault; the former one stays in use.
   */
  take(given: unknown): boolean {
    const snapshot = this.#read(given, this.#snapshot?.number ?? 0);
    if (snapshot.number === this.#snapshot?.number) return false;
    this.#write(snapshot);
    writeChanged(this.#kept, JSON.stringify(given));
    this.#snapshot = snapshot;
    return true;
  }

  /**
   * @throws SnapshotFault where an organisation publishes under the code of an organisation in the operator's folder.
   */
  #read(given: unknown, after: number): RegistrySnapshot {
    const snapshot = readSnapshot(given, this.#keys, after);
    const twin = snapshot.organisations.find(
      ({ code, source, state }) => source === 'ITSELF' && state !== 'LEFT' && isOperators(code),
    );
    if (!twin) return snapshot;
    throw new SnapshotFault(
      'TWO_ORGANISATIONS',
      `Expected one organisation of the code ${twin.code}, but one publishes at the registry, and the operator's folder of organisations here has another: take that folder away, or have the other leave.`,
    );
  }

  get #keys() {
    const keys = this.keyFiles.flatMap(readPublicKeys);
    return keys.length === 0 ? undefined : new Map(keys.map(({ id, key }) => [id, key]));
  }

  get #kept(): string {
    return join(this.folder, 'snapshot.json');
  }

  /** Writes keys and agreements first, then the subgraphs that need them. */
  #write({ organisations, supergraph }: RegistrySnapshot): void {
    const { keys, keyTimes, agreements, subgraphs, supergraph: file } = this.files;
    const times = organisations.flatMap(({ keys: ofIt }) =>
      ofIt.map(({ publicKey, from, until }) => [keyId(createPublicKey(publicKey)), { from, until }] as const),
    );
    // Written before the keys, so that no key is known without its validity.
    writeChanged(keyTimes, JSON.stringify(Object.fromEntries(times) satisfies KeyTimes, undefined, 2));
    const known = new Set(organisations.map(({ code }) => code));
    for (const { code, keys: ofIt } of organisations) {
      writeChanged(join(keys, `${code}.pub`), ofIt.map(({ publicKey }) => publicKey).join('\n'));
    }
    // For organisations in the operator's folder, that folder and the settings count.
    const live = organisations.filter(({ code, state }) => state === 'LIVE' && !isOperators(code));
    for (const { code, agreements: said } of live)
      if (said !== null) writeChanged(join(agreements, `${code}.yaml`), said);
    for (const { code, pages } of live) writePagesFolder(join(this.files.pages, code), pages);
    const entries = live.flatMap(({ code, endpoint, signsAnswers }) =>
      endpoint === null
        ? []
        : [
            [
              code,
              {
                url: endpoint,
                ...(signsAnswers ? { publicKeyFiles: [join(keys, `${code}.pub`)] } : { unsigned: true }),
              },
            ],
          ],
    );
    writeChanged(subgraphs, JSON.stringify(Object.fromEntries(entries), undefined, 2));
    writeChanged(file, supergraph);
    const isLive = new Set(live.filter((one) => one.agreements !== null).map(({ code }) => code));
    removeOthers(agreements, '.yaml', isLive);
    removeOthers(this.files.pages, '', new Set(live.filter((one) => one.pages !== null).map(({ code }) => code)));
    removeOthers(keys, '.pub', known);
  }
}

function writePagesFolder(folder: string, content: string | null): void {
  if (content === null) return;
  mkdirSync(folder, { recursive: true });
  const files = pageFiles(readPages(content));
  for (const [name, text] of files) writeChanged(join(folder, name), text);
  removeOthers(folder, '', new Set(files.keys()));
}

const isOperators = (code: string) => knownOrganisations.some((one) => one.code === code);

/** Writes a file if its text has changed, readable for all programs on this machine. */
function writeChanged(file: string, text: string): void {
  if (textOf(file) !== text) writeWhole(file, text, 0o644);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function removeOthers(folder: string, ending: string, kept: ReadonlySet<string>): void {
  for (const name of readdirSync(folder)) {
    const isKept = kept.has(name.slice(0, name.length - ending.length));
    if (name.endsWith(ending) && !isKept) rmSync(join(folder, name), { recursive: true });
  }
}
