import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { KeyFileError, readPublicKeys } from './key-files.js';
import type { NamedKey } from '@hub/protocol';

/** How long a change of the files may go unnoticed, in milliseconds. */
const lookEveryMs = 1000;

export interface KeyRingOptions {
  /** Each holds one public key or more. */
  readonly files: readonly string[];
  /** Whether they may come later. */
  readonly mayBeMissing?: boolean;
  /**
   * Is told once of a file that cannot be used any more. One that is gone or empty has no keys; of one that cannot be
   * read, or holds something else, the keys that were read before stay in use.
   */
  readonly onError: (error: KeyFileError) => void;
}

/** A file as it was looked at last. */
interface KeyFile {
  /** Changes whenever the file does; undefined where it could not be used. */
  readonly state: string | undefined;
  readonly keys: readonly NamedKey[];
  readonly problem: string | undefined;
}

/** The public keys that are trusted: those in some files now, so that keys come and go without a restart. */
export class KeyRing {
  readonly #files = new Map<string, KeyFile>();
  #keys: ReadonlyMap<string, KeyObject> = new Map();
  #looked = -Infinity;

  /** @throws KeyFileError when the files cannot be used. */
  constructor(private readonly options: KeyRingOptions) {
    this.#look((error) => {
      if (!options.mayBeMissing) throw error;
      options.onError(error);
    });
  }

  /** The key of an id. */
  get(id: string): KeyObject | undefined {
    if (performance.now() - this.#looked > lookEveryMs) this.#look(this.options.onError);
    return this.#keys.get(id);
  }

  /** Whether there are no keys now. */
  get isEmpty(): boolean {
    this.get('');
    return this.#keys.size === 0;
  }

  #look(onError: (error: KeyFileError) => void): void {
    this.#looked = performance.now();
    for (const file of this.options.files) {
      const before = this.#files.get(file);
      const state = stateOf(file);
      if (before?.state === state) continue;
      try {
        this.#files.set(file, { state, keys: readPublicKeys(file), problem: undefined });
      } catch (error) {
        if (!(error instanceof KeyFileError)) throw error;
        const keys = isEmpty(file) ? [] : (before?.keys ?? []);
        this.#files.set(file, { state: undefined, keys, problem: error.message });
        if (before?.problem !== error.message) onError(error);
      }
    }
    const all = [...this.#files.values()].flatMap(({ keys }) => keys);
    this.#keys = new Map(all.map(({ id, key }) => [id, key]));
  }
}

/** Changes whenever a file does. */
function stateOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'missing';
}

/** Whether a file says that there are no keys: it is not there, or there is nothing in it. */
function isEmpty(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').trim() === '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
