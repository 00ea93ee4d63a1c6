import type { KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { KeyFileError, readPublicKeys } from './key-files.js';

/** How long a change of the files may go unnoticed, in milliseconds. */
const lookEveryMs = 1000;

export interface KeyRingOptions {
  /** Each holds one public key or more. */
  readonly files: readonly string[];
  /** Whether they may come later. */
  readonly mayBeMissing?: boolean;
  /** Is told of files that cannot be used any more; the keys read before stay in use. */
  readonly onError: (error: KeyFileError) => void;
}

/** The public keys that are trusted: those in some files now, so that keys come and go without a restart. */
export class KeyRing {
  #keys = new Map<string, KeyObject>();
  #seen = '';
  #looked = -Infinity;

  /** @throws KeyFileError when the files cannot be used. */
  constructor(private readonly options: KeyRingOptions) {
    try {
      this.#look();
    } catch (error) {
      if (!options.mayBeMissing) throw error;
      this.#report(error);
    }
  }

  /** The key of an id. */
  get(id: string): KeyObject | undefined {
    if (performance.now() - this.#looked > lookEveryMs) {
      try {
        this.#look();
      } catch (error) {
        this.#report(error);
      }
    }
    return this.#keys.get(id);
  }

  #look(): void {
    this.#looked = performance.now();
    const { files } = this.options;
    const seen = files.map(stateOf).join('\n');
    if (seen === this.#seen) return;
    this.#keys = new Map(files.flatMap((file) => readPublicKeys(file).map(({ id, key }) => [id, key])));
    this.#seen = seen;
  }

  #report(error: unknown): void {
    if (!(error instanceof KeyFileError)) throw error;
    this.options.onError(error);
  }
}

/** Changes whenever a file does. */
function stateOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'missing';
}
