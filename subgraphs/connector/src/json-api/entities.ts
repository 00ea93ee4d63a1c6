import { badUserInput } from '@hub/protocol';
import DataLoader from 'dataloader';
import type { ApiDeclaration } from './declaration.js';
import { type ApiObject, filledPath, isObject, objectsAt, scalarOf, valueAt } from './values.js';
import { UpstreamFault } from '../upstream/upstream-fault.js';

/** How many keys of one type one operation may look up, and how many requests for them run at once. */
const mostKeys = 2000;
const atOnce = 8;

/** Reads a path of the API; null for the status 404. */
export type Get = (path: string) => Promise<unknown>;

/** The field of a type's objects that has its key. */
export function keyPathOf({ key, fields }: ApiDeclaration): string {
  return fields[key]?.from ?? key;
}

/**
 * Looks objects up by their keys for one operation: each once, and several with one request where the API supports it.
 */
export class Entities {
  readonly #loader: DataLoader<string, ApiObject | null>;
  #keys = 0;

  constructor(
    private readonly declared: ApiDeclaration,
    private readonly get: Get,
  ) {
    this.#loader = new DataLoader((keys) => this.#load(keys), { maxBatchSize: mostKeys });
  }

  one(key: string): Promise<ApiObject | null> {
    this.#keys += 1;
    if (this.#keys > mostKeys) {
      throw badUserInput(`Expected at most ${mostKeys} of ${this.declared.name} in an operation, got more.`);
    }
    return this.#loader.load(key);
  }

  async #load(keys: readonly string[]): Promise<(ApiObject | null)[]> {
    const { many, one = '', key, name } = this.declared;
    const found = new Map<string, ApiObject>();
    const take = (objects: readonly ApiObject[], asked: ReadonlySet<string>) => {
      for (const object of objects) {
        const own = String(scalarOf(valueAt(object, keyPathOf(this.declared)), 'ID'));
        // An object that was not requested must not replace another.
        if (!asked.has(own))
          throw new UpstreamFault('UPSTREAM_INVALID', `expected the ${name} that was asked for, got another`);
        found.set(own, object);
      }
    };
    const most = many?.most ?? 1;
    const batches = Array.from({ length: Math.ceil(keys.length / most) }, (_, index) =>
      keys.slice(index * most, (index + 1) * most),
    );
    await inTurns(batches, atOnce, async (batch) => {
      if (many) {
        const answer = await this.get(filledPath(many.path, { keys: batch }));
        take(answer === null ? [] : objectsAt(answer, many.items), new Set(batch));
        return;
      }
      const object = await this.get(filledPath(one, { [key]: batch[0] }));
      if (object === null) return;
      if (!isObject(object)) throw new UpstreamFault('UPSTREAM_INVALID', `expected an object of ${name}`);
      take([object], new Set(batch));
    });
    return keys.map((one) => found.get(one) ?? null);
  }
}

/** Works on each item of a list, a few at once. */
async function inTurns<Item>(items: readonly Item[], most: number, work: (item: Item) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
