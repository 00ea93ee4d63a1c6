import { mostExamples, type RowExample } from './import-event.js';

/** The first rows of each kind of change that a file makes. */
export class Examples {
  #found: RowExample[] = [];

  get all(): readonly RowExample[] {
    return this.#found;
  }

  /** How many more examples are wanted of new rows, and of changed rows. */
  get wanted(): { readonly added: number; readonly changed: number } {
    return { added: this.#lacks('ADDED'), changed: this.#lacks('CHANGED') };
  }

  /** Adds rows of a change while examples of it are wanted. */
  add(change: RowExample['change'], rows: readonly Omit<RowExample, 'change'>[]): void {
    for (const { key, row, columns } of rows.slice(0, this.#lacks(change)))
      this.#found.push({ change, key: withoutPeople(key), row, columns });
  }

  /** Drops the examples after the first `count`: the changes that they show were rolled back. */
  resume(count: number): void {
    this.#found = this.#found.slice(0, count);
  }

  #lacks(change: RowExample['change']): number {
    return mostExamples - this.#found.filter((one) => one.change === change).length;
  }
}

/** A key with `…` in the place of each pseudonym. */
function withoutPeople(key: string): string {
  return key
    .split('/')
    .map((part) => (/^[A-Za-z0-9_-]{43}$/.test(part) ? '…' : part))
    .join('/');
}
