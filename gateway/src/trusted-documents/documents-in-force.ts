import { stat } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import type { Caller } from '../request/caller.js';
import type { LeftOut } from '../state/left-out.js';
import type { Manifest } from './manifest.js';
import {
  documentsUnusableCode,
  readManifestFile,
  readTrustedDocuments,
  TrustedDocuments,
} from './trusted-documents.js';

/** A file with its content, valid as long as its stamp. */
interface ReadFile {
  readonly stamp: string;
  readonly manifest: Promise<Manifest>;
}

/**
 * The minimum age of a change, in milliseconds, at which the file's times distinguish it from the next change. A file
 * with a younger change is read again.
 */
const settledMs = 2000;

/**
 * The documents of a folder that apps may run. Each app has its own manifest; if it cannot be used, the former one
 * stays in force, and an app without a former one is left out.
 */
export class DocumentsInForce implements Pick<TrustedDocuments, 'resolve' | 'of'> {
  #read = new Map<string, ReadFile>();
  /** The last log message about each app. */
  #told = new Map<string, string>();

  #current = new TrustedDocuments(new Map());

  private constructor(private readonly folder: string) {}

  /** @throws StartError if the folder cannot be read. */
  static async open(folder: string): Promise<DocumentsInForce> {
    const documents = new DocumentsInForce(folder);
    await documents.look();
    return documents;
  }

  /** See `TrustedDocuments.resolve`. */
  resolve(parameters: GraphQLParameters, caller: Caller): GraphQLParameters {
    return this.#current.resolve(parameters, caller);
  }

  /** The documents that an app registered, by digest; undefined if it registered none. */
  of(app: string): Manifest | undefined {
    return this.#current.of(app);
  }

  /** The text of each document. */
  get texts(): string[] {
    return this.#current.texts;
  }

  /** The apps with an unusable manifest: left out, or still on the former one. */
  get leftOut(): LeftOut {
    const faulty = (apps: ReadonlyMap<string, string>) =>
      [...apps.keys()].map((app) => ({ app, code: documentsUnusableCode }));
    return { leftOut: faulty(this.#current.unusable), outdated: faulty(this.#current.outdated) };
  }

  /**
   * Applies the folder's present manifests. Unchanged files are not read again.
   * @returns whether an app's documents have changed.
   * @throws StartError if the folder cannot be read; then nothing changes.
   */
  async look(): Promise<boolean> {
    const before = this.#read;
    const read = new Map<string, ReadFile>();
    const readOnce = async (file: string): Promise<Manifest> => {
      const stamp = await stampOf(file);
      const known = before.get(file);
      const one = known && known.stamp === stamp ? known : { stamp, manifest: readManifestFile(file) };
      // The reader below gets the error; this handler prevents an unhandled rejection.
      one.manifest.catch(() => undefined);
      read.set(file, one);
      return one.manifest;
    };
    const documents = await readTrustedDocuments(this.folder, this.#current, readOnce);
    this.#read = read;
    const isOther = !documents.isSame(this.#current);
    this.#current = documents;
    return isOther;
  }

  /** Logs each app with an unusable manifest once, and logs when it can be used again. */
  report(log: FastifyBaseLogger): void {
    const { unusable, outdated } = this.#current;
    const told = new Map<string, string>();
    const tell = (faults: ReadonlyMap<string, string>, then: string) => {
      for (const [app, problem] of faults) {
        told.set(app, `${then} ${problem}`);
        if (this.#told.get(app) === told.get(app)) continue;
        log.error({ app, problem }, `the documents that an app registered cannot be used; ${then}`);
      }
    };
    tell(unusable, 'it is left out');
    tell(outdated, 'those before are used on');
    for (const app of this.#told.keys()) {
      if (!told.has(app)) log.info({ app }, 'the documents that an app registered can be used again');
    }
    this.#told = told;
  }
}

/**
 * A stamp that changes with the file. If the file has just changed, the stamp is unique, so that the file is read
 * again.
 */
async function stampOf(file: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(file);
  const now = Date.now();
  const changed = Math.max(mtimeMs, ctimeMs);
  return [ino, size, mtimeMs, ctimeMs, ...(Math.abs(now - changed) < settledMs ? [now, Math.random()] : [])].join(':');
}
