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

/** A file as it was read; the same as long as its stamp is. */
interface ReadFile {
  readonly stamp: string;
  readonly manifest: Promise<Manifest>;
}

/**
 * How old a change must be for the file's times to tell it from the next, in milliseconds. A younger file is read again.
 */
const settledMs = 2000;

/**
 * The documents of a folder that apps may run now. Each app's manifest stands by itself: where it cannot be used,
 * the one before is used on, and an app that had none is left out.
 */
export class DocumentsInForce implements Pick<TrustedDocuments, 'resolve' | 'of'> {
  #read = new Map<string, ReadFile>();
  /** What the log was last told of each app. */
  #told = new Map<string, string>();

  #current = new TrustedDocuments(new Map());

  private constructor(private readonly folder: string) {}

  /** @throws StartError where the folder cannot be read. */
  static async open(folder: string): Promise<DocumentsInForce> {
    const documents = new DocumentsInForce(folder);
    await documents.look();
    return documents;
  }

  /** See `TrustedDocuments.resolve`. */
  resolve(parameters: GraphQLParameters, caller: Caller): GraphQLParameters {
    return this.#current.resolve(parameters, caller);
  }

  /** What an app registered, by the digests of the texts; undefined where it registered nothing. */
  of(app: string): Manifest | undefined {
    return this.#current.of(app);
  }

  /** The text of each document. */
  get texts(): string[] {
    return this.#current.texts;
  }

  /** The apps that have no documents, or those of before, for want of a manifest that can be used. */
  get leftOut(): LeftOut {
    const faulty = (apps: ReadonlyMap<string, string>) =>
      [...apps.keys()].map((app) => ({ app, code: documentsUnusableCode }));
    return { leftOut: faulty(this.#current.unusable), outdated: faulty(this.#current.outdated) };
  }

  /**
   * Puts in force what the folder has now. Files that have not changed are not read again.
   * @returns whether some app has other documents than before.
   * @throws StartError where the folder cannot be read; then all stays as it was.
   */
  async look(): Promise<boolean> {
    const before = this.#read;
    const read = new Map<string, ReadFile>();
    const readOnce = async (file: string): Promise<Manifest> => {
      const stamp = await stampOf(file);
      const known = before.get(file);
      const one = known && known.stamp === stamp ? known : { stamp, manifest: readManifestFile(file) };
      // Who reads it below is told; it may be asked about again.
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

  /** Tells the log of each app whose manifest cannot be used, once, and when it can be used again. */
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

/** What changes whenever a file does; unlike any other where the file changed only now. */
async function stampOf(file: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(file);
  const now = Date.now();
  const changed = Math.max(mtimeMs, ctimeMs);
  return [ino, size, mtimeMs, ctimeMs, ...(Math.abs(now - changed) < settledMs ? [now, Math.random()] : [])].join(':');
}
