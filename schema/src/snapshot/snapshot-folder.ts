import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readPublicKeys } from '../http-signature/key-files.js';
import { readSnapshot, type RegistrySnapshot } from './snapshot.js';

/** Where a folder has what a snapshot says. */
export interface SnapshotFiles {
  readonly supergraph: string;
  /** A file of subgraphs, as gateways read it: those of organisations that publish. */
  readonly subgraphs: string;
  /** A folder with a file of agreements for each organisation that publishes. */
  readonly agreements: string;
  /** A folder with each one's public keys, as `<organisation>.pub`. */
  readonly keys: string;
}

/** The files of a folder. */
export function snapshotFiles(folder: string): SnapshotFiles {
  return {
    supergraph: join(folder, 'supergraph.graphql'),
    subgraphs: join(folder, 'subgraphs.json'),
    agreements: join(folder, 'agreements'),
    keys: join(folder, 'keys'),
  };
}

/** The folders of agreements: the operator's, and what organisations published, where snapshots are kept in a folder. */
export function agreementsWith(operators: string, folder: string | undefined): string {
  return folder === undefined ? operators : `${operators}${delimiter}${snapshotFiles(folder).agreements}`;
}

/**
 * A folder in which the registry's newest snapshot is kept, whole and as files that others follow: what starts while the
 * registry is away uses them.
 */
export class SnapshotFolder {
  readonly files: SnapshotFiles;
  #snapshot: RegistrySnapshot | undefined;

  /** @param keyFiles the files of the registry's public keys, read for each snapshot; without any, nothing need be signed. */
  constructor(
    private readonly folder: string,
    private readonly keyFiles: readonly string[],
  ) {
    this.files = snapshotFiles(folder);
    for (const path of [this.files.agreements, this.files.keys]) mkdirSync(path, { recursive: true });
  }

  /** The snapshot that is in use; undefined before any. */
  get snapshot(): RegistrySnapshot | undefined {
    return this.#snapshot;
  }

  /** Takes up what was kept. @throws SnapshotFault where it is not what the registry signed. */
  open(): RegistrySnapshot | undefined {
    let text: string;
    try {
      text = readFileSync(this.#kept, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    this.#snapshot = readSnapshot(JSON.parse(text), this.#keys, 0);
    this.#write(this.#snapshot);
    return this.#snapshot;
  }

  /**
   * Takes a snapshot up, and keeps it.
   * @returns whether it is another than the one in use.
   * @throws SnapshotFault; the one before stays in use.
   */
  take(given: unknown): boolean {
    const snapshot = readSnapshot(given, this.#keys, this.#snapshot?.number ?? 0);
    if (snapshot.number === this.#snapshot?.number) return false;
    this.#write(snapshot);
    writeWhole(this.#kept, JSON.stringify(given));
    this.#snapshot = snapshot;
    return true;
  }

  get #keys() {
    const keys = this.keyFiles.flatMap(readPublicKeys);
    return keys.length === 0 ? undefined : new Map(keys.map(({ id, key }) => [id, key]));
  }

  get #kept(): string {
    return join(this.folder, 'snapshot.json');
  }

  /** Keys and agreements first, then what brings in those who need them. */
  #write({ organisations, supergraph }: RegistrySnapshot): void {
    const { keys, agreements, subgraphs, supergraph: file } = this.files;
    const known = new Set(organisations.map(({ code }) => code));
    for (const { code, keys: ofIt } of organisations) {
      writeWhole(join(keys, `${code}.pub`), ofIt.map(({ publicKey }) => publicKey).join('\n'));
    }
    const live = organisations.filter(({ state }) => state === 'LIVE');
    for (const { code, agreements: said } of live)
      if (said !== null) writeWhole(join(agreements, `${code}.yaml`), said);
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
    writeWhole(subgraphs, JSON.stringify(Object.fromEntries(entries), undefined, 2));
    writeWhole(file, supergraph);
    const isLive = new Set(live.filter((one) => one.agreements !== null).map(({ code }) => code));
    removeOthers(agreements, '.yaml', isLive);
    removeOthers(keys, '.pub', known);
  }
}

function writeWhole(file: string, text: string): void {
  if (textOf(file) === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
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
    if (name.endsWith(ending) && !kept.has(name.slice(0, -ending.length))) rmSync(join(folder, name));
  }
}
