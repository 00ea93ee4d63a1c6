import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { KeyFileError, readPublicKeys } from './key-files.js';
import type { NamedKey } from '@hub/protocol';

/** How long a change of the files may go unnoticed, in milliseconds. */
const lookEveryMs = 1000;

export interface KeyRingOptions {
  /** Each holds one public key or more. */
  readonly files: readonly string[];
  /** Whether they may be created later. */
  readonly mayBeMissing?: boolean;
  /**
   * Called once for a file that can no longer be used. A missing or empty file has no keys; for a file that cannot be
   * read, or has other content, the keys read before stay in use.
   */
  readonly onError: (error: KeyFileError) => void;
}

/** A file at its last reading. */
interface KeyFile {
  /** Changes with the file; undefined where it could not be used. */
  readonly state: string | undefined;
  readonly keys: readonly NamedKey[];
  readonly problem: string | undefined;
}

/** The trusted public keys: those in some files now, so that keys are added and removed without a restart. */
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

  /** The key with an id. */
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

/** Changes with the file. */
function stateOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'missing';
}

/** Whether a file has no keys: it is missing or empty. */
function isEmpty(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').trim() === '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
